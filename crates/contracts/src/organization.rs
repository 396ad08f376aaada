//! One organisation: name, billing address, access settings, keys, subscription (API contract §7, §13.4).

use serde::{Deserialize, Serialize};

use crate::SecretText;
use crate::enums::{PlanType, ProductTier};
use crate::profile::{CollectionManagement, PlanFeatures};
use crate::register::KeyPair;

/// `GET api/organizations/{id}`, and the answer of every call that changes one.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Organization {
    /// Discriminator `organization`.
    pub object: String,
    /// Organisation id.
    pub id: String,
    /// Name.
    pub name: Option<String>,
    /// Where invoices go.
    pub billing_email: Option<String>,
    /// The plan, as far as the server tells; some servers leave it out.
    pub plan: Option<OrganizationPlan>,
    /// Number of the plan.
    pub plan_type: Option<PlanType>,
    /// Seats; missing = not counted.
    pub seats: Option<i64>,
    /// Most collections; missing = no limit.
    pub max_collections: Option<i64>,
    /// Storage in GB; missing = none counted.
    pub max_storage_gb: Option<i64>,
    /// Whether its key pair exists.
    pub has_public_and_private_keys: bool,
    /// What its plan switches on.
    #[serde(flatten)]
    pub features: PlanFeatures,
    /// Settings of collection management.
    #[serde(flatten)]
    pub management: CollectionManagement,
    /// When the licence of a self-hosted organisation ends; only in the subscription.
    pub expiration: Option<String>,
}

/// What an organisation tells of its plan.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct OrganizationPlan {
    /// Display name, for example `Teams (Monthly)`.
    pub name: String,
    /// Family.
    pub product_tier: Option<ProductTier>,
    /// Billed once a year; unknown on servers that send only the name.
    pub is_annual: Option<bool>,
}

/// `PUT api/organizations/{id}`: what is missing stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct UpdateOrganization {
    /// New name.
    pub name: Option<String>,
    /// New billing address. The owner of a client that a provider manages may not send it.
    pub billing_email: Option<String>,
    /// Key pair of an organisation that has none yet.
    pub keys: Option<KeyPair>,
}

/// `GET api/organizations/{id}/public-key`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct OrganizationPublicKey {
    /// Discriminator `organizationPublicKey`.
    pub object: String,
    /// Base64 of `SubjectPublicKeyInfo`; missing without a key pair.
    pub public_key: Option<String>,
}

/// `GET api/organizations/{id}/private-key`, which newer servers have.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct OrganizationPrivateKey {
    /// Discriminator.
    pub object: String,
    /// Private key under the organisation key, type 2.
    #[serde(alias = "encryptedPrivateKey")]
    pub private_key: Option<String>,
}

/// Kind of an API key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ApiKeyKind {
    /// The public API.
    Default,
    /// Provisioning by SCIM.
    Scim,
}

impl ApiKeyKind {
    /// Its number on the wire.
    #[must_use]
    pub const fn number(self) -> i64 {
        match self {
            Self::Default => 0,
            Self::Scim => 2,
        }
    }

    /// The kind of a number; `None` for kinds that are not for people (billing synchronisation) or not known.
    #[must_use]
    pub const fn from_number(number: i64) -> Option<Self> {
        match number {
            0 => Some(Self::Default),
            2 => Some(Self::Scim),
            _ => None,
        }
    }
}

/// `POST api/organizations/{id}/api-key` and `…/rotate-api-key`.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ApiKeyRequest {
    /// Kind of the key, see [`ApiKeyKind`].
    pub r#type: i64,
    /// Server hash of the master password of whoever asks.
    pub master_password_hash: SecretText,
}

/// The answer to [`ApiKeyRequest`].
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ApiKey {
    /// Discriminator `apiKey`.
    pub object: String,
    /// The secret part.
    pub api_key: SecretText,
    /// When it was made.
    pub revision_date: Option<String>,
}

/// `GET api/organizations/{id}/billing/vnext/metadata` and `…/self-host/metadata`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct BillingMetadata {
    /// Seats that somebody sits on.
    pub organization_occupied_seats: i64,
}

/// `GET api/organizations/{id}/billing/vnext/warnings`, as far as it concerns the portal.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct OrganizationWarnings {
    /// The organisation is in a trial.
    pub free_trial: Option<FreeTrial>,
    /// The subscription does not run.
    pub inactive_subscription: Option<InactiveSubscription>,
}

/// How long a trial goes on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct FreeTrial {
    /// Days left.
    pub remaining_trial_days: i64,
}

/// What helps against a subscription that does not run.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct InactiveSubscription {
    /// `contact_provider`, `contact_owner`, `add_payment_method`, `resubscribe` …
    pub resolution: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read_json;

    #[test]
    fn an_organisation_reads_without_what_servers_leave_out() {
        let full = br#"{"object":"organization","id":"o","name":"Bakery","planType":17,"useGroups":true,"plan":{
            "name":"Teams (Monthly)","productTier":2},"limitItemDeletion":true,"seats":null}"#;
        let read: Organization = read_json(full).unwrap();
        assert_eq!(read.plan.unwrap().product_tier, Some(ProductTier::Teams));
        assert!(read.features.use_groups && read.management.limit_item_deletion && read.seats.is_none());
        let bare: Organization = read_json(br#"{"id":"o","planType":6}"#).unwrap();
        assert_eq!((bare.plan, bare.plan_type), (None, Some(PlanType::Unknown(6))));
    }

    #[test]
    fn both_names_of_the_private_key_are_read() {
        for text in [&br#"{"privateKey":"2.x"}"#[..], br#"{"encryptedPrivateKey":"2.x"}"#] {
            assert_eq!(read_json::<OrganizationPrivateKey>(text).unwrap().private_key.as_deref(), Some("2.x"));
        }
    }

    #[test]
    fn what_is_not_changed_is_null() {
        let body = serde_json::to_value(UpdateOrganization { name: Some("B".into()), ..Default::default() }).unwrap();
        assert_eq!(body, serde_json::json!({"name": "B", "billingEmail": null, "keys": null}));
    }
}
