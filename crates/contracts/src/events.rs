//! Event logs (API contract §14).

use serde::{Deserialize, Serialize};

/// One event. Numbers that this version does not know are kept.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Event {
    /// Discriminator `event`.
    pub object: String,
    /// Number of §14.3.
    pub r#type: i64,
    /// When, ISO 8601 in UTC.
    pub date: String,
    /// Whom it concerns.
    pub user_id: Option<String>,
    /// Who did it.
    pub acting_user_id: Option<String>,
    /// Organisation.
    pub organization_id: Option<String>,
    /// Provider.
    pub provider_id: Option<String>,
    /// Item.
    pub cipher_id: Option<String>,
    /// Collection.
    pub collection_id: Option<String>,
    /// Group.
    pub group_id: Option<String>,
    /// Policy.
    pub policy_id: Option<String>,
    /// Member.
    pub organization_user_id: Option<String>,
    /// Provider's person.
    pub provider_user_id: Option<String>,
    /// Link between provider and client.
    pub provider_organization_id: Option<String>,
    /// Self-hosted installation that sent it.
    pub installation_id: Option<String>,
    /// Program.
    pub device_type: Option<i64>,
    /// Address of the sender.
    pub ip_address: Option<String>,
    /// Not a person: SCIM, domain verification …
    pub system_user: Option<i64>,
    /// Claimed domain.
    pub domain_name: Option<String>,
    /// Secret of the secrets manager.
    pub secret_id: Option<String>,
    /// Project of the secrets manager.
    pub project_id: Option<String>,
    /// Machine account that acted.
    pub service_account_id: Option<String>,
    /// Machine account whose access was changed.
    pub granted_service_account_id: Option<String>,
    /// Send.
    pub send_id: Option<String>,
}
