//! Clients of a provider (API contract §5.6).

use serde::{Deserialize, Serialize};

use crate::enums::PlanType;
use crate::register::KeyPair;

/// Entry of `GET api/providers/{id}/organizations`.
///
/// Two ids: [`id`](Self::id) (the link) stands in client URLs, `organization_id` everywhere else.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ProviderOrganization {
    /// Discriminator `providerOrganizationOrganizationDetail`.
    pub object: String,
    /// Link id.
    pub id: String,
    /// Provider id.
    pub provider_id: String,
    /// Organisation id.
    pub organization_id: String,
    /// Name.
    pub organization_name: Option<String>,
    /// Organisation key under the provider key (type 2).
    pub key: Option<String>,
    /// When it became a client.
    pub creation_date: Option<String>,
    /// When the link last changed.
    pub revision_date: Option<String>,
    /// Confirmed members.
    pub user_count: i64,
    /// Assigned seats; missing = not counted.
    pub seats: Option<i64>,
    /// Members that use a seat.
    pub occupied_seats: i64,
    /// Assigned less occupied.
    pub remaining_seats: Option<i64>,
    /// Display name of the plan, for example `Teams (Monthly)`.
    pub plan: Option<String>,
}

/// `POST api/providers/{id}/clients`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CreateClient {
    /// Name, at most 50 characters.
    pub name: String,
    /// Who is invited as owner.
    pub owner_email: String,
    /// Teams or Enterprise.
    pub plan_type: PlanType,
    /// At least 1.
    pub seats: i64,
    /// New organisation key under the provider key.
    pub key: String,
    /// New key pair, private part under the organisation key.
    pub key_pair: KeyPair,
    /// Name of the first collection under the organisation key.
    pub collection_name: String,
}

/// `PUT api/providers/{id}/clients/{linkId}`; both members are required.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UpdateClient {
    /// Seats, not negative.
    pub assigned_seats: i64,
    /// Name.
    pub name: String,
}

/// Entry of `GET api/providers/{id}/clients/addable`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct AddableOrganization {
    /// Organisation id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Display name of the plan.
    pub plan: String,
    /// Its seats.
    pub seats: i64,
    /// Cannot be taken over because seats would have to be bought.
    pub disabled: bool,
}

/// `POST api/providers/{id}/clients/existing`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct AddExistingClient {
    /// Organisation id.
    pub organization_id: String,
    /// Organisation key under the provider key.
    pub key: String,
}
