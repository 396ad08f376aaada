//! Short notices at the edge. They are announced politely, stay while hovered or focused, and never carry the only copy
//! of a result.

use std::time::Duration;

use leptos::{html, prelude::*};

use super::{
    button::{IconButton, Size},
    icon::{Icon, icon},
    tone::Tone,
};
use crate::i18n::text;

const STAY: Duration = Duration::from_secs(8);

#[derive(Clone)]
struct Toast {
    id: u32,
    tone: Tone,
    title: String,
    text: String,
}

/// The notices now on the screen; take it with [`use_toasts`].
#[derive(Clone, Copy)]
pub struct Toasts {
    list: RwSignal<Vec<Toast>>,
    next: RwSignal<u32>,
    held: RwSignal<bool>,
}

impl Toasts {
    /// Makes the stack and puts it into the context; the app does this once.
    pub fn provide() -> Self {
        let toasts = Toasts { list: RwSignal::new(Vec::new()), next: RwSignal::new(0), held: RwSignal::new(false) };
        provide_context(toasts);
        toasts
    }

    /// Something went well.
    pub fn success(self, title: impl Into<String>) {
        self.show(Tone::Success, title.into(), String::new());
    }

    /// Something failed; the page says it too.
    pub fn danger(self, title: impl Into<String>, text: impl Into<String>) {
        self.show(Tone::Danger, title.into(), text.into());
    }

    /// Shows a notice of any kind.
    pub fn show(self, tone: Tone, title: String, text: String) {
        let id = self.next.get_untracked();
        self.next.set(id.wrapping_add(1));
        self.list.update(|list| {
            list.push(Toast { id, tone, title, text });
            if list.len() > 4 {
                list.remove(0);
            }
        });
        self.leave_later(id);
    }

    fn leave_later(self, id: u32) {
        set_timeout(
            move || {
                if self.held.try_get_untracked().unwrap_or(false) {
                    self.leave_later(id);
                } else {
                    self.dismiss(id);
                }
            },
            STAY,
        );
    }

    fn dismiss(self, id: u32) {
        let _ = self.list.try_update(|list| list.retain(|toast| toast.id != id));
    }
}

/// The notices of the app. Outside of it (in a story or a test) nothing is shown.
#[must_use]
pub fn use_toasts() -> Toasts {
    use_context::<Toasts>().unwrap_or_else(Toasts::provide)
}

/// Draws the notices; stands once in the app, as its own top layer so that dialogs do not cover it.
#[component]
pub fn ToastStack(toasts: Toasts) -> AnyView {
    let node = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        let any = toasts.list.with(|list| !list.is_empty());
        if let Some(stack) = node.get() {
            // Shown again for every notice: the newest top layer is above a dialog opened meanwhile.
            let _ = stack.hide_popover();
            if any {
                let _ = stack.show_popover();
            }
        }
    });
    view! {
        <div
            class="toasts"
            popover="manual"
            role="status"
            aria-live="polite"
            node_ref=node
            on:pointerenter=move |_| toasts.held.set(true)
            on:pointerleave=move |_| toasts.held.set(false)
            on:focusin=move |_| toasts.held.set(true)
            on:focusout=move |_| toasts.held.set(false)
        >
            <For each=move || toasts.list.get() key=|toast| toast.id let:toast>
                {
                    let id = toast.id;
                    let symbol = match toast.tone {
                        Tone::Danger => Icon::Error,
                        Tone::Warning => Icon::Warning,
                        Tone::Success => Icon::Success,
                        Tone::Neutral | Tone::Primary | Tone::Info => Icon::Info,
                    };
                    view! {
                        <div class="toast" data-tone=toast.tone.attr()>
                            {icon(symbol)}
                            <div class="toast__text">
                                <p class="toast__title">{toast.title}</p>
                                {(!toast.text.is_empty()).then(|| view! { <p>{toast.text}</p> })}
                            </div>
                            <IconButton
                                symbol=Icon::X
                                size=Size::Small
                                label=text::ui::dismiss()
                                on_click=move || toasts.dismiss(id)
                            />
                        </div>
                    }
                }
            </For>
        </div>
    }
    .into_any()
}
