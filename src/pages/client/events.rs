//! The event log of a client (EVT-01…04).

use leptos::prelude::*;

use super::scope::ClientScope;
use crate::{
    i18n::text::{event_log as text, titles},
    pages::events::{self, Owner},
};

/// The log of the client in the address.
#[component]
pub fn ClientEventsPage() -> AnyView {
    let scope = ClientScope::here();
    events::view(Owner::Client(scope.id()), titles::client_events(), text::client_lead())
}
