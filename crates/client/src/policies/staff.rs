//! Who of the members works for the provider: most policies do not bind these people (screens §2.13).

use std::collections::BTreeSet;

use portal_contracts::enums::ProviderUserStatus;
use portal_contracts::permissions::ProviderAction;

use crate::people::list_people;
use crate::portal::Portal;
use crate::workspace::ClientEntry;

/// The people of the provider, as far as they can be known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Staff {
    /// User ids.
    pub users: BTreeSet<String>,
    /// Whether these are all: only admins of the provider may read who works for it.
    pub complete: bool,
}

/// Finds the people who work for the provider of a client. Everybody knows themselves.
pub(super) async fn of_provider(portal: &Portal, client: &ClientEntry) -> Staff {
    let Some(workspace) = portal.workspace() else { return Staff::default() };
    let Some(provider) = client.provider_id.as_deref() else {
        // An own membership: the profile tells whether anybody looks after the client.
        let own = workspace.profile.organizations.iter().find(|own| own.id == client.organization_id);
        return Staff { complete: own.is_none_or(|own| own.provider_id.is_none()), ..Staff::default() };
    };
    let mut staff = Staff::default();
    let entry = workspace.provider(provider);
    if entry.is_some_and(|entry| entry.allows(ProviderAction::ManagePeople))
        && let Ok(people) = list_people(portal, provider).await
    {
        let confirmed = people.into_iter().filter(|person| person.status == ProviderUserStatus::Confirmed);
        staff = Staff { users: confirmed.filter_map(|person| person.user_id).collect(), complete: true };
    }
    staff.users.extend(portal.account().map(|account| account.user_id));
    staff
}
