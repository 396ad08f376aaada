//! A button that copies text and says so.

use std::time::Duration;

use leptos::{prelude::*, task::spawn_local};

use super::{
    button::{Button, Size, Variant},
    icon::Icon,
};
use crate::{i18n::text, platform::clipboard};

/// Copies `content` when pressed. For public things only (ids, words of a fingerprint), never for secrets.
#[component]
pub fn CopyButton(
    #[prop(into)] label: String,
    #[prop(into)] content: Signal<String>,
    #[prop(optional)] variant: Variant,
    #[prop(optional)] size: Size,
) -> AnyView {
    let state = RwSignal::new(None::<bool>);
    let copy = move || {
        let content = content.get_untracked();
        spawn_local(async move {
            let done = clipboard::write(&content).await;
            let _ = state.try_set(Some(done));
            let reset = move || {
                // The button may be gone by then.
                let _ = state.try_set(None);
            };
            set_timeout(reset, Duration::from_secs(4));
        });
    };
    let outcome = move || state.get().map(|done| if done { text::ui::copied() } else { text::ui::copy_failed() });
    view! {
        <Button variant=variant size=size symbol=Icon::Copy on_click=copy>
            {move || outcome().map_or_else(|| label.clone(), str::to_owned)}
        </Button>
        // Beside the button: inside it, it would take away the button's name.
        <span class="visually-hidden" role="status">
            {outcome}
        </span>
    }
    .into_any()
}
