//! The API key of the client: what it is for, and the ways to see or renew it.

use leptos::prelude::*;
use portal_contracts::{organization::ApiKeyKind, permissions::Feature};

use super::{
    api_key_dialog::{ApiKeyDialog, Deed},
    data::SettingsData,
    section,
};
use crate::{
    i18n::text::client_settings as text,
    ui::{Button, Icon, Variant},
};

/// The card.
#[component]
pub fn ApiKeyCard(data: SettingsData) -> AnyView {
    let open = RwSignal::new(false);
    let deed = RwSignal::new(Deed::Show);
    let ask = move |wanted: Deed| {
        deed.set(wanted);
        open.set(true);
    };
    let content = view! {
        <p class="quiet">{text::key_lead()}</p>
        {move || {
            if !data.scope.has(Feature::Api) {
                return view! { <p>{text::key_plan()}</p> }.into_any();
            }
            view! {
                <div class="cluster">
                    <Button symbol=Icon::Key on_click=move || ask(Deed::Show)>
                        {text::key_show()}
                    </Button>
                    <Button variant=Variant::DangerQuiet symbol=Icon::Refresh on_click=move || ask(Deed::Rotate)>
                        {text::key_rotate()}
                    </Button>
                </div>
            }
                .into_any()
        }}
        <ApiKeyDialog open=open deed=deed kind=ApiKeyKind::Default scope=data.scope />
    }
    .into_any();
    section(text::key_title(), content)
}
