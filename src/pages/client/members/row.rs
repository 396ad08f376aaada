//! A member of a client as the list shows it. Pure.

use portal_client::members::Member;

use crate::pages::{clients::fold::fold, people::confirm::Waiting};

use super::words;

/// A person of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What the server says.
    pub member: Member,
    /// Name and address made comparable.
    pub(super) folded: String,
}

impl From<Member> for Row {
    fn from(member: Member) -> Self {
        let name = member.name.as_deref().unwrap_or_default();
        Self { folded: fold([name, " ", &member.email].concat().trim_start()), member }
    }
}

impl Row {
    /// Membership id.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.member.id
    }

    /// What the person is called: the name, or the address while there is none.
    #[must_use]
    pub fn called(&self) -> &str {
        self.member.shown_name()
    }

    /// Id and name, for a list of outcomes.
    #[must_use]
    pub fn named(&self) -> (String, String) {
        (self.member.id.clone(), self.called().to_owned())
    }
}

impl From<&Row> for Waiting {
    fn from(row: &Row) -> Self {
        Self {
            id: row.member.id.clone(),
            called: row.called().to_owned(),
            email: row.member.email.clone(),
            about: words::role(row.member.role()).to_owned(),
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use portal_client::members::MemberAccess;
    use portal_contracts::enums::{OrganizationUserStatus, OrganizationUserType};

    use super::*;

    /// A member with an account, unless invited or staged; the one with the id `me` is oneself.
    pub fn member(id: &str, name: &str, role: OrganizationUserType, status: OrganizationUserStatus) -> Row {
        let there = !matches!(status, OrganizationUserStatus::Invited | OrganizationUserStatus::Staged);
        Row::from(Member {
            id: id.to_owned(),
            user_id: there.then(|| format!("user-{id}")),
            name: (!name.is_empty()).then(|| name.to_owned()),
            email: format!("{id}@fabrikam.example"),
            status,
            access: MemberAccess { role, ..MemberAccess::default() },
            external_id: None,
            recovery: false,
            two_step: false,
            has_password: there,
            key_connector: false,
            sso: false,
            claimed: false,
            revoked_because: None,
            created: None,
            is_self: id == "me",
        })
    }

    #[test]
    fn people_without_a_name_are_called_by_their_address() {
        let invited = member("zoe", "", OrganizationUserType::User, OrganizationUserStatus::Invited);
        assert_eq!(invited.called(), "zoe@fabrikam.example");
        assert_eq!(invited.named(), ("zoe".to_owned(), "zoe@fabrikam.example".to_owned()));
    }
}
