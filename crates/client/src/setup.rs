//! How far the set-up of a client has come (SETUP-01; screens §3.2): read from the client itself, never ticked by hand.

use futures::join;
use portal_contracts::List;
use portal_contracts::access::AccessEntry;
use portal_contracts::enums::{OrganizationUserStatus, OrganizationUserType};
use portal_contracts::limits;
use portal_contracts::permissions::{ClientAction, Feature};
use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};

use crate::encode;
use crate::error::ApiError;
use crate::portal::Portal;
use crate::send::Call;
use crate::text;
use crate::workspace::ClientEntry;

/// The steps, in the order in which they are worth doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// Structure, before data arrives.
    Collections,
    /// Data.
    Import,
    /// Rules, before people arrive.
    Policies,
    /// The client's own identity provider.
    SingleSignOn,
    /// Who reaches what.
    Groups,
    /// The people themselves.
    People,
}

impl Step {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Collections, Self::Import, Self::Policies, Self::SingleSignOn, Self::Groups, Self::People];

    /// Short name, as kept on the device.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Collections => "collections",
            Self::Import => "import",
            Self::Policies => "policies",
            Self::SingleSignOn => "sso",
            Self::Groups => "groups",
            Self::People => "people",
        }
    }
}

/// What is known about one step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reading<T> {
    /// What the client says.
    Known(T),
    /// The plan does not have it.
    NotInPlan,
    /// The own role may not look.
    NotAllowed,
    /// Could not be read; the other steps may be known all the same.
    Failed(ApiError),
}

/// Groups of a client.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Groups {
    /// How many.
    pub count: usize,
    /// Names of those that reach no collection yet, cleaned for display.
    pub without_access: Vec<String>,
}

/// People of a client, by how far they have come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct People {
    /// Hold the key.
    pub confirmed: usize,
    /// Wait for a confirmation.
    pub to_confirm: usize,
    /// Have a mail.
    pub invited: usize,
    /// Have lost their access.
    pub revoked: usize,
    /// Confirmed owners.
    pub owners: usize,
}

/// Everything that the steps depend on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetUp {
    /// Number of collections.
    pub collections: Reading<usize>,
    /// Number of items.
    pub items: Reading<usize>,
    /// Number of policies that are on.
    pub policies: Reading<usize>,
    /// Whether single sign-on is on.
    pub single_sign_on: Reading<bool>,
    /// Groups.
    pub groups: Reading<Groups>,
    /// People.
    pub people: Reading<People>,
}

/// How far one step has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepState {
    /// Nothing more to do.
    Done,
    /// Something is there, something is missing.
    Begun,
    /// Nothing is there yet.
    Open,
    /// The plan does not have it.
    NotInPlan,
    /// Not known: not allowed to look, or it could not be read.
    Unknown,
}

/// Steps that are done, of those that are needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Progress {
    /// Done.
    pub done: usize,
    /// Needed.
    pub of: usize,
}

impl Progress {
    /// Whether nothing is left to do.
    #[must_use]
    pub const fn is_complete(self) -> bool {
        self.done >= self.of
    }
}

impl SetUp {
    /// How far a step has come.
    #[must_use]
    pub fn state(&self, step: Step) -> StepState {
        match step {
            // The first collection comes with the client: structure begins with the second.
            Step::Collections => judge(&self.collections, |count| match count {
                0 => StepState::Open,
                1 => StepState::Begun,
                _ => StepState::Done,
            }),
            Step::Import => judge(&self.items, |count| done_if(*count > 0)),
            Step::Policies => judge(&self.policies, |count| done_if(*count > 0)),
            Step::SingleSignOn => judge(&self.single_sign_on, |on| done_if(*on)),
            Step::Groups => judge(&self.groups, |groups| match (groups.count, groups.without_access.len()) {
                (0, _) => StepState::Open,
                (_, 0) => StepState::Done,
                _ => StepState::Begun,
            }),
            Step::People => judge(&self.people, |people| {
                // The owner alone is not a team.
                let team = people.confirmed > 1;
                match (team, people.to_confirm + people.invited) {
                    (true, 0) => StepState::Done,
                    (false, 0) => StepState::Open,
                    _ => StepState::Begun,
                }
            }),
        }
    }

    /// Counts the steps; those for which `skipped` says yes, and those the plan lacks, are not needed.
    #[must_use]
    pub fn progress(&self, skipped: impl Fn(Step) -> bool) -> Progress {
        let needed = || {
            Step::ALL.into_iter().filter(|step| {
                let state = self.state(*step);
                // What is done counts, also when somebody once said that it is not needed.
                state == StepState::Done || (state != StepState::NotInPlan && !skipped(*step))
            })
        };
        let done = needed().filter(|step| self.state(*step) == StepState::Done).count();
        Progress { done, of: needed().count() }
    }
}

fn judge<T>(reading: &Reading<T>, state: impl FnOnce(&T) -> StepState) -> StepState {
    match reading {
        Reading::Known(value) => state(value),
        Reading::NotInPlan => StepState::NotInPlan,
        Reading::NotAllowed | Reading::Failed(_) => StepState::Unknown,
    }
}

const fn done_if(done: bool) -> StepState {
    if done { StepState::Done } else { StepState::Open }
}

/// Reads how far the set-up has come. Only what is counted is read; a part that fails does not hide the others.
///
/// # Errors
/// [`ApiError::NotFound`] when the account does not reach the client; [`ApiError::SessionOver`] when the session ended.
pub async fn read_set_up(portal: &Portal, client_id: &str) -> Result<SetUp, ApiError> {
    let workspace = portal.workspace().ok_or(ApiError::SignedOut)?;
    let client = workspace.client(client_id).ok_or(ApiError::NotFound { message: None })?;
    let at = |rest: &str| ["organizations/", client_id, "/", rest].concat();
    let items = ["ciphers/organization-details?", &encode::form(&[("organizationId", client_id)])].concat();
    let (collections, items, policies, single_sign_on, groups, people) = join!(
        part(portal, client, ClientAction::SeeCollections, None, at("collections"), count::<IgnoredAny>),
        part(portal, client, ClientAction::Import, None, items, count::<IgnoredAny>),
        part(portal, client, ClientAction::ManagePolicies, Some(Feature::Policies), at("policies"), enabled),
        single_sign_on(portal, client, at("sso")),
        part(portal, client, ClientAction::ManageGroups, Some(Feature::Groups), at("groups/details"), groups),
        part(portal, client, ClientAction::ManageMembers, None, at("users"), people),
    );
    let over = |failed: Option<&ApiError>| matches!(failed, Some(ApiError::SessionOver | ApiError::SignedOut));
    if over(failure(&collections)) || over(failure(&people)) {
        return Err(ApiError::SessionOver);
    }
    Ok(SetUp { collections, items, policies, single_sign_on, groups, people })
}

fn failure<T>(reading: &Reading<T>) -> Option<&ApiError> {
    if let Reading::Failed(error) = reading { Some(error) } else { None }
}

/// Why there is no need to ask; `None` = ask.
fn look<T>(client: &ClientEntry, action: ClientAction, feature: Option<Feature>) -> Option<Reading<T>> {
    if feature.is_some_and(|feature| !feature.is_on(&client.features)) {
        Some(Reading::NotInPlan)
    } else if client.standing().allows(action) {
        None
    } else {
        Some(Reading::NotAllowed)
    }
}

async fn part<W: DeserializeOwned, T>(
    portal: &Portal,
    client: &ClientEntry,
    action: ClientAction,
    feature: Option<Feature>,
    path: String,
    fold: impl FnOnce(Vec<W>) -> T,
) -> Reading<T> {
    if let Some(reading) = look(client, action, feature) {
        return reading;
    }
    match portal.read::<List<W>>(Call::get(path).large()).await {
        Ok(list) => Reading::Known(fold(list.data)),
        Err(ApiError::Forbidden { .. } | ApiError::NotFound { .. }) => Reading::NotAllowed,
        Err(error) => Reading::Failed(error),
    }
}

/// Only whether it is on: the secrets beside it are nobody's business here.
#[derive(Deserialize)]
struct SsoState {
    enabled: bool,
}

/// Whether single sign-on is on. The profile says so too, but as it was when it was read, and somebody else may have set it
/// up since; it counts where the server does not let one look.
async fn single_sign_on(portal: &Portal, client: &ClientEntry, path: String) -> Reading<bool> {
    if let Some(reading) = look(client, ClientAction::ManageSso, Some(Feature::Sso)) {
        return reading;
    }
    match portal.read::<SsoState>(Call::get(path)).await {
        Ok(read) => Reading::Known(read.enabled),
        Err(ApiError::Forbidden { .. } | ApiError::NotFound { .. }) => Reading::Known(client.single_sign_on),
        Err(error) => Reading::Failed(error),
    }
}

#[allow(clippy::needless_pass_by_value, reason = "one kind of function for all parts")]
fn count<W>(entries: Vec<W>) -> usize {
    entries.len()
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PolicyState {
    #[serde(default)]
    enabled: bool,
}

#[allow(clippy::needless_pass_by_value, reason = "one kind of function for all parts")]
fn enabled(policies: Vec<PolicyState>) -> usize {
    policies.iter().filter(|policy| policy.enabled).count()
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct GroupReach {
    #[serde(default)]
    name: String,
    #[serde(default)]
    collections: Vec<AccessEntry>,
}

fn groups(groups: Vec<GroupReach>) -> Groups {
    let count = groups.len();
    let cut = groups.into_iter().filter(|group| group.collections.is_empty());
    Groups { count, without_access: cut.map(|group| text::clean(&group.name, limits::GROUP_NAME)).collect() }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct MemberState {
    status: OrganizationUserStatus,
    r#type: OrganizationUserType,
}

#[allow(clippy::needless_pass_by_value, reason = "one kind of function for all parts")]
fn people(members: Vec<MemberState>) -> People {
    let mut people = People::default();
    for member in &members {
        match member.status {
            OrganizationUserStatus::Confirmed => {
                people.confirmed += 1;
                people.owners += usize::from(member.r#type == OrganizationUserType::Owner);
            }
            OrganizationUserStatus::Accepted => people.to_confirm += 1,
            OrganizationUserStatus::Invited => people.invited += 1,
            OrganizationUserStatus::Revoked => people.revoked += 1,
            OrganizationUserStatus::Staged | OrganizationUserStatus::Unknown(_) => {}
        }
    }
    people
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set_up() -> SetUp {
        SetUp {
            collections: Reading::Known(1),
            items: Reading::Known(0),
            policies: Reading::NotInPlan,
            single_sign_on: Reading::NotInPlan,
            groups: Reading::Known(Groups::default()),
            people: Reading::Known(People { confirmed: 1, owners: 1, ..People::default() }),
        }
    }

    #[test]
    fn a_new_client_has_everything_before_it() {
        let fresh = set_up();
        assert_eq!(fresh.state(Step::Collections), StepState::Begun);
        assert_eq!(fresh.state(Step::Import), StepState::Open);
        assert_eq!(fresh.state(Step::Policies), StepState::NotInPlan);
        assert_eq!(fresh.state(Step::People), StepState::Open);
        assert_eq!(fresh.progress(|_| false), Progress { done: 0, of: 4 });
        // Whoever has no data to bring along needs one step less.
        assert_eq!(fresh.progress(|step| step == Step::Import), Progress { done: 0, of: 3 });
    }

    #[test]
    fn people_are_done_when_nobody_waits() {
        let with = |people| SetUp { people: Reading::Known(people), ..set_up() };
        let team = People { confirmed: 4, owners: 2, ..People::default() };
        assert_eq!(with(team).state(Step::People), StepState::Done);
        assert_eq!(with(People { to_confirm: 1, ..team }).state(Step::People), StepState::Begun);
        assert_eq!(with(People { invited: 1, ..People::default() }).state(Step::People), StepState::Begun);
    }

    #[test]
    fn a_group_without_a_collection_is_a_beginning() {
        let groups = Groups { count: 2, without_access: vec!["Workshop".into()] };
        let begun = SetUp { groups: Reading::Known(groups), ..set_up() };
        assert_eq!(begun.state(Step::Groups), StepState::Begun);
    }

    #[test]
    fn what_could_not_be_read_is_neither_done_nor_forgotten() {
        let dark = SetUp { items: Reading::Failed(ApiError::Offline), ..set_up() };
        assert_eq!(dark.state(Step::Import), StepState::Unknown);
        assert_eq!(dark.progress(|_| false).of, 4);
    }

    #[test]
    fn what_is_done_counts_even_if_it_was_not_needed() {
        let done = SetUp { items: Reading::Known(12), ..set_up() };
        assert_eq!(done.progress(|step| step == Step::Import), Progress { done: 1, of: 4 });
    }
}
