//! Changing a member: role, permissions, groups, collections (MEM-04). The call replaces everything, so what somebody
//! else changed in the meantime would be lost in silence; therefore the member is read again first.

use portal_contracts::access::AccessEntry;
use portal_contracts::enums::OrganizationUserType;
use portal_contracts::members::{OrganizationUser, UpdateMember};
use portal_contracts::permissions::Permissions;

use super::{Member, access_of, external_id, list_members, users};
use crate::error::ApiError;
use crate::groups::{Grants, read_grants};
use crate::portal::Portal;
use crate::send::Call;
use crate::text;

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

/// A text that is to become another one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reworded {
    /// What the form showed when it was opened.
    pub was: String,
    /// What it is to be.
    pub to: String,
}

/// What to change. Name and address of claimed accounts only.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MemberChange {
    /// Role, permissions, groups and collections as they are to be.
    pub access: MemberAccess,
    /// New name of a claimed account.
    pub name: Option<Reworded>,
    /// New address of a claimed account.
    pub email: Option<Reworded>,
}

/// A member as somebody else made it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberNow {
    /// Role, permissions, groups and collections.
    pub access: MemberAccess,
    /// The name, when it was to be changed.
    pub name: Option<String>,
    /// The address, when it was to be changed.
    pub email: Option<String>,
}

impl MemberNow {
    /// Whether it is as the form was when it was opened.
    fn is_as_before(&self, before: &MemberAccess, change: &MemberChange) -> bool {
        let untouched = |now: &Option<String>, wanted: &Option<Reworded>| {
            wanted.as_ref().is_none_or(|wanted| now.as_ref() == Some(&wanted.was))
        };
        self.access.same_as(before) && untouched(&self.name, &change.name) && untouched(&self.email, &change.email)
    }

    /// Whether it is as it is to be: an earlier try arrived although its answer did not.
    fn is_as_wanted(&self, change: &MemberChange) -> bool {
        let named = change.name.as_ref().is_none_or(|wanted| {
            // As it comes back when it is read.
            self.name.as_deref() == Some(text::name(Some(&wanted.to)).unwrap_or_default().as_str())
        });
        let addressed = change.email.as_ref().is_none_or(|wanted| {
            self.email.as_ref().is_some_and(|email| email.to_lowercase() == wanted.to.to_lowercase())
        });
        self.access.same_as(&change.access) && named && addressed
    }
}

/// Why a member was not changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChangeFailure {
    /// Somebody else changed the member since the form was opened. Nothing was sent. Asking again with this version as
    /// `before` overwrites it, knowingly.
    #[error("changed meanwhile")]
    Conflict {
        /// The member as it is now.
        now: Box<MemberNow>,
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
/// `before` is what the form showed when it was opened. Name and address stand in no answer about one member, so they are
/// looked up in the list when they are to be changed.
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
    // Before the look: between that and the write nothing else is to happen. What is not known is left to the server.
    let grants = read_grants(portal, client_id).await.unwrap_or(Grants::Unknown);
    let now = look(portal, client_id, id, change).await?;
    if !now.is_as_before(before, change) {
        let arrived = now.is_as_wanted(change);
        return if arrived { Ok(now.access) } else { Err(ChangeFailure::Conflict { now: Box::new(now) }) };
    }
    let access = change.access.clone().sorted();
    let body = UpdateMember {
        r#type: access.role,
        access_secrets_manager: false,
        access_pam: false,
        permissions: access.permissions,
        collections: grants.sent_of_member(access.collections, &now.access.collections),
        groups: access.groups,
        email: change.email.as_ref().map(|email| email.to.clone()),
        name: change.name.as_ref().map(|name| name.to.clone()),
        default_user_collection_name: None,
    };
    match portal.run(Call::put(users(client_id, &["/", id].concat())).json(&body)).await {
        Err(error) if error.says("at least one confirmed owner") => return Err(ChangeFailure::LastOwner),
        outcome => outcome?,
    }
    read(portal, client_id, id).await
}

/// Reads under which id single sign-on knows a member, cleaned for display; nothing when there is none, or when the server
/// does not say. It stands only in the answer for one member.
///
/// # Errors
/// What went wrong with the request.
pub async fn read_sso_id(portal: &Portal, client_id: &str, id: &str) -> Result<Option<String>, ApiError> {
    let wire: OrganizationUser = portal.read(Call::get(users(client_id, &["/", id].concat())).large()).await?;
    if wire.id != id {
        return Err(ApiError::BadAnswer);
    }
    Ok(external_id(wire.sso_external_id.as_deref()))
}

async fn look(portal: &Portal, client_id: &str, id: &str, change: &MemberChange) -> Result<MemberNow, ChangeFailure> {
    let access = read(portal, client_id, id).await?;
    if change.name.is_none() && change.email.is_none() {
        return Ok(MemberNow { access, name: None, email: None });
    }
    let list = list_members(portal, client_id).await?;
    let member = list.into_iter().find(|member| member.id == id).ok_or(ChangeFailure::Gone)?;
    Ok(MemberNow {
        access,
        name: change.name.is_some().then(|| member.name.unwrap_or_default()),
        email: change.email.is_some().then_some(member.email),
    })
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
