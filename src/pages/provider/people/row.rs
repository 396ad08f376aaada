//! One of a provider's people as the list shows them, and the state of that list. Pure.

use portal_client::people::Person;
use portal_contracts::enums::{ProviderUserStatus, ProviderUserType};

use crate::pages::clients::fold::fold;
use crate::pages::events;
use crate::pages::list_query::{ListQuery, Named};
use crate::pages::people::search::Search;

/// A person of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Membership id.
    pub id: String,
    /// User id; missing while invited.
    pub user_id: Option<String>,
    /// Name of the account, empty when there is none.
    pub name: String,
    /// Address.
    pub email: String,
    /// Role.
    pub role: ProviderUserType,
    /// How far the person has come.
    pub status: ProviderUserStatus,
    /// Whether it is oneself.
    pub own: bool,
    folded: String,
}

impl From<&Person> for Row {
    fn from(person: &Person) -> Self {
        let name = person.name.clone().unwrap_or_default();
        Self {
            id: person.id.clone(),
            user_id: person.user_id.clone(),
            folded: fold([&name, " ", &person.email].concat().trim_start()),
            name,
            email: person.email.clone(),
            role: person.role,
            status: person.status,
            own: person.is_self,
        }
    }
}

impl Row {
    /// What the person is called: the name, or the address while there is none.
    #[must_use]
    pub fn called(&self) -> &str {
        if self.name.is_empty() { &self.email } else { &self.name }
    }

    /// Id and name, for a list of outcomes.
    #[must_use]
    pub fn named(self) -> (String, String) {
        let called = self.called().to_owned();
        (self.id, called)
    }

    /// What gives the person their colour: the same before and after they joined.
    #[must_use]
    pub fn colour(&self) -> &str {
        &self.email
    }

    /// Where the log of the provider shows what this person did; nothing for whoever could not do anything yet.
    #[must_use]
    pub fn events(&self, provider: &str) -> Option<String> {
        let user = self.user_id.as_deref().filter(|_| self.status == ProviderUserStatus::Confirmed)?;
        Some(events::of_person(provider, user))
    }

    /// Whether the person holds the provider key and may manage the provider.
    #[must_use]
    pub fn is_confirmed_admin(&self) -> bool {
        self.status == ProviderUserStatus::Confirmed && self.role == ProviderUserType::ProviderAdmin
    }
}

/// Narrows the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Hash)]
pub enum Filter {
    /// Everybody.
    #[default]
    All,
    /// The mail is out.
    Invited,
    /// They agreed and wait.
    ToConfirm,
    /// They hold the key.
    Confirmed,
}

impl Named for Filter {
    const ALL: &'static [Self] = &[Self::All, Self::Invited, Self::ToConfirm, Self::Confirmed];

    fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Invited => "invited",
            Self::ToConfirm => "to-confirm",
            Self::Confirmed => "confirmed",
        }
    }
}

impl Filter {
    /// Whether a person stays.
    #[must_use]
    pub fn keeps(self, row: &Row) -> bool {
        match self {
            Self::All => true,
            Self::Invited => row.status == ProviderUserStatus::Invited,
            Self::ToConfirm => row.status == ProviderUserStatus::Accepted,
            Self::Confirmed => row.status == ProviderUserStatus::Confirmed,
        }
    }
}

/// What orders the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Hash)]
pub enum Column {
    /// Name, else address.
    #[default]
    Name,
    /// Who waits first.
    Status,
    /// Admins first.
    Role,
}

impl Named for Column {
    const ALL: &'static [Self] = &[Self::Name, Self::Status, Self::Role];

    fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Status => "status",
            Self::Role => "role",
        }
    }
}

/// The state of the list, as the address says it.
pub type Query = ListQuery<Filter, Column>;

impl Query {
    /// Positions of the rows to show, in order.
    #[must_use]
    pub fn select(&self, rows: &[Row]) -> Vec<usize> {
        let search = Search::of(&self.search);
        let mut found: Vec<(usize, &Row)> =
            rows.iter().enumerate().filter(|(_, row)| self.filter.keeps(row) && finds(&search, row)).collect();
        found.sort_by(|(_, a), (_, b)| {
            let order = match self.column {
                Column::Name => std::cmp::Ordering::Equal,
                Column::Status => waiting(a.status).cmp(&waiting(b.status)),
                Column::Role => a.role.number().cmp(&b.role.number()),
            };
            let names = a.folded.cmp(&b.folded).then_with(|| a.id.cmp(&b.id));
            let order = if self.column == Column::Name { names } else { order };
            let order = if self.descending { order.reverse() } else { order };
            order.then(names)
        });
        found.into_iter().map(|(place, _)| place).collect()
    }

    /// How many people each filter would show with this search.
    #[must_use]
    pub fn counts(&self, rows: &[Row]) -> Vec<usize> {
        let search = Search::of(&self.search);
        let mut counts = vec![0; Filter::ALL.len()];
        for row in rows.iter().filter(|row| finds(&search, row)) {
            for (count, filter) in counts.iter_mut().zip(Filter::ALL) {
                *count += usize::from(filter.keeps(row));
            }
        }
        counts
    }
}

fn finds(search: &Search, row: &Row) -> bool {
    search.finds(&row.folded, &row.id, row.user_id.as_deref())
}

const fn waiting(status: ProviderUserStatus) -> i64 {
    match status {
        ProviderUserStatus::Accepted => 0,
        ProviderUserStatus::Invited => 1,
        ProviderUserStatus::Confirmed => 2,
        ProviderUserStatus::Unknown(_) => 3,
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A person of the list; the one with the id `me` is oneself.
    pub fn person(id: &str, name: &str, role: ProviderUserType, status: ProviderUserStatus) -> Row {
        Row::from(&Person {
            id: id.to_owned(),
            user_id: (status != ProviderUserStatus::Invited).then(|| id.to_owned()),
            role,
            status,
            name: (!name.is_empty()).then(|| name.to_owned()),
            email: format!("{id}@example.com"),
            is_self: id == "me",
        })
    }

    fn people() -> Vec<Row> {
        use ProviderUserStatus::{Accepted, Confirmed, Invited};
        use ProviderUserType::{ProviderAdmin, ServiceUser};
        vec![
            person("me", "Ines Duarte", ProviderAdmin, Confirmed),
            person("ada", "Ada Byron", ServiceUser, Accepted),
            person("zoe", "", ServiceUser, Invited),
            person("tom", "Tomás Berg", ServiceUser, Confirmed),
        ]
    }

    fn ids<'a>(rows: &'a [Row], query: &Query) -> Vec<&'a str> {
        query.select(rows).into_iter().map(|place| rows[place].id.as_str()).collect()
    }

    #[test]
    fn whoever_waits_comes_first_by_status() {
        let rows = people();
        assert_eq!(ids(&rows, &Query::default()), ["ada", "me", "tom", "zoe"]);
        assert_eq!(ids(&rows, &Query { column: Column::Status, ..Query::default() }), ["ada", "zoe", "me", "tom"]);
        assert_eq!(ids(&rows, &Query { column: Column::Role, ..Query::default() }), ["me", "ada", "tom", "zoe"]);
    }

    #[test]
    fn names_and_addresses_are_searched() {
        let rows = people();
        let query = Query { search: "tomas".into(), ..Query::default() };
        assert_eq!(ids(&rows, &query), ["tom"]);
        let query = Query { search: "ZOE@".into(), ..Query::default() };
        assert_eq!(ids(&rows, &query), ["zoe"]);
        assert_eq!(query.counts(&rows), [1, 1, 0, 0]);
    }

    #[test]
    fn a_pasted_id_finds_its_person_and_a_short_word_hits_none() {
        let mut rows = people();
        rows[2].id = "4F2C19AA-0000".into();
        rows[3].user_id = Some("abe0dada-1111".into());
        let find = |search: &str| ids(&rows, &Query { search: search.into(), ..Query::default() });
        assert_eq!(find(" 4f2c19aa "), ["4F2C19AA-0000"]);
        assert_eq!(find("abe0dada-11"), ["tom"]);
        assert!(find("abe0").is_empty() && find("4f2").is_empty());
        assert_eq!(find("ada"), ["ada"]);
    }

    #[test]
    fn only_who_is_confirmed_has_events_of_their_own() {
        let rows = people();
        assert_eq!(rows[3].events("p1").as_deref(), Some("/providers/p1/events?who=tom"));
        assert_eq!((rows[1].events("p1"), rows[2].events("p1")), (None, None));
    }

    #[test]
    fn people_without_a_name_are_called_by_their_address() {
        let rows = people();
        assert_eq!(rows[1].called(), "Ada Byron");
        assert_eq!(rows[2].called(), "zoe@example.com");
    }
}
