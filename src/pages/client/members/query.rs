//! What the list of members shows, as the address says it: search, state, order. Pure.

use portal_contracts::enums::{OrganizationUserStatus, OrganizationUserType};

use super::row::Row;
use crate::pages::{
    list_query::{ListQuery, Named},
    people::search::Search,
};

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
    /// Their access was taken away.
    Revoked,
    /// A directory knows them, nobody invited them yet.
    Staged,
}

impl Named for Filter {
    const ALL: &'static [Self] = &[Self::All, Self::Invited, Self::ToConfirm, Self::Revoked, Self::Staged];

    fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Invited => "invited",
            Self::ToConfirm => "to-confirm",
            Self::Revoked => "revoked",
            Self::Staged => "staged",
        }
    }
}

impl Filter {
    /// Whether a person stays.
    #[must_use]
    pub fn keeps(self, row: &Row) -> bool {
        match self {
            Self::All => true,
            Self::Invited => row.member.status == OrganizationUserStatus::Invited,
            Self::ToConfirm => row.member.status == OrganizationUserStatus::Accepted,
            Self::Revoked => row.member.status == OrganizationUserStatus::Revoked,
            Self::Staged => row.member.status == OrganizationUserStatus::Staged,
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
    /// Owners first.
    Role,
    /// Those without two-step login first.
    TwoStep,
}

impl Named for Column {
    const ALL: &'static [Self] = &[Self::Name, Self::Status, Self::Role, Self::TwoStep];

    fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Status => "status",
            Self::Role => "role",
            Self::TwoStep => "two-step",
        }
    }
}

/// The state of the list.
pub type Query = ListQuery<Filter, Column>;

impl Query {
    /// Positions of the rows to show, in order.
    #[must_use]
    pub fn select(&self, rows: &[Row]) -> Vec<usize> {
        let search = Search::of(&self.search);
        let mut found: Vec<(usize, &Row)> =
            rows.iter().enumerate().filter(|(_, row)| self.filter.keeps(row) && finds(&search, row)).collect();
        found.sort_by(|(_, a), (_, b)| {
            let names = || a.folded.cmp(&b.folded).then_with(|| a.id().cmp(b.id()));
            let order = match self.column {
                Column::Name => names(),
                Column::Status => waiting(a.member.status).cmp(&waiting(b.member.status)),
                Column::Role => height(a.member.role()).cmp(&height(b.member.role())),
                Column::TwoStep => a.member.two_step.cmp(&b.member.two_step),
            };
            let order = if self.descending { order.reverse() } else { order };
            order.then_with(names)
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
    search.finds(&row.folded, row.id(), row.member.user_id.as_deref())
}

const fn waiting(status: OrganizationUserStatus) -> u8 {
    match status {
        OrganizationUserStatus::Accepted => 0,
        OrganizationUserStatus::Invited => 1,
        OrganizationUserStatus::Staged => 2,
        OrganizationUserStatus::Confirmed => 3,
        OrganizationUserStatus::Revoked => 4,
        OrganizationUserStatus::Unknown(_) => 5,
    }
}

const fn height(role: OrganizationUserType) -> u8 {
    match role {
        OrganizationUserType::Owner => 0,
        OrganizationUserType::Admin => 1,
        OrganizationUserType::Custom => 2,
        OrganizationUserType::User => 3,
        OrganizationUserType::Unknown(_) => 4,
    }
}

#[cfg(test)]
mod tests {
    use OrganizationUserStatus::{Accepted, Confirmed, Invited, Revoked, Staged};
    use OrganizationUserType::{Admin, Owner, User};

    use super::super::row::tests::member;
    use super::*;

    fn people() -> Vec<Row> {
        vec![
            member("me", "Ines Duarte", Owner, Confirmed),
            member("ada", "Ada Byron", User, Accepted),
            member("zoe", "", User, Invited),
            member("tom", "Tomás Berg", Admin, Confirmed),
            member("rita", "Rita Kask", User, Revoked),
            member("stan", "", User, Staged),
        ]
    }

    fn ids<'a>(rows: &'a [Row], query: &Query) -> Vec<&'a str> {
        query.select(rows).into_iter().map(|place| rows[place].id()).collect()
    }

    #[test]
    fn the_list_is_ordered_by_name_and_by_what_is_asked_for() {
        let rows = people();
        assert_eq!(ids(&rows, &Query::default()), ["ada", "me", "rita", "stan", "tom", "zoe"]);
        let by = |column, descending| Query { column, descending, ..Query::default() };
        assert_eq!(ids(&rows, &by(Column::Status, false))[..2], ["ada", "zoe"]);
        assert_eq!(ids(&rows, &by(Column::Role, false))[..2], ["me", "tom"]);
        assert_eq!(ids(&rows, &by(Column::Name, true))[0], "zoe");
    }

    #[test]
    fn filters_and_their_counts_agree() {
        let rows = people();
        for (place, filter) in Filter::ALL.iter().copied().enumerate() {
            let query = Query { filter, ..Query::default() };
            assert_eq!(query.select(&rows).len(), query.counts(&rows)[place], "{filter:?}");
        }
        assert_eq!(Query::default().counts(&rows), [6, 1, 1, 1, 1]);
        let found = Query { search: "fabrikam tom".into(), ..Query::default() };
        assert_eq!(found.counts(&rows), [1, 0, 0, 0, 0]);
    }

    #[test]
    fn names_addresses_and_ids_are_searched() {
        let mut rows = people();
        rows[3].member.id = "4f2c19aa-0000".into();
        let find = |search: &str| {
            let query = Query { search: search.into(), ..Query::default() };
            query.select(&rows).into_iter().map(|at| rows[at].called().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(find("tomas"), ["Tomás Berg"]);
        assert_eq!(find("ZOE@"), ["zoe@fabrikam.example"]);
        assert_eq!(find(" 4F2C19AA "), ["Tomás Berg"]);
        assert_eq!(find("user-rita"), ["Rita Kask"]);
        assert!(find("4f2").is_empty());
    }
}
