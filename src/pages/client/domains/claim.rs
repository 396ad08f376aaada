//! The dialog of one domain: its record, what claiming does, and what came of it.

use leptos::{html, prelude::*, task::spawn_local};
use portal_client::{
    ApiError,
    domains::{Verdict, verify_domain},
};
use portal_contracts::policies::PolicyType;

use super::{desk::Desk, record::record, row::Row, words};
use crate::{
    i18n::text::domains as text,
    pages::{
        client::policies::{impact::impact, look::Look},
        clients::work::Work,
        problem::Problem,
    },
    ui::{Button, Callout, Dialog, DialogBody, DialogFoot, Icon, Shape, Tone, Variant, dom, rich},
};

/// What came of the last look, as long as the dialog is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    NotFound,
    Taken,
}

/// The dialog; it is about the domain in `desk.target`.
#[component]
pub fn ClaimDialog(desk: Desk) -> AnyView {
    let work = Work::new();
    let outcome = RwSignal::new(None::<Outcome>);
    let row = Memo::new(move |_| desk.data.row(&desk.target.get()));
    // A look that found nothing changes a date only: the content stays, and so does the focus.
    let face = Memo::new(move |_| row.with(|row| row.as_ref().map(|row| (row.domain.id.clone(), row.is_claimed()))));
    let title = Signal::derive(move || {
        row.with(|row| {
            row.as_ref().map(|row| {
                let title = if row.is_claimed() { text::open_title } else { text::claim_title };
                title(&row.domain.name)
            })
        })
        .unwrap_or_default()
    });
    let reset = work.reset();
    let close = Callback::new(move |()| {
        reset.run(());
        let _ = outcome.try_set(None);
        desk.closed();
    });
    view! {
        <Dialog
            open=desk.claim
            title=title
            shape=Shape::Wide
            strip=desk.data.scope.strip()
            closable=work.idle()
            on_close=close
        >
            {move || match (face.get(), row.get_untracked()) {
                (Some((_, true)), Some(row)) => claimed(row, desk),
                (Some(_), Some(row)) => waiting(row, work, outcome, desk),
                _ => ().into_any(),
            }}
        </Dialog>
    }
    .into_any()
}

fn claimed(row: Row, desk: Desk) -> AnyView {
    let date = words::moment(row.domain.claimed.as_deref()).unwrap_or_default();
    let record = record(&row);
    let title = text::found_title(&row.domain.name);
    // It may have replaced the button that was pressed.
    let close = NodeRef::<html::Button>::new();
    close.on_load(|button| dom::next_frame(move || drop(button.focus())));
    view! {
        <DialogBody>
            <Callout tone=Tone::Success title=title>
                <p>{text::found_text(&date)}</p>
            </Callout>
            {record}
        </DialogBody>
        <DialogFoot>
            <Button
                variant=Variant::DangerQuiet
                symbol=Icon::Trash
                on_click=move || {
                    desk.claim.set(false);
                    desk.ask_remove(row.clone());
                }
            >
                {text::remove()}
            </Button>
            <Button variant=Variant::Primary node_ref=close on_click=move || desk.claim.set(false)>
                {text::close()}
            </Button>
        </DialogFoot>
    }
    .into_any()
}

fn waiting(row: Row, work: Work, outcome: RwSignal<Option<Outcome>>, desk: Desk) -> AnyView {
    let scope = desk.data.scope;
    let (id, name) = (row.domain.id.clone(), row.domain.name.clone());
    let claim = move || {
        if !work.start() {
            return;
        }
        outcome.set(None);
        let (portal, client, id, name) = (scope.portal(), scope.id(), id.clone(), name.clone());
        spawn_local(async move {
            let came = verify_domain(&portal, &client, &id).await;
            let settled = |seen: Option<Outcome>| {
                let _ = work.finish(Ok::<(), ApiError>(()), Problem::of);
                let _ = outcome.try_set(seen);
            };
            match came {
                Ok(Verdict::Claimed(domain)) => {
                    settled(None);
                    desk.data.put(domain);
                    desk.data.reload();
                    desk.data.policies.again(scope);
                    desk.toasts.success(text::claimed_toast(&name));
                }
                Ok(Verdict::NotFound(domain)) => {
                    settled(Some(Outcome::NotFound));
                    desk.data.put(domain);
                }
                Ok(Verdict::Taken) => settled(Some(Outcome::Taken)),
                Err(error) => {
                    let _ = work.finish(Err::<(), _>(error), Problem::of);
                }
            }
        });
    };
    view! {
        <DialogBody>
            {work.failure_view()}
            {came_of_it(outcome, row.domain.name.clone())}
            {record(&row)}
            {patience(&row)}
            {consequences(&row, desk)}
        </DialogBody>
        <DialogFoot>
            <Button disabled=work.busy on_click=move || desk.claim.set(false)>
                {text::close()}
            </Button>
            <Button variant=Variant::Primary symbol=Icon::Check busy=work.busy on_click=claim>
                {move || text::claim_do(&scope.name())}
            </Button>
        </DialogFoot>
    }
    .into_any()
}

fn came_of_it(outcome: RwSignal<Option<Outcome>>, name: String) -> AnyView {
    (move || {
        outcome.get().map(|outcome| {
            let (tone, title, words) = match outcome {
                Outcome::NotFound => (Tone::Warning, text::not_found_title(), text::not_found_text(&name)),
                Outcome::Taken => (Tone::Danger, text::taken_title(), text::taken_text(&name)),
            };
            view! {
                <Callout tone=tone title=title alert=true>
                    <p>{rich(words)}</p>
                </Callout>
            }
        })
    })
    .into_any()
}

fn patience(row: &Row) -> AnyView {
    let vanish = words::vanishes(row).map(|date| view! { <p>{text::wait_vanish(&date)}</p> });
    view! {
        <div class="stack quiet t-13" data-gap="s">
            <p>{text::wait_text()}</p>
            {vanish}
        </div>
    }
    .into_any()
}

/// What claiming does to accounts and members, in numbers where they can be known.
fn consequences(row: &Row, desk: Desk) -> AnyView {
    let scope = desk.data.scope;
    let accounts = match row.accounts {
        None => text::means_accounts_unknown().to_owned(),
        Some(0) => text::means_accounts_none().to_owned(),
        Some(count) => text::means_accounts(words::int(count)),
    };
    let on = Memo::new(move |_| desk.data.policies.is_on(PolicyType::SingleOrganization));
    let policy = move || match on.get() {
        Some(true) => text::means_policy_on(),
        Some(false) => text::means_policy(),
        None => text::means_policy_unknown(),
    };
    let look = Look::new(PolicyType::SingleOrganization, scope);
    Effect::new(move |_| {
        if on.get() == Some(false) {
            look.want();
        }
    });
    let name = Signal::derive(move || scope.name());
    view! {
        <Callout tone=Tone::Info title=text::means_title()>
            <p>{accounts}</p>
            <p>{policy}</p>
        </Callout>
        {move || (on.get() == Some(false)).then(|| impact(look, name))}
    }
    .into_any()
}
