//! What is in the plan and what is not.

use leptos::prelude::*;
use portal_client::organization::Subscription;
use portal_contracts::permissions::Feature;

use super::section;
use crate::{
    i18n::text::client_subscription as text,
    ui::{Icon, Status, Tone},
};

/// A text of the section.
type Text = fn() -> &'static str;

/// Everything that a plan may lack, with its name and what it is for.
const FEATURES: [(Feature, Text, Text); 9] = [
    (Feature::Groups, text::feature_groups, text::feature_groups_text),
    (Feature::Events, text::feature_events, text::feature_events_text),
    (Feature::Api, text::feature_api, text::feature_api_text),
    (Feature::Scim, text::feature_scim, text::feature_scim_text),
    (Feature::Policies, text::feature_policies, text::feature_policies_text),
    (Feature::Sso, text::feature_sso, text::feature_sso_text),
    (Feature::Domains, text::feature_domains, text::feature_domains_text),
    (Feature::Recovery, text::feature_recovery, text::feature_recovery_text),
    (Feature::CustomRole, text::feature_custom, text::feature_custom_text),
];

pub fn card(found: &Subscription) -> AnyView {
    let features = &found.organization.features;
    let missing = FEATURES.iter().any(|(feature, ..)| !feature.is_on(features));
    let lines = FEATURES
        .iter()
        .map(|(feature, name, purpose)| {
            let (symbol, tone, word) = if feature.is_on(features) {
                (Icon::Success, Tone::Success, text::feature_in())
            } else {
                (Icon::Minus, Tone::Neutral, text::feature_out())
            };
            view! {
                <li class="feature">
                    <span class="feature__name">{name()}</span>
                    <span class="feature__text">{purpose()}</span>
                    <Status symbol=symbol tone=tone>
                        {word}
                    </Status>
                </li>
            }
        })
        .collect::<Vec<_>>();
    let content = view! {
        <ul class="features">{lines}</ul>
        {missing.then(|| view! { <p class="quiet t-13">{text::features_more()}</p> })}
    }
    .into_any();
    section(text::features_title(), content)
}
