//! The provider's subscription (API contract §6): plain records without `object`.

use serde::{Deserialize, Serialize};

use crate::enums::{PlanType, ProductTier, ProviderType};

/// `GET api/providers/{id}/billing/subscription`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ProviderSubscription {
    /// `active`, `trialing`, `past_due`, `unpaid`, `canceled` …
    pub status: String,
    /// When the running period ends.
    pub current_period_end_date: Option<String>,
    /// Reduction in per cent.
    pub discount_percentage: Option<f64>,
    /// How it is collected.
    pub collection_method: Option<String>,
    /// One line per plan.
    pub plans: Vec<ProviderPlan>,
    /// Credit of the account.
    pub account_credit: f64,
    /// Kind of provider.
    pub provider_type: Option<ProviderType>,
}

/// Seats and price of one plan of a provider.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ProviderPlan {
    /// Display name.
    #[serde(default)]
    pub plan_name: String,
    /// Number of the plan; missing on older servers.
    #[serde(default)]
    pub r#type: Option<PlanType>,
    /// Family.
    #[serde(default)]
    pub product_tier: Option<ProductTier>,
    /// Seats included in the contract.
    #[serde(default)]
    pub seat_minimum: i64,
    /// Seats bought beyond the minimum.
    #[serde(default)]
    pub purchased_seats: i64,
    /// Seats spread over clients.
    #[serde(default)]
    pub assigned_seats: i64,
    /// Price of the period.
    #[serde(default)]
    pub cost: f64,
    /// `Monthly` or `Annual`.
    #[serde(default)]
    pub cadence: String,
}

/// `GET api/providers/{id}/billing/vnext/warnings`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ProviderWarnings {
    /// The provider is suspended.
    pub suspension: Option<SuspensionWarning>,
    /// Something about the tax id.
    pub tax_id: Option<TaxIdWarning>,
}

/// Why a provider is suspended and what helps.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct SuspensionWarning {
    /// `add_payment_method`, `contact_administrator` or `contact_support`.
    pub resolution: String,
    /// When the subscription ends.
    pub subscription_cancels_at: Option<String>,
}

/// What is wrong with the tax id.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TaxIdWarning {
    /// `tax_id_missing`, `tax_id_pending_verification` or `tax_id_failed_verification`.
    pub r#type: String,
}
