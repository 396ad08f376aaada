//! The rehearsal: the tree of a file laid over the collections of a client. Says what an import would create, reuse and
//! leave out, and is what the import then does, exactly.

use std::collections::HashMap;

use portal_contracts::ciphers::CipherType;
use serde::{Deserialize, Serialize};

use crate::failure::Limit;
use crate::judge::COLLECTION_NAME;
use crate::limits;
use crate::model::{Parsed, count_kinds};
use crate::problem::{Problem, ProblemKind, Skip};

/// A collection of the client. Levels of its name are separated by slashes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Existing {
    /// Collection id.
    pub id: String,
    /// Its whole name.
    pub name: String,
}

/// Below what the tree of the file is hung.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Parent {
    /// Nothing: its folders become collections at the top.
    #[default]
    Top,
    /// A collection that exists, by its id.
    Existing(String),
    /// A new collection of this name.
    New(String),
}

/// Where an import goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Destination {
    /// Below what.
    pub parent: Parent,
    /// Whether folders join collections of the same path; else each becomes a new one.
    pub merge: bool,
    /// Whether an item that is in the file twice is imported once, into the folders of both.
    pub skip_duplicates: bool,
    /// Collection for items without a folder, when there is no parent to take them.
    pub loose: String,
    /// A policy of the client keeps cards out.
    #[serde(default)]
    pub no_cards: bool,
}

/// A collection after the import.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PlannedCollection {
    /// Whole name, levels separated by slashes.
    pub name: String,
    /// Its id, when it exists.
    pub existing: Option<String>,
    /// Items that come into it.
    pub items: usize,
}

/// Numbers of a plan.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Counts {
    /// Items that are imported.
    pub items: usize,
    /// Collections that exist and are used.
    pub reused: usize,
    /// Collections that are made.
    pub created: usize,
    /// Items in collections, an item in two counted twice.
    pub relations: usize,
    /// Items that no server would take, and cards where a policy keeps them out.
    pub left_out: usize,
    /// Items that are in the file already.
    pub duplicates: usize,
}

/// What an import does.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Plan {
    /// Items by their place in [`Parsed::items`], in this order.
    pub items: Vec<usize>,
    /// Collections.
    pub collections: Vec<PlannedCollection>,
    /// Which item goes where, both as places in the two lists above.
    pub relations: Vec<(usize, usize)>,
    /// Numbers.
    pub counts: Counts,
    /// How many items of each kind are imported.
    pub kinds: Vec<(CipherType, usize)>,
    /// What the plan had to change.
    pub problems: Vec<Problem>,
    /// The limit that the plan exceeds; such a plan must not be sent.
    pub exceeds: Option<Limit>,
}

/// Lays a file over the collections of a client.
#[must_use]
pub fn plan(parsed: &Parsed, existing: &[Existing], destination: &Destination) -> Plan {
    let mut laying = Laying::new(existing, destination);
    let places: Vec<Option<usize>> = parsed.places.iter().map(|place| laying.place(&place.path)).collect();
    let mut more = if destination.skip_duplicates { places_of_copies(parsed) } else { HashMap::new() };
    for (at, item) in parsed.items.iter().enumerate() {
        if item.too_long {
            laying.plan.counts.left_out += 1;
        } else if item.duplicate_of.is_some() && destination.skip_duplicates {
            laying.plan.counts.duplicates += 1;
        } else if destination.no_cards && item.cipher.r#type == CipherType::Card {
            laying.plan.counts.left_out += 1;
            if laying.plan.problems.len() < limits::PROBLEMS {
                let name = crate::build::shown(item.cipher.name.expose());
                let kind = ProblemKind::Skipped { why: Skip::Card };
                laying.plan.problems.push(Problem { origin: Some(item.origin.clone()), item: Some(name), kind });
            }
        } else {
            let copies = more.remove(&at).unwrap_or_default();
            let own = item.places.iter().chain(&copies);
            laying.item(at, own.filter_map(|place| places.get(*place).copied().flatten()).collect());
        }
    }
    let mut plan = laying.finish();
    plan.kinds = count_kinds(plan.items.iter().filter_map(|at| parsed.items.get(*at)));
    plan
}

/// The folders that copies of an item were in, by the item that is imported for all of them. Whoever looks for it in
/// one of these has to find it there.
fn places_of_copies(parsed: &Parsed) -> HashMap<usize, Vec<usize>> {
    let mut places: HashMap<usize, Vec<usize>> = HashMap::new();
    for item in &parsed.items {
        if let Some(first) = item.duplicate_of {
            places.entry(first).or_default().extend(&item.places);
        }
    }
    places
}

struct Laying<'a> {
    plan: Plan,
    destination: &'a Destination,
    /// Collections that exist, by their path without regard to case.
    existing: HashMap<String, &'a Existing>,
    /// Collections of the plan by their path likewise.
    known: HashMap<String, usize>,
    prefix: String,
    parent: Option<usize>,
}

impl<'a> Laying<'a> {
    fn new(existing: &'a [Existing], destination: &'a Destination) -> Self {
        let mut by_path = HashMap::new();
        for one in existing {
            by_path.entry(key(&one.name)).or_insert(one);
        }
        let plan = Plan::default();
        let mut laying =
            Self { plan, destination, existing: by_path, known: HashMap::new(), prefix: String::new(), parent: None };
        match &destination.parent {
            Parent::Top => {}
            Parent::Existing(id) => {
                if let Some(one) = existing.iter().find(|one| one.id == *id) {
                    laying.prefix.clone_from(&one.name);
                    laying.parent = Some(laying.add(&one.name, Some(one.id.clone())));
                }
            }
            Parent::New(name) => {
                let name = tidy(name);
                if !name.is_empty() {
                    laying.parent = laying.collection(&name);
                    laying.prefix = name;
                }
            }
        }
        laying
    }

    /// The collection of a folder; the nearest one above it when its name would be too long.
    fn place(&mut self, path: &[String]) -> Option<usize> {
        for depth in (1..=path.len()).rev() {
            let own = path.get(..depth).unwrap_or_default().join("/");
            let name = if self.prefix.is_empty() { own } else { [&self.prefix, "/", &own].concat() };
            if let Some(at) = self.collection(&name) {
                return Some(at);
            }
            if depth == path.len() {
                let kind = ProblemKind::LongFolder { bytes: name.len(), most: COLLECTION_NAME };
                let item = path.last().map(|name| crate::build::shown(name));
                self.plan.problems.push(Problem { origin: None, item, kind });
            }
        }
        self.parent
    }

    fn collection(&mut self, name: &str) -> Option<usize> {
        if let Some(at) = self.known.get(&key(name)) {
            return Some(*at);
        }
        if name.len() > COLLECTION_NAME {
            return None;
        }
        let existing = self.existing.get(&key(name)).copied().filter(|_| self.destination.merge);
        Some(match existing {
            Some(one) => self.add(&one.name, Some(one.id.clone())),
            None => self.add(name, None),
        })
    }

    fn add(&mut self, name: &str, existing: Option<String>) -> usize {
        let at = self.plan.collections.len();
        self.plan.collections.push(PlannedCollection { name: name.to_owned(), existing, items: 0 });
        self.known.insert(key(name), at);
        at
    }

    fn item(&mut self, at: usize, mut places: Vec<usize>) {
        if places.is_empty() {
            // Every item of an organisation has to be in a collection.
            let loose = match self.parent {
                Some(parent) => Some(parent),
                None => self.collection(&tidy(&self.destination.loose)),
            };
            places.extend(loose);
        }
        places.sort_unstable();
        places.dedup();
        let own = self.plan.items.len();
        self.plan.items.push(at);
        for place in places {
            self.plan.relations.push((own, place));
            if let Some(collection) = self.plan.collections.get_mut(place) {
                collection.items += 1;
            }
        }
    }

    fn finish(mut self) -> Plan {
        let plan = &mut self.plan;
        let reused = plan.collections.iter().filter(|collection| collection.existing.is_some()).count();
        plan.counts.items = plan.items.len();
        plan.counts.reused = reused;
        plan.counts.created = plan.collections.len() - reused;
        plan.counts.relations = plan.relations.len();
        plan.exceeds = if plan.items.len() > limits::ITEMS {
            Some(Limit::Items)
        } else if plan.collections.len() > limits::COLLECTIONS {
            Some(Limit::Collections)
        } else if plan.relations.len() > limits::RELATIONS {
            Some(Limit::Relations)
        } else {
            None
        };
        self.plan
    }
}

/// Paths that a person would call the same.
fn key(name: &str) -> String {
    tidy(name).to_lowercase()
}

/// Levels trimmed, empty ones dropped.
fn tidy(name: &str) -> String {
    let levels: Vec<&str> = name.split('/').map(str::trim).filter(|level| !level.is_empty()).collect();
    levels.join("/")
}
