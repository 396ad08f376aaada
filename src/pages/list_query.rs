//! Search, filter and order of a list, as the address says them: what most lists need. Pure.

use super::list_state::{InAddress, Ordered, encode};
use crate::ui::Sort;

/// Choices of a list that have names in the address; the first one is the default.
pub trait Named: Copy + PartialEq + Default + Send + Sync + 'static {
    /// All of them, in the order in which they are offered.
    const ALL: &'static [Self];

    /// The name in the address.
    fn name(self) -> &'static str;

    /// The one with this name; what is unknown is the default.
    #[must_use]
    fn named(name: &str) -> Self {
        Self::ALL.iter().copied().find(|known| known.name() == name).unwrap_or_default()
    }
}

/// The state of a list with one filter.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct ListQuery<F, C> {
    /// What was typed into the search.
    pub search: String,
    /// The filter.
    pub filter: F,
    /// The order.
    pub column: C,
    /// The other way round.
    pub descending: bool,
}

impl<F: Named, C: Named> InAddress for ListQuery<F, C> {
    fn read(get: impl Fn(&str) -> Option<String>) -> Self {
        let order = get("sort").unwrap_or_default();
        let (descending, column) = match order.strip_prefix('-') {
            Some(column) => (true, column),
            None => (false, order.as_str()),
        };
        Self {
            // Links from other places say `search`.
            search: get("q").or_else(|| get("search")).unwrap_or_default(),
            filter: F::named(&get("filter").unwrap_or_default()),
            column: C::named(column),
            descending,
        }
    }

    fn write(&self) -> String {
        let mut parts = Vec::new();
        if !self.search.is_empty() {
            parts.push(format!("q={}", encode(&self.search)));
        }
        if self.filter != F::default() {
            parts.push(format!("filter={}", self.filter.name()));
        }
        if self.column != C::default() || self.descending {
            let minus = if self.descending { "-" } else { "" };
            parts.push(format!("sort={minus}{}", self.column.name()));
        }
        if parts.is_empty() { String::new() } else { format!("?{}", parts.join("&")) }
    }
}

impl<F: Named, C: Named> Ordered for ListQuery<F, C> {
    fn order(&self) -> Sort {
        Sort { column: self.column.name().to_owned(), descending: self.descending }
    }

    fn set_order(&mut self, order: &Sort) {
        if let Some(column) = C::ALL.iter().copied().find(|column| column.name() == order.column) {
            (self.column, self.descending) = (column, order.descending);
        }
    }
}

impl<F: Named, C: Named> ListQuery<F, C> {
    /// Takes search and filter back; the order stays.
    pub fn clear(&mut self) {
        self.search.clear();
        self.filter = F::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
    enum Size {
        #[default]
        Any,
        Large,
    }

    impl Named for Size {
        const ALL: &'static [Self] = &[Self::Any, Self::Large];

        fn name(self) -> &'static str {
            match self {
                Self::Any => "any",
                Self::Large => "large",
            }
        }
    }

    type Query = ListQuery<Size, Size>;

    #[test]
    fn the_address_keeps_the_state() {
        let query = Query { filter: Size::Large, column: Size::Large, descending: true, search: "a b".into() };
        assert_eq!(query.write(), "?q=a%20b&filter=large&sort=-large");
        let read = Query::read(|key| match key {
            "q" => Some("a b".into()),
            "filter" => Some("large".into()),
            "sort" => Some("-large".into()),
            _ => None,
        });
        assert_eq!(read, query);
        assert_eq!(Query::read(|_| None).write(), "");
    }

    #[test]
    fn links_from_elsewhere_and_nonsense_are_understood() {
        let read = Query::read(|key| (key == "search").then(|| "ada".into()));
        assert_eq!(read.search, "ada");
        assert_eq!(Query::read(|_| Some("nonsense".into())).column, Size::Any);
    }

    #[test]
    fn clearing_keeps_the_order() {
        let mut query = Query { search: "x".into(), filter: Size::Large, column: Size::Large, descending: true };
        query.clear();
        assert_eq!(query, Query { column: Size::Large, descending: true, ..Query::default() });
    }
}
