//! Who would lose access if a policy went on today. Only what can be known is claimed: two-step login from the list of
//! members, a second organisation only among the clients of the same provider; the rest is named as not known.

use std::collections::BTreeMap;
use std::rc::Rc;

use futures::{StreamExt, stream};
use portal_contracts::List;
use portal_contracts::enums::{OrganizationUserStatus, OrganizationUserType};
use portal_contracts::permissions::ClientAction;
use portal_contracts::policies::{PolicyType, binding};
use serde::Deserialize;

use super::staff::{Staff, of_provider};
use crate::error::ApiError;
use crate::organization::entry;
use crate::portal::Portal;
use crate::send::Call;
use crate::text;
use crate::workspace::ClientEntry;

/// How many lists of members are read at the same time.
const AT_ONCE: usize = 6;

/// What switching a policy on would do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Impact {
    /// People who would lose access, or may lose it, by name.
    pub affected: Vec<Affected>,
    /// Members with access, all roles.
    pub members: usize,
    /// Owners and admins, whom the policy does not bind.
    pub exempt: usize,
    /// Other members who work for the provider, whom it does not bind either.
    pub staff: usize,
    /// Somebody else of the provider may be among the members and cannot be told apart from here.
    pub staff_unknown: bool,
    /// Invited people: they have to comply before they can accept.
    pub invited: usize,
    /// What was looked through besides the list of members.
    pub looked: Looked,
}

/// How many other clients were looked through.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Looked {
    /// Clients whose members were read.
    pub clients: usize,
    /// Names of clients whose members could not be read.
    pub unread: Vec<String>,
}

/// One person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Affected {
    /// Membership id.
    pub id: String,
    /// Name or address, cleaned for display.
    pub called: String,
    /// Address, cleaned for display.
    pub email: String,
    /// What is the matter.
    pub why: Why,
}

/// What is the matter with somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// Has no two-step login: loses access to this client.
    NoTwoStep,
    /// Has neither two-step login nor a master password: would lose the account, so the server refuses.
    LockedOut,
    /// Is a member of these clients too: loses access to this one.
    AlsoIn(Vec<String>),
    /// Is asked to hand items over; whoever declines loses access.
    Asked,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Member {
    id: String,
    #[serde(default)]
    user_id: Option<String>,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    email: String,
    r#type: OrganizationUserType,
    status: OrganizationUserStatus,
    #[serde(default)]
    two_factor_enabled: bool,
    /// Missing on servers where everybody has one.
    #[serde(default = "yes")]
    has_master_password: bool,
}

const fn yes() -> bool {
    true
}

impl Member {
    const fn is_in(&self) -> bool {
        matches!(self.status, OrganizationUserStatus::Accepted | OrganizationUserStatus::Confirmed)
    }

    fn affected(&self, why: Why) -> Affected {
        let email = text::address(&self.email);
        let called = text::name(self.name.as_deref()).unwrap_or_else(|| email.clone());
        Affected { id: self.id.clone(), called, email, why }
    }
}

/// Looks who would lose access if the policy went on now. `progress` hears how many other clients of how many were looked
/// through; `stopped` ends the look early, and what was not read is named. For kinds that take access from nobody the list
/// is empty.
///
/// # Errors
/// When the members of the client itself cannot be read.
pub async fn preview(
    portal: &Portal,
    client_id: &str,
    kind: PolicyType,
    progress: impl Fn(usize, usize),
    stopped: impl Fn() -> bool,
) -> Result<Impact, ApiError> {
    let client = entry(portal, client_id)?;
    let path = ["organizations/", client_id, "/users"].concat();
    let members: List<Member> = portal.read(Call::get(path).large()).await?;
    let (elsewhere, looked) = match kind {
        PolicyType::SingleOrganization => others(portal, &client, progress, stopped).await,
        _ => (BTreeMap::new(), Looked::default()),
    };
    let staff = match binding(kind).provider_staff {
        true => Staff::default(),
        false => of_provider(portal, &client).await,
    };
    let mut impact = judge(kind, &members.data, &elsewhere, &staff);
    impact.looked = looked;
    Ok(impact)
}

fn judge(kind: PolicyType, members: &[Member], elsewhere: &BTreeMap<String, Vec<String>>, staff: &Staff) -> Impact {
    let bound = binding(kind);
    let mut impact = Impact::default();
    for member in members {
        impact.invited += usize::from(member.status == OrganizationUserStatus::Invited);
        if !member.is_in() {
            continue;
        }
        impact.members += 1;
        if !bound.binds(member.r#type, member.status) {
            impact.exempt += 1;
            continue;
        }
        if !bound.provider_staff && member.user_id.as_ref().is_some_and(|user| staff.users.contains(user)) {
            impact.staff += 1;
            continue;
        }
        let why = match kind {
            PolicyType::TwoFactor if !member.two_factor_enabled && !member.has_master_password => Some(Why::LockedOut),
            PolicyType::TwoFactor if !member.two_factor_enabled => Some(Why::NoTwoStep),
            PolicyType::SingleOrganization => {
                member.user_id.as_ref().and_then(|user| elsewhere.get(user)).cloned().map(Why::AlsoIn)
            }
            PolicyType::DataOwnership => Some(Why::Asked),
            _ => None,
        };
        impact.affected.extend(why.map(|why| member.affected(why)));
    }
    impact.affected.sort_by_cached_key(|person| person.called.to_lowercase());
    impact.staff_unknown = !bound.provider_staff && !staff.complete && !impact.affected.is_empty();
    impact
}

/// Names of other clients of the same provider by user id.
async fn others(
    portal: &Portal,
    client: &ClientEntry,
    progress: impl Fn(usize, usize),
    stopped: impl Fn() -> bool,
) -> (BTreeMap<String, Vec<String>>, Looked) {
    let workspace = portal.workspace();
    let clients: Vec<(String, Rc<str>)> = workspace
        .iter()
        .flat_map(|workspace| &workspace.clients)
        .filter(|other| other.organization_id != client.organization_id)
        .filter(|other| client.provider_id.is_some() && other.provider_id == client.provider_id)
        .filter(|other| other.standing().allows(ClientAction::ManageMembers))
        .map(|other| (other.organization_id.clone(), Rc::from(other.name.as_deref().unwrap_or(&other.organization_id))))
        .collect();
    let total = clients.len();
    let (progress, stopped) = (&progress, &stopped);
    let mut lists = stream::iter(clients)
        .map(|(id, name)| async move {
            if stopped() {
                return (name, None);
            }
            let path = ["organizations/", &id, "/users/mini-details"].concat();
            (name, portal.read::<List<Member>>(Call::get(path).large()).await.ok())
        })
        .buffer_unordered(AT_ONCE);
    let mut elsewhere: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut looked = Looked::default();
    let mut done = 0;
    while let Some((name, list)) = lists.next().await {
        done += 1;
        progress(done, total);
        let Some(list) = list else {
            looked.unread.push(name.to_string());
            continue;
        };
        looked.clients += 1;
        for user in list.data.iter().filter(|member| member.is_in()).filter_map(|member| member.user_id.as_ref()) {
            elsewhere.entry(user.clone()).or_default().push(name.to_string());
        }
    }
    for names in elsewhere.values_mut() {
        names.sort_by_cached_key(|name| name.to_lowercase());
    }
    looked.unread.sort_by_cached_key(|name| name.to_lowercase());
    (elsewhere, looked)
}

#[cfg(test)]
mod tests {
    use super::*;
    use OrganizationUserStatus::{Confirmed, Invited, Revoked};
    use OrganizationUserType::{Admin, Owner, User};

    fn member(id: &str, role: OrganizationUserType, status: OrganizationUserStatus) -> Member {
        Member {
            id: id.to_owned(),
            user_id: (status != Invited).then(|| ["u-", id].concat()),
            name: None,
            email: [id, "@x.example"].concat(),
            r#type: role,
            status,
            two_factor_enabled: false,
            has_master_password: true,
        }
    }

    fn members() -> Vec<Member> {
        vec![
            member("zoe", User, Confirmed),
            Member { two_factor_enabled: true, ..member("ada", User, Confirmed) },
            Member { has_master_password: false, ..member("ben", User, Confirmed) },
            member("boss", Owner, Confirmed),
            member("admin", Admin, Confirmed),
            member("new", User, Invited),
            member("old", User, Revoked),
        ]
    }

    fn all_known() -> Staff {
        Staff { complete: true, ..Staff::default() }
    }

    #[test]
    fn two_step_login_touches_members_without_it() {
        let impact = judge(PolicyType::TwoFactor, &members(), &BTreeMap::new(), &all_known());
        let found: Vec<_> = impact.affected.iter().map(|person| (person.id.as_str(), &person.why)).collect();
        assert_eq!(found, [("ben", &Why::LockedOut), ("zoe", &Why::NoTwoStep)]);
        assert_eq!((impact.members, impact.exempt, impact.invited), (5, 2, 1));
    }

    #[test]
    fn a_single_organisation_touches_members_of_other_clients() {
        let elsewhere = BTreeMap::from([
            ("u-zoe".to_owned(), vec!["Contoso".to_owned()]),
            ("u-boss".to_owned(), vec!["Contoso".to_owned()]),
        ]);
        let impact = judge(PolicyType::SingleOrganization, &members(), &elsewhere, &all_known());
        assert_eq!(impact.affected.len(), 1);
        assert_eq!(impact.affected[0].why, Why::AlsoIn(vec!["Contoso".into()]));
    }

    #[test]
    fn data_ownership_asks_everybody_whom_it_binds_and_others_touch_nobody() {
        assert_eq!(judge(PolicyType::DataOwnership, &members(), &BTreeMap::new(), &all_known()).affected.len(), 3);
        assert!(judge(PolicyType::MasterPassword, &members(), &BTreeMap::new(), &all_known()).affected.is_empty());
    }
    #[test]
    fn people_of_the_provider_are_exempt_and_those_who_cannot_be_known_are_named_so() {
        let zoe = Staff { users: ["u-zoe".to_owned()].into(), complete: true };
        let impact = judge(PolicyType::DataOwnership, &members(), &BTreeMap::new(), &zoe);
        let found: Vec<_> = impact.affected.iter().map(|person| person.id.as_str()).collect();
        assert_eq!((found, impact.exempt, impact.staff), (vec!["ada", "ben"], 2, 1));
        assert!(!impact.staff_unknown);
        let some = Staff { complete: false, ..zoe };
        assert!(judge(PolicyType::TwoFactor, &members(), &BTreeMap::new(), &some).staff_unknown);
        assert!(!judge(PolicyType::MasterPassword, &members(), &BTreeMap::new(), &some).staff_unknown, "nobody is hit");
        // Account recovery binds people of the provider too.
        assert_eq!(judge(PolicyType::AccountRecovery, &members(), &BTreeMap::new(), &some).staff, 0);
    }
}
