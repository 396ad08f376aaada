//! What makes a new client's form complete (screens CLI-B). Pure.

use portal_client::addresses::is_address;
use portal_client::new_client::offered_plans;
use portal_contracts::billing::ProviderSubscription;
use portal_contracts::enums::{PlanType, ProductTier, ProviderType, ProviderUserType};
use portal_contracts::limits;
use portal_contracts::plans::Plan;

use super::seats;

/// A plan that a new client can have.
#[derive(Clone, Debug, PartialEq)]
pub struct Offer {
    /// Number of the plan.
    pub plan: PlanType,
    /// Its full name, as the subscription names it.
    pub name: String,
    /// Its family.
    pub tier: ProductTier,
    /// What a seat costs per month before the discount, in hundredths.
    pub price: i64,
    /// What it costs after the discount, in hundredths.
    pub discounted: i64,
    /// The discount in whole per cent; 0 = none.
    pub discount: i64,
}

/// The plans that a provider of this kind can give and that the server sells, with what they cost. Where the subscription
/// is known, only those in it: for others the server has no seats to give (screens CLI-B).
#[must_use]
pub fn offers(plans: &[Plan], subscription: Option<&ProviderSubscription>, kind: ProviderType) -> Vec<Offer> {
    // Older servers do not number the plans of a contract, and names are no proof.
    let lines = subscription.map(|known| known.plans.as_slice());
    let lines = lines.filter(|lines| !lines.is_empty() && lines.iter().all(|line| line.r#type.is_some()));
    let discount = subscription.and_then(|known| known.discount_percentage).unwrap_or(0.0).clamp(0.0, 100.0);
    offered_plans(kind)
        .iter()
        .filter_map(|kind| plans.iter().find(|plan| plan.r#type == *kind && !plan.disabled))
        .filter(|plan| lines.is_none_or(|lines| lines.iter().any(|line| line.r#type == Some(plan.r#type))))
        .map(|plan| {
            let price = plan.password_manager.provider_portal_seat_price.max(0.0);
            Offer {
                plan: plan.r#type,
                name: plan.name.clone(),
                tier: plan.product_tier,
                price: hundredths(price),
                discounted: hundredths(price * (100.0 - discount) / 100.0),
                discount: whole(discount),
            }
        })
        .collect()
}

fn hundredths(amount: f64) -> i64 {
    whole(amount * 100.0)
}

fn whole(amount: f64) -> i64 {
    // Prices and percentages: far inside what both kinds of number hold.
    #[allow(clippy::cast_possible_truncation)]
    let rounded = amount.round() as i64;
    rounded
}

/// Fields of the form; each problem belongs to one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    /// The plan.
    Plan,
    /// The name.
    Name,
    /// Address of the owner.
    Owner,
    /// Seats.
    Seats,
}

impl Field {
    /// The id of its control in the page.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Plan => "new-client-plan",
            Self::Name => "new-client-name",
            Self::Owner => "new-client-owner",
            Self::Seats => "new-client-seats",
        }
    }
}

/// What is wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// No plan was chosen.
    PlanMissing,
    /// No name.
    NameMissing,
    /// More characters than the server takes.
    NameLong,
    /// No address.
    OwnerMissing,
    /// Not of the shape of an address.
    OwnerInvalid,
    /// More characters than the server takes.
    OwnerLong,
    /// The seats.
    Seats(seats::Problem),
}

/// What was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// Number of the chosen plan.
    pub plan: Option<PlanType>,
    /// Name.
    pub name: String,
    /// Address of the owner.
    pub owner: String,
    /// Seats.
    pub seats: String,
}

/// A complete form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complete {
    /// Number of the plan.
    pub plan: PlanType,
    /// Name without white space around it.
    pub name: String,
    /// Address of the owner without white space around it.
    pub owner: String,
    /// Seats.
    pub seats: i64,
}

/// Checks a name for a client: what is wrong with it.
#[must_use]
pub fn name_problem(name: &str) -> Option<Problem> {
    let name = name.trim();
    if name.is_empty() {
        Some(Problem::NameMissing)
    } else if name.chars().count() > limits::NAME {
        Some(Problem::NameLong)
    } else {
        None
    }
}

/// Checks the form. Provider admins only come here, so seats are judged as theirs.
///
/// # Errors
/// All problems, in the order of the form.
pub fn check(
    typed: &Typed,
    offers: &[Offer],
    subscription: Option<&ProviderSubscription>,
) -> Result<Complete, Vec<(Field, Problem)>> {
    let mut problems = Vec::new();
    let offer = offers.iter().find(|offer| Some(offer.plan) == typed.plan);
    if offer.is_none() {
        problems.push((Field::Plan, Problem::PlanMissing));
    }
    if let Some(problem) = name_problem(&typed.name) {
        problems.push((Field::Name, problem));
    }
    let owner = typed.owner.trim();
    if owner.is_empty() {
        problems.push((Field::Owner, Problem::OwnerMissing));
    } else if owner.chars().count() > limits::EMAIL {
        problems.push((Field::Owner, Problem::OwnerLong));
    } else if !is_address(owner) {
        problems.push((Field::Owner, Problem::OwnerInvalid));
    }
    let pool = offer.and_then(|offer| seats::line(subscription?, &offer.name)).map(Into::into);
    let wanted = seats::judge(&typed.seats, 0, 0, pool, ProviderUserType::ProviderAdmin);
    if let Err(problem) = wanted {
        problems.push((Field::Seats, Problem::Seats(problem)));
    }
    match (offer, wanted, problems.is_empty()) {
        (Some(offer), Ok(wanted), true) => Ok(Complete {
            plan: offer.plan,
            name: typed.name.trim().to_owned(),
            owner: owner.to_owned(),
            seats: wanted.seats,
        }),
        _ => Err(problems),
    }
}

#[cfg(test)]
mod tests {
    use portal_contracts::{billing::ProviderPlan, plans::PlanPrices};

    use super::*;

    fn plan(number: PlanType, tier: ProductTier, price: f64) -> Plan {
        Plan {
            object: String::new(),
            r#type: number,
            product_tier: tier,
            name: format!("{tier:?} {number:?}"),
            is_annual: false,
            disabled: false,
            password_manager: PlanPrices { provider_portal_seat_price: price, seat_price: price },
        }
    }

    fn plans() -> Vec<Plan> {
        vec![
            plan(PlanType::EnterpriseAnnually, ProductTier::Enterprise, 60.0),
            plan(PlanType::EnterpriseMonthly, ProductTier::Enterprise, 6.0),
            plan(PlanType::TeamsMonthly, ProductTier::Teams, 4.0),
        ]
    }

    fn with_discount(discount: f64) -> ProviderSubscription {
        ProviderSubscription { discount_percentage: Some(discount), ..ProviderSubscription::default() }
    }

    fn typed() -> Typed {
        Typed {
            plan: Some(PlanType::TeamsMonthly),
            name: "  Fabrikam Ltd ".into(),
            owner: " ada@fabrikam.example".into(),
            seats: "5".into(),
        }
    }

    #[test]
    fn providers_and_business_units_have_their_own_plans() {
        let kinds = |kind| offers(&plans(), None, kind).into_iter().map(|offer| offer.plan).collect::<Vec<_>>();
        assert_eq!(kinds(ProviderType::Msp), [PlanType::TeamsMonthly, PlanType::EnterpriseMonthly]);
        assert_eq!(kinds(ProviderType::BusinessUnit), [PlanType::EnterpriseMonthly, PlanType::EnterpriseAnnually]);
        let mut sold_out = plans();
        sold_out[2].disabled = true;
        assert_eq!(offers(&sold_out, None, ProviderType::Msp).len(), 1);
    }

    #[test]
    fn what_the_subscription_does_not_have_is_not_offered() {
        let line: ProviderPlan =
            serde_json::from_value(serde_json::json!({ "planName": "Teams (Monthly)", "type": 17 })).unwrap();
        let known = ProviderSubscription { plans: vec![line], ..ProviderSubscription::default() };
        let found = offers(&plans(), Some(&known), ProviderType::Msp);
        assert_eq!(found.into_iter().map(|offer| offer.plan).collect::<Vec<_>>(), [PlanType::TeamsMonthly]);
    }

    #[test]
    fn the_discount_lowers_the_price() {
        let found = offers(&plans(), Some(&with_discount(35.0)), ProviderType::Msp);
        assert_eq!((found[0].price, found[0].discounted, found[0].discount), (400, 260, 35));
        let odd = offers(&plans(), Some(&with_discount(900.0)), ProviderType::Msp);
        assert_eq!(odd[0].discounted, 0);
    }

    #[test]
    fn a_complete_form_loses_only_white_space() {
        let offers = offers(&plans(), None, ProviderType::Msp);
        let complete = check(&typed(), &offers, None).unwrap();
        assert_eq!((complete.name.as_str(), complete.owner.as_str()), ("Fabrikam Ltd", "ada@fabrikam.example"));
        assert_eq!((complete.seats, complete.plan), (5, PlanType::TeamsMonthly));
    }

    #[test]
    fn every_problem_is_named_at_once_and_in_order() {
        let found = check(&Typed::default(), &[], None).unwrap_err();
        let fields: Vec<Field> = found.iter().map(|(field, _)| *field).collect();
        assert_eq!(fields, [Field::Plan, Field::Name, Field::Owner, Field::Seats]);
        let long = Typed { name: "x".repeat(51), owner: "nobody".into(), seats: "0".into(), ..typed() };
        let offers = offers(&plans(), None, ProviderType::Msp);
        let found = check(&long, &offers, None).unwrap_err();
        assert_eq!(found[0].1, Problem::NameLong);
        assert_eq!(found[1].1, Problem::OwnerInvalid);
        assert!(matches!(found[2].1, Problem::Seats(seats::Problem::Refused(_))));
    }

    #[test]
    fn names_are_counted_in_characters() {
        assert_eq!(name_problem(&"é".repeat(50)), None);
        assert_eq!(name_problem(&"é".repeat(51)), Some(Problem::NameLong));
    }
}
