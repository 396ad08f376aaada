//! Which of the typed addresses can be invited. Pure.

use std::collections::HashMap;

use portal_contracts::{enums::OrganizationUserStatus, limits};

use crate::pages::{client::members::row::Row, people::addresses};

/// The addresses by what becomes of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Judged {
    /// Addresses that can be invited.
    pub good: Vec<String>,
    /// What is no address.
    pub bad: Vec<String>,
    /// Addresses of people who are members already.
    pub known: Vec<String>,
    /// Addresses of people whose access was taken away: they are restored, not invited.
    pub revoked: Vec<String>,
    /// How many are more than can be invited at once.
    pub too_many: usize,
}

impl Judged {
    /// Whether it can be sent.
    #[must_use]
    pub fn ready(&self) -> bool {
        !self.good.is_empty() && self.bad.is_empty() && self.too_many == 0
    }
}

/// Judges the chips against the list.
#[must_use]
pub fn judge(chips: &[String], rows: &[Row]) -> Judged {
    let listed: HashMap<String, OrganizationUserStatus> =
        rows.iter().map(|row| (row.member.email.to_lowercase(), row.member.status)).collect();
    let found = addresses::judge(chips, |address| listed.contains_key(address), limits::SELECTION);
    let is_revoked = |address: &String| listed.get(&address.to_lowercase()) == Some(&OrganizationUserStatus::Revoked);
    let (revoked, known) = found.known.into_iter().partition(is_revoked);
    Judged { good: found.good, bad: found.bad, known, revoked, too_many: found.too_many }
}

#[cfg(test)]
mod tests {
    use portal_contracts::enums::OrganizationUserType::User;

    use super::*;
    use crate::pages::client::members::row::tests::member;

    #[test]
    fn members_and_revoked_members_are_told_apart() {
        let rows = [
            member("ada", "Ada", User, OrganizationUserStatus::Confirmed),
            member("rita", "Rita", User, OrganizationUserStatus::Revoked),
        ];
        let chips = ["ADA@fabrikam.example", "rita@Fabrikam.example", "new@fabrikam.example", "lee@fabrikam"]
            .map(str::to_owned);
        let judged = judge(&chips, &rows);
        assert_eq!(judged.known, ["ADA@fabrikam.example"]);
        assert_eq!(judged.revoked, ["rita@Fabrikam.example"]);
        assert_eq!(judged.good, ["new@fabrikam.example"]);
        assert_eq!(judged.bad, ["lee@fabrikam"]);
        assert!(!judged.ready());
        assert!(judge(&chips[..3], &rows).ready());
    }

    #[test]
    fn more_than_twenty_go_out_in_parts_but_not_without_end() {
        let chips: Vec<String> = (0..503).map(|n| format!("p{n}@fabrikam.example")).collect();
        assert_eq!(judge(&chips, &[]).too_many, 3);
        assert!(judge(&chips[..500], &[]).ready());
    }
}
