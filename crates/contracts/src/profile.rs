//! The profile: who am I, in which providers and organisations (API contract §4.1).

use serde::{Deserialize, Serialize};

use crate::enums::{
    OrganizationUserStatus, OrganizationUserType, ProductTier, ProviderStatus, ProviderType, ProviderUserStatus,
    ProviderUserType,
};
use crate::permissions::Permissions;
use crate::sso::MemberDecryption;
use crate::token::AccountKeys;

/// `GET api/accounts/profile`. Everything in it is the server's claim.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Profile {
    /// Discriminator `profile`.
    pub object: String,
    /// Own user id.
    pub id: String,
    /// Own name.
    pub name: Option<String>,
    /// Own address.
    pub email: String,
    /// Whether the address was proven.
    pub email_verified: bool,
    /// Whether a second step is set up.
    pub two_factor_enabled: bool,
    /// Wrapped user key.
    pub key: Option<String>,
    /// Wrapped private key.
    pub private_key: Option<String>,
    /// Key pairs in the newer shape.
    pub account_keys: Option<AccountKeys>,
    /// Changes when all sessions are to end.
    pub security_stamp: Option<String>,
    /// The person must choose a new password.
    pub force_password_reset: bool,
    /// `#rrggbb`.
    pub avatar_color: Option<String>,
    /// When the account was made.
    pub creation_date: Option<String>,
    /// Whether unknown devices are checked by a mailed code.
    pub verify_devices: bool,
    /// Organisations with a membership of one's own.
    pub organizations: Vec<ProfileOrganization>,
    /// Providers with a confirmed membership.
    pub providers: Vec<ProfileProvider>,
    /// Clients of those providers.
    pub provider_organizations: Vec<ProfileOrganization>,
}

/// One organisation of the profile, in the member view or the provider view.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ProfileOrganization {
    /// `profileOrganization` or `profileProviderOrganization`.
    pub object: String,
    /// Organisation id.
    pub id: String,
    /// Own user id.
    pub user_id: Option<String>,
    /// Own membership id; member view only.
    pub organization_user_id: Option<String>,
    /// Name.
    pub name: Option<String>,
    /// Whether the organisation is in service.
    pub enabled: bool,
    /// Identifier for single sign-on.
    pub identifier: Option<String>,
    /// Family of its plan.
    pub product_tier_type: ProductTier,
    /// Organisation key: type 4 (member view) or type 2 under the provider key (provider view).
    pub key: Option<String>,
    /// Whether it has an RSA key pair.
    pub has_public_and_private_keys: bool,
    /// Seats; missing = not counted.
    pub seats: Option<i64>,
    /// Provider that manages it.
    pub provider_id: Option<String>,
    /// Name of that provider.
    pub provider_name: Option<String>,
    /// Kind of that provider.
    pub provider_type: Option<ProviderType>,
    /// Single sign-on is switched on.
    pub sso_enabled: bool,
    /// How members open their vaults after single sign-on: 0 password, 1 key connector, 2 trusted devices.
    pub sso_member_decryption_type: Option<i64>,
    /// Own status in it.
    pub status: OrganizationUserStatus,
    /// Own role in it (provider view: acts like owner).
    pub r#type: OrganizationUserType,
    /// Own permissions when the role is custom.
    pub permissions: Permissions,
    /// Plan features.
    #[serde(flatten)]
    pub features: PlanFeatures,
    /// Settings of collection management.
    #[serde(flatten)]
    pub collection_management: CollectionManagement,
}

impl Default for ProfileOrganization {
    fn default() -> Self {
        Self {
            object: String::new(),
            id: String::new(),
            user_id: None,
            organization_user_id: None,
            name: None,
            enabled: false,
            identifier: None,
            product_tier_type: ProductTier::Free,
            key: None,
            has_public_and_private_keys: false,
            seats: None,
            provider_id: None,
            provider_name: None,
            provider_type: None,
            sso_enabled: false,
            sso_member_decryption_type: None,
            status: OrganizationUserStatus::Invited,
            r#type: OrganizationUserType::User,
            permissions: Permissions::default(),
            features: PlanFeatures::default(),
            collection_management: CollectionManagement::default(),
        }
    }
}

impl ProfileOrganization {
    /// How members open their vaults; nothing while single sign-on is off.
    #[must_use]
    pub fn decryption(&self) -> Option<MemberDecryption> {
        self.sso_member_decryption_type.filter(|_| self.sso_enabled).map(MemberDecryption::from_number)
    }
}

/// What an organisation's plan switches on (screens §1.5).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[allow(clippy::struct_excessive_bools, reason = "the wire has one boolean per feature")]
pub struct PlanFeatures {
    /// Policies.
    pub use_policies: bool,
    /// Single sign-on.
    pub use_sso: bool,
    /// Key connector.
    pub use_key_connector: bool,
    /// SCIM.
    pub use_scim: bool,
    /// Groups.
    pub use_groups: bool,
    /// Directory connector.
    pub use_directory: bool,
    /// Event logs.
    pub use_events: bool,
    /// One-time codes in items.
    pub use_totp: bool,
    /// Organisation-wide two-step login.
    #[serde(rename = "use2fa")]
    pub use_2fa: bool,
    /// Public API.
    pub use_api: bool,
    /// Account recovery.
    pub use_reset_password: bool,
    /// Secrets Manager.
    pub use_secrets_manager: bool,
    /// Premium features for members.
    pub users_get_premium: bool,
    /// Custom role.
    pub use_custom_permissions: bool,
    /// Claimed domains.
    pub use_organization_domains: bool,
    /// "My items" collections.
    pub use_my_items: bool,
    /// Invite links.
    pub use_invite_links: bool,
    /// The policy that switches autofill on.
    pub use_activate_autofill_policy: bool,
    /// The policy that confirms members automatically; opened by the vendor for single organisations.
    pub use_automatic_user_confirmation: bool,
    /// Self-hosting licence.
    pub self_host: bool,
}

/// Settings of collection management (screens §1.4).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[allow(clippy::struct_excessive_bools, reason = "the wire has one boolean per setting")]
pub struct CollectionManagement {
    /// Only owners and admins create collections.
    pub limit_collection_creation: bool,
    /// Only owners and admins delete collections.
    pub limit_collection_deletion: bool,
    /// Only people with Manage delete items.
    pub limit_item_deletion: bool,
    /// Owners and admins see and manage every collection.
    pub allow_admin_access_to_all_collection_items: bool,
}

/// One provider of the profile.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ProfileProvider {
    /// Discriminator `profileProvider`.
    pub object: String,
    /// Provider id.
    pub id: String,
    /// Name; missing until set up.
    pub name: Option<String>,
    /// Provider key to the own RSA key (type 4); missing until confirmed and set up.
    pub key: Option<String>,
    /// Own status in it.
    pub status: ProviderUserStatus,
    /// Own role in it.
    pub r#type: ProviderUserType,
    /// Whether the provider is in service.
    pub enabled: bool,
    /// Own user id.
    pub user_id: Option<String>,
    /// Whether it has an event log.
    pub use_events: bool,
    /// Stage of the provider.
    pub provider_status: ProviderStatus,
    /// Kind of the provider.
    pub provider_type: ProviderType,
}

impl Default for ProfileProvider {
    fn default() -> Self {
        Self {
            object: String::new(),
            id: String::new(),
            name: None,
            key: None,
            status: ProviderUserStatus::Invited,
            r#type: ProviderUserType::ServiceUser,
            enabled: false,
            user_id: None,
            use_events: false,
            provider_status: ProviderStatus::Pending,
            provider_type: ProviderType::Msp,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read_json;

    #[test]
    fn a_profile_without_lists_reads_as_empty() {
        let profile: Profile =
            read_json(br#"{"id":"u","email":"a@b.c","organizations":null,"providers":null}"#).unwrap();
        assert!(profile.organizations.is_empty() && profile.providers.is_empty());
    }

    #[test]
    fn flattened_features_and_unknown_numbers_are_kept() {
        let json =
            br#"{"providerOrganizations":[{"id":"o","enabled":true,"use2fa":true,"useGroups":true,"productTierType":77,
            "type":0,"status":2,"limitItemDeletion":true,"permissions":null}]}"#;
        let profile: Profile = read_json(json).unwrap();
        let client = profile.provider_organizations.first().unwrap();
        assert!(
            client.features.use_2fa && client.features.use_groups && client.collection_management.limit_item_deletion
        );
        assert_eq!(client.product_tier_type, ProductTier::Unknown(77));
        assert_eq!(client.r#type, OrganizationUserType::Owner);
    }
}
