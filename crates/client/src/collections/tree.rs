//! The tree of collections, drawn from their names: a name is a path with `/`. Pure.
//!
//! - Slashes at the ends and empty parts count for nothing: `/A//B/` stands where `A/B` stands.
//! - A part of a path that is no collection of its own is a node all the same, drawn muted.
//! - Equal names are equal: each is a node, and what is below them hangs on the first one, by id.
//! - Names that cannot be read, and names of nothing but slashes, stand at the top level and have nothing below them.

use std::collections::HashMap;

use portal_contracts::limits;

use super::Collection;
use crate::text;

/// Deepest level; what is below keeps its slashes and stays on it.
pub const DEEPEST: usize = 32;

/// Place of a node in its tree.
pub type At = usize;

/// One node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// Names the node in lists and addresses without saying its name: the id of its collection, or, for a node without
    /// one, a level and the id of a collection below.
    pub key: String,
    /// The last part of the path, as it was encrypted; empty when it cannot be read.
    pub name: String,
    /// Place in the list that the tree was made of; `None` for a part of a path that is no collection.
    pub collection: Option<usize>,
    /// The name cannot be read.
    pub damaged: bool,
    /// The node above.
    pub parent: Option<At>,
    /// Nodes below, in order.
    pub children: Vec<At>,
    /// Level, 0 at the top.
    pub depth: usize,
}

/// The tree.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tree {
    nodes: Vec<Node>,
    roots: Vec<At>,
    places: HashMap<String, At>,
}

impl Tree {
    /// The tree of a list of collections.
    #[must_use]
    pub fn of(collections: &[Collection]) -> Self {
        Self::of_paths(collections.iter().map(|found| (found.id.as_str(), found.path.as_deref().ok())))
    }

    /// The tree of ids and paths; `None` for a path that cannot be read. Ids must differ.
    pub fn of_paths<'a>(paths: impl Iterator<Item = (&'a str, Option<&'a str>)>) -> Self {
        let mut sorted: Vec<_> = paths
            .enumerate()
            .map(|(place, (id, path))| (path.map(parts).unwrap_or_default(), id, place, path))
            .collect();
        // What is above comes before what is below, and equal names by id.
        sorted.sort_by(|a, b| (&a.0, a.1).cmp(&(&b.0, b.1)));
        let mut tree = Self::default();
        let mut known: HashMap<(Option<At>, String), At> = HashMap::new();
        for (parts, id, place, path) in sorted {
            let Some((name, above)) = parts.split_last() else {
                let at = tree.add(None, String::new(), Some((id, place)));
                if let Some(node) = tree.nodes.get_mut(at) {
                    node.damaged = path.is_none();
                }
                continue;
            };
            let mut parent = None;
            for part in above {
                parent = Some(match known.get(&(parent, (*part).to_owned())) {
                    Some(at) => *at,
                    None => {
                        let at = tree.add(parent, (*part).to_owned(), None);
                        known.insert((parent, (*part).to_owned()), at);
                        at
                    }
                });
            }
            let at = tree.add(parent, (*name).to_owned(), Some((id, place)));
            known.entry((parent, (*name).to_owned())).or_insert(at);
        }
        tree.name_nodes_without_a_collection();
        tree.order();
        tree.places = tree.nodes.iter().enumerate().map(|(at, node)| (node.key.clone(), at)).collect();
        tree
    }

    fn add(&mut self, parent: Option<At>, name: String, collection: Option<(&str, usize)>) -> At {
        let at = self.nodes.len();
        let depth = parent.and_then(|parent| self.nodes.get(parent)).map_or(0, |parent| parent.depth + 1);
        self.nodes.push(Node {
            key: collection.map(|(id, _)| id.to_owned()).unwrap_or_default(),
            name,
            collection: collection.map(|(_, place)| place),
            damaged: false,
            parent,
            children: Vec::new(),
            depth,
        });
        match parent.and_then(|parent| self.nodes.get_mut(parent)) {
            Some(parent) => parent.children.push(at),
            None => self.roots.push(at),
        }
        at
    }

    /// Their keys come from the smallest id below: the same until that very collection moves.
    fn name_nodes_without_a_collection(&mut self) {
        // Nodes below have higher places than the nodes above them.
        let mut least: Vec<Option<String>> = vec![None; self.nodes.len()];
        for at in (0..self.nodes.len()).rev() {
            let Some(node) = self.nodes.get_mut(at) else { continue };
            let below = least.get(at).cloned().flatten();
            let id = if node.collection.is_some() {
                below.map_or_else(|| node.key.clone(), |below| below.min(node.key.clone()))
            } else {
                let below = below.unwrap_or_default();
                node.key = ["~", &node.depth.to_string(), "~", &below].concat();
                below
            };
            if let Some(slot) = node.parent.and_then(|parent| least.get_mut(parent)) {
                *slot = Some(match slot.take() {
                    Some(known) => known.min(id),
                    None => id,
                });
            }
        }
    }

    fn order(&mut self) {
        let rank: Vec<(bool, String, String)> = self
            .nodes
            .iter()
            .map(|node| (node.damaged || node.name.is_empty(), node.name.to_lowercase(), node.key.clone()))
            .collect();
        let by_rank = |a: &At, b: &At| rank.get(*a).cmp(&rank.get(*b));
        self.roots.sort_by(by_rank);
        for node in &mut self.nodes {
            node.children.sort_by(by_rank);
        }
    }

    /// Nodes at the top, in order.
    #[must_use]
    pub fn roots(&self) -> &[At] {
        &self.roots
    }

    /// One node.
    #[must_use]
    pub fn node(&self, at: At) -> Option<&Node> {
        self.nodes.get(at)
    }

    /// How many nodes there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// The node of a key. A key with a level finds the node above its collection on that level, whatever it is by now.
    #[must_use]
    pub fn find(&self, key: &str) -> Option<At> {
        if let Some(at) = self.places.get(key) {
            return Some(*at);
        }
        let (depth, id) = key.strip_prefix('~')?.split_once('~')?;
        let depth: usize = depth.parse().ok()?;
        let mut at = *self.places.get(id)?;
        loop {
            let node = self.nodes.get(at)?;
            if node.depth == depth {
                return Some(at);
            }
            at = node.parent?;
        }
    }

    /// The nodes from the top down to this one, itself included.
    #[must_use]
    pub fn line(&self, at: At) -> Vec<At> {
        let mut line: Vec<At> = std::iter::successors(Some(at), |at| self.nodes.get(*at)?.parent).collect();
        line.reverse();
        line
    }

    /// The parts of a node's path, as they were encrypted.
    #[must_use]
    pub fn parts(&self, at: At) -> Vec<&str> {
        self.line(at).into_iter().filter_map(|at| self.nodes.get(at)).map(|node| node.name.as_str()).collect()
    }

    /// The path of a node, without odd slashes.
    #[must_use]
    pub fn path(&self, at: At) -> String {
        self.parts(at).join("/")
    }

    /// A node and everything below it, from the top down.
    #[must_use]
    pub fn below(&self, at: At) -> Vec<At> {
        self.walk(vec![at])
    }

    /// All nodes, from the top down.
    #[must_use]
    pub fn all(&self) -> Vec<At> {
        self.walk(self.roots.iter().rev().copied().collect())
    }

    fn walk(&self, mut stack: Vec<At>) -> Vec<At> {
        let mut out = Vec::with_capacity(self.nodes.len());
        while let Some(at) = stack.pop() {
            out.push(at);
            if let Some(node) = self.nodes.get(at) {
                stack.extend(node.children.iter().rev());
            }
        }
        out
    }
}

/// The parts of a path: empty ones are passed over, and what is deeper than [`DEEPEST`] stays together.
#[must_use]
pub fn parts(path: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = path.trim_matches('/');
    while !rest.is_empty() {
        if parts.len() + 1 == DEEPEST {
            parts.push(rest);
            break;
        }
        let (part, after) = rest.split_once('/').unwrap_or((rest, ""));
        if !part.is_empty() {
            parts.push(part);
        }
        rest = after.trim_start_matches('/');
    }
    parts
}

/// A part of a path for display.
#[must_use]
pub fn shown(part: &str) -> String {
    text::clean(part, text::NAME)
}

/// Why a name cannot be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameRefusal {
    /// There is none.
    Missing,
    /// It contains `/`, which separates levels.
    Slash,
    /// The whole path gets longer than servers take.
    TooLong,
}

/// The path of a name under another path (empty for the top level).
///
/// # Errors
/// See [`NameRefusal`].
pub fn compose(parent: &str, name: &str) -> Result<String, NameRefusal> {
    let name = name.trim();
    if name.is_empty() {
        return Err(NameRefusal::Missing);
    }
    if name.contains('/') {
        return Err(NameRefusal::Slash);
    }
    let path = if parent.is_empty() { name.to_owned() } else { [parent, "/", name].concat() };
    if fits(&path) { Ok(path) } else { Err(NameRefusal::TooLong) }
}

/// Whether a path is short enough once it is encrypted: padded to blocks of 16, in Base64, with IV and MAC.
#[must_use]
pub fn fits(path: &str) -> bool {
    let base64 = |bytes: usize| bytes.div_ceil(3) * 4;
    let sealed = (path.len() / 16 + 1) * 16;
    "2.||".len() + base64(16) + base64(sealed) + base64(32) <= limits::ENCRYPTED_NAME
}

#[cfg(test)]
mod tests;
