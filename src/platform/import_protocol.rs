//! What the page and the import worker say to each other, as JSON. A file goes beside its question, as it is; a text goes
//! as bytes, which move.

use portal_contracts::ciphers::{CipherType, PlainCipher};
use portal_importers::{
    Candidate, Columns, Destination, Existing, Failure, Format, Options, Origin, Parsed, Place, Plan, Problem,
    SealedFile, count_kinds,
};
use serde::{Deserialize, Serialize};

/// A question with its number; the answer carries it.
#[derive(Serialize, Deserialize)]
pub struct Asked {
    /// Chosen by the page.
    pub id: u32,
    /// What is asked.
    pub question: Question,
}

/// What the page asks.
#[derive(Serialize, Deserialize)]
pub enum Question {
    /// Open the file, or the bytes, beside this message.
    Open {
        /// The name of the file; empty for what was pasted, or came out of an encrypted export.
        name: String,
    },
    /// Read what is open.
    Read {
        /// As what.
        format: Format,
        /// With what choices.
        options: Options,
    },
    /// Take over what was read elsewhere: a restricted export that was opened.
    Adopt {
        /// What was read.
        parsed: Box<Parsed>,
    },
    /// Lay what was read over these collections.
    Plan {
        /// The client's collections.
        existing: Vec<Existing>,
        /// Where to.
        destination: Destination,
    },
    /// Hand items over.
    Take {
        /// By their places in the file.
        places: Vec<usize>,
    },
    /// Where items are in the file, and their names.
    Whose {
        /// By their places in the file.
        places: Vec<usize>,
    },
}

/// An answer with the number of its question.
#[derive(Serialize, Deserialize)]
pub struct Told {
    /// Of the question.
    pub id: u32,
    /// The answer.
    pub answer: Answer,
}

/// What the worker answers.
#[derive(Serialize, Deserialize)]
pub enum Answer {
    /// To the two openings.
    Opened(Result<Opened, Failure>),
    /// To reading and taking over.
    Read(Result<Reading, Failure>),
    /// To planning.
    Plan(Box<Plan>),
    /// To handing over.
    Items(Vec<PlainCipher>),
    /// To whose.
    Whose(Vec<(Origin, String)>),
    /// There is nothing open, or no such item.
    Nothing,
}

/// An open file.
#[derive(Serialize, Deserialize)]
pub struct Opened {
    /// What it may be, likeliest first.
    pub candidates: Vec<Candidate>,
    /// Its columns, when it is a table.
    pub columns: Option<Columns>,
    /// What opens it, when it is encrypted.
    pub sealed: Option<SealedFile>,
}

/// What was read, without a secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// As what.
    pub format: Format,
    /// How many items.
    pub items: usize,
    /// How many of each kind.
    pub kinds: Vec<(CipherType, usize)>,
    /// Folders, each with the items right in it.
    pub places: Vec<(Place, usize)>,
    /// Items without a folder.
    pub loose: usize,
    /// What to know.
    pub problems: Vec<Problem>,
    /// Further ones.
    pub more_problems: usize,
}

impl Reading {
    /// Counts what was read.
    pub fn of(parsed: &Parsed) -> Self {
        let mut inside = vec![0; parsed.places.len()];
        let mut loose = 0;
        for item in &parsed.items {
            loose += usize::from(item.places.is_empty());
            for place in &item.places {
                if let Some(count) = inside.get_mut(*place) {
                    *count += 1;
                }
            }
        }
        Self {
            format: parsed.format,
            items: parsed.items.len(),
            kinds: count_kinds(parsed.items.iter()),
            places: parsed.places.iter().cloned().zip(inside).collect(),
            loose,
            problems: parsed.problems.clone(),
            more_problems: parsed.more_problems,
        }
    }
}
