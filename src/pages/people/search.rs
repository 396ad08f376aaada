//! Finding people: by words of name and address, or by the beginning of an id. Pure.

use crate::pages::clients::fold::{matches, terms};

/// Letters from which on a search may be the beginning of an id: fewer are found in too many names.
const ID_LETTERS: usize = 8;

/// What was typed into a search for people.
pub struct Search {
    terms: Vec<String>,
    id: String,
}

impl Search {
    /// Reads what was typed.
    #[must_use]
    pub fn of(typed: &str) -> Self {
        Self { terms: terms(typed), id: typed.trim().to_ascii_lowercase() }
    }

    /// Whether it means somebody; `folded` is [`fold`](crate::pages::clients::fold::fold)ed.
    #[must_use]
    pub fn finds(&self, folded: &str, id: &str, user: Option<&str>) -> bool {
        let begins = |id: &str| id.to_ascii_lowercase().starts_with(&self.id);
        matches(folded, &self.terms) || (self.id.len() >= ID_LETTERS && (begins(id) || user.is_some_and(begins)))
    }
}
