//! One group as the list shows it, and the state of that list. Pure.

use crate::{
    pages::{
        clients::fold::{fold, matches, terms},
        list_query::Named,
        list_state::{InAddress, Ordered, encode},
        list_toolbar::Narrowed,
    },
    ui::Sort,
};

/// A group of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Group id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Comes from a directory.
    pub external: bool,
    /// Names of its collections in order; empty while names are not known.
    pub collections: Vec<String>,
    /// How many collections it has.
    pub collection_count: usize,
    /// How many people are in it, where that is known.
    pub members: Option<usize>,
    folded: String,
}

impl Row {
    /// A row; names are put in order here.
    #[must_use]
    pub fn new(id: String, name: String, external: bool) -> Self {
        Self { folded: fold(&name), id, name, external, collections: Vec::new(), collection_count: 0, members: None }
    }
}

/// Narrows the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Hash)]
pub enum Filter {
    /// All groups.
    #[default]
    All,
    /// Groups that give nothing.
    NoCollections,
    /// Groups with nobody in them.
    NoMembers,
}

impl Named for Filter {
    const ALL: &'static [Self] = &[Self::All, Self::NoCollections, Self::NoMembers];

    fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::NoCollections => "no-collections",
            Self::NoMembers => "no-members",
        }
    }
}

impl Filter {
    /// Whether a group stays.
    #[must_use]
    pub fn keeps(self, row: &Row) -> bool {
        match self {
            Self::All => true,
            Self::NoCollections => row.collection_count == 0,
            Self::NoMembers => row.members == Some(0),
        }
    }
}

/// What orders the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Hash)]
pub enum Column {
    /// Name.
    #[default]
    Name,
    /// Number of collections.
    Collections,
    /// Number of people.
    Members,
}

impl Column {
    /// All columns from start to end.
    pub const ALL: [Self; 3] = [Self::Name, Self::Collections, Self::Members];

    /// Its name in the address.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Collections => "collections",
            Self::Members => "members",
        }
    }
}

/// The state of the list, as the address says it.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Query {
    /// What was typed into the search.
    pub search: String,
    /// The filter.
    pub filter: Filter,
    /// The order.
    pub column: Column,
    /// The other way round.
    pub descending: bool,
    /// The group whose sheet is open, by id; empty = none.
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
        let order = get("sort").unwrap_or_default();
        let (descending, column) = match order.strip_prefix('-') {
            Some(column) => (true, column),
            None => (false, order.as_str()),
        };
        Self {
            search: get("q").unwrap_or_default(),
            filter: Filter::named(&get("filter").unwrap_or_default()),
            column: Column::ALL.into_iter().find(|known| known.name() == column).unwrap_or_default(),
            descending,
            open: get("group").unwrap_or_default(),
        }
    }

    fn write(&self) -> String {
        let mut parts = Vec::new();
        if !self.search.is_empty() {
            parts.push(format!("q={}", encode(&self.search)));
        }
        if self.filter != Filter::All {
            parts.push(format!("filter={}", self.filter.name()));
        }
        if self.column != Column::Name || self.descending {
            let minus = if self.descending { "-" } else { "" };
            parts.push(format!("sort={minus}{}", self.column.name()));
        }
        if !self.open.is_empty() {
            parts.push(format!("group={}", encode(&self.open)));
        }
        if parts.is_empty() { String::new() } else { format!("?{}", parts.join("&")) }
    }
}

impl Ordered for Query {
    fn order(&self) -> Sort {
        Sort { column: self.column.name().to_owned(), descending: self.descending }
    }

    fn set_order(&mut self, order: &Sort) {
        if let Some(column) = Column::ALL.into_iter().find(|column| column.name() == order.column) {
            (self.column, self.descending) = (column, order.descending);
        }
    }
}

impl Query {
    /// Positions of the rows to show, in order.
    #[must_use]
    pub fn select(&self, rows: &[Row]) -> Vec<usize> {
        let terms = terms(&self.search);
        let mut found: Vec<(usize, &Row)> =
            rows.iter().enumerate().filter(|(_, row)| self.filter.keeps(row) && matches(&row.folded, &terms)).collect();
        found.sort_by(|(_, a), (_, b)| {
            let names = a.folded.cmp(&b.folded).then_with(|| a.id.cmp(&b.id));
            let order = match self.column {
                Column::Name => names,
                Column::Collections => a.collection_count.cmp(&b.collection_count),
                Column::Members => a.members.cmp(&b.members),
            };
            let order = if self.descending { order.reverse() } else { order };
            order.then(names)
        });
        found.into_iter().map(|(place, _)| place).collect()
    }

    /// How many groups each filter would show with this search.
    #[must_use]
    pub fn counts(&self, rows: &[Row]) -> Vec<usize> {
        let terms = terms(&self.search);
        let mut counts = vec![0; Filter::ALL.len()];
        for row in rows.iter().filter(|row| matches(&row.folded, &terms)) {
            for (count, filter) in counts.iter_mut().zip(Filter::ALL) {
                *count += usize::from(filter.keeps(row));
            }
        }
        counts
    }

    /// Without search and filter.
    #[must_use]
    pub fn cleared(&self) -> Self {
        Self { column: self.column, descending: self.descending, ..Self::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group(name: &str, collections: usize, members: Option<usize>) -> Row {
        Row { collection_count: collections, members, ..Row::new(name.to_lowercase(), name.to_owned(), false) }
    }

    fn groups() -> Vec<Row> {
        vec![group("Zoo", 2, Some(0)), group("Ärzte", 0, Some(12)), group("Front office", 1, None)]
    }

    fn names<'a>(rows: &'a [Row], query: &Query) -> Vec<&'a str> {
        query.select(rows).into_iter().map(|place| rows[place].name.as_str()).collect()
    }

    #[test]
    fn groups_are_ordered_by_name_or_number() {
        let rows = groups();
        assert_eq!(names(&rows, &Query::default()), ["Ärzte", "Front office", "Zoo"]);
        let most = Query { column: Column::Members, descending: true, ..Query::default() };
        assert_eq!(names(&rows, &most), ["Ärzte", "Zoo", "Front office"], "unknown is last");
        let least = Query { column: Column::Collections, ..Query::default() };
        assert_eq!(names(&rows, &least), ["Ärzte", "Front office", "Zoo"]);
    }

    #[test]
    fn search_and_filters_narrow_and_count() {
        let rows = groups();
        assert_eq!(names(&rows, &Query { search: "arz".into(), ..Query::default() }), ["Ärzte"]);
        let empty = Query { filter: Filter::NoMembers, ..Query::default() };
        assert_eq!(names(&rows, &empty), ["Zoo"], "unknown is not nobody");
        assert_eq!(empty.counts(&rows), [3, 1, 1]);
    }

    #[test]
    fn the_address_keeps_the_state() {
        let query = Query {
            search: "a b".into(),
            filter: Filter::NoCollections,
            column: Column::Members,
            descending: true,
            open: "g-1".into(),
        };
        assert_eq!(query.write(), "?q=a%20b&filter=no-collections&sort=-members&group=g-1");
        let read = Query::read(|key| {
            let known = [("q", "a b"), ("filter", "no-collections"), ("sort", "-members"), ("group", "g-1")];
            known.into_iter().find(|(name, _)| *name == key).map(|(_, value)| value.to_owned())
        });
        assert_eq!(read, query);
        assert_eq!(query.cleared().write(), "?sort=-members");
    }
}
