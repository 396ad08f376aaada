//! The agreement to account recovery: what it means, the words of the organisation's key, and a deliberate yes. Without it
//! no key leaves this browser, whatever the server says (attack BW01).

use leptos::{ev, prelude::*, task::spawn_local};
use portal_client::{
    ApiError,
    invitation::MailLink,
    join::{self, RecoveryKey},
};

use super::{Held, who};
use crate::{
    i18n::text::join_organisation as text,
    pages::{
        card::{Card, WaitingCard},
        join::{
            choice::top,
            refuse::{Inviter, RefuseLines},
        },
        lock::UnlockForm,
        problem::{Problem, ProblemCallout},
    },
    session::use_session,
    ui::{Button, Callout, Checkbox, ErrorSummary, FingerprintWords, Size, Tone, Variant, dom, rich},
};

/// Asks for the agreement.
#[component]
pub fn Agree(link: Held, declined: RwSignal<bool>, on_agree: Callback<RecoveryKey>) -> AnyView {
    let session = use_session();
    let open = Memo::new(move |_| session.is_open());
    let key = RwSignal::new(None::<Result<RecoveryKey, ApiError>>);
    let read = Callback::new(move |()| {
        key.set(None);
        spawn_local(async move {
            let held = link.get_value();
            let Ok(MailLink::Organization(invitation)) = &*held else { return };
            let found = join::recovery_key(&session.portal(), invitation).await;
            let _ = key.try_set(Some(found));
        });
    });
    Effect::new(move |_| {
        // What the key agent kept is gone after a lock.
        if open.get() {
            read.run(());
        }
    });
    let title = move || match who(link).1 {
        Some(name) => rich(text::agree_title(&name)),
        None => text::agree_title_unnamed().into_any(),
    };
    let card = move |content: AnyView| {
        view! {
            <Card title=title() top=top(&who(link)) lead=text::agree_lead().into_any() take_focus=true>
                {content}
                <hr />
                <RefuseLines inviter=Inviter::Organization declined=declined />
            </Card>
        }
        .into_any()
    };
    (move || match (open.get(), key.get()) {
        (false, _) => card(
            view! {
                <Callout tone=Tone::Info>
                    <p>{text::agree_unlock()}</p>
                </Callout>
                <UnlockForm />
            }
            .into_any(),
        ),
        (true, None) => view! { <WaitingCard text=text::reading_key() /> }.into_any(),
        (true, Some(Err(error))) => {
            let problem = Problem { again: true, ..Problem::of(&error) };
            card(view! { <ProblemCallout problem=problem on_again=read /> }.into_any())
        }
        (true, Some(Ok(key))) => card(view! { <Decide key=key on_agree=on_agree /> }.into_any()),
    })
    .into_any()
}

#[component]
fn Decide(key: RecoveryKey, on_agree: Callback<RecoveryKey>) -> AnyView {
    const BOX: &str = "agree-recovery";
    let agreed = RwSignal::new(false);
    let judged = RwSignal::new(false);
    let errors = Signal::derive(move || {
        let missing = judged.get() && !agreed.get();
        missing.then(|| (BOX.to_owned(), text::agree_missing().to_owned())).into_iter().collect::<Vec<_>>()
    });
    let words = key.fingerprint.clone();
    let send = move || {
        if agreed.get_untracked() {
            on_agree.run(key.clone());
            return;
        }
        // Made anew, so that it takes the focus the second time as well.
        judged.set(false);
        dom::next_frame(move || {
            let _ = judged.try_set(true);
        });
    };
    view! {
        <form
            class="stack"
            novalidate
            on:submit=move |event: ev::SubmitEvent| {
                event.prevent_default();
                send();
            }
        >
            <p>{text::agree_words()}</p>
            <FingerprintWords words=words label=text::agree_words_label() />
            <Checkbox id=BOX label=text::agree_check() checked=agreed />
            <ErrorSummary errors=errors />
            <Button variant=Variant::Primary size=Size::Large block=true submit=true>
                {text::agree_submit()}
            </Button>
        </form>
    }
    .into_any()
}
