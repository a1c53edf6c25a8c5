"""What the families are made with: small tables of words, furniture of pages, and forms of notices.

All of it was written for this purpose. Names between braces are blanks, which ``fill`` fills.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping


def listed(text: str) -> list[str]:
    """Return the items of a list that is divided by bars."""
    return text.split("|")


CITIES = listed(
    "NEW YORK|LONDON|WASHINGTON|PARIS|TOKYO|BEIJING|FRANKFURT|SYDNEY|TORONTO|GENEVA|CHICAGO"
    "|BRUSSELS"
    "|MOSCOW|CAIRO|DELHI|SAO PAULO|HONG KONG|SINGAPORE|NAIROBI|LAGOS|LIMA|MADRID|OSLO|MANILA"
)
TOWNS = listed(
    "Ashby|Northwold|Port Ellis|Marlow Bay|Hartsfield|Greenmoor|Dunleigh|Kingsferry|Wexcombe"
    "|Oakhaven"
    "|Sandridge|Tarnbrook|Millbrae|Eastlea|Corvane|Pellworth|Saltburn Cross|Redhythe|Stonebeck"
)
AGENCIES = ("(Reuters) - ", "(AP) -- ", "(AP) — ", "(AFP) - ", "(UPI) -- ", "(Bloomberg) -- ", "- ")
MONTHS = listed("Jan.|Feb.|March|April|May|June|July|Aug.|Sept.|Oct.|Nov.|Dec.")
WEEKDAYS = listed("Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday")
FIRST = listed(
    "John|Maria|Wei|Anna|David|Fatima|Peter|Laura|Kenji|Susan|Ivan|Emma|Tomas|Grace|Omar|Helen|Luis"
    "|Ruth|Andre|Nadia|Colin|Priya|Stefan|Alice|Moses|Ingrid"
)
LAST = listed(
    "Harding|Gonzalez|Chen|Kowalski|Brown|Hassan|Novak|Rossi|Tanaka|Clarke|Petrov|Wilson|Okafor"
    "|Lindqvist|Barros|Mercer|Dupont|Keane|Rahman|Stanfield|Moreau|Achebe|Winslow|Varga|Ito|Pryce"
)
FIRMS = listed(
    "Halden|Marwick|Cobalt|Northgate|Pinecrest|Orlena|Brightwater|Tessaro|Kestrel|Vantor|Delmar"
    "|Greystone|Lakefield|Arcton|Solvane|Meridane|Fairholm|Quillan|Bexar|Thornbury"
)
SUFFIXES = listed("Corp|Inc|Co|Ltd|Industries|Group|Holdings|Plc")
TEAMS = listed(
    "Rovers|Falcons|Mariners|Pioneers|United|Comets|Athletic|Rangers|Wolves|Stags|Harriers|City"
    "|Bisons|Royals|Cyclones"
)
STREETS = listed("Mill Lane|High Street|Canal Road|Station Road|Park Avenue|Orchard Way|Hill Rise")
OFFENCES = listed(
    "driving without insurance|theft of goods from a shop|criminal damage to a window|drunk and "
    "disorderly behaviour|speeding on the A47|possession of a blade|failing to pay a fare|assault "
    "by beating|harassment|fly-tipping"
)
SKIES = listed(
    "cloudy with sunny spells|mostly dry|overcast with showers|bright and breezy"
    "|foggy at first|clear"
)
WINDS = listed("northerly|north-easterly|easterly|southerly|south-westerly|westerly")
TRADES = listed(
    "teacher|nurse|postmaster|farmer|engineer|choir leader|shopkeeper|librarian|carpenter"
)
GOODS = listed("copper|wheat|cocoa|crude oil|soybean|cotton|sugar|zinc|coffee|natural gas")

#: Sentences and blocks that pages put before, after and between the words of a story.
FURNITURE = (
    "Reporting by {name} in {city}; additional reporting by {name2}; editing by {name3}",
    "(Writing by {name}; Editing by {name2} and {name3})",
    "Our standards: read the principles of trust that every reporter of this agency follows.",
    "Copyright {year} {firm} News. All rights reserved. This material may not be published, "
    "broadcast, "
    "rewritten or redistributed without written permission.",
    "This story was not edited by our desk and comes straight from a syndicated feed.",
    "Sign up for our daily newsletter and get the top stories of the day in your inbox.",
    "Follow us on Facebook, Instagram and Twitter for the latest updates.",
    "Read more: {headline}",
    "Related: {headline}",
    "ALSO READ | {headline}",
    "(This article first appeared in the {town} Courier on {month} {day}, {year}.)",
    "The views expressed here are those of the author and do not reflect the position of this "
    "publication, its owners or its advertisers. Nothing in it is advice to buy or to sell.",
    "To contact the reporter on this story: {name} in {city}. To contact the editor responsible: "
    "{name2}.",
    "By {name}, staff writer",
    "By {name} | {firm} News Service | {month} {day}, {year}",
    "Advertisement",
    "Story continues below",
    "Share this article",
    "Have a tip? Write to newsroom@example.org or call our desk in {town}.",
    "The {town} Courier is an independent newspaper, paid for by its readers. Support us from 2 "
    "a month.",
    "With files from {name} and the {firm} Press.",
    "Last updated at {hour}:{minute} on {weekday}, {month} {day}.",
    "Photo: {name}/{firm} Images",
    "Get the free app of the {town} Courier on your phone.",
    "Comments are closed for this article.",
)
CAPTIONS = (
    "A file photo of the scene. ({name}/{firm} Images)",
    "FILE PHOTO: A view of {town}, {month} {day}, {year}. {firm}/{name}",
    "[Image: people gather near the town hall of {town}]",
    "Watch: what we know so far",
    "1 of {small} | A street in {town} on {weekday}. (Photo by {name})",
)
BANNERS = (
    "We and our {number} partners use cookies to store and read information on your device. You "
    "may "
    "accept all, reject all or choose in the settings. Accept all",
    "This site uses cookies. By going on you agree to our policy of cookies.",
    "You have read {small} of {small2} free articles this month. Subscribe now from $1 a week.",
    "To read this article in full, please sign in or subscribe. Already a member? Log in.",
    "Your browser is out of date. Some parts of this page may not work as they should.",
    "Skip to main content Menu Search Home World Business Sport Opinion Culture Weather",
)
COUNTS = (
    "{number} shares {number2} comments",
    "Share on Facebook Tweet Pin {number} Email Print",
    "{small} min read",
    "Like {number} Dislike {small}",
    "{number} views",
)
LIVE = (
    "LIVE: {headline}",
    "{hour}:{minute} Welcome to our live coverage. We bring you the latest as it comes in.",
    "{hour}:{minute} Here is what we know so far:",
    "KEY POINTS",
)
LEADS = (
    "In a development reported {weekday}, details emerged of a matter that {name} had followed "
    "for weeks.",
    "Officials in {town} confirmed on {weekday} what had been rumoured since {month} {day}.",
    "{name} told reporters in {city} that more was to come, and that the matter was far from over.",
    "New details came to light on {weekday} as those involved gave their account for the first "
    "time.",
    "The matter took another turn on {weekday}, when {name} of {firm} {suffix} spoke of it in "
    "public.",
    "It was {weekday} evening when word of it reached {town}, and hardly anybody believed it.",
    "What happened next surprised even those who had watched it closely, {name} among them.",
)
CORRECTIONS = (
    "(Corrects {what} in paragraph {small})",
    "Correction: an earlier version of this story gave the wrong {what}.",
    "(This {month} {day} story corrects the {what} in the {ordinal} paragraph.)",
    "CORRECTED-{what} was wrong in an earlier version",
    "Editor's note: this article was amended on {month} {day} because the {what} was wrong.",
)
WHAT = listed("figure|name|day|spelling|title|age|place|sum|percentage")
TAILS = ("", "", " ...", "…", " Read more", " [+2140 chars]", " (more)", " Continue reading")

#: Long blocks that stories of one house share. Negatives carry them whole.
BLOCKS = (
    "About {firm}: {firm} is a leading maker of a broad range of products and services for "
    "consumers, "
    "industry and governments around the world. The company works in four segments and employs "
    "about "
    "{big} people in more than {small3} countries. Forward-looking statements: some statements "
    "herein "
    "look forward within the meaning of the law. Such statements involve known and unknown risks, "
    "uncertainties and other factors which may cause the actual results of the company to differ "
    "materially from those expressed or implied. Investors are cautioned not to place undue "
    "reliance "
    "on them; they speak only as of this date, and the company undertakes no duty to update them.",
    "Copyright {year} {firm} News. All rights reserved. No part of this material may be published, "
    "broadcast, rewritten or redistributed in any form without written permission. The views of "
    "the "
    "authors are their own and not those of this publication, its owners or its advertisers. "
    "Sign up "
    "for our daily newsletter and get the top stories of the day in your inbox before breakfast.",
    "Conference call: management will discuss the results in a call with analysts at "
    "{hour}:{minute} "
    "Eastern time. To listen, dial the number given on the page for investors and ask for the "
    "call of "
    "{firm}. A recording will be available for fourteen days. Non-standard measures: this release "
    "contains measures that are not defined by generally accepted principles of accounting. "
    "Management "
    "believes that they help investors to compare periods. They are no substitute for those "
    "measures, "
    "and other companies may define them otherwise. See the tables at the end of this release.",
    "The {firm} Law Firm reminds investors of the deadline to file a motion as lead plaintiff. "
    "If you "
    "bought shares in the period named above and wish to discuss your rights, or if you have any "
    "questions about this notice, please contact us without charge at the number below or write "
    "to our "
    "office. No class has been certified. Until one is, you are not represented by counsel "
    "unless you "
    "retain one. You may also choose to do nothing and remain an absent member of the class.",
    "The {town} Courier follows the code of conduct of editors. If you think that we fell short "
    "of it, "
    "write to the readers' editor. We correct significant errors as soon as possible, and say so "
    "at "
    "the foot of the story. The Courier is part of {firm} Media, which publishes {small3} titles "
    "in "
    "towns and counties across the country, and is paid for by its readers and its advertisers.",
    "Weekday mornings: the briefing, with what to know before you leave the house. Weekends: the "
    "long "
    "read, the quiz and the week in pictures. Choose which letters you would like to receive, "
    "and end "
    "your subscription whenever you like. We never pass your address on to anyone.",
    "Background: the Helden accord was signed nine years ago by eleven states after talks that "
    "had twice "
    "broken down. It set ceilings for what each may catch, with inspectors to see that they were "
    "kept. "
    "Three of the signatories have since left it. Environmental groups say that stocks have "
    "recovered in "
    "the north but not in the south, where boats without licences outnumber those that have one.",
    "Analysts rate the shares from one, a strong buy, to five, a strong sell. Our system weighs "
    "changes "
    "in what analysts expect of earnings over the coming year. Over two decades the stocks that "
    "it ranks "
    "first have beaten the market in most years. Want the latest recommendations? Download the "
    "seven best "
    "stocks for the next thirty days. Click to get this free report.",
    "If you or someone you know needs help, free and confidential advice is to be had at any "
    "hour of the "
    "day from the helpline, by telephone, by text or online. You do not have to give your name.",
)

#: Forms of notices: the same words with other names and numbers, which are no copies of each other.
NOTICES: Mapping[str, tuple[str, ...]] = {
    "weather": (
        "WEATHER FOR {TOWN} AND DISTRICT",
        "Today will be {sky} with a high of {t1} degrees and a {wind} wind of {t2} miles per hour.",
        "Tonight will be {sky2}, with lows of around {t3} degrees in {town} and {t4} degrees "
        "inland.",
        "The outlook for {weekday} and the day after is {sky3}, with a {t1} percent chance of "
        "rain.",
        "Sunrise was at 6.{minute} this morning and the sun sets at 8.{minute2} tonight.",
        "Pollen is low to moderate and the air is rated good by the station at {town2}.",
        "High water in the harbour is at {hour}.{minute} with a height of {small}.{d} metres.",
        "Drivers are asked to take care on high ground, where visibility may be poor.",
    ),
    "court": (
        "FROM THE COURTS",
        "The following cases were heard by magistrates sitting in {town} on {weekday}.",
        "{name}, {age}, of {street}, {town}, pleaded guilty to {offence} on {month} {day} and "
        "was fined "
        "{number} pounds, with costs of {small3} pounds and a surcharge of {t1} pounds.",
        "{name2}, {age2}, of {street2}, {town2}, admitted {offence2} and was given a community "
        "order of "
        "{small} months with {number2} hours of unpaid work.",
        "{name3}, {age3}, of no fixed address, denied {offence3} and was released on bail to "
        "appear "
        "before the crown court on {month2} {day2}.",
        "All defendants were told that they had twenty-one days in which to appeal.",
    ),
    "obituary": (
        "{NAME}",
        "{name}, {age4}, of {town}, passed away on {weekday}, {month} {day}, at the {town2} "
        "hospice "
        "after a short illness, surrounded by family.",
        "Born in {town3} in 19{t3}, the {ordinal} of {small} children of {first} and {first2}, "
        "{first3} "
        "worked for {t4} years as {trade} and was known to generations of neighbours.",
        "Survivors include {small} children, {small2} grandchildren and a sister, {name2} of "
        "{town2}.",
        "Visitation will be from {hour} to 8 p.m. on {weekday2} at the {last} funeral home on "
        "{street}.",
        "The service is at 11 a.m. on {weekday3} in the church of St. {first4}, with burial to "
        "follow "
        "in the churchyard. In place of flowers the family asks for gifts to the hospice.",
    ),
    "market": (
        "{TOWN} SHARES CLOSE {UPDOWN} AS TRADERS WEIGH RATES",
        "Shares in {city} closed {updown} on {weekday} in thin trade, with the main index {rose} "
        "{d}.{t1} percent to {big2} points.",
        "{firm} {suffix} {rose2} {small}.{d2} percent to {t2}.{t3} while {firm2} {suffix2} {rose3} "
        "{d3}.{t4} percent after its results.",
        "The dollar was at {number} against the yen and benchmark {good} for delivery in {month} "
        "{rose4} {d4} percent to {number2} a tonne.",
        "Volume was {number3} million shares, against {number4} million on the previous day.",
        "Dealers said that investors were waiting for figures on prices, which are due on "
        "{weekday2}.",
        "Of the stocks in the index, {t5} rose, {t6} fell and {small2} ended the day unchanged.",
    ),
    "result": (
        "{TEAM} {d} {TEAM2} {d2}",
        "{town} {team} beat {town2} {team2} {d}-{d2} on {weekday} night in front of a crowd of "
        "{big} at "
        "the {last} Ground.",
        "{last2} put the home side ahead in minute {t1} and {last3} made it two shortly before "
        "the break.",
        "The visitors came back into the match after half-time and pulled one back through "
        "{last4} in "
        "minute {t2}, but could not find another.",
        '"The lads gave everything and I could not have asked for more," manager {name} said.',
        "The result leaves {town} {ordinal} in the table with {t3} points from {small3} games, "
        "{small} "
        "points behind the leaders, and they next travel to {town3} on {weekday2}.",
    ),
    "earnings": (
        "{FIRM} {SUFFIX} <{LETTERS}> {ordinal2} QTR NET",
        "Shr {t1} cts vs {t2} cts",
        "Net {number},{number2} vs {number3},{number4}",
        "Revs {t3}.{d} mln vs {t4}.{d2} mln",
        "Avg shrs {small}.{d3} mln vs {small2}.{d4} mln",
        "Note: the year before includes a gain of {number5},000 dlrs from the sale of a unit, "
        "and results "
        "are restated for a split of two for one.",
    ),
    "release": (
        "{firm} {suffix} reports results for the {ordinal2} quarter",
        "{CITY}, {month} {day} -- {firm} {suffix}, a maker of parts for the trade, today "
        "reported results "
        "for the quarter that ended on the last day of {month2}.",
        "Revenue for the quarter was ${number}.{d} million, {rose} {small} percent from "
        "${number2}.{d2} "
        "million in the same quarter a year ago, and net income was ${t1}.{d3} million, or "
        "${d4}.{t2} a "
        "diluted share, compared with ${t3}.{d} million, or ${d2}.{t4} a diluted share.",
        '"We are pleased with our results this quarter, which show the strength of our people and '
        'of our model," said {name}, chief executive of {firm}. "We remain on track for the year."',
        "Cash and equivalents were ${number3} million at the end of the quarter, and the board "
        "declared a "
        "dividend of {t5} cents a share, payable on {month3} {day2} to holders of record.",
        "For the full year the company expects revenue of ${number4} million to ${number5} "
        "million.",
    ),
    "police": (
        "Man, {age}, held after incident in {town}",
        "Police in {town} are asking for witnesses after an incident on {street} at about "
        "{hour}.{minute} "
        "on {weekday}.",
        "Officers were called to reports of a disturbance and found a {age2}-year-old man with "
        "injuries "
        "that are not thought to be life-threatening. He was taken to hospital in {town2}.",
        "A {age}-year-old from {town3} was arrested on suspicion of {offence} and remains in "
        "custody.",
        "Anyone with information is asked to call the police on 101 and to quote incident "
        "{number} of "
        "{month} {day}, or to call the charity Crimestoppers without giving a name.",
    ),
    "fund": (
        "{FIRM} NATIONAL BANK SETS RESERVES",
        "The central bank entered the money market at {hour}.{minute} to add temporary reserves "
        "by way of "
        "{number} mln dlrs of repurchase agreements for customers, it said.",
        "Dealers said that funds were trading at {small}-{d}/8 pct at the time, {updown} from an "
        "average "
        "of {small2}.{t1} pct on {weekday}, and that the move had been expected by the market.",
        "Economists had said that the bank needed to add to reserves this week because of "
        "payments of tax.",
    ),
    "ranking": (
        "Why {firm} ({LETTERS}) could be a top stock for growth investors",
        "{firm} {suffix} ({LETTERS}) has been one of the most searched-for stocks of late, so it "
        "may help "
        "to look at what could shape its course. Shares of the company have returned {small}.{d} "
        "percent "
        "over the past month, against {d2}.{d3} percent of the market.",
        "For the current quarter the company is expected to post earnings of ${d4}.{t1} a share, "
        "a change "
        "of {t2}.{d} percent from a year ago. The consensus has moved {d2}.{small} percent in "
        "thirty days.",
        "Revisions of estimates by analysts tell most about where a price will go in the near "
        "term, as our "
        "research has shown over many years, and that is why our rank rests on them. Given the "
        "size of the "
        "recent change, {firm} is ranked {d3}.",
        "The consensus for sales is ${number}.{t3} million for the quarter, a change of {t4} "
        "percent. No "
        "decision about a stock is sound without a look at its value: {firm} is graded {letter} "
        "here.",
    ),
    "lottery": (
        "Winning numbers for {weekday}, {month} {day}",
        "The numbers drawn on {weekday} night were {t1}, {t2}, {t3}, {t4}, {t5} and {t6}, with "
        "{small} as "
        "the bonus. The jackpot stood at {small2}.{d} million.",
        "Nobody matched all six, so that the prize rolls over to the draw on {weekday2}. "
        "{number} players "
        "matched five and win {number2} each.",
        "Tickets are sold until half past seven on the day of the draw, to players of eighteen "
        "and over.",
    ),
    "quake": (
        "Earthquake: magnitude {d}.{d2} near {town}",
        "A shallow earthquake of magnitude {d}.{d2} was reported on {weekday} morning {small} "
        "miles from "
        "{town}, according to the geological survey. It happened at {hour}:{minute} at a depth "
        "of {d3}.{d4} "
        "miles.",
        "In the past ten days there have been {small2} earthquakes of magnitude 3.0 or greater "
        "nearby.",
        "This report was written by a program that reads the notices of the survey, and was "
        "looked over by "
        "an editor before it went out. If you felt it, tell us what it was like.",
    ),
    "council": (
        "{town} council to meet on {weekday}",
        "The town council of {town} meets on {weekday}, {month} {day}, at {hour} p.m. in the "
        "hall on "
        "{street}. The public may attend and may speak for three minutes each on matters of the "
        "agenda.",
        "Items include a change of zoning for {small} acres near {street2}, which was put off "
        "last month, "
        "the bid of {firm} {suffix} of ${number},000 for work on the sewers, and a report by "
        "{name} on the "
        "budget, which foresees a rise in tax of {d}.{d2} percent.",
        "Papers can be read at the library and on the pages of the town from {weekday2} on.",
    ),
    "appointment": (
        "{firm} names {name} to board",
        "{firm} {suffix} said it has named {name}, {age4}, as {role}, with effect from {month} "
        "{day}.",
        "{last2} succeeds {name2}, who retires after {small} years with the company.",
        "Before joining {firm}, {last2} was {role2} of {firm2} {suffix2} and held several posts at "
        "{firm3}. The company, based in {town}, has about {big} employees.",
    ),
}

ROLES = listed(
    "chief executive|chief financial officer|director|general counsel|treasurer|chairman"
)
ORDINALS = listed("first|second|third|fourth|fifth|sixth")
ROSE = listed("up|down|ahead|lower")
BLANK = re.compile(r"\{(\w+)\}")

#: Words that a writer may swap; each side stands for the other.
SYNONYMS = listed(
    "said=stated|said=told reporters|announced=made public|about=around|about=roughly|big=large"
    "|increase=rise|decrease=decline|fell=dropped|rose=climbed|buy=purchase|bought=purchased"
    "|company=firm|officials=authorities|began=started|begin=start|ended=finished|help=assist"
    "|killed=left dead|people=persons|children=kids|show=demonstrate|showed=demonstrated"
    "|also=as well|but=yet|however=still|because=since|before=prior to|after=following"
    "|near=close to|many=numerous|most=the bulk of|several=a number of|however=nevertheless"
    "|important=significant|major=key|government=administration|plan=scheme|talks=negotiations"
    "|meeting=gathering|agreement=accord|deal=accord|attack=assault|lawmakers=legislators"
    "|leader=head|president=head of state|shares=stock|earlier=previously|later=subsequently"
    "|needed=required|need=require|asked=requested|tell=inform|told=informed|got=received"
    "|says=states|report=account|quickly=rapidly|problems=difficulties|problem=difficulty"
    "|might=may|would=was going to|expected=forecast|expects=forecasts|total=overall"
    "|while=whereas|among=amid|against=versus|more than=over|less than=under|last year=a year ago"
    "|this year=in the current year|at least=no fewer than|according to=as per|due to=owing to"
)
SPELLINGS = listed(
    "color=colour|labor=labour|center=centre|defense=defence|program=programme|organization="
    "organisation|organized=organised|realize=realise|recognize=recognise|favor=favour|honor=honour"
    "|neighbor=neighbour|neighbors=neighbours|theater=theatre|traveled=travelled|canceled=cancelled"
    "|labeled=labelled|fueled=fuelled|catalog=catalogue|dialog=dialogue|check=cheque|tire=tyre"
    "|gray=grey|plow=plough|aging=ageing|analyze=analyse|license=licence|offense=offence|harbor="
    "harbour|rumor=rumour|behavior=behaviour|liter=litre|meters=metres|kilometers=kilometres"
    "|airplane=aeroplane|toward=towards|percent=per cent|aluminum=aluminium|jewelry=jewellery"
    "|mom=mum|specialized=specialised|criticized=criticised|authorized=authorised|privatization="
    "privatisation|stabilize=stabilise|fiber=fibre|maneuver=manoeuvre|pajamas=pyjamas|skeptical="
    "sceptical|counselor=counsellor|enrollment=enrolment|fulfill=fulfil|judgment=judgement"
)
UNITS = listed(
    "pct=percent|pct=%|percent=%|per cent=percent|mln=million|bln=billion|dlrs=dollars|cts=cents"
    "|million=m|billion=bn|vs=versus|km=kilometers|kg=kilograms|mph=miles per hour|US=U.S."
    "|U.S.=United States|UK=United Kingdom|U.N.=United Nations|Jan=January|Feb=February|Aug=August"
    "|Sept=September|Oct=October|Nov=November|Dec=December|a.m.=am|p.m.=pm"
)
VERBS = listed(
    "said=says|says=said|will=would|has=had|have=had|is=was|are=were|told=tells|announced=announces"
    "|added=adds|reported=reports|expects=expected|plans=planned|wants=wanted|hopes=hoped"
    "|believes=believed|can=could|may=might|noted=notes|asked=asks|agreed=agrees"
)
CONTRACTIONS = listed(
    "it is=it's|do not=don't|does not=doesn't|did not=didn't|will not=won't|cannot=can't|is "
    "not=isn't"
    "|are not=aren't|was not=wasn't|would not=wouldn't|have not=haven't|has not=hasn't|we are=we're"
    "|they are=they're|I am=I'm|that is=that's|we will=we'll|let us=let's"
)
NUMERALS = listed(
    "one=1|two=2|three=3|four=4|five=5|six=6|seven=7|eight=8|nine=9|ten=10|eleven=11|twelve=12"
)


def value(blank: str, rng: random.Random, headline: str) -> str:
    """Give a value for a blank: its name without a number at the end says of what kind."""
    kind = blank.rstrip("23456789").lower() if blank.lower() != "d" else "d"
    number = {
        "d": (0, 9),
        "t": (10, 59),
        "small": (2, 12),
        "number": (101, 998),
        "age": (18, 94),
        "day": (1, 28),
        "hour": (1, 12),
        "minute": (10, 59),
        "year": (2001, 2026),
    }
    lists = {
        "city": [city.title() for city in CITIES],
        "town": TOWNS,
        "month": MONTHS,
        "weekday": WEEKDAYS,
        "first": FIRST,
        "last": LAST,
        "firm": FIRMS,
        "suffix": SUFFIXES,
        "team": TEAMS,
        "street": STREETS,
        "offence": OFFENCES,
        "sky": SKIES,
        "wind": WINDS,
        "trade": TRADES,
        "good": GOODS,
        "role": ROLES,
        "ordinal": ORDINALS,
        "updown": ["higher", "lower"],
        "rose": ROSE,
        "what": WHAT,
    }
    if kind == "t1":  # {t1} to {t6} keep their own names.
        kind = "t"
    if kind == "headline":
        return headline
    if kind == "name":
        text = f"{rng.choice(FIRST)} {rng.choice(LAST)}"
    elif kind == "big":
        text = f"{rng.randint(2, 90)},{rng.randint(100, 999)}"
    elif kind in ("letters", "letter"):
        return "".join(rng.choices("ABCDEFGHKLMNPRSTVW", k=3 if kind == "letters" else 1))
    elif kind in number:
        text = str(rng.randint(*number[kind]))
    else:
        text = rng.choice(lists[kind])
    return text.upper() if blank.isupper() else text


def fill(form: tuple[str, ...], rng: random.Random, headline: str = "Markets today") -> list[str]:
    """Fill the blanks of a form; a blank that returns has the same value."""
    values: dict[str, str] = {}

    def put(blank: re.Match[str]) -> str:
        name = blank[1]
        if name.lower() in values and name.isupper():
            return values[name.lower()].upper()
        if name not in values:
            values[name] = value(name, rng, headline)
            if name.isupper():  # What the heading says, the body repeats.
                values.setdefault(name.lower(), values[name].title())
        return values[name]

    return [BLANK.sub(put, line) for line in form]


def phrase(phrases: tuple[str, ...], rng: random.Random, headline: str = "Markets today") -> str:
    """Choose a phrase and fill it."""
    return fill((rng.choice(phrases),), rng, headline)[0]
