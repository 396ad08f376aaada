//! One client as an organisation: what it is called and set to (ORG-01…03, BILL-01; screens §2.21).

mod api_key;
mod details;
mod fingerprint;
mod management;
mod subscription;

pub use api_key::{ApiKey, rotate_api_key, show_api_key};
pub use details::{Details, DetailsProblem, SaveFailure, check_details, save_details};
pub use fingerprint::{Fingerprint, read_fingerprint};
pub use management::{ManagementFailure, save_management};
pub use portal_agent::protocol::KeyOrigin;
pub use subscription::{Subscription, occupied_seats, read_subscription};

use portal_contracts::enums::{ProductTier, ProviderType};
use portal_contracts::organization::Organization as Wire;
use portal_contracts::profile::{CollectionManagement, PlanFeatures};

use crate::error::ApiError;
use crate::portal::Portal;
use crate::send::Call;
use crate::text;
use crate::workspace::ClientEntry;

/// One organisation as of a moment. Texts are cleaned for display.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organization {
    /// Organisation id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Where invoices go; empty when the server keeps none.
    pub billing_email: String,
    /// Plan as display text, for example `Teams (Monthly)`; missing on servers without plans.
    pub plan: Option<String>,
    /// Family of the plan, when the server tells.
    pub tier: Option<ProductTier>,
    /// Billed once a year, when the server tells.
    pub annual: Option<bool>,
    /// Seats; missing = not counted.
    pub seats: Option<i64>,
    /// Most collections; missing = no limit.
    pub max_collections: Option<i64>,
    /// Storage in GB; missing = none counted.
    pub max_storage_gb: Option<i64>,
    /// Whether it has a key pair.
    pub has_keys: bool,
    /// What its plan switches on.
    pub features: PlanFeatures,
    /// Settings of collection management.
    pub management: CollectionManagement,
    /// When a licence ends, ISO 8601.
    pub expiration: Option<String>,
}

impl From<Wire> for Organization {
    fn from(wire: Wire) -> Self {
        let plan = wire.plan.unwrap_or_default();
        Self {
            id: wire.id,
            name: text::name(wire.name.as_deref()).unwrap_or_default(),
            billing_email: text::address(wire.billing_email.as_deref().unwrap_or_default()),
            tier: plan.product_tier,
            annual: plan.is_annual,
            plan: text::name(Some(&plan.name)),
            seats: wire.seats,
            max_collections: wire.max_collections,
            max_storage_gb: wire.max_storage_gb,
            has_keys: wire.has_public_and_private_keys,
            features: wire.features,
            management: wire.management,
            expiration: wire.expiration.map(|date| text::clean(&date, 40)),
        }
    }
}

/// Opens a client. Servers write into both logs that the provider was here (events 1603 and 1903), so this is called
/// once each time that somebody enters; later reading is [`read`].
///
/// # Errors
/// What went wrong with the request; [`ApiError::NotFound`] for members who may not manage the organisation.
pub async fn open(portal: &Portal, client_id: &str) -> Result<Organization, ApiError> {
    entry(portal, client_id)?;
    let wire: Wire = portal.read(Call::get(["organizations/", client_id].concat())).await?;
    confirm(wire, client_id)
}

/// Reads an open client again, without a further line in the logs where the server allows it.
///
/// # Errors
/// As [`open`].
pub async fn read(portal: &Portal, client_id: &str) -> Result<Organization, ApiError> {
    if entry(portal, client_id)?.provider_id.is_none() {
        // Members leave no trace as a provider.
        return open(portal, client_id).await;
    }
    let path = ["organizations/", client_id, "/subscription"].concat();
    match portal.read::<Wire>(Call::get(path)).await {
        Ok(wire) => confirm(wire, client_id),
        // Not billed through the provider, or not built in: then there is only the one way.
        Err(ApiError::NotFound { .. }) => open(portal, client_id).await,
        Err(error) => Err(error),
    }
}

/// An answer about another organisation than the one asked for is no answer.
fn confirm(wire: Wire, client_id: &str) -> Result<Organization, ApiError> {
    if wire.id == client_id { Ok(wire.into()) } else { Err(ApiError::BadAnswer) }
}

/// The client's entry. Ids come out of addresses: what the account does not have is never asked for.
pub(crate) fn entry(portal: &Portal, client_id: &str) -> Result<ClientEntry, ApiError> {
    let workspace = portal.workspace().ok_or(ApiError::SignedOut)?;
    workspace.client(client_id).cloned().ok_or(ApiError::NotFound { message: None })
}

/// Who pays for an organisation, and so decides on seats and on where invoices go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Payer {
    /// A provider that the account works for.
    OwnProvider {
        /// Provider id.
        id: String,
        /// Its name.
        name: Option<String>,
    },
    /// A provider that the account does not work for.
    OtherProvider {
        /// Its name.
        name: Option<String>,
    },
    /// The organisation itself.
    Itself,
}

impl Payer {
    /// Whether this account may change the billing address (API contract §7.2).
    #[must_use]
    pub const fn lets_change_address(&self) -> bool {
        !matches!(self, Self::OtherProvider { .. })
    }
}

/// Who pays for a client, by the profile.
///
/// # Errors
/// [`ApiError::NotFound`] for clients that the account does not have.
pub fn payer(portal: &Portal, client_id: &str) -> Result<Payer, ApiError> {
    let entry = entry(portal, client_id)?;
    let workspace = portal.workspace().ok_or(ApiError::SignedOut)?;
    if let Some(id) = entry.provider_id {
        let provider = workspace.provider(&id);
        // A reseller only brings customers; they pay by themselves.
        if provider.is_some_and(|provider| provider.kind == ProviderType::Reseller) {
            return Ok(Payer::Itself);
        }
        return Ok(Payer::OwnProvider { name: provider.and_then(|provider| provider.name.clone()), id });
    }
    let member = workspace.profile.organizations.iter().find(|member| member.id == client_id);
    Ok(match member {
        Some(member) if member.provider_id.is_some() && member.provider_type != Some(ProviderType::Reseller) => {
            Payer::OtherProvider { name: text::name(member.provider_name.as_deref()) }
        }
        _ => Payer::Itself,
    })
}
