//! What speaks for each of those who may be meant, and how much.

use super::{CERTAIN, Case, FORGOTTEN, Place, Walk};
use crate::entities::links::groups::NONE;
use crate::entities::links::reading::log2;
use crate::lexicon::Gender;

/// What is weighed in a candidate.
#[derive(Clone, Copy)]
enum Feature {
    /// Spoken of in this sentence; in the one before; …
    Ago0,
    Ago1,
    Ago2,
    Ago3,
    Ago4,
    /// The first, the second, a later one of those that agree, from here backwards.
    Rank0,
    Rank1,
    Rank2,
    /// The first of their sentence, without a preposition before.
    Subject,
    /// Behind a preposition, or with a possessive.
    Oblique,
    /// By a pronoun last time.
    Pronoun,
    /// How often, as a power of two.
    Often,
    /// The gender is known to agree.
    Agrees,
    /// It is not known.
    Unsure,
    /// `he said` of one who has said something in the last sentences …
    Spoke,
    /// … and nobody has since.
    SpokeLast,
    /// One who speaks the quotation that holds the pronoun.
    Speaks,
    /// Spoken of outside the quotation that holds the pronoun.
    IntoQuote,
    /// Spoken of inside a quotation, and the pronoun stands outside.
    OutOfQuote,
    /// `her` of one who is in the sentence.
    Own,
    /// Somebody without a name …
    Nameless,
    /// … as one who is known …
    Definite,
    /// … inside a quotation.
    NamelessQuoted,
    /// The pronoun begins its sentence, they were the subject of the one before.
    Parallel,
    /// In the same paragraph.
    Paragraph,
    /// Spoken of in what the pronoun says, as in `Lie should go, he said`.
    Said,
    /// Whose words hold the pronoun, as in `Lie said he would`.
    Reported,
    /// Only other pronouns tell that the gender agrees.
    Shown,
}

/// How many features there are.
const FEATURES: usize = Feature::Shown as usize + 1;

// The weights are logistic regressions drawn towards weights set by hand: the first on the pronouns
// that are sources of annotated quotations; the second on the other ones of those, and on pronouns
// of which one person in mind is known to be of their gender and all others of the other, without
// the features of gender. Those of rare features stayed as they were set. That one spoke last weighs
// more than a regression finds (0.35), which does not see that a link leads to the next one: with
// 0.9 whole articles of those quotations are read best, in each third of them.

/// Their weights for a pronoun beside a verb of saying, and those of nobody at all …
const SAYING: ([f32; FEATURES], f32) = (
    [
        1.73, 1.89, 0.62, 0.63, 0.27, // ago
        0.89, 0.14, -0.09, // rank
        0.21, -0.72, 0.35, -0.14, // subject, oblique, pronoun, often
        1.23, 0.11, // gender
        0.24, 0.90, // spoke
        -3.03, -0.58, -2.52, // quotations
        0.80,  // own
        -1.92, -2.18, -0.76, // nameless
        0.75, 0.92, // parallel, paragraph
        -1.78, 0.00, 0.60, // said, reported, shown
    ],
    1.36,
);
/// … and for all others.
const OTHERS: ([f32; FEATURES], f32) = (
    [
        1.90, 1.60, 0.80, 0.25, 0.10, // ago
        0.40, 0.10, -0.10, // rank
        0.20, -0.25, 0.50, 0.28, // subject, oblique, pronoun, often
        1.20, -0.28, // gender
        0.80, 0.80, // spoke
        -2.20, -0.47, -0.50, // quotations
        0.65,  // own
        -0.40, -0.80, -0.86, // nameless
        0.80, 0.50, // parallel, paragraph
        -1.00, 0.60, 0.60, // said, reported, shown
    ],
    1.5,
);

impl Walk<'_, '_, '_> {
    /// Whom a pronoun means.
    pub(super) fn weigh(&self, gender: Gender, case: Case, at: usize, place: Place) -> Option<u32> {
        let quote = self.quotes.holding(at);
        let speaker = self.quotes.speaker(quote);
        let speaks = quote == NONE && self.speaks(at);
        let spoke_last = self.mind.iter().filter_map(|it| it.spoke).max();
        let (weights, nobody, margin) =
            if speaks { (&SAYING.0, SAYING.1, 0.6) } else { (&OTHERS.0, OTHERS.1, 0.4) };
        let (mut best, mut second): (Option<(f32, u32)>, f32) = (None, nobody);
        let mut rank = 0;
        for candidate in self.mind.iter().rev() {
            let same_sentence = place.sentence == candidate.place.sentence;
            // Sentences inside quotations are passed over by who stands outside.
            let ago = if same_sentence {
                0
            } else {
                (place.told - candidate.place.told.min(place.told)).max(1)
            };
            if ago > FORGOTTEN || case == Case::Reflexive && !same_sentence {
                continue;
            }
            let (told, shown) = match candidate.cluster {
                NONE => (candidate.genders, [0.0; 2]),
                cluster => {
                    let cluster = &self.clusters[cluster as usize];
                    (cluster.genders, cluster.pronoun_genders)
                }
            };
            let balance =
                |genders: [f32; 2]| genders[gender as usize] - genders[1 - gender as usize];
            let told = balance(told);
            let agreement = told + balance(shown);
            if agreement <= -CERTAIN {
                continue;
            }
            let same_clause = same_sentence && self.is_one_clause(candidate.end, at);
            if case == Case::Object
                && same_clause
                && !candidate.is_oblique
                && !candidate.is_possessive
            {
                continue;
            }
            let possessive = matches!(case, Case::Possessive | Case::Reflexive);
            let nameless = candidate.cluster == NONE;
            let mut features = [0.0; FEATURES];
            let mut set =
                |feature: Feature, is: bool| features[feature as usize] = f32::from(u8::from(is));
            set(Feature::Ago0, ago == 0);
            set(Feature::Ago1, ago == 1);
            set(Feature::Ago2, ago == 2);
            set(Feature::Ago3, ago == 3);
            set(Feature::Ago4, ago > 3);
            set(Feature::Rank0, rank == 0);
            set(Feature::Rank1, rank == 1);
            set(Feature::Rank2, rank > 1);
            set(Feature::Subject, candidate.is_subject);
            set(Feature::Oblique, candidate.is_oblique && !possessive);
            set(Feature::Pronoun, candidate.by_pronoun);
            set(Feature::Agrees, told >= CERTAIN);
            set(Feature::Shown, told < CERTAIN && agreement >= CERTAIN);
            set(Feature::Unsure, agreement < CERTAIN);
            let lately = candidate.spoke.is_some_and(|it| it as usize + 3 >= place.told);
            set(Feature::Spoke, speaks && lately);
            set(Feature::SpokeLast, speaks && lately && candidate.spoke == spoke_last);
            set(Feature::Speaks, quote != NONE && !nameless && Some(candidate.cluster) == speaker);
            set(Feature::IntoQuote, quote != NONE && candidate.quote != quote);
            set(Feature::OutOfQuote, quote == NONE && candidate.quote != NONE);
            set(Feature::Own, possessive && ago == 0);
            set(Feature::Nameless, nameless);
            set(Feature::Definite, nameless && candidate.is_definite);
            set(Feature::NamelessQuoted, nameless && quote == NONE && candidate.quote != NONE);
            set(
                Feature::Parallel,
                ago == 1 && candidate.is_subject && case == Case::Subject && place.first,
            );
            set(Feature::Paragraph, place.paragraph == candidate.place.paragraph);
            set(Feature::Reported, !speaks && same_sentence && candidate.spoke_here);
            set(Feature::Said, speaks && same_sentence && self.reading.token_before(at, 1) == ",");
            features[Feature::Often as usize] = log2(candidate.mentions);
            rank += 1;
            let score: f32 =
                features.iter().zip(weights).map(|(feature, weight)| feature * weight).sum();
            match best {
                Some((before, _)) if score <= before => second = second.max(score),
                _ => {
                    second = best.map_or(second, |(before, _)| second.max(before));
                    best = Some((score, candidate.cluster));
                }
            }
        }
        let (score, cluster) = best?;
        (score - second >= margin && cluster != NONE).then_some(cluster)
    }
}
