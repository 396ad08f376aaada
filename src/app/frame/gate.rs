//! Whether a page may be shown, and if not, why. The server decides again; this spares people a page that would fail.

use leptos::prelude::*;
use portal_agent::protocol::KeyRefusal;
use portal_client::workspace::{ClientEntry, KeyState, ProviderEntry};
use portal_contracts::{
    enums::ProviderUserType,
    permissions::{ClientAction, Feature, ProviderAction},
};

use super::Scene;
use crate::app::routes::Need;

/// Whether the page may be shown, and if not, why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gate {
    /// It may.
    Open,
    /// Providers and clients are being read.
    Reading,
    /// They could not be read.
    Failed,
    /// The account does not work for this provider.
    NoSuchProvider,
    /// The provider is out of service.
    SwitchedOff,
    /// The role at the provider is too small.
    NotAllowed(ProviderUserType),
    /// The account does not reach this client.
    NoSuchClient,
    /// The client's key cannot be used: nothing may be read or written with it.
    Closed(Option<KeyRefusal>),
    /// The client is out of service: only its owners and its provider enter.
    Suspended,
    /// The role in the client is too small.
    NotAllowedHere,
    /// The client's plan does not have it.
    NotInPlan(Feature),
}

pub fn judge(scene: Scene, failed: RwSignal<bool>) -> Gate {
    let Some(route) = scene.route() else { return Gate::Open };
    if scene.session.workspace().is_none() {
        return if failed.get() { Gate::Failed } else { Gate::Reading };
    }
    match route.needs {
        // The set-up page is for a provider that the account is not a confirmed part of yet.
        None => Gate::Open,
        Some(Need::Provider(action)) => scene.provider.with(|provider| for_provider(provider.as_ref(), action)),
        Some(Need::Client(action, feature)) => scene.client.with(|client| match client {
            None => Gate::NoSuchClient,
            Some(client) => scene.provider.with(|provider| in_client(client, provider.as_ref(), action, feature)),
        }),
    }
}

fn for_provider(provider: Option<&ProviderEntry>, action: ProviderAction) -> Gate {
    match provider {
        None => Gate::NoSuchProvider,
        Some(provider) if !provider.may_enter() => Gate::SwitchedOff,
        Some(provider) if provider.allows(action) => Gate::Open,
        Some(provider) => Gate::NotAllowed(provider.role),
    }
}

fn in_client(
    client: &ClientEntry,
    provider: Option<&ProviderEntry>,
    action: ClientAction,
    feature: Option<Feature>,
) -> Gate {
    // Whoever is also a member enters even when the provider is switched off.
    if client.membership.is_none() && provider.is_some_and(|provider| !provider.may_enter()) {
        return Gate::SwitchedOff;
    }
    if !client.enabled && !client.standing().is_owner() {
        return Gate::Suspended;
    }
    match client.key {
        // Locked: nothing is known against it, and no page of the console is shown.
        KeyState::Ready | KeyState::Locked => {}
        KeyState::Missing => return Gate::Closed(None),
        KeyState::Refused(refusal) => return Gate::Closed(Some(refusal)),
    }
    if !client.standing().allows(action) {
        return Gate::NotAllowedHere;
    }
    feature.filter(|feature| !feature.is_on(&client.features)).map_or(Gate::Open, Gate::NotInPlan)
}

#[cfg(test)]
mod tests {
    use portal_client::workspace::Membership;
    use portal_contracts::{
        enums::{OrganizationUserType, ProductTier, ProviderStatus, ProviderType},
        permissions::Permissions,
        profile::{CollectionManagement, PlanFeatures},
    };

    use super::*;

    fn client() -> ClientEntry {
        ClientEntry {
            organization_id: "c".into(),
            provider_id: Some("p".into()),
            membership: None,
            name: Some("Fabrikam".into()),
            enabled: true,
            tier: ProductTier::Teams,
            features: PlanFeatures { use_groups: true, ..PlanFeatures::default() },
            management: CollectionManagement::default(),
            seats: Some(5),
            single_sign_on: false,
            trusted_devices: false,
            key: KeyState::Ready,
        }
    }

    fn provider(enabled: bool) -> ProviderEntry {
        ProviderEntry {
            id: "p".into(),
            name: None,
            role: ProviderUserType::ServiceUser,
            enabled,
            stage: ProviderStatus::Billable,
            kind: ProviderType::Msp,
            use_events: true,
            key: KeyState::Ready,
        }
    }

    #[test]
    fn a_service_user_works_in_a_client_without_being_a_member() {
        let gate = |feature| in_client(&client(), Some(&provider(true)), ClientAction::ManageMembers, feature);
        assert_eq!(gate(None), Gate::Open);
        assert_eq!(gate(Some(Feature::Groups)), Gate::Open);
        assert_eq!(gate(Some(Feature::Policies)), Gate::NotInPlan(Feature::Policies));
    }

    #[test]
    fn a_doubtful_key_closes_the_client_for_everybody() {
        let shared = ClientEntry { key: KeyState::Refused(KeyRefusal::Shared), ..client() };
        let gate = in_client(&shared, Some(&provider(true)), ClientAction::Enter, None);
        assert_eq!(gate, Gate::Closed(Some(KeyRefusal::Shared)));
    }

    #[test]
    fn a_provider_that_is_switched_off_keeps_service_users_out_but_not_members() {
        assert_eq!(in_client(&client(), Some(&provider(false)), ClientAction::Enter, None), Gate::SwitchedOff);
        let membership =
            Membership { id: "m".into(), role: OrganizationUserType::Owner, permissions: Permissions::NONE };
        let member = ClientEntry { membership: Some(membership), ..client() };
        assert_eq!(in_client(&member, Some(&provider(false)), ClientAction::Enter, None), Gate::Open);
    }

    #[test]
    fn a_suspended_client_is_entered_by_its_owners_and_its_provider_only() {
        let suspended = ClientEntry { enabled: false, ..client() };
        assert_eq!(in_client(&suspended, Some(&provider(true)), ClientAction::Enter, None), Gate::Open);
        for (role, gate) in [
            (OrganizationUserType::Owner, Gate::Open),
            (OrganizationUserType::Admin, Gate::Suspended),
            (OrganizationUserType::Custom, Gate::Suspended),
        ] {
            let membership = Membership { id: "m".into(), role, permissions: Permissions::NONE };
            let member = ClientEntry { provider_id: None, membership: Some(membership), ..suspended.clone() };
            assert_eq!(in_client(&member, None, ClientAction::Enter, None), gate, "{role:?}");
        }
    }

    #[test]
    fn a_plain_member_is_told_that_the_role_does_not_do() {
        let membership =
            Membership { id: "m".into(), role: OrganizationUserType::User, permissions: Permissions::NONE };
        let member = ClientEntry { provider_id: None, membership: Some(membership), ..client() };
        assert_eq!(in_client(&member, None, ClientAction::Enter, None), Gate::NotAllowedHere);
    }
}
