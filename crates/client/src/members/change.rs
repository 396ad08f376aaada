//! Changing a member: role, permissions, groups, collections (MEM-04). The call replaces everything, so what somebody
//! else changed in the meantime would be lost in silence; therefore the member is read again first.

use portal_contracts::access::AccessEntry;
use portal_contracts::enums::OrganizationUserType;
use portal_contracts::members::{OrganizationUser, UpdateMember};
use portal_contracts::permissions::Permissions;

use super::{Member, access_of, users};
use crate::error::ApiError;
use crate::portal::Portal;
use crate::send::Call;

/// What a member may do and reach.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberAccess {
    /// Role.
    pub role: OrganizationUserType,
    /// Named permissions; empty unless the role is custom.
    pub permissions: Permissions,
    /// Groups by id, in order of their ids.
    pub groups: Vec<String>,
    /// Own access to collections, in order of their ids; what groups give is not in it.
    pub collections: Vec<AccessEntry>,
}

impl Default for MemberAccess {
    fn default() -> Self {
        Self {
            role: OrganizationUserType::User,
            permissions: Permissions::NONE,
            groups: Vec::new(),
            collections: Vec::new(),
        }
    }
}

impl MemberAccess {
    /// Whether both mean the same, whatever the order of their lists.
    #[must_use]
    pub fn same_as(&self, other: &Self) -> bool {
        self.clone().sorted() == other.clone().sorted()
    }

    fn sorted(mut self) -> Self {
        if self.role != OrganizationUserType::Custom {
            self.permissions = Permissions::NONE;
        }
        self.groups.sort_unstable();
        self.groups.dedup();
        self.collections.sort_by(|a, b| a.id.cmp(&b.id));
        self
    }
}

/// What to change. Name and address of claimed accounts only.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MemberChange {
    /// Role, permissions, groups and collections as they are to be.
    pub access: MemberAccess,
    /// New name of a claimed account.
    pub name: Option<String>,
    /// New address of a claimed account.
    pub email: Option<String>,
}

/// Why a member was not changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChangeFailure {
    /// Somebody else changed the member since the form was opened. Nothing was sent. Asking again with this version as
    /// `before` overwrites it, knowingly.
    #[error("changed meanwhile")]
    Conflict {
        /// The member as it is now.
        now: Box<MemberAccess>,
    },
    /// The member is gone.
    #[error("gone")]
    Gone,
    /// The organisation would be left without a confirmed owner.
    #[error("last owner")]
    LastOwner,
    /// Anything else. Repeating it is harmless.
    #[error(transparent)]
    Api(#[from] ApiError),
}

/// Changes a member and returns what the server says afterwards: it keeps collections that one may not edit.
///
/// `before` is what the form showed when it was opened.
///
/// # Errors
/// See [`ChangeFailure`].
pub async fn change_member(
    portal: &Portal,
    client_id: &str,
    id: &str,
    before: &MemberAccess,
    change: &MemberChange,
) -> Result<MemberAccess, ChangeFailure> {
    let now = read(portal, client_id, id).await?;
    if !now.same_as(before) {
        // An earlier try may have arrived although its answer did not: that is no conflict.
        let arrived = now.same_as(&change.access) && change.name.is_none() && change.email.is_none();
        return if arrived { Ok(now) } else { Err(ChangeFailure::Conflict { now: Box::new(now) }) };
    }
    let access = change.access.clone().sorted();
    let body = UpdateMember {
        r#type: access.role,
        access_secrets_manager: false,
        access_pam: false,
        permissions: access.permissions,
        collections: access.collections,
        groups: access.groups,
        email: change.email.clone(),
        name: change.name.clone(),
        default_user_collection_name: None,
    };
    match portal.run(Call::put(users(client_id, &["/", id].concat())).json(&body)).await {
        Err(error) if error.says("at least one confirmed owner") => return Err(ChangeFailure::LastOwner),
        outcome => outcome?,
    }
    read(portal, client_id, id).await
}

async fn read(portal: &Portal, client_id: &str, id: &str) -> Result<MemberAccess, ChangeFailure> {
    let path = users(client_id, &["/", id, "?includeGroups=true"].concat());
    match portal.read::<OrganizationUser>(Call::get(path).large()).await {
        Ok(wire) if wire.id == id => Ok(access_of(&wire)),
        Ok(_) => Err(ApiError::BadAnswer.into()),
        Err(ApiError::NotFound { .. }) => Err(ChangeFailure::Gone),
        Err(error) => Err(error.into()),
    }
}

impl From<&Member> for MemberChange {
    fn from(member: &Member) -> Self {
        Self { access: member.access.clone(), name: None, email: None }
    }
}

#[cfg(test)]
mod tests {
    use portal_contracts::access::Access;

    use super::*;

    #[test]
    fn order_and_unused_permissions_are_no_difference() {
        let entries = [Access::View.entry("a"), Access::Edit.entry("b")];
        let one =
            MemberAccess { groups: vec!["g".into(), "h".into()], collections: entries.to_vec(), ..Default::default() };
        let mut other = one.clone();
        other.groups.reverse();
        other.collections.reverse();
        other.permissions.manage_users = true;
        assert!(one.same_as(&other));
        other.role = OrganizationUserType::Custom;
        assert!(!one.same_as(&other));
        other = one.clone();
        other.collections[0] = Access::Manage.entry("a");
        assert!(!one.same_as(&other));
    }
}
