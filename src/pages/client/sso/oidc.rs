//! OpenID Connect.

use leptos::prelude::*;

use super::{
    form::Form,
    parts::{card, check, select, shown, text_field},
};
use crate::i18n::text::sso as text;

/// The card.
pub fn oidc(form: Form) -> AnyView {
    let url = move |part: fn(&portal_contracts::sso::SsoUrls) -> &String| {
        Signal::derive(move || form.seen.with(|seen| part(&seen.urls).clone()))
    };
    let content = view! {
        {shown(text::oidc::callback(), url(|urls| &urls.callback_path))}
        {shown(text::oidc::signed_out(), url(|urls| &urls.signed_out_callback_path))}
        {text_field(form, "authority")}
        {text_field(form, "clientId")}
        {text_field(form, "clientSecret")}
        {text_field(form, "metadataAddress")}
        {select(form, "redirectBehavior")}
        {check(form, "getClaimsFromUserInfoEndpoint")}
        <details class="sso__more">
            <summary>{text::optional()}</summary>
            <div class="stack">
                {text_field(form, "additionalScopes")}
                {text_field(form, "additionalUserIdClaimTypes")}
                {text_field(form, "additionalEmailClaimTypes")}
                {text_field(form, "additionalNameClaimTypes")}
                {text_field(form, "acrValues")}
                {text_field(form, "expectedReturnAcrValue")}
            </div>
        </details>
    };
    card(text::section::oidc(), "sso-oidc", content.into_any())
}
