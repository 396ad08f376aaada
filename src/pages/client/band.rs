//! The band of a client: whose data this is, on every page of that client. The frame draws it.

use leptos::prelude::*;
use portal_client::workspace::{ClientEntry, ProviderEntry};
use portal_contracts::enums::ProductTier;

use super::scope::name_of;
use crate::{
    i18n::{number, text::client as text},
    ui::{Badge, Callout, Icon, Tone, avatar, icon_small, rich},
};

/// Name, plan, seats, and for whom one acts.
pub fn client_band(
    client: ClientEntry,
    provider: Memo<Option<ProviderEntry>>,
    occupied: RwSignal<Option<i64>>,
) -> AnyView {
    let name = name_of(Some(&client));
    let seats = client.seats.map(|seats| {
        let words = move || match occupied.get() {
            Some(used) => text::band_seats_used(&number(used), &number(seats)),
            None => text::band_seats(seats),
        };
        view! { <li class="num">{icon_small(Icon::Seat)} {words}</li> }
    });
    let via = move || match provider.get().and_then(|provider| provider.name) {
        Some(provider) => rich(text::band_via(&provider)),
        None => view! { {text::band_member()} }.into_any(),
    };
    let off = (!client.enabled).then(|| {
        view! {
            <li>
                <Badge tone=Tone::Warning symbol=Icon::Pause>
                    {text::suspended()}
                </Badge>
            </li>
        }
    });
    view! {
        <section class="client-band" data-hue=avatar::hue(&client.organization_id) aria-label=text::band()>
            {avatar::square(&client.organization_id, &name, "")}
            <strong class="client-band__name truncate" dir="auto">
                {name.clone()}
            </strong>
            <ul class="client-band__facts">
                {plan(client.tier)
                    .map(|plan| {
                        view! {
                            <li data-priority="2">
                                <Badge line=true>{plan}</Badge>
                            </li>
                        }
                    })} {seats} {off}
            </ul>
            <span class="client-band__end">
                <span>{via}</span>
            </span>
        </section>
    }
    .into_any()
}

/// The family of a plan in words; `None` for families that this version does not know.
#[must_use]
pub const fn plan(tier: ProductTier) -> Option<&'static str> {
    match tier {
        ProductTier::Free => Some(text::plan_free()),
        ProductTier::Families => Some(text::plan_families()),
        ProductTier::Teams | ProductTier::TeamsStarter => Some(text::plan_teams()),
        ProductTier::Enterprise => Some(text::plan_enterprise()),
        ProductTier::Unknown(_) => None,
    }
}

/// That the client is out of service, for those who enter it all the same.
pub fn suspended() -> AnyView {
    view! {
        <Callout tone=Tone::Warning title=text::suspended_title()>
            <p>{text::suspended_text()}</p>
        </Callout>
    }
    .into_any()
}
