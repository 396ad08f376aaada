//! The event log of a provider (PEV-01), for its admins.

use leptos::prelude::*;

use super::scope::Scope;
use crate::{
    i18n::text::{event_log as text, titles},
    pages::events::{self, Owner},
};

/// The log of the provider in the address.
#[component]
pub fn ProviderEventsPage() -> AnyView {
    let scope = Scope::here();
    events::view(Owner::Provider(scope.provider.get_untracked()), titles::provider_events(), text::provider_lead())
}
