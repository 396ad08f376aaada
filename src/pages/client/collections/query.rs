//! What the list of collections shows, as the address says it: where in the tree, search, filter, open sheet. Pure.

use std::collections::BTreeSet;

use portal_client::collections::tree::{At, Tree};

use super::row::Fact;
use crate::pages::clients::fold::{matches, terms};
use crate::pages::list_query::Named;
use crate::pages::list_state::{InAddress, encode};
use crate::pages::list_toolbar::Narrowed;

/// Narrows the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Hash)]
pub enum Filter {
    /// All collections.
    #[default]
    All,
    /// Those that nobody manages while admins may not reach everything.
    NeedsAccess,
}

impl Named for Filter {
    const ALL: &'static [Self] = &[Self::All, Self::NeedsAccess];

    fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::NeedsAccess => "needs-access",
        }
    }
}

impl Filter {
    fn keeps(self, fact: &Fact) -> bool {
        match self {
            Self::All => true,
            Self::NeedsAccess => fact.needs_access,
        }
    }
}

/// The state of the list.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Query {
    /// What was typed into the search.
    pub search: String,
    /// The filter.
    pub filter: Filter,
    /// Key of the node of which only the inside is shown; empty = the whole tree. Never a name: those are secret.
    pub parent: String,
    /// Id of the collection whose sheet is open.
    pub open: String,
}

impl Narrowed for Query {
    type Filter = Filter;

    fn narrowing(&self) -> (&str, Filter) {
        (&self.search, self.filter)
    }

    fn narrow(&mut self) -> (&mut String, &mut Filter) {
        (&mut self.search, &mut self.filter)
    }
}

impl InAddress for Query {
    fn read(get: impl Fn(&str) -> Option<String>) -> Self {
        Self {
            search: get("q").unwrap_or_default(),
            filter: Filter::named(&get("filter").unwrap_or_default()),
            parent: get("parent").unwrap_or_default(),
            open: get("open").unwrap_or_default(),
        }
    }

    fn write(&self) -> String {
        let filter = if self.filter == Filter::All { "" } else { self.filter.name() };
        let parts: Vec<String> =
            [("parent", self.parent.as_str()), ("q", &self.search), ("filter", filter), ("open", &self.open)]
                .into_iter()
                .filter(|(_, value)| !value.is_empty())
                .map(|(name, value)| [name, "=", &encode(value)].concat())
                .collect();
        if parts.is_empty() { String::new() } else { ["?", &parts.join("&")].concat() }
    }
}

impl Query {
    /// Whether something is searched or filtered; then closed branches are open.
    #[must_use]
    pub fn narrows(&self) -> bool {
        self.filter != Filter::All || !self.search.trim().is_empty()
    }

    /// The nodes to show, from the top down. `closed` are the keys of branches whose inside is hidden.
    #[must_use]
    pub fn visible(&self, tree: &Tree, facts: &[Fact], closed: &BTreeSet<String>) -> Vec<At> {
        let inside = match tree.find(&self.parent) {
            Some(parent) => tree.below(parent).into_iter().skip(1).collect(),
            // The address is older than a change, or it is the whole tree.
            None => tree.all(),
        };
        if self.narrows() {
            return self.found(tree, facts, inside);
        }
        let mut shown = Vec::new();
        let mut hidden_below = None;
        for at in inside {
            let Some(node) = tree.node(at) else { continue };
            if hidden_below.is_some_and(|depth| node.depth > depth) {
                continue;
            }
            hidden_below = closed.contains(&node.key).then_some(node.depth);
            shown.push(at);
        }
        shown
    }

    /// What matches, and what is above it.
    fn found(&self, tree: &Tree, facts: &[Fact], inside: Vec<At>) -> Vec<At> {
        let terms = terms(&self.search);
        let mut keep = BTreeSet::new();
        for at in &inside {
            if facts.get(*at).is_some_and(|fact| self.matches(fact, &terms)) {
                keep.extend(tree.line(*at));
            }
        }
        inside.into_iter().filter(|at| keep.contains(at)).collect()
    }

    fn matches(&self, fact: &Fact, terms: &[String]) -> bool {
        fact.is_collection && self.filter.keeps(fact) && matches(&fact.folded, terms)
    }

    /// How many collections each filter would show with this search.
    #[must_use]
    pub fn counts(&self, facts: &[Fact]) -> Vec<usize> {
        let terms = terms(&self.search);
        let count = |filter: &Filter| {
            let query = Self { filter: *filter, ..Self::default() };
            facts.iter().filter(|fact| query.matches(fact, &terms)).count()
        };
        Filter::ALL.iter().map(count).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::clients::fold::fold;

    const NAMES: [&str; 6] =
        ["Finance", "Finance/Payroll", "Finance/Payroll/Year end", "IT/Servers", "IT/Café", "Work"];

    fn scene() -> (Tree, Vec<Fact>) {
        let ids: Vec<String> = (0..NAMES.len()).map(|n| format!("c{n}")).collect();
        let tree = Tree::of_paths(ids.iter().map(String::as_str).zip(NAMES.map(Some)));
        let facts = (0..tree.len())
            .map(|at| Fact {
                folded: fold(&tree.path(at)),
                needs_access: tree.path(at).ends_with("Servers"),
                is_collection: tree.node(at).unwrap().collection.is_some(),
            })
            .collect();
        (tree, facts)
    }

    fn shown(query: &Query, closed: &[&str]) -> Vec<String> {
        let (tree, facts) = scene();
        let closed = closed.iter().map(|key| (*key).to_owned()).collect();
        query.visible(&tree, &facts, &closed).into_iter().map(|at| tree.path(at)).collect()
    }

    #[test]
    fn closed_branches_hide_everything_below_and_only_that() {
        let all = shown(&Query::default(), &[]);
        assert_eq!(all.len(), 7);
        let some = shown(&Query::default(), &["c0", "c1"]);
        assert_eq!(some, ["Finance", "IT", "IT/Café", "IT/Servers", "Work"]);
    }

    #[test]
    fn a_search_finds_in_closed_branches_and_shows_where() {
        let query = Query { search: "year FIN".into(), ..Query::default() };
        assert_eq!(shown(&query, &["c0"]), ["Finance", "Finance/Payroll", "Finance/Payroll/Year end"]);
        let query = Query { search: "cafe".into(), ..Query::default() };
        assert_eq!(shown(&query, &[]), ["IT", "IT/Café"]);
        assert_eq!(query.counts(&scene().1), [1, 0]);
        assert_eq!(Query::default().counts(&scene().1), [6, 1]);
    }

    #[test]
    fn the_filter_shows_what_needs_access() {
        let query = Query { filter: Filter::NeedsAccess, ..Query::default() };
        assert_eq!(shown(&query, &[]), ["IT", "IT/Servers"]);
    }

    #[test]
    fn the_inside_of_one_node_and_an_address_that_is_too_old() {
        let query = Query { parent: "c0".into(), ..Query::default() };
        assert_eq!(shown(&query, &[]), ["Finance/Payroll", "Finance/Payroll/Year end"]);
        let query = Query { parent: "gone".into(), ..Query::default() };
        assert_eq!(shown(&query, &[]).len(), 7);
    }

    #[test]
    fn the_address_keeps_the_state() {
        let query =
            Query { search: "a b".into(), filter: Filter::NeedsAccess, parent: "~0~c3".into(), open: "c1".into() };
        assert_eq!(query.write(), "?parent=~0~c3&q=a%20b&filter=needs-access&open=c1");
        let read = Query::read(|key| match key {
            "q" => Some("a b".into()),
            "filter" => Some("needs-access".into()),
            "parent" => Some("~0~c3".into()),
            "open" => Some("c1".into()),
            _ => None,
        });
        assert_eq!(read, query);
        assert_eq!(Query::default().write(), "");
    }
}
