//! One device that asks, as the list shows it, and the state of that list. Pure.

use portal_client::devices::{DeviceRequest, Hindrance};

use crate::pages::clients::fold::{fold, matches, terms};
use crate::pages::list_query::{ListQuery, Named};

/// A device of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Request id.
    pub id: String,
    /// Name of the member, or the address of somebody without one.
    pub called: String,
    /// Address of the member.
    pub email: String,
    /// What kind of program asks; empty when nothing is known.
    pub device: String,
    /// Address and country that it asks from; empty when nothing is known.
    pub from: String,
    /// When it asked, ISO 8601.
    pub asked: String,
    /// Words of its key; none when the key cannot be used.
    pub words: Vec<String>,
    /// Why it cannot be let in.
    pub hindrance: Option<Hindrance>,
    /// What is answered: with the very key whose words stand in this row, whatever the server sends later under this id.
    pub request: DeviceRequest,
    folded: String,
}

impl From<&DeviceRequest> for Row {
    fn from(request: &DeviceRequest) -> Self {
        let device = request.device.clone().unwrap_or_default();
        let from: Vec<&str> = [&request.address, &request.country].into_iter().flatten().map(String::as_str).collect();
        let called = request.shown_name().to_owned();
        Self {
            id: request.id.clone(),
            folded: fold(&[&called, &request.email, &device, &from.join(" ")].map(String::as_str).join(" ")),
            called,
            email: request.email.clone(),
            device,
            from: from.join(" · "),
            asked: request.asked.clone(),
            words: request.words.clone(),
            hindrance: request.hindrance,
            request: request.clone(),
        }
    }
}

impl Row {
    /// Whether it can be let in.
    #[must_use]
    pub const fn may_approve(&self) -> bool {
        self.hindrance.is_none()
    }

    /// Id and name, for a list of outcomes: one member may have several devices.
    #[must_use]
    pub fn named(&self) -> (String, String) {
        let device = if self.device.is_empty() { String::new() } else { [" (", &self.device, ")"].concat() };
        (self.id.clone(), [self.called.as_str(), &device].concat())
    }
}

/// Narrows the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Hash)]
pub enum Filter {
    /// Every device.
    #[default]
    All,
    /// Those that can be let in.
    Ready,
    /// Those that cannot.
    Held,
}

impl Named for Filter {
    const ALL: &'static [Self] = &[Self::All, Self::Ready, Self::Held];

    fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Ready => "ready",
            Self::Held => "held",
        }
    }
}

impl Filter {
    const fn keeps(self, row: &Row) -> bool {
        match self {
            Self::All => true,
            Self::Ready => row.may_approve(),
            Self::Held => !row.may_approve(),
        }
    }
}

/// What orders the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Hash)]
pub enum Column {
    /// Who has waited longest comes first.
    #[default]
    Asked,
    /// Name of the member.
    Member,
    /// Kind of program.
    Device,
}

impl Named for Column {
    const ALL: &'static [Self] = &[Self::Asked, Self::Member, Self::Device];

    fn name(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Member => "member",
            Self::Device => "device",
        }
    }
}

/// The state of the list, as the address says it.
pub type Query = ListQuery<Filter, Column>;

impl Query {
    /// The rows to show, in order.
    #[must_use]
    pub fn select(&self, rows: &[Row]) -> Vec<Row> {
        let terms = terms(&self.search);
        let mut found: Vec<&Row> =
            rows.iter().filter(|row| self.filter.keeps(row) && matches(&row.folded, &terms)).collect();
        found.sort_by(|a, b| {
            let order = match self.column {
                Column::Asked => a.asked.cmp(&b.asked),
                Column::Member => a.folded.cmp(&b.folded),
                Column::Device => a.device.cmp(&b.device),
            };
            let order = if self.descending { order.reverse() } else { order };
            order.then_with(|| a.asked.cmp(&b.asked)).then_with(|| a.id.cmp(&b.id))
        });
        found.into_iter().cloned().collect()
    }

    /// How many devices each filter would show with this search.
    #[must_use]
    pub fn counts(&self, rows: &[Row]) -> Vec<usize> {
        let terms = terms(&self.search);
        let searched: Vec<&Row> = rows.iter().filter(|row| matches(&row.folded, &terms)).collect();
        Filter::ALL.iter().map(|filter| searched.iter().filter(|row| filter.keeps(row)).count()).collect()
    }

    /// Whether search or filter leave something out.
    #[must_use]
    pub fn narrows(&self) -> bool {
        !self.search.trim().is_empty() || self.filter != Filter::All
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub fn row(id: &str, called: &str, asked: &str, hindrance: Option<Hindrance>) -> Row {
        let mut request = DeviceRequest::default();
        request.id = id.into();
        request.name = Some(called.into());
        request.email = format!("{id}@example.com");
        request.device = Some("Chrome".into());
        request.address = Some("192.0.2.1".into());
        request.asked = asked.into();
        request.hindrance = hindrance;
        Row::from(&request)
    }

    fn rows() -> Vec<Row> {
        vec![
            row("ada", "Ada Byron", "2026-03-02", None),
            row("zoe", "Zoë Abel", "2026-03-01", Some(Hindrance::NotEnrolled)),
            row("tom", "Tomás Berg", "2026-03-03", None),
        ]
    }

    fn ids(query: &Query) -> Vec<String> {
        query.select(&rows()).into_iter().map(|row| row.id).collect()
    }

    #[test]
    fn who_has_waited_longest_comes_first() {
        assert_eq!(ids(&Query::default()), ["zoe", "ada", "tom"]);
        assert_eq!(ids(&Query { descending: true, ..Query::default() }), ["tom", "ada", "zoe"]);
        assert_eq!(ids(&Query { column: Column::Member, ..Query::default() }), ["ada", "tom", "zoe"]);
    }

    #[test]
    fn names_addresses_and_devices_are_searched() {
        assert_eq!(ids(&Query { search: "zoe".into(), ..Query::default() }), ["zoe"]);
        assert_eq!(ids(&Query { search: "192.0".into(), ..Query::default() }).len(), 3);
        let held = Query { filter: Filter::Held, ..Query::default() };
        assert_eq!((ids(&held), held.counts(&rows())), (vec!["zoe".to_owned()], vec![3, 2, 1]));
        assert!(held.narrows() && !Query::default().narrows());
    }

    #[test]
    fn two_devices_of_one_member_are_told_apart() {
        assert_eq!(rows()[0].named(), ("ada".to_owned(), "Ada Byron (Chrome)".to_owned()));
    }
}
