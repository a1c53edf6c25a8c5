"""The sample stories: they come as they are described, and are read as they were made to be."""

from collections import Counter
from datetime import datetime
from itertools import pairwise

import pandas as pd
import pytest

import copydesk as cd
from copydesk.errors import InputValueError
from copydesk.samples import COLLECTIONS, Sample, load


def texts(collection: str) -> list[str]:
    return [sample.text for sample in load(collection)]


def test_each_collection_has_its_stories() -> None:
    assert {name: len(load(name)) for name in COLLECTIONS} == {
        "ferry": 11,
        "strike": 9,
        "bank": 6,
        "world": 18,
        "scraped": 6,
    }
    assert load() == [sample for name in COLLECTIONS for sample in load(name)]


def test_ids_name_the_collection_and_are_unique() -> None:
    assert len({sample.id for sample in load()}) == len(load())
    for name in COLLECTIONS:
        assert [sample.id for sample in load(name)] == [
            f"{name}/{number}" for number in range(1, len(load(name)) + 1)
        ]


def test_a_list_that_was_changed_changes_no_other() -> None:
    load("ferry").clear()
    assert load("ferry")


@pytest.mark.parametrize("collection", ["", "Ferry", "ferry/1", "harbour"])
def test_an_unknown_collection_is_named_with_those_there_are(collection: str) -> None:
    with pytest.raises(InputValueError, match="ferry, strike, bank, world, scraped") as caught:
        load(collection)
    assert repr(collection) in str(caught.value)


@pytest.mark.parametrize("sample", load(), ids=lambda sample: sample.id)
def test_a_story_is_complete(sample: Sample) -> None:
    assert sample.outlet.strip() == sample.outlet != ""
    assert isinstance(sample.published, datetime)
    assert sample.published.tzinfo is None
    assert sample.text.strip() == sample.text
    # What was escaped in the file came out as characters.
    assert "\\" not in sample.text
    assert "\t" not in sample.text
    assert "\r" not in sample.text
    assert 100 < len(sample.text) < 3000


@pytest.mark.parametrize("collection", [name for name in COLLECTIONS if name != "world"])
def test_stories_are_in_the_order_in_which_they_were_published(collection: str) -> None:
    moments = [sample.published for sample in load(collection)]
    assert all(earlier < later for earlier, later in pairwise(moments))


@pytest.mark.parametrize("sample", load(), ids=lambda sample: sample.id)
def test_a_date_in_the_dateline_is_close_to_the_day_of_publication(sample: Sample) -> None:
    dateline = cd.parse_dateline(sample.text, published=sample.published)
    if dateline is None or dateline.date is None:
        return
    assert dateline.date.year is not None
    day = datetime(dateline.date.year, dateline.date.month, dateline.date.day)
    assert abs((sample.published - day).days) <= 1


def test_they_go_into_data_frames_and_from_there_into_tables() -> None:
    df = pd.DataFrame(load("strike"))
    assert list(df.columns) == ["id", "outlet", "published", "text"]
    assert df["published"].dt.tz is None
    tables = cd.Reader().tables(df["text"], ids=df["id"], published=df["published"])
    assert len(tables.stories) == 9
    assert set(tables.quotes.to_pydict()["id"]) == set(df["id"])


def test_each_story_of_the_wire_and_its_copies_are_one_cluster() -> None:
    samples = load("ferry")
    duplicates = cd.find_duplicates(
        [sample.text for sample in samples],
        ids=[sample.id for sample in samples],
        dates=[sample.published for sample in samples],
        sources=[sample.outlet for sample in samples],
    )
    alone = {"ferry/3", "ferry/11"}
    [cluster] = duplicates.clusters
    assert set(cluster.members) == {sample.id for sample in samples} - alone
    assert {pair.relation for pair in duplicates.pairs} >= {"same", "excerpt", "update"}


def test_the_strike_has_speakers_that_come_back() -> None:
    stories = Counter(
        name
        for sample in load("strike")
        for name in {
            quote.speaker.name for quote in cd.extract_quotes(sample.text) if quote.speaker
        }
    )
    assert stories["Denise Marchand"] >= 6
    assert stories["Graham Tully"] >= 6
    assert min(stories[name] for name in ("Colin Rafuse", "Anita Deol", "Ruth Okafor")) >= 2


def test_the_strike_has_quotations_of_every_kind_and_denials() -> None:
    quotes = [quote for text in texts("strike") for quote in cd.extract_quotes(text)]
    assert {quote.kind for quote in quotes} == {"direct", "mixed", "indirect"}
    assert any(quote.negated for quote in quotes)
    assert {quote.source.text for quote in quotes if quote.source} >= {"She", "he", "it"}
    assert "according to" in {quote.cue.text.lower() for quote in quotes if quote.cue}


def test_words_of_the_press_release_stand_in_every_other_paper_and_not_in_the_wire() -> None:
    samples = load("bank")
    found = cd.find_passages(
        [sample.text for sample in samples], ids=[sample.id for sample in samples], min_words=12
    )
    using = {pair.b for pair in found.pairs if pair.a == "bank/1" and not pair.furniture}
    outlets = {sample.id: sample.outlet for sample in samples}
    assert {outlets[id_] for id_ in using} == {
        "Yorkshire Messenger",
        "Dales Shopper",
        "Workers' Weekly",
        "The Lune Gazette",
    }


def test_the_world_has_datelines_of_many_houses_countries_and_languages() -> None:
    datelines = [
        cd.parse_dateline(sample.text, published=sample.published) for sample in load("world")
    ]
    found = [dateline for dateline in datelines if dateline is not None]
    assert len(found) == len(datelines)
    assert len({dateline.agency for dateline in found if dateline.agency}) >= 14
    assert len({dateline.place.country for dateline in found if dateline.place}) >= 14
    assert len({dateline.language for dateline in found if dateline.language}) >= 8
    assert {dateline.date.year for dateline in found if dateline.date} >= {1912, 1931, 2026}


@pytest.mark.parametrize("sample", load("scraped"), ids=lambda sample: sample.id)
def test_the_body_of_a_scraped_page_is_shorter_than_the_page(sample: Sample) -> None:
    # A live page says nothing twice and has no line of credit: what it has is its clock.
    if sample.outlet == "Plains Dispatch":
        assert sample.text.count(" p.m. ") >= 5
        return
    story = cd.read(sample.text)
    assert story.repeats or story.credits
    assert len(story.body) < 0.95 * len(sample.text)


def test_all_but_the_live_page_say_something_twice() -> None:
    twice = {sample.outlet for sample in load("scraped") if cd.find_repeats(sample.text)}
    assert twice == {sample.outlet for sample in load("scraped")} - {"Plains Dispatch"}
