//! Subscription plans (API contract §7.7): the one table from which prices, names and features come.
//!
//! A plan is a number of `PlanType`. What it switches on for an organisation is derived here and
//! never stored, so a change of plan cannot leave old features behind.

use axum::{Json, Router, routing::get};
use portal_contracts::enums::{PlanType, ProductTier, ProviderType};
use portal_contracts::profile::PlanFeatures;
use serde_json::{Value, json};

use crate::state::AppState;

/// One plan this server can give to an organisation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PlanSpec {
    /// Number of the plan.
    pub plan: PlanType,
    /// Family.
    pub tier: ProductTier,
    /// Display name; the portal cuts the part in brackets off.
    pub name: &'static str,
    /// Billed once a year.
    pub annual: bool,
    /// List price of a seat per period.
    pub seat_price: f64,
    /// What a provider pays for a seat per period; 0 = not sold through providers.
    pub provider_seat_price: f64,
    /// Seats that come with the plan and its upper limit; `None` = bought one by one, no limit.
    pub fixed_seats: Option<i64>,
    /// Most collections; `None` = no limit.
    pub max_collections: Option<i64>,
}

const PLANS: [PlanSpec; 5] = [
    PlanSpec {
        plan: PlanType::Free,
        tier: ProductTier::Free,
        name: "Free",
        annual: false,
        seat_price: 0.0,
        provider_seat_price: 0.0,
        fixed_seats: Some(2),
        max_collections: Some(2),
    },
    PlanSpec {
        plan: PlanType::TeamsMonthly,
        tier: ProductTier::Teams,
        name: "Teams (Monthly)",
        annual: false,
        seat_price: 5.0,
        provider_seat_price: 4.0,
        fixed_seats: None,
        max_collections: None,
    },
    PlanSpec {
        plan: PlanType::TeamsAnnually,
        tier: ProductTier::Teams,
        name: "Teams (Annually)",
        annual: true,
        seat_price: 48.0,
        provider_seat_price: 0.0,
        fixed_seats: None,
        max_collections: None,
    },
    PlanSpec {
        plan: PlanType::EnterpriseMonthly,
        tier: ProductTier::Enterprise,
        name: "Enterprise (Monthly)",
        annual: false,
        seat_price: 7.0,
        provider_seat_price: 6.0,
        fixed_seats: None,
        max_collections: None,
    },
    PlanSpec {
        plan: PlanType::EnterpriseAnnually,
        tier: ProductTier::Enterprise,
        name: "Enterprise (Annually)",
        annual: true,
        seat_price: 72.0,
        provider_seat_price: 72.0,
        fixed_seats: None,
        max_collections: None,
    },
];

/// The plan of a number; `None` for plans this server does not offer.
#[must_use]
pub fn spec(plan: PlanType) -> Option<&'static PlanSpec> {
    PLANS.iter().find(|spec| spec.plan == plan)
}

/// Display name of a plan, also of one that this server does not offer.
#[must_use]
pub fn name(plan: PlanType) -> String {
    spec(plan).map_or_else(|| format!("Plan {}", plan.number()), |spec| spec.name.to_owned())
}

/// Family of a plan; plans this server does not offer count as free.
#[must_use]
pub fn tier(plan: PlanType) -> ProductTier {
    spec(plan).map_or(ProductTier::Free, |spec| spec.tier)
}

/// Plans that a provider of this kind may give to clients (API contract §5.6).
#[must_use]
pub const fn for_provider(provider: ProviderType) -> &'static [PlanType] {
    match provider {
        ProviderType::Msp => &[PlanType::TeamsMonthly, PlanType::EnterpriseMonthly],
        ProviderType::BusinessUnit => &[PlanType::EnterpriseMonthly, PlanType::EnterpriseAnnually],
        ProviderType::Reseller | ProviderType::Unknown(_) => &[],
    }
}

/// The plan an organisation changes to when a provider takes it over; `None` = cannot be taken over.
#[must_use]
pub fn when_taken_over(provider: ProviderType, plan: PlanType) -> Option<PlanType> {
    match (provider, tier(plan)) {
        (ProviderType::Msp, ProductTier::Teams) => Some(PlanType::TeamsMonthly),
        (ProviderType::Msp, ProductTier::Enterprise) => Some(PlanType::EnterpriseMonthly),
        (ProviderType::BusinessUnit, ProductTier::Enterprise) => Some(plan),
        _ => None,
    }
}

/// What a plan switches on (screens §1.5).
#[must_use]
pub fn features(plan: PlanType) -> PlanFeatures {
    let enterprise = tier(plan) == ProductTier::Enterprise;
    let business = enterprise || tier(plan) == ProductTier::Teams;
    PlanFeatures {
        use_policies: enterprise,
        use_sso: enterprise,
        use_key_connector: enterprise,
        use_scim: business,
        use_groups: business,
        use_directory: business,
        use_events: business,
        use_totp: business,
        use_2fa: business,
        use_api: business,
        use_reset_password: enterprise,
        use_secrets_manager: false,
        users_get_premium: business,
        use_custom_permissions: enterprise,
        use_organization_domains: enterprise,
        use_my_items: enterprise,
        use_invite_links: false,
        use_activate_autofill_policy: enterprise,
        use_automatic_user_confirmation: false,
        self_host: enterprise,
    }
}

/// One plan in the wire form of §7.7.
#[must_use]
pub fn wire(spec: &PlanSpec) -> Value {
    let on = features(spec.plan);
    let order = PLANS.iter().position(|plan| plan == spec).unwrap_or_default();
    json!({
        "object": "plan",
        "type": spec.plan,
        "productTier": spec.tier,
        "name": spec.name,
        "isAnnual": spec.annual,
        "nameLocalizationKey": format!("planName{}", spec.plan.number()),
        "descriptionLocalizationKey": format!("planDesc{}", spec.plan.number()),
        "canBeUsedByBusiness": spec.tier != ProductTier::Free,
        "trialPeriodDays": null,
        "hasSelfHost": on.self_host,
        "hasPolicies": on.use_policies,
        "hasGroups": on.use_groups,
        "hasDirectory": on.use_directory,
        "hasEvents": on.use_events,
        "hasTotp": on.use_totp,
        "has2fa": on.use_2fa,
        "hasApi": on.use_api,
        "hasSso": on.use_sso,
        "hasOrganizationDomains": on.use_organization_domains,
        "hasResetPassword": on.use_reset_password,
        "usersGetPremium": on.users_get_premium,
        "hasMyItems": on.use_my_items,
        "hasInviteLinks": on.use_invite_links,
        "upgradeSortOrder": order,
        "displaySortOrder": order,
        "legacyYear": null,
        "disabled": false,
        "secretsManager": null,
        "passwordManager": {
            "basePrice": 0.0,
            "seatPrice": spec.seat_price,
            "providerPortalSeatPrice": spec.provider_seat_price,
            "baseSeats": spec.fixed_seats.unwrap_or(0),
            "maxSeats": spec.fixed_seats,
            "maxAdditionalSeats": null,
            "hasAdditionalSeatsOption": spec.fixed_seats.is_none(),
            "allowSeatAutoscale": spec.fixed_seats.is_none(),
            "maxCollections": spec.max_collections,
            "baseStorageGb": if spec.tier == ProductTier::Free { Value::Null } else { json!(1) },
        },
    })
}

/// `GET api/plans`, without sign-in.
pub fn router() -> Router<AppState> {
    Router::new().route("/plans", get(list))
}

async fn list() -> Json<Value> {
    let data: Vec<Value> = PLANS.iter().map(wire).collect();
    Json(json!({ "data": data, "continuationToken": null, "object": "list" }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn features_follow_the_table_of_the_plan() {
        let teams = features(PlanType::TeamsMonthly);
        let enterprise = features(PlanType::EnterpriseMonthly);
        assert!(teams.use_groups && teams.use_events && !teams.use_policies && !teams.use_custom_permissions);
        assert!(enterprise.use_policies && enterprise.use_sso && enterprise.use_reset_password);
        for plan in PlanType::KNOWN {
            assert!(!features(*plan).use_secrets_manager);
        }
        assert_eq!(features(PlanType::Free), PlanFeatures::default());
        assert_eq!(features(PlanType::Unknown(6)), PlanFeatures::default());
    }

    #[test]
    fn every_plan_a_provider_may_give_has_a_price() {
        for provider in ProviderType::KNOWN {
            for plan in for_provider(*provider) {
                assert!(spec(*plan).is_some_and(|spec| spec.provider_seat_price > 0.0), "{plan:?}");
            }
        }
    }

    #[test]
    fn a_plan_reads_with_the_portals_own_types() {
        let bytes = serde_json::to_vec(&wire(spec(PlanType::EnterpriseMonthly).unwrap())).unwrap();
        let read: portal_contracts::plans::Plan = portal_contracts::read_json(&bytes).unwrap();
        assert_eq!(read.name, "Enterprise (Monthly)");
        assert!((read.password_manager.provider_portal_seat_price - 6.0).abs() < f64::EPSILON);
    }
}
