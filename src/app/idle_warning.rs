//! Two minutes before the portal locks by itself it says so; any touch keeps it open.

use leptos::prelude::*;

use crate::{
    i18n::text,
    session::Session,
    ui::{Button, Icon, Variant, icon},
};

/// The warning, in a corner and read out once; the seconds that run are for eyes only.
#[component]
pub fn IdleWarning(session: Session) -> AnyView {
    let near = Memo::new(move |_| session.warning().get().is_some());
    (move || {
        near.get().then(|| {
            #[allow(clippy::cast_possible_truncation)] // at most 120
            let seconds = move || session.warning().get().unwrap_or_default() as i64;
            view! {
                <div class="idle callout" data-tone="warning">
                    {icon(Icon::Clock)}
                    <div>
                        <p class="callout__title" role="status">
                            {text::app::locks_soon()}
                        </p>
                        <p class="num" aria-hidden="true">
                            {move || text::app::locks_in(seconds())}
                        </p>
                        <p class="callout__actions">
                            // The press itself is the touch that keeps it open.
                            <Button variant=Variant::Link>{text::app::stay()}</Button>
                            <Button variant=Variant::Link on_click=move || session.lock()>
                                {text::app::lock_now()}
                            </Button>
                        </p>
                    </div>
                </div>
            }
        })
    })
    .into_any()
}
