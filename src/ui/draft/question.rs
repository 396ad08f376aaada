//! The question before what was typed is dropped.

use leptos::{ev, prelude::*};
use leptos_router::hooks::use_location;

use super::{Draft, Drafts};
use crate::{
    i18n::text,
    session::place,
    ui::{
        button::{Button, Variant},
        dialog::{Dialog, DialogBody, DialogFoot},
        dom,
    },
};

/// Asks when the dialog of a draft was closed with something unsaved in it.
pub fn discard_question(draft: Draft, open: RwSignal<bool>) -> AnyView {
    let asking = RwSignal::new(false);
    Effect::new(move |_| {
        let asks = !open.get() && draft.changed();
        if asking.get_untracked() != asks {
            asking.set(asks);
        }
    });
    let back = move |()| {
        if untrack(|| draft.changed()) {
            let _ = open.try_set(true);
        }
    };
    question(asking, Callback::new(back), Callback::new(move |()| draft.reset()))
}

/// The question of the whole page, and the ears for everything that leaves it: links, Back, the end of the tab.
#[component]
pub fn LeaveQuestion() -> AnyView {
    let drafts = expect_context::<Drafts>();
    let location = use_location();
    let path = location.pathname;
    Effect::new(move |_| drafts.forget_elsewhere(&path.get()));

    let go = StoredValue::new_local(place::use_go());
    let go_to = move |to: String| {
        drafts.leave(move || {
            let _ = go.try_with_value(|go| go(&to));
        });
    };
    let clicks = dom::listen_first("click", move |event: web_sys::Event| {
        let Some(to) = dom::followed(&event) else { return };
        let elsewhere = path.with_untracked(|path| to.split(['?', '#']).next() != Some(path.as_str()));
        if elsewhere && untrack(|| drafts.unsaved()) {
            event.prevent_default();
            event.stop_immediate_propagation();
            go_to(to);
        }
    });
    drafts.stops.set_value(Some(Callback::new(move |()| {
        let to = dom::address();
        let here = path.get_untracked();
        let stops = to.split('?').next() != Some(here.as_str()) && untrack(|| drafts.unsaved());
        if stops {
            // The browser is there already: the address goes back, before the router looks at it.
            let query = location.search.get_untracked();
            dom::push_address(&if query.is_empty() { here } else { [here.as_str(), "?", &query].concat() });
            go_to(to);
        }
        stops
    })));
    // Only while it is needed: with such a listener browsers do not keep the page for Back.
    let end = StoredValue::new_local(None::<WindowListenerHandle>);
    let unsaved = Memo::new(move |_| drafts.unsaved());
    let deafen = move || {
        if let Some(listener) = end.try_update_value(Option::take).flatten() {
            listener.remove();
        }
    };
    Effect::new(move |_| {
        deafen();
        if unsaved.get() {
            end.set_value(Some(window_event_listener(ev::beforeunload, |event| event.prevent_default())));
        }
    });
    on_cleanup(move || {
        deafen();
        let _ = drafts.stops.try_set_value(None);
    });
    // Ends with this view.
    StoredValue::new_local(clicks);

    Effect::new(move |_| {
        // It was being saved when the question came: there is nothing left to ask. Where the forms went away with their
        // page (a lock) nothing was agreed to.
        let saved = drafts.shown.with(|shown| !shown.is_empty()) && !unsaved.get();
        if let Some(then) = drafts.asked.get().filter(|_| saved) {
            drafts.asked.set(None);
            untrack(|| then());
        }
    });
    let asking = RwSignal::new(false);
    Effect::new(move |_| asking.set(drafts.asked.with(Option::is_some)));
    let back = move |()| {
        let _ = drafts.asked.try_set(None);
    };
    let on = move |()| {
        let Some(then) = drafts.asked.get_untracked() else { return };
        drafts.asked.set(None);
        for draft in drafts.shown.get_untracked() {
            draft.reset();
        }
        then();
    };
    question(asking, Callback::new(back), Callback::new(on))
}

fn question(asking: RwSignal<bool>, back: Callback<()>, discard: Callback<()>) -> AnyView {
    view! {
        <Dialog open=asking title=text::ui::leave_title() on_close=back>
            <DialogBody>
                <p>{text::ui::leave_text()}</p>
            </DialogBody>
            <DialogFoot>
                <Button variant=Variant::DangerQuiet on_click=discard>
                    {text::ui::leave_discard()}
                </Button>
                <Button variant=Variant::Primary on_click=move || asking.set(false)>
                    {text::ui::leave_stay()}
                </Button>
            </DialogFoot>
        </Dialog>
    }
    .into_any()
}
