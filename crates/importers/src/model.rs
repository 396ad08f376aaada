//! What every format is read into.

use portal_contracts::ciphers::{CipherType, PlainCipher};
use serde::{Deserialize, Serialize};

use crate::format::Format;
use crate::problem::Problem;

/// A folder, vault, group or collection of the file, by its path from the top.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Place {
    /// Names from the top down, none of them empty.
    pub path: Vec<String>,
}

/// Where in the file something was.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Origin {
    /// Line of a table, as an editor counts.
    Line(u64),
    /// Place among its siblings, counted from 1.
    Nth(usize),
    /// File in an archive, and the place in it.
    Entry(String, u64),
}

/// An item with what is known about it.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Item {
    /// The item, in the clear.
    pub cipher: PlainCipher,
    /// Its folders, as places in [`Parsed::places`].
    pub places: Vec<usize>,
    /// Where it was.
    pub origin: Origin,
    /// No server takes it: one of its texts is too long.
    pub too_long: bool,
    /// The earlier item that it is the same as in every part, as its place in [`Parsed::items`].
    pub duplicate_of: Option<usize>,
}

/// A file that was read. Wiped when dropped.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parsed {
    /// As what it was read.
    pub format: Format,
    /// Folders in the order of their first mention, parents before children.
    pub places: Vec<Place>,
    /// Items in the order of the file.
    pub items: Vec<Item>,
    /// What to know before importing.
    pub problems: Vec<Problem>,
    /// Problems beyond the listed ones.
    pub more_problems: usize,
}

/// How many items there are of each kind, in the order of the kinds.
#[must_use]
pub fn count_kinds<'a>(items: impl Iterator<Item = &'a Item>) -> Vec<(CipherType, usize)> {
    let mut kinds: Vec<(CipherType, usize)> = Vec::new();
    for item in items {
        match kinds.iter_mut().find(|(kind, _)| *kind == item.cipher.r#type) {
            Some((_, count)) => *count += 1,
            None => kinds.push((item.cipher.r#type, 1)),
        }
    }
    kinds.sort_by_key(|(kind, _)| kind.number());
    kinds
}

impl Parsed {
    /// Copies of items, by their places; `None` when one of them is not there.
    #[must_use]
    pub fn copies(&self, places: &[usize]) -> Option<Vec<PlainCipher>> {
        places.iter().map(|at| self.items.get(*at).map(|item| item.cipher.duplicate())).collect()
    }
}
