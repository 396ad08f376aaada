//! One domain as the list shows it, and the state of that list. Pure.

use portal_client::{
    domains::{Domain, people_of},
    members::Member,
};
use portal_contracts::domains::domain_of;

use crate::{
    pages::list_state::{InAddress, Ordered, encode},
    ui::Sort,
};

/// A domain of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What the server says.
    pub domain: Domain,
    /// How many members have addresses of it, where that is known.
    pub people: Option<usize>,
    /// How many of them have accounts: those are claimed with the domain.
    pub accounts: Option<usize>,
}

impl Row {
    /// A domain with the members of the client, where they are known.
    #[must_use]
    pub fn new(domain: Domain, members: Option<&[Member]>) -> Self {
        let people = members.map(|members| people_of(&domain.name, members));
        let accounts = members.map(|members| {
            let theirs = |member: &&Member| domain_of(&member.email).as_deref() == Some(domain.name.as_str());
            members.iter().filter(|member| member.user_id.is_some()).filter(theirs).count()
        });
        Self { domain, people, accounts }
    }

    /// Whether it is claimed.
    #[must_use]
    pub const fn is_claimed(&self) -> bool {
        self.domain.claimed.is_some()
    }
}

/// What orders the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Hash)]
pub enum Column {
    /// Name.
    #[default]
    Name,
    /// Those that need something first.
    Status,
    /// Number of people.
    People,
    /// When anybody looked last.
    Checked,
}

impl Column {
    const ALL: [Self; 4] = [Self::Name, Self::Status, Self::People, Self::Checked];

    /// Its name in the address.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Status => "status",
            Self::People => "people",
            Self::Checked => "checked",
        }
    }
}

/// The state of the list, as the address says it.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Query {
    /// The order.
    pub column: Column,
    /// The other way round.
    pub descending: bool,
    /// The domain that is open, by id; empty = none.
    pub open: String,
}

impl InAddress for Query {
    fn read(get: impl Fn(&str) -> Option<String>) -> Self {
        let order = get("sort").unwrap_or_default();
        let (descending, column) = match order.strip_prefix('-') {
            Some(column) => (true, column),
            None => (false, order.as_str()),
        };
        Self {
            column: Column::ALL.into_iter().find(|known| known.name() == column).unwrap_or_default(),
            descending,
            open: get("domain").unwrap_or_default(),
        }
    }

    fn write(&self) -> String {
        let mut parts = Vec::new();
        if self.column != Column::Name || self.descending {
            let minus = if self.descending { "-" } else { "" };
            parts.push(format!("sort={minus}{}", self.column.name()));
        }
        if !self.open.is_empty() {
            parts.push(format!("domain={}", encode(&self.open)));
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
    /// Ids of the rows, in order.
    #[must_use]
    pub fn order_of(&self, rows: &[Row]) -> Vec<String> {
        let mut found: Vec<&Row> = rows.iter().collect();
        found.sort_by(|one, other| {
            let names = one.domain.name.cmp(&other.domain.name).then_with(|| one.domain.id.cmp(&other.domain.id));
            let order = match self.column {
                Column::Name => names,
                Column::Status => one.is_claimed().cmp(&other.is_claimed()),
                Column::People => one.people.cmp(&other.people),
                // Dates of the wire are all in UTC and in one form.
                Column::Checked => one.domain.checked.cmp(&other.domain.checked),
            };
            let order = if self.descending { order.reverse() } else { order };
            order.then(names)
        });
        found.into_iter().map(|row| row.domain.id.clone()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(name: &str, claimed: bool, people: usize) -> Row {
        let domain = Domain {
            id: name.to_owned(),
            name: name.to_owned(),
            txt: None,
            added: None,
            claimed: claimed.then(|| "2026-01-01T00:00:00Z".to_owned()),
            checked: None,
            next_check: None,
        };
        Row { domain, people: Some(people), accounts: None }
    }

    #[test]
    fn what_needs_something_comes_first_and_names_settle_the_rest() {
        let rows = vec![row("b.example", false, 3), row("c.example", true, 9), row("a.example", false, 3)];
        let order = |column, descending| Query { column, descending, open: String::new() }.order_of(&rows);
        assert_eq!(order(Column::Name, false), ["a.example", "b.example", "c.example"]);
        assert_eq!(order(Column::Status, false), ["a.example", "b.example", "c.example"]);
        assert_eq!(order(Column::Status, true), ["c.example", "a.example", "b.example"]);
        assert_eq!(order(Column::People, true), ["c.example", "a.example", "b.example"]);
    }

    #[test]
    fn the_address_keeps_the_state() {
        let query = Query { column: Column::People, descending: true, open: "d-1".into() };
        assert_eq!(query.write(), "?sort=-people&domain=d-1");
        let read = Query::read(|key| match key {
            "sort" => Some("-people".into()),
            "domain" => Some("d-1".into()),
            _ => None,
        });
        assert_eq!(read, query);
        assert_eq!(Query::default().write(), "");
    }
}
