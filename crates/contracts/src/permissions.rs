//! Who may do what: the custom permissions of a client's member, and the rules for a provider's
//! people (screens §1.1, §1.2). The server enforces them, the portal explains them.

use serde::{Deserialize, Serialize};

use crate::enums::ProviderUserType;

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

#[cfg(test)]
mod tests {
    use super::*;

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
