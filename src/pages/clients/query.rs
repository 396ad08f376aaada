//! What the list shows, as the address says it: search, filter, plan, order. Pure.

use super::fold::{matches, terms};
use super::row::{Fill, Row};
use crate::pages::list_query::Named;
use crate::pages::list_state::{InAddress, Ordered, encode};
use crate::pages::list_toolbar::Narrowed;
use crate::ui::Sort;

/// Narrows the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Hash)]
pub enum Filter {
    /// Everything.
    #[default]
    All,
    /// Somebody should look at it.
    Attention,
    /// Nearly all or all seats are in use.
    NearlyFull,
    /// Out of service.
    Suspended,
}

impl Named for Filter {
    const ALL: &'static [Self] = &[Self::All, Self::Attention, Self::NearlyFull, Self::Suspended];

    fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Attention => "attention",
            Self::NearlyFull => "nearly-full",
            Self::Suspended => "suspended",
        }
    }
}

impl Filter {
    /// Whether a client stays.
    #[must_use]
    pub fn keeps(self, row: &Row) -> bool {
        match self {
            Self::All => true,
            Self::Attention => row.needs_attention(),
            Self::NearlyFull => row.fill() != Fill::Room,
            Self::Suspended => row.enabled == Some(false),
        }
    }
}

/// What orders the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Hash)]
pub enum Column {
    /// Name.
    #[default]
    Name,
    /// Plan, then name.
    Plan,
    /// Share of the seats in use.
    Used,
    /// Assigned seats.
    Assigned,
    /// Free seats.
    Free,
    /// What needs attention first.
    Status,
}

impl Column {
    /// All columns from start to end.
    pub const ALL: [Self; 6] = [Self::Name, Self::Plan, Self::Used, Self::Assigned, Self::Free, Self::Status];

    /// Its name in the address.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Plan => "plan",
            Self::Used => "used",
            Self::Assigned => "assigned",
            Self::Free => "free",
            Self::Status => "status",
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
    /// Only this plan, without its period; empty = any.
    pub plan: String,
    /// The order.
    pub column: Column,
    /// The other way round.
    pub descending: bool,
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
            // Links of other portals say `search` (screens CLI-A).
            search: get("q").or_else(|| get("search")).unwrap_or_default(),
            filter: Filter::named(&get("filter").unwrap_or_default()),
            plan: get("plan").unwrap_or_default(),
            column: Column::ALL.into_iter().find(|known| known.name() == column).unwrap_or_default(),
            descending,
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
        if !self.plan.is_empty() {
            parts.push(format!("plan={}", encode(&self.plan)));
        }
        if self.column != Column::Name || self.descending {
            let minus = if self.descending { "-" } else { "" };
            parts.push(format!("sort={minus}{}", self.column.name()));
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
        let mut found: Vec<(usize, &Row)> = rows
            .iter()
            .enumerate()
            .filter(|(_, row)| self.filter.keeps(row))
            .filter(|(_, row)| self.plan.is_empty() || row.short_plan() == self.plan)
            .filter(|(_, row)| self.finds(row, &terms))
            .collect();
        found.sort_by(|(_, a), (_, b)| {
            let order = self.column.compare(a, b);
            let order = if self.descending { order.reverse() } else { order };
            order.then_with(|| a.folded.cmp(&b.folded)).then_with(|| a.link.cmp(&b.link))
        });
        found.into_iter().map(|(place, _)| place).collect()
    }

    /// How many clients each filter would show, with search and plan as they are.
    #[must_use]
    pub fn counts(&self, rows: &[Row]) -> Vec<usize> {
        let terms = terms(&self.search);
        let mut counts = vec![0; Filter::ALL.len()];
        for row in rows {
            if (!self.plan.is_empty() && row.short_plan() != self.plan) || !self.finds(row, &terms) {
                continue;
            }
            for (count, filter) in counts.iter_mut().zip(Filter::ALL) {
                *count += usize::from(filter.keeps(row));
            }
        }
        counts
    }

    fn finds(&self, row: &Row, terms: &[String]) -> bool {
        // Support asks by id: a pasted id finds its client, short words never hit the middle of one.
        let id = self.search.trim();
        matches(&row.folded, terms) || (id.len() >= 8 && row.organisation.starts_with(&id.to_ascii_lowercase()))
    }
}

impl Column {
    fn compare(self, a: &Row, b: &Row) -> std::cmp::Ordering {
        match self {
            Self::Name => a.folded.cmp(&b.folded),
            Self::Plan => a.plan.cmp(&b.plan),
            // a/b against c/d without rounding; clients without a count come first.
            Self::Used => {
                let share = |row: &Row| row.seats.map(|seats| (i128::from(row.used), i128::from(seats.max(1))));
                match (share(a), share(b)) {
                    (Some((used_a, seats_a)), Some((used_b, seats_b))) => {
                        (used_a * seats_b).cmp(&(used_b * seats_a)).then(used_a.cmp(&used_b))
                    }
                    (a, b) => a.is_some().cmp(&b.is_some()),
                }
            }
            Self::Assigned => a.seats.cmp(&b.seats),
            Self::Free => a.free().cmp(&b.free()),
            Self::Status => a.status().cmp(&b.status()),
        }
    }
}

/// The plans that occur, without their periods, each once.
#[must_use]
pub fn plans(rows: &[Row]) -> Vec<String> {
    let mut found: Vec<String> =
        rows.iter().map(|row| row.short_plan().to_owned()).filter(|plan| !plan.is_empty()).collect();
    found.sort();
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use super::super::row::tests::row;
    use super::*;

    fn sample() -> Vec<Row> {
        let mut rows = vec![
            row("Zoë & Sons", "Teams (Monthly)", 2, 10),
            row("adatum", "Enterprise (Monthly)", 50, 50),
            row("Bellows", "Teams (Monthly)", 48, 50),
            row("École", "Enterprise (Annually)", 1, 40),
        ];
        rows[3].enabled = Some(false);
        rows
    }

    fn names<'a>(rows: &'a [Row], query: &Query) -> Vec<&'a str> {
        query.select(rows).into_iter().map(|place| rows[place].name.as_str()).collect()
    }

    #[test]
    fn names_are_ordered_without_regard_to_capitals_and_accents() {
        let rows = sample();
        assert_eq!(names(&rows, &Query::default()), ["adatum", "Bellows", "École", "Zoë & Sons"]);
        let back = Query { descending: true, ..Query::default() };
        assert_eq!(names(&rows, &back), ["Zoë & Sons", "École", "Bellows", "adatum"]);
    }

    #[test]
    fn seats_are_ordered_by_share() {
        let rows = sample();
        let used = Query { column: Column::Used, ..Query::default() };
        assert_eq!(names(&rows, &used), ["École", "Zoë & Sons", "Bellows", "adatum"]);
        let free = Query { column: Column::Free, ..Query::default() };
        assert_eq!(names(&rows, &free), ["adatum", "Bellows", "Zoë & Sons", "École"]);
    }

    #[test]
    fn filters_and_their_counts_agree() {
        let rows = sample();
        for (place, &filter) in Filter::ALL.iter().enumerate() {
            let query = Query { filter, ..Query::default() };
            assert_eq!(query.select(&rows).len(), query.counts(&rows)[place], "{filter:?}");
        }
        assert_eq!(Query::default().counts(&rows), [4, 2, 2, 1]);
        let found = Query { search: "eco".into(), ..Query::default() };
        assert_eq!(found.counts(&rows), [1, 1, 0, 1]);
    }

    #[test]
    fn the_address_keeps_the_state() {
        let query = Query {
            search: "Zoë & 50%?".into(),
            filter: Filter::NearlyFull,
            plan: "Teams".into(),
            column: Column::Free,
            descending: true,
        };
        let written = query.write();
        assert_eq!(written, "?q=Zo%C3%AB%20%26%2050%25%3F&filter=nearly-full&plan=Teams&sort=-free");
        let read = Query::read(|key| match key {
            "q" => Some("Zoë & 50%?".into()),
            "filter" => Some("nearly-full".into()),
            "plan" => Some("Teams".into()),
            "sort" => Some("-free".into()),
            _ => None,
        });
        assert_eq!(read, query);
        assert_eq!(Query::default().write(), "");
        assert_eq!(Query::read(|_| Some("nonsense".into())).column, Column::Name);
    }

    #[test]
    fn an_id_finds_its_client() {
        let mut rows = sample();
        rows[0].organisation = "4f2c19aa-0000".into();
        let by_id = Query { search: " 4F2C19AA ".into(), ..Query::default() };
        assert_eq!(names(&rows, &by_id), ["Zoë & Sons"]);
        let short = Query { search: "4f2".into(), ..Query::default() };
        assert!(names(&rows, &short).is_empty());
    }
}
