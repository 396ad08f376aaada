//! Dialogs and side sheets on the native `<dialog>`: the browser keeps the focus inside, closes the top layer only on
//! Escape and makes the rest of the page inert. We return the focus to where it was.

use leptos::{ev, html, prelude::*};
use wasm_bindgen::JsCast;

use super::{
    button::IconButton,
    dom,
    draft::{Draft, discard_question},
    icon::Icon,
};
use crate::i18n::text;

/// Where and how wide a dialog appears.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Shape {
    /// 28 rem in the middle: one decision.
    #[default]
    Decision,
    /// 46 rem in the middle: a form with a table or the words of a fingerprint.
    Wide,
    /// Full height at the end edge: forms.
    Sheet,
}

/// A modal dialog. Its content is made when it opens and dropped when it closes, so a form starts fresh each time.
///
/// Put [`DialogBody`] and [`DialogFoot`] inside, with a `<form>` around both when it is one.
#[component]
pub fn Dialog(
    open: RwSignal<bool>,
    #[prop(into)] title: Signal<String>,
    #[prop(optional)] shape: Shape,
    /// False while something runs that must not be left half-way: Escape and the close button are off.
    #[prop(into, default = Signal::stored(true))]
    closable: Signal<bool>,
    /// The client's or provider's strip above the title: whose data this is.
    #[prop(into, optional)]
    strip: Option<ViewFn>,
    #[prop(into, optional)] on_close: Option<Callback<()>>,
    /// What is typed here: closing asks while something is unsaved.
    #[prop(optional)]
    draft: Option<Draft>,
    children: ChildrenFn,
) -> AnyView {
    let shown = Memo::new(move |_| open.get() || draft.is_some_and(Draft::changed));
    let closed = Callback::new(move |()| {
        if let Some(draft) = draft {
            draft.ended();
        }
        if let Some(on_close) = on_close {
            on_close.run(());
        }
    });
    (move || {
        shown.get().then(|| {
            let content = modal(open, title, shape, closable, strip.clone(), closed, draft, children.clone());
            let question = draft.map(|draft| discard_question(draft, open));
            view! {
                {content}
                {question}
            }
        })
    })
    .into_any()
}

#[allow(clippy::too_many_arguments, reason = "the properties of the component above")]
fn modal(
    open: RwSignal<bool>,
    title: Signal<String>,
    shape: Shape,
    closable: Signal<bool>,
    strip: Option<ViewFn>,
    closed: Callback<()>,
    draft: Option<Draft>,
    children: ChildrenFn,
) -> AnyView {
    let node = NodeRef::<html::Dialog>::new();
    let title_id = dom::unique_id("dialog");
    let labelled = title_id.clone();
    let before = StoredValue::new_local(dom::focused());
    let element = StoredValue::new_local(None::<web_sys::HtmlDialogElement>);

    node.on_load(move |dialog| {
        // It can only fail when it is open already or not in the page.
        let _ = dialog.show_modal();
        element.set_value(Some(dialog));
    });
    on_cleanup(move || {
        if let Some(dialog) = element.try_get_value().flatten() {
            dialog.close();
        }
        if let Some(before) = before.try_get_value().flatten() {
            dom::focus_again(before);
        }
        closed.run(());
    });
    let asks = move || untrack(|| draft.is_some_and(Draft::changed));

    let class = if shape == Shape::Sheet { "sheet" } else { "dialog" };
    view! {
        <dialog
            class=class
            data-size=(shape == Shape::Wide).then_some("l")
            aria-labelledby=labelled
            node_ref=node
            on:cancel=move |event: ev::Event| {
                // A cancelled file chooser inside bubbles the same event.
                let own = event.target().is_some_and(|t| t.has_type::<web_sys::HtmlDialogElement>());
                if own && !closable.get_untracked() {
                    event.prevent_default();
                } else if own && asks() {
                    event.prevent_default();
                    open.set(false);
                }
            }
            on:close=move |_| {
                let stays = !closable.try_get_untracked().unwrap_or(true) || asks();
                if let Some(dialog) = element.try_get_value().flatten().filter(|_| stays) {
                    // Browsers let a second Escape through; the work goes on, so does the dialog.
                    let _ = dialog.show_modal();
                }
                if closable.try_get_untracked().unwrap_or(true) {
                    let _ = open.try_set(false);
                }
            }
        >
            // Follows the client by itself: the dialog, and what is typed into it, must stay when a name or seats change.
            {strip.map(|strip| move || strip.run())}
            <div class=format!("{class}__head")>
                <h2 id=title_id tabindex="-1" dir="auto">
                    {move || title.get()}
                </h2>
                <IconButton
                    symbol=Icon::X
                    label=text::ui::close()
                    disabled=Signal::derive(move || !closable.get())
                    on_click=move || open.set(false)
                />
            </div>
            {untrack(|| children())}
        </dialog>
    }
    .into_any()
}

/// The content of a dialog between its head and its foot.
#[component]
pub fn DialogBody(children: Children) -> AnyView {
    view! { <div class="dialog__body">{children()}</div> }.into_any()
}

/// The buttons of a dialog, main one last.
#[component]
pub fn DialogFoot(children: Children) -> AnyView {
    view! {
        <div class="dialog__foot">
            <div class="cluster">{children()}</div>
        </div>
    }
    .into_any()
}

/// The strip that says whose client or provider a dialog is about.
#[component]
pub fn ClientStrip(
    /// What the hue and initials come from: the client's id.
    #[prop(into)]
    id: String,
    #[prop(into)] name: String,
) -> AnyView {
    view! {
        <div class="dialog__client" data-hue=super::avatar::hue(&id)>
            {super::avatar::square(&id, &name, "")}
            <span dir="auto">{name}</span>
        </div>
    }
    .into_any()
}
