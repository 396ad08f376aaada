//! The form for a new client: what was typed, the plans as cards, and the hint below the seats.

use leptos::prelude::*;
use portal_client::new_client::seat_hints;
use portal_contracts::enums::{PlanType, ProductTier};

use crate::{
    i18n::text::{clients as text, seats as seat_words},
    pages::clients::{
        create::{Field, Offer, Typed},
        data::ClientsData,
        row::short_plan,
        seats, words,
    },
    ui::{Choice, Draft},
};

/// The form. What is typed belongs to the draft: a failure or a lock loses nothing, closing asks.
#[derive(Clone, Copy)]
pub struct Form {
    /// Number of the chosen plan.
    pub plan: RwSignal<String>,
    /// Name.
    pub name: RwSignal<String>,
    /// Address of the owner.
    pub owner: RwSignal<String>,
    /// Seats.
    pub seats: RwSignal<String>,
    /// Problems are shown from the first try on, and after a field was left.
    pub tried: RwSignal<bool>,
    /// Fields that were left.
    pub left: RwSignal<Vec<Field>>,
}

impl Form {
    /// The form of a draft.
    #[must_use]
    pub fn new(draft: Draft) -> Self {
        Self {
            plan: draft.field("plan", String::new()),
            name: draft.field("name", String::new()),
            owner: draft.field("owner", String::new()),
            seats: draft.field("seats", "1".to_owned()),
            tried: RwSignal::new(false),
            left: RwSignal::new(Vec::new()),
        }
    }

    /// Nothing is shown as wrong, for a form that starts anew.
    pub fn forgive(self) {
        let _ = self.tried.try_set(false);
        let _ = self.left.try_set(Vec::new());
    }

    /// What was typed; reactive.
    #[must_use]
    pub fn typed(self) -> Typed {
        Typed {
            plan: self.plan.with(|plan| plan.parse().ok()).map(PlanType::from_number),
            name: self.name.get(),
            owner: self.owner.get(),
            seats: self.seats.get(),
        }
    }

    /// Notes that a field was left.
    #[must_use]
    pub fn leave(self, field: Field) -> Callback<()> {
        Callback::new(move |()| {
            self.left.update(|left| {
                if !left.contains(&field) {
                    left.push(field);
                }
            });
        })
    }
}

/// A plan as a card: price, discount, and what is in it.
#[must_use]
pub fn choice(offer: &Offer) -> Choice {
    let price = words::price(offer.discounted);
    let cost = match (offer.price, offer.discount) {
        (0, _) => text::plan_price_unknown().to_owned(),
        (_, 0) => text::plan_price(&price),
        (_, discount) => text::plan_price_discount(&price, &discount.to_string()),
    };
    let what = match offer.tier {
        ProductTier::Enterprise => text::plan_enterprise(),
        _ => text::plan_teams(),
    };
    let name = short_plan(&offer.name).to_owned();
    Choice::new(offer.plan.number().to_string(), name).help([&cost, ". ", what].concat())
}

/// What the wished seats do to the contract, while they are typed.
#[must_use]
pub fn seats_help(form: Form, offers: Memo<Vec<Offer>>, data: ClientsData) -> Signal<Option<String>> {
    Signal::derive(move || {
        let typed = form.typed();
        let pool = offers.with(|offers| {
            let offer = offers.iter().find(|offer| Some(offer.plan) == typed.plan)?;
            data.pool(&offer.name)
        });
        let wanted = seats::read(&typed.seats).ok().filter(|seats| *seats > 0);
        match (pool, wanted, typed.plan) {
            (Some(pool), Some(wanted), _) => Some(match seat_hints(&pool, wanted) {
                (_, bought) if bought > 0 => seat_words::to_purchase(bought),
                (left, _) if left > 0 => seat_words::unassigned_after(left),
                _ => seat_words::none_left().to_owned(),
            }),
            (Some(pool), None, _) => Some(seat_words::open_now(pool.open())),
            (None, _, Some(_)) => Some(seat_words::unknown().to_owned()),
            (None, _, None) => None,
        }
    })
}
