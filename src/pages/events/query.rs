//! Which part of a log is shown, as the address says it. Pure.

use super::row::{Area, Row};
use crate::pages::{
    clients::fold::{matches, terms},
    list_state::{InAddress, encode},
};

/// How far back the log is read.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub enum Span {
    /// The last day.
    Day,
    /// The last seven days.
    Week,
    /// The last thirty days, as servers do by themselves.
    #[default]
    Month,
    /// The last 365 days.
    Year,
    /// Between two moments, as `2026-11-01T10:00` in the person's own time.
    Between(String, String),
}

impl Span {
    /// Its name in the address and in the form.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Year => "year",
            Self::Between(..) => "between",
        }
    }

    /// Days before now; `None` for two moments.
    #[must_use]
    pub const fn days(&self) -> Option<u16> {
        match self {
            Self::Day => Some(1),
            Self::Week => Some(7),
            Self::Month => Some(30),
            Self::Year => Some(365),
            Self::Between(..) => None,
        }
    }

    /// Reads a name; the two moments come from elsewhere.
    #[must_use]
    pub fn from_name(name: &str, from: String, to: String) -> Self {
        match name {
            "day" => Self::Day,
            "week" => Self::Week,
            "year" => Self::Year,
            "between" => Self::Between(from, to),
            _ => Self::Month,
        }
    }
}

/// The state of a log page.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Query {
    /// What is read.
    pub span: Span,
    /// What was typed into the search.
    pub search: String,
    /// Only events about this; nothing = all.
    pub area: Option<Area>,
    /// Only what this person did, by user id; empty = everybody.
    pub person: String,
    /// Only what happened to this item, by id; empty = anything. For the log of a client.
    pub item: String,
}

impl InAddress for Query {
    fn read(get: impl Fn(&str) -> Option<String>) -> Self {
        let text = |name: &str| get(name).unwrap_or_default();
        let area = text("about");
        Self {
            span: Span::from_name(&text("span"), text("from"), text("to")),
            search: text("q"),
            area: Area::ALL.into_iter().find(|known| known.name() == area),
            person: text("who"),
            item: Some(text("item")).filter(|id| is_id(id)).unwrap_or_default(),
        }
    }

    fn write(&self) -> String {
        let mut parts = Vec::new();
        if self.span != Span::Month {
            parts.push(format!("span={}", self.span.name()));
        }
        if let Span::Between(from, to) = &self.span {
            parts.push(format!("from={}", encode(from)));
            parts.push(format!("to={}", encode(to)));
        }
        if !self.search.is_empty() {
            parts.push(format!("q={}", encode(&self.search)));
        }
        if let Some(area) = self.area {
            parts.push(format!("about={}", area.name()));
        }
        if !self.person.is_empty() {
            parts.push(format!("who={}", encode(&self.person)));
        }
        if !self.item.is_empty() {
            parts.push(format!("item={}", encode(&self.item)));
        }
        if parts.is_empty() { String::new() } else { format!("?{}", parts.join("&")) }
    }
}

impl Query {
    /// Places of the rows to show; the order stays: newest first.
    #[must_use]
    pub fn select(&self, rows: &[Row]) -> Vec<usize> {
        let terms = terms(&self.search);
        let keeps = |row: &Row| {
            self.area.is_none_or(|area| area == row.area)
                && (self.person.is_empty() || row.acting.as_deref() == Some(self.person.as_str()))
                && matches(&row.folded, &terms)
        };
        rows.iter().enumerate().filter(|(_, row)| keeps(row)).map(|(place, _)| place).collect()
    }

    /// Whether something is filtered out of what was read. With `by_person` the server told of the person only.
    #[must_use]
    pub fn narrows(&self, by_person: bool) -> bool {
        !self.search.is_empty() || self.area.is_some() || !(self.person.is_empty() || by_person)
    }
}

/// What an id of an item may look like: it becomes a part of a path, and an address may say anything.
fn is_id(text: &str) -> bool {
    text.len() <= 64 && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_keeps_the_state() {
        let query = Query {
            span: Span::Between("2026-11-01T10:00".into(), "2026-11-02T10:00".into()),
            search: "a b".into(),
            area: Some(Area::Members),
            person: "u-1".into(),
            item: "i-1".into(),
        };
        assert_eq!(
            query.write(),
            "?span=between&from=2026-11-01T10%3A00&to=2026-11-02T10%3A00&q=a%20b&about=members&who=u-1&item=i-1"
        );
        let read = Query::read(|key| {
            Some(
                match key {
                    "span" => "between",
                    "from" => "2026-11-01T10:00",
                    "to" => "2026-11-02T10:00",
                    "q" => "a b",
                    "about" => "members",
                    "who" => "u-1",
                    "item" => "i-1",
                    _ => return None,
                }
                .to_owned(),
            )
        });
        assert_eq!(read, query);
        assert_eq!(Query::default().write(), "");
        assert_eq!(Query::read(|_| Some("?".into())).area, None);
    }

    #[test]
    fn only_an_id_of_an_item_gets_into_a_path() {
        for strange in ["?", "../x", "a/b", "a b", &"a".repeat(65)] {
            let read = Query::read(|key| (key == "item").then(|| strange.to_owned()));
            assert_eq!(read, Query::default(), "{strange}");
        }
    }

    #[test]
    fn whom_the_server_was_asked_for_is_no_filter_over_what_was_read() {
        let person = Query { person: "u-1".into(), ..Query::default() };
        assert!(person.narrows(false) && !person.narrows(true));
        assert!(Query { search: "x".into(), ..person }.narrows(true));
        assert!(!Query { item: "i-1".into(), ..Query::default() }.narrows(false));
    }
}
