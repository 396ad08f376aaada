//! Plan and payer.

use leptos::prelude::*;
use portal_client::organization::{Payer, Subscription};

use super::section;
use crate::{
    i18n::{self, number, text::client_subscription as text},
    pages::client::band,
    platform::intl,
    ui::rich,
};

pub fn card(found: &Subscription) -> AnyView {
    let organization = &found.organization;
    let plan = organization
        .plan
        .clone()
        .or_else(|| organization.tier.and_then(band::plan).map(str::to_owned))
        .unwrap_or_else(|| text::plan_unknown().to_owned());
    let rhythm = organization.annual.map(|annual| {
        let words = if annual { text::rhythm_annual() } else { text::rhythm_monthly() };
        fact(text::rhythm(), words.to_owned())
    });
    let expires =
        organization.expiration.as_deref().and_then(intl::moment).map(|at| fact(text::expires(), i18n::date(at)));
    let payer = match &found.payer {
        Payer::Itself => text::payer_itself().to_owned(),
        Payer::OwnProvider { name, .. } | Payer::OtherProvider { name } => {
            name.clone().unwrap_or_else(|| text::payer_unnamed().to_owned())
        }
    };
    let invoices = match organization.billing_email.as_str() {
        "" => text::invoices_none().to_owned(),
        address => address.to_owned(),
    };
    let collections = match organization.max_collections {
        Some(most) => text::collections_most(most),
        None => text::collections_free().to_owned(),
    };
    let storage = organization.max_storage_gb.map(|gb| fact(text::storage(), text::storage_gb(&number(gb))));
    let content = view! {
        <dl class="facts">
            {fact(text::plan(), plan)} {rhythm} {expires} {fact(text::payer(), payer)}
            {fact(text::invoices(), invoices)} {fact(text::collections(), collections)} {storage}
        </dl>
        <p class="quiet t-13">{who(&found.payer)}</p>
    }
    .into_any();
    section(text::plan_title(), content)
}

/// Whom to ask.
fn who(payer: &Payer) -> AnyView {
    match payer {
        Payer::OwnProvider { name: Some(name), .. } => rich(text::ours_text(name)),
        Payer::OwnProvider { name: None, .. } => text::ours_unnamed().into_any(),
        Payer::OtherProvider { name: Some(name) } => rich(text::theirs_text(name)),
        Payer::OtherProvider { name: None } => text::theirs_unnamed().into_any(),
        Payer::Itself => text::itself_text().into_any(),
    }
}

fn fact(name: &'static str, value: String) -> AnyView {
    view! {
        <dt>{name}</dt>
        <dd dir="auto">{value}</dd>
    }
    .into_any()
}
