//! SAML: this side, and the identity provider's.

use leptos::prelude::*;
use portal_contracts::sso::SsoUrls;

use super::{
    certificate::certificate,
    form::{Form, id_of},
    parts::{card, check, select, shown, text_field},
};
use crate::{i18n::text::sso as text, ui::Checkbox};

/// Both cards.
pub fn saml(form: Form) -> AnyView {
    view! {
        {service_provider(form)}
        {identity_provider(form)}
    }
    .into_any()
}

fn service_provider(form: Form) -> AnyView {
    let url =
        move |part: fn(&SsoUrls) -> &String| Signal::derive(move || form.seen.with(|seen| part(&seen.urls).clone()));
    let unique = form.flag("spUniqueEntityId");
    let entity = Signal::derive(move || {
        let own = unique.get();
        form.seen.with(|seen| if own { seen.urls.sp_entity_id.clone() } else { seen.urls.sp_entity_id_static.clone() })
    });
    let content = view! {
        <Checkbox
            id=id_of("spUniqueEntityId")
            label=text::sp::unique()
            checked=unique
            help=text::sp::unique_help()
        />
        {shown(text::sp::entity_id(), entity)}
        {shown(text::sp::metadata(), url(|urls| &urls.sp_metadata_url))}
        {shown(text::sp::acs(), url(|urls| &urls.sp_acs_url))}
        {select(form, "spNameIdFormat")}
        {select(form, "spOutboundSigningAlgorithm")}
        {select(form, "spSigningBehavior")}
        {select(form, "spMinIncomingSigningAlgorithm")}
        {check(form, "spWantAssertionsSigned")}
        {check(form, "spValidateCertificates")}
    };
    card(text::section::sp(), "sso-sp", content.into_any())
}

fn identity_provider(form: Form) -> AnyView {
    let content = view! {
        {text_field(form, "idpEntityId")}
        {select(form, "idpBindingType")}
        {text_field(form, "idpSingleSignOnServiceUrl")}
        {text_field(form, "idpSingleLogoutServiceUrl")}
        {certificate(form)}
        {select(form, "idpOutboundSigningAlgorithm")}
        {check(form, "idpAllowUnsolicitedAuthnResponse")}
        <Checkbox id="sso-logout" label=text::idp::allow_logout() checked=form.logout />
        {check(form, "idpWantAuthnRequestsSigned")}
    };
    card(text::section::idp(), "sso-idp", content.into_any())
}
