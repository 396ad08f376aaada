//! The band of a client: whose data this is, on every page of that client.

use leptos::prelude::*;

use crate::{
    i18n::{number, text::client as text},
    pages::clients::{row::Row, words},
    ui::{Badge, Icon, avatar, icon_small, rich},
};

/// Name, plan, seats, and for whom one acts.
#[component]
pub fn ClientBand(row: Row, #[prop(into)] provider: String) -> AnyView {
    let name = words::name(&row);
    let plan = row.short_plan().to_owned();
    let seats = row.seats.map(|seats| text::band_seats(&number(row.used), &number(seats)));
    view! {
        <section class="client-band" data-hue=avatar::hue(&row.organisation) aria-label=text::band()>
            {avatar::square(&row.organisation, &name, "")}
            <strong class="client-band__name" dir="auto">
                {name.clone()}
            </strong>
            <ul class="client-band__facts">
                {(!plan.is_empty())
                    .then(|| {
                        view! {
                            <li data-priority="2">
                                <Badge line=true>{plan}</Badge>
                            </li>
                        }
                    })}
                {seats.map(|seats| view! { <li class="num">{icon_small(Icon::Seat)} {seats}</li> })}
            </ul>
            <span class="client-band__end">
                <span>{rich(text::band_via(&provider))}</span>
            </span>
        </section>
    }
    .into_any()
}
