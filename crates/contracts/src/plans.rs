//! Plans (API contract §7.7), as far as the provider's dialogs need them.

use serde::{Deserialize, Serialize};

use crate::enums::{PlanType, ProductTier};

/// Entry of `GET api/plans`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Plan {
    /// Discriminator `plan`.
    #[serde(default)]
    pub object: String,
    /// Number of the plan.
    pub r#type: PlanType,
    /// Family.
    pub product_tier: ProductTier,
    /// Display name, for example `Teams (Monthly)`.
    #[serde(default)]
    pub name: String,
    /// Billed once a year.
    #[serde(default)]
    pub is_annual: bool,
    /// Not sold any more.
    #[serde(default)]
    pub disabled: bool,
    /// Prices.
    #[serde(default)]
    pub password_manager: PlanPrices,
}

/// Prices of a plan, per seat and period, in the provider's currency.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PlanPrices {
    /// What a provider pays for a seat per month.
    pub provider_portal_seat_price: f64,
    /// List price of a seat.
    pub seat_price: f64,
}
