//! What formats are read with: a builder that collects items, folders and problems, and drafts of items.

use std::collections::HashMap;

use portal_contracts::SecretText;

use crate::draft::Draft;
use crate::failure::{Failure, Limit};
use crate::format::Format;
use crate::limits;
use crate::model::{Item, Origin, Parsed, Place};
use crate::problem::{Problem, ProblemKind, Skip};
use crate::ssh;

/// Collects what a format finds.
pub(crate) struct Builder {
    parsed: Parsed,
    known: HashMap<Vec<String>, usize>,
}

impl Builder {
    pub(crate) fn new(format: Format) -> Self {
        let parsed = Parsed { format, places: Vec::new(), items: Vec::new(), problems: Vec::new(), more_problems: 0 };
        Self { parsed, known: HashMap::new() }
    }

    /// The folder of this path, made when it is new; `None` when nothing of the path is left.
    pub(crate) fn place<'a>(&mut self, path: impl IntoIterator<Item = &'a str>) -> Option<usize> {
        let names = path.into_iter().map(clean_name).filter(|name| !name.is_empty());
        let path: Vec<String> = names.take(limits::DEPTH).collect();
        let mut last = None;
        for depth in 1..=path.len() {
            let part = path.get(..depth)?;
            last = Some(match self.known.get(part) {
                Some(at) => *at,
                None => {
                    let at = self.parsed.places.len();
                    self.parsed.places.push(Place { path: part.to_vec() });
                    self.known.insert(part.to_vec(), at);
                    at
                }
            });
        }
        last
    }

    /// The folder of a path written with separators.
    pub(crate) fn place_of(&mut self, path: &str, separator: char) -> Option<usize> {
        self.place(path.split(separator))
    }

    pub(crate) fn problem(&mut self, origin: Option<Origin>, item: Option<&str>, kind: ProblemKind) {
        push(&mut self.parsed, Problem { origin, item: item.filter(|name| !name.is_empty()).map(shown), kind });
    }

    pub(crate) fn skipped(&mut self, origin: Origin, item: &str, why: Skip) {
        self.problem(Some(origin), Some(item), ProblemKind::Skipped { why });
    }

    /// Takes an item over.
    pub(crate) fn add(&mut self, mut draft: Draft) -> Result<(), Failure> {
        if self.parsed.items.len() >= limits::ITEMS {
            return Err(Failure::too_large(Limit::Items));
        }
        ssh::settle(&mut draft);
        let Draft { mut cipher, mut places, origin, notices } = draft;
        for kind in notices {
            self.problem(Some(origin.clone()), Some(cipher.name.expose()), kind);
        }
        if shown(cipher.name.expose()).is_empty() {
            cipher.name = SecretText::new(name_for(&cipher));
            self.problem(Some(origin.clone()), Some(cipher.name.expose()), ProblemKind::NoName);
        }
        for uri in cipher.login.iter_mut().flat_map(|login| &mut login.uris) {
            uri.uri_checksum = None;
        }
        places.sort_unstable();
        places.dedup();
        self.parsed.items.push(Item { cipher, places, origin, too_long: false, duplicate_of: None });
        Ok(())
    }

    /// Everything, judged.
    pub(crate) fn finish(mut self) -> Result<Parsed, Failure> {
        if self.parsed.items.is_empty() {
            return Err(Failure::NoItems);
        }
        if self.parsed.places.len() > limits::COLLECTIONS {
            return Err(Failure::too_large(Limit::Collections));
        }
        if self.parsed.items.iter().map(|item| item.places.len().max(1)).sum::<usize>() > limits::RELATIONS {
            return Err(Failure::too_large(Limit::Relations));
        }
        crate::judge::judge(&mut self.parsed);
        Ok(self.parsed)
    }
}

/// Lists a problem, or counts it.
pub(crate) fn push(parsed: &mut Parsed, problem: Problem) {
    if parsed.problems.len() < limits::PROBLEMS {
        parsed.problems.push(problem);
    } else {
        parsed.more_problems += 1;
    }
}

/// A name in a list of problems: one short line.
pub(crate) fn shown(name: &str) -> String {
    let line: String = name.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).take(120).collect();
    line.trim().to_owned()
}

/// One name of a path: trimmed, without control characters.
fn clean_name(name: &str) -> String {
    name.chars().filter(|letter| !letter.is_control()).collect::<String>().trim().to_owned()
}

/// A name for an item that has none: the host of its address, else its user name.
fn name_for(cipher: &portal_contracts::ciphers::PlainCipher) -> String {
    let login = cipher.login.as_ref();
    let uri =
        login.and_then(|login| login.uris.first()).and_then(|uri| uri.uri.as_ref()).map_or("", SecretText::expose);
    let host = uri.split_once("://").map_or(uri, |(_, rest)| rest).split(['/', '?', '#']).next().unwrap_or_default();
    let host = host.rsplit('@').next().unwrap_or_default();
    let username = login.and_then(|login| login.username.as_ref()).map_or("", SecretText::expose);
    // What is nothing but control characters is no name either.
    [host, username].into_iter().map(shown).find(|name| !name.is_empty()).unwrap_or_else(|| "--".to_owned())
}
