//! What the page and the strength worker say to each other, as JSON.

use serde::{Deserialize, Serialize};

/// Rate a password.
#[derive(Serialize, Deserialize)]
pub struct Rate {
    /// Chosen by the page; the answer carries it.
    pub id: u32,
    /// At most 128 characters; the page cuts.
    pub password: String,
    /// Words that are easy to guess for this very person: name, address, product.
    pub inputs: Vec<String>,
}

/// How strong it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rated {
    /// Of the question.
    pub id: u32,
    /// 0 to 4.
    pub score: u8,
    /// Powers of ten of guesses.
    pub guesses_log10: f64,
    /// What is wrong first of all.
    pub warning: Option<Warning>,
    /// What would help.
    pub suggestions: Vec<Suggestion>,
}

/// What makes a password weak.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "each name is the explanation")]
pub enum Warning {
    StraightRow,
    KeyboardPattern,
    RepeatedCharacter,
    RepeatedPattern,
    Sequence,
    RecentYear,
    Date,
    TopTen,
    TopHundred,
    Common,
    LikeCommon,
    SingleWord,
    SingleName,
    CommonNames,
}

/// What would make it stronger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "each name is the explanation")]
pub enum Suggestion {
    UseAFewWords,
    NoNeedForSymbols,
    AddAWord,
    CapitalsDoNotHelp,
    AllCapitalsDoNotHelp,
    ReversedDoesNotHelp,
    SubstitutionsDoNotHelp,
    LongerKeyboardPattern,
    AvoidRepeats,
    AvoidSequences,
    AvoidRecentYears,
    AvoidYearsOfYours,
    AvoidDatesOfYours,
}
