//! Who may do what: the custom permissions of a client's member, and the rules for a provider's
//! people (screens §1.1, §1.2). The server enforces them, the portal explains them.

use serde::{Deserialize, Serialize};

use crate::enums::{OrganizationUserType, ProviderUserType};
use crate::profile::PlanFeatures;

/// The custom permissions of an organisation member (API contract §4.1).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[allow(clippy::struct_excessive_bools, reason = "the wire has one boolean per permission")]
pub struct Permissions {
    /// Read the event log.
    pub access_event_logs: bool,
    /// Import and export.
    pub access_import_export: bool,
    /// Vault health reports.
    pub access_reports: bool,
    /// Create collections.
    pub create_new_collections: bool,
    /// Change the access of any collection.
    pub edit_any_collection: bool,
    /// Delete any collection.
    pub delete_any_collection: bool,
    /// Manage groups.
    pub manage_groups: bool,
    /// Manage policies.
    pub manage_policies: bool,
    /// Manage single sign-on and claimed domains.
    pub manage_sso: bool,
    /// Manage members.
    pub manage_users: bool,
    /// Account recovery.
    pub manage_reset_password: bool,
    /// Manage SCIM.
    pub manage_scim: bool,
}

impl Permissions {
    /// No permission at all.
    pub const NONE: Self = Self {
        access_event_logs: false,
        access_import_export: false,
        access_reports: false,
        create_new_collections: false,
        edit_any_collection: false,
        delete_any_collection: false,
        manage_groups: false,
        manage_policies: false,
        manage_sso: false,
        manage_users: false,
        manage_reset_password: false,
        manage_scim: false,
    };
}

/// What a provider's person may be allowed to do for the provider (screens §1.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ProviderAction {
    /// See the clients list.
    SeeClients,
    /// Open a client's console and work in it.
    OpenClient,
    /// Create a client.
    CreateClient,
    /// Take over an existing organisation.
    AddExistingClient,
    /// Rename a client.
    RenameClient,
    /// Change seats within what is paid for already.
    AssignSeats,
    /// Change seats so that seats are bought.
    BuySeats,
    /// Unlink a client.
    UnlinkClient,
    /// See and manage the provider's people.
    ManagePeople,
    /// Read the provider's event log.
    ReadProviderEvents,
    /// Change name and billing address, delete the provider.
    ManageProvider,
    /// Invoices and payment.
    ManageBilling,
}

impl ProviderAction {
    /// Whether a confirmed person of this role may do it. A role of an unknown number may do nothing.
    #[must_use]
    pub const fn allowed_for(self, role: ProviderUserType) -> bool {
        match role {
            ProviderUserType::ProviderAdmin => true,
            ProviderUserType::ServiceUser => {
                matches!(self, Self::SeeClients | Self::OpenClient | Self::RenameClient | Self::AssignSeats)
            }
            ProviderUserType::Unknown(_) => false,
        }
    }
}

/// What somebody may be allowed to do in a client's console (screens §1.2). Limits inside of an action (an admin does not
/// touch owners, a custom role grants only what it holds) are judged where the action is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ClientAction {
    /// Enter the console at all: whoever may do something in it.
    Enter,
    /// See the collections and who has access.
    SeeCollections,
    /// Create collections.
    CreateCollections,
    /// Change any collection and its access.
    EditAnyCollection,
    /// Delete any collection.
    DeleteAnyCollection,
    /// See the members; who may only recover accounts sees those who are enrolled.
    SeeMembers,
    /// Invite, confirm, change, revoke and remove members.
    ManageMembers,
    /// Account recovery.
    RecoverAccounts,
    /// Create, change and delete groups.
    ManageGroups,
    /// Change policies.
    ManagePolicies,
    /// Single sign-on and claimed domains.
    ManageSso,
    /// Provisioning by SCIM.
    ManageScim,
    /// Read the event log.
    ReadEvents,
    /// Reports.
    ReadReports,
    /// The report on who reaches what: it is worked out from the list of all members, which a right to reports alone does
    /// not open.
    ReadMemberReport,
    /// Import items.
    Import,
    /// Name, settings, API keys, subscription.
    ManageOrganization,
}

/// What somebody is in a client: a member with a role, or provider staff, who act like an owner (API contract §1.6).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClientStanding {
    /// Works for the provider that manages the client.
    pub provider: bool,
    /// Role of a membership of one's own, when there is a confirmed one.
    pub role: Option<OrganizationUserType>,
    /// Named permissions; they count for the custom role only.
    pub permissions: Permissions,
}

impl ClientStanding {
    /// Provider staff without a membership of their own.
    pub const PROVIDER: Self = Self { provider: true, role: None, permissions: Permissions::NONE };

    /// Somebody who is nothing in it.
    pub const STRANGER: Self = Self { provider: false, role: None, permissions: Permissions::NONE };

    /// The role in whose name one acts: provider staff act like owners.
    #[must_use]
    pub const fn acts_as(&self) -> OrganizationUserType {
        match (self.provider, self.role) {
            (true, _) => OrganizationUserType::Owner,
            (false, Some(role)) => role,
            (false, None) => OrganizationUserType::Unknown(-1),
        }
    }

    /// Whether it acts like an owner.
    #[must_use]
    pub const fn is_owner(&self) -> bool {
        matches!(self.acts_as(), OrganizationUserType::Owner)
    }

    /// Whether the action is allowed, whatever the plan says. A role of an unknown number may do nothing.
    #[must_use]
    pub const fn allows(&self, action: ClientAction) -> bool {
        let held = &self.permissions;
        match self.acts_as() {
            OrganizationUserType::Owner => true,
            OrganizationUserType::Admin => !matches!(action, ClientAction::ManageOrganization),
            OrganizationUserType::Custom => match action {
                ClientAction::Enter => {
                    held.access_event_logs
                        || held.access_import_export
                        || held.access_reports
                        || held.create_new_collections
                        || held.edit_any_collection
                        || held.delete_any_collection
                        || held.manage_groups
                        || held.manage_policies
                        || held.manage_sso
                        || held.manage_users
                        || held.manage_reset_password
                        || held.manage_scim
                }
                ClientAction::SeeCollections => {
                    held.edit_any_collection
                        || held.delete_any_collection
                        || held.create_new_collections
                        || held.manage_users
                        || held.manage_groups
                }
                ClientAction::CreateCollections => held.create_new_collections,
                ClientAction::EditAnyCollection => held.edit_any_collection,
                ClientAction::DeleteAnyCollection => held.delete_any_collection,
                ClientAction::SeeMembers => held.manage_users || held.manage_reset_password,
                ClientAction::ManageMembers => held.manage_users,
                ClientAction::RecoverAccounts => held.manage_reset_password,
                ClientAction::ManageGroups => held.manage_groups,
                ClientAction::ManagePolicies => held.manage_policies,
                ClientAction::ManageSso => held.manage_sso,
                ClientAction::ManageScim => held.manage_scim,
                ClientAction::ReadEvents => held.access_event_logs,
                ClientAction::ReadReports => held.access_reports,
                ClientAction::ReadMemberReport => held.access_reports && held.manage_users,
                ClientAction::Import => held.access_import_export,
                ClientAction::ManageOrganization => false,
            },
            OrganizationUserType::User | OrganizationUserType::Unknown(_) => false,
        }
    }
}

/// A part of the product that a plan may lack (screens §1.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Feature {
    /// Groups.
    Groups,
    /// Event log.
    Events,
    /// Policies.
    Policies,
    /// Single sign-on.
    Sso,
    /// SCIM.
    Scim,
    /// Claimed domains.
    Domains,
    /// Public API.
    Api,
    /// Account recovery.
    Recovery,
    /// Custom role.
    CustomRole,
}

impl Feature {
    /// Whether a plan has it.
    #[must_use]
    pub const fn is_on(self, plan: &PlanFeatures) -> bool {
        match self {
            Self::Groups => plan.use_groups,
            Self::Events => plan.use_events,
            Self::Policies => plan.use_policies,
            Self::Sso => plan.use_sso,
            Self::Scim => plan.use_scim,
            Self::Domains => plan.use_organization_domains,
            Self::Api => plan.use_api,
            Self::Recovery => plan.use_reset_password,
            Self::CustomRole => plan.use_custom_permissions,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn provider_staff_act_like_owners_without_being_members() {
        assert!(ClientStanding::PROVIDER.is_owner());
        assert!(ClientStanding::PROVIDER.allows(ClientAction::ManageOrganization));
    }

    #[test]
    fn members_may_what_their_role_says() {
        let member = |role, permissions| ClientStanding { provider: false, role: Some(role), permissions };
        let none = Permissions::default();
        assert!(member(OrganizationUserType::Admin, none).allows(ClientAction::ManageMembers));
        assert!(!member(OrganizationUserType::Admin, none).allows(ClientAction::ManageOrganization));
        assert!(!member(OrganizationUserType::User, none).allows(ClientAction::Enter));
        assert!(!member(OrganizationUserType::Custom, none).allows(ClientAction::Enter));
        let groups = Permissions { manage_groups: true, ..none };
        assert!(member(OrganizationUserType::Custom, groups).allows(ClientAction::Enter));
        assert!(member(OrganizationUserType::Custom, groups).allows(ClientAction::ManageGroups));
        assert!(!member(OrganizationUserType::Custom, groups).allows(ClientAction::ManageMembers));
        // Only whoever may list all members can be shown what each of them reaches.
        let reports = Permissions { access_reports: true, ..none };
        assert!(member(OrganizationUserType::Custom, reports).allows(ClientAction::ReadReports));
        assert!(!member(OrganizationUserType::Custom, reports).allows(ClientAction::ReadMemberReport));
        let recovers = Permissions { manage_reset_password: true, ..reports };
        assert!(
            !member(OrganizationUserType::Custom, recovers).allows(ClientAction::ReadMemberReport),
            "only enrolled ones"
        );
        let both = Permissions { manage_users: true, ..reports };
        assert!(member(OrganizationUserType::Custom, both).allows(ClientAction::ReadMemberReport));
        assert!(member(OrganizationUserType::Admin, none).allows(ClientAction::ReadMemberReport));
        // Named permissions do not count beside another role.
        assert!(!member(OrganizationUserType::User, groups).allows(ClientAction::ManageGroups));
        assert!(!member(OrganizationUserType::Unknown(9), groups).allows(ClientAction::ManageGroups));
    }

    #[test]
    fn service_users_work_in_clients_but_do_not_buy() {
        let service_user = ProviderUserType::ServiceUser;
        assert!(ProviderAction::AssignSeats.allowed_for(service_user));
        for action in [
            ProviderAction::BuySeats,
            ProviderAction::CreateClient,
            ProviderAction::AddExistingClient,
            ProviderAction::UnlinkClient,
            ProviderAction::ManagePeople,
            ProviderAction::ReadProviderEvents,
            ProviderAction::ManageBilling,
            ProviderAction::ManageProvider,
        ] {
            assert!(!action.allowed_for(service_user), "{action:?}");
            assert!(action.allowed_for(ProviderUserType::ProviderAdmin), "{action:?}");
            assert!(!action.allowed_for(ProviderUserType::Unknown(9)), "{action:?}");
        }
    }
}
