//! The members of a client: see, invite, confirm, change, take out, recover (MEM-01…15; screens §2.11).
//!
//! All of it works for provider staff who are not members of the client. What may be done to whom is judged by
//! [`rules`] before anything is sent, and by the server in the end.

mod change;
mod confirm;
mod events;
mod invite;
mod policies;
mod recover;
mod roster;
pub mod rules;
mod standing;

use std::collections::{BTreeMap, BTreeSet};

use portal_contracts::access::AccessEntry;
use portal_contracts::enums::{OrganizationUserStatus, OrganizationUserType};
use portal_contracts::member_rules::SeatNeed;
use portal_contracts::members::{OrganizationUser, RevocationReason};
use portal_contracts::permissions::Permissions;
use portal_contracts::{List, limits};

use crate::error::ApiError;
use crate::portal::Portal;
use crate::send::Call;
use crate::text;

pub use change::{ChangeFailure, MemberAccess, MemberChange, MemberNow, Reworded, change_member, read_sso_id};
pub use confirm::{confirm_members, prepare_confirm};
pub use events::read_member_events;
pub use invite::{InviteOutcome, Invited, NewMembers, invite_members};
pub use policies::{PasswordRules, read_password_rules, recovery_is_on};
pub use recover::{RecoverFailure, recover_account};
pub use roster::{Roster, read_roster};
pub use standing::{delete_accounts, remove_members, resend_invitations, restore_members, revoke_members};

/// Longest id of a directory or of single sign-on that is shown, in characters.
const EXTERNAL_ID: usize = 300;

/// One member of a client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Membership id.
    pub id: String,
    /// User id; missing while invited.
    pub user_id: Option<String>,
    /// Name, cleaned for display.
    pub name: Option<String>,
    /// Address, cleaned for display.
    pub email: String,
    /// How far the person has come.
    pub status: OrganizationUserStatus,
    /// Role, permissions, groups and collections: what [`change_member`] changes.
    pub access: MemberAccess,
    /// Id of a directory, cleaned for display.
    pub external_id: Option<String>,
    /// Enrolled in account recovery.
    pub recovery: bool,
    /// Two-step login is set up.
    pub two_step: bool,
    /// The account has a master password.
    pub has_password: bool,
    /// A key connector holds the account's key: whoever is removed loses the account's data.
    pub key_connector: bool,
    /// Signs in by single sign-on.
    pub sso: bool,
    /// The domain of the address is claimed: the organisation may change and delete the account.
    pub claimed: bool,
    /// Why access was taken away, from newer servers.
    pub revoked_because: Option<RevocationReason>,
    /// When the membership was made, ISO 8601.
    pub created: Option<String>,
    /// The signed-in person.
    pub is_self: bool,
}

impl Member {
    /// Name, or address of somebody without one.
    #[must_use]
    pub fn shown_name(&self) -> &str {
        self.name.as_deref().unwrap_or(&self.email)
    }

    /// Role.
    #[must_use]
    pub const fn role(&self) -> OrganizationUserType {
        self.access.role
    }

    /// A confirmed owner: a client needs one, or the provider.
    #[must_use]
    pub fn is_confirmed_owner(&self) -> bool {
        self.status == OrganizationUserStatus::Confirmed && self.role() == OrganizationUserType::Owner
    }
}

/// Reads all members with groups and collections, by name or address.
///
/// # Errors
/// [`ApiError::NotFound`] for people who may not manage members; what else went wrong with the request.
pub async fn list_members(portal: &Portal, client_id: &str) -> Result<Vec<Member>, ApiError> {
    read(portal, client_id, "?includeCollections=true&includeGroups=true").await
}

/// Reads a list of members, by name or address.
async fn read(portal: &Portal, client_id: &str, rest: &str) -> Result<Vec<Member>, ApiError> {
    let own = portal.account().map(|account| account.user_id);
    let list: List<OrganizationUser> = portal.read(Call::get(users(client_id, rest)).large()).await?;
    // A row that cannot be named, or that comes twice, could not be worked with.
    let mut seen = BTreeSet::new();
    let rows = list.data.into_iter().filter(|wire| !wire.id.is_empty() && seen.insert(wire.id.clone()));
    let mut members: Vec<Member> = rows.map(|wire| member(wire, own.as_deref())).collect();
    members.sort_by_cached_key(|member| member.shown_name().to_lowercase());
    Ok(members)
}

/// How many seats the members take.
#[must_use]
pub fn occupied_seats(members: &[Member]) -> i64 {
    i64::try_from(members.iter().filter(|member| member.status.takes_seat()).count()).unwrap_or(i64::MAX)
}

/// What inviting these addresses means for the seats of a client. Addresses that are there already take none, whatever
/// their case.
#[must_use]
pub fn seats_for(seats: Option<i64>, members: &[Member], emails: &[String]) -> SeatNeed {
    let known = ByEmail::of(members);
    let fresh: BTreeSet<String> = emails.iter().filter(|email| known.find(email).is_none()).map(folded).collect();
    SeatNeed::of(seats, occupied_seats(members), fresh.len())
}

/// Members by address, whatever its case: made once for a list, asked for each of many addresses.
pub struct ByEmail<'a>(BTreeMap<String, &'a Member>);

impl<'a> ByEmail<'a> {
    /// Sorts a list.
    #[must_use]
    pub fn of(members: &'a [Member]) -> Self {
        Self(members.iter().map(|member| (folded(&member.email), member)).collect())
    }

    /// The member with this address.
    #[must_use]
    pub fn find(&self, email: impl AsRef<str>) -> Option<&'a Member> {
        self.0.get(&folded(email)).copied()
    }
}

fn folded(email: impl AsRef<str>) -> String {
    email.as_ref().trim().to_lowercase()
}

/// Path below the members of a client.
fn users(client_id: &str, rest: &str) -> String {
    ["organizations/", client_id, "/users", rest].concat()
}

fn member(wire: OrganizationUser, own: Option<&str>) -> Member {
    let access = access_of(&wire);
    Member {
        is_self: wire.user_id.is_some() && wire.user_id.as_deref() == own,
        id: wire.id,
        user_id: wire.user_id,
        name: text::name(wire.name.as_deref()),
        email: text::clean(&wire.email, limits::EMAIL),
        status: wire.status,
        access,
        external_id: external_id(wire.external_id.as_deref()),
        recovery: wire.reset_password_enrolled,
        two_step: wire.two_factor_enabled,
        has_password: wire.has_master_password,
        key_connector: wire.uses_key_connector,
        sso: wire.sso_bound,
        claimed: wire.claimed_by_organization,
        revoked_because: wire.revocation_reason,
        created: wire.creation_date,
    }
}

fn external_id(id: Option<&str>) -> Option<String> {
    let cleaned = text::clean(id?, EXTERNAL_ID);
    (!cleaned.is_empty()).then_some(cleaned)
}

fn access_of(wire: &OrganizationUser) -> MemberAccess {
    // Permissions count for the custom role only; some servers send stale ones beside other roles.
    let custom = wire.r#type == OrganizationUserType::Custom;
    let permissions = if custom { wire.permissions } else { Permissions::NONE };
    let mut access = MemberAccess {
        role: wire.r#type,
        permissions,
        groups: wire.groups.clone(),
        collections: wire.collections.iter().filter(|entry| !entry.id.is_empty()).cloned().collect(),
    };
    access.groups.sort_unstable();
    access.groups.dedup();
    access.collections.sort_by(|a: &AccessEntry, b: &AccessEntry| a.id.cmp(&b.id));
    access
}
