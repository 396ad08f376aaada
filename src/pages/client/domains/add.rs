//! The dialog that adds a domain: judged in words before anything is sent. Claiming comes next.

use leptos::{ev, prelude::*, task::spawn_local};
use portal_client::{
    ApiError,
    domains::{AddFailure, add_domain},
};
use portal_contracts::domains::{DomainProblem, read_domain};

use super::{desk::Desk, words};
use crate::{
    i18n::text::domains as text,
    pages::{clients::work::Work, problem::Problem},
    platform::page,
    ui::{Button, Dialog, DialogBody, DialogFoot, TextField, Variant, dom},
};

const FIELD: &str = "domain-name";

/// The dialog.
#[component]
pub fn AddDialog(desk: Desk) -> AnyView {
    let work = Work::new();
    view! {
        <Dialog
            open=desk.add.open()
            draft=desk.add
            title=text::add_title()
            strip=desk.data.scope.strip()
            closable=work.idle()
            on_close=work.reset()
        >
            {form(desk, work)}
        </Dialog>
    }
    .into_any()
}

fn form(desk: Desk, work: Work) -> AnyView {
    let typed = desk.add.field("name", String::new());
    let tried = RwSignal::new(false);
    // What the server refused, for as long as it stands there.
    let refused = RwSignal::new(None::<(String, String)>);
    let problem = Memo::new(move |_| typed.with(|typed| read_domain(typed).err()));
    let error = Signal::derive(move || {
        let refused = refused.with(|refused| {
            refused.as_ref().filter(|(name, _)| typed.with(|typed| typed == name)).map(|(_, words)| words.clone())
        });
        refused.or_else(|| problem.get().filter(|_| tried.get()).map(|problem| words::wrong(problem).to_owned()))
    });
    // The form that DNS knows, as the browser works it out.
    let ascii = Memo::new(move |_| {
        let other = problem.get() == Some(DomainProblem::NotAscii);
        other.then(|| typed.with(|typed| page::ascii_host(typed.trim()))).flatten()
    });
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        if problem.get_untracked().is_some() {
            dom::focus_id(FIELD);
            return;
        }
        if !work.start() {
            return;
        }
        let name = typed.get_untracked();
        let (portal, client) = (desk.data.scope.portal(), desk.data.scope.id());
        spawn_local(async move {
            let outcome = add_domain(&portal, &client, &name).await;
            let words = match &outcome {
                Err(AddFailure::Typed(problem)) => Some(words::wrong(*problem).to_owned()),
                Err(AddFailure::Listed) => Some(text::listed(name.trim())),
                Err(AddFailure::Taken) => Some(text::taken(name.trim())),
                _ => None,
            };
            match (outcome, words) {
                (Ok(domain), _) => {
                    let _ = work.finish(Ok::<(), ApiError>(()), Problem::of);
                    let id = domain.id.clone();
                    desk.data.put(domain);
                    desk.add.close();
                    desk.open(&id);
                }
                (Err(_), Some(words)) => {
                    let _ = work.finish(Ok::<(), ApiError>(()), Problem::of);
                    let _ = refused.try_set(Some((name, words)));
                    dom::focus_id(FIELD);
                }
                (Err(AddFailure::Api(error)), None) => {
                    let _ = work.finish(Err::<(), _>(error), Problem::of);
                }
                (Err(_), None) => {}
            }
        });
    };
    view! {
        <form novalidate on:submit=submit>
            <DialogBody>
                {work.failure_view()}
                <TextField
                    id=FIELD
                    label=text::name_label()
                    value=typed
                    inputmode="url"
                    help=Some(text::name_help().to_owned())
                    error=error
                    disabled=work.busy
                    on_blur=move || {
                        if typed.with_untracked(|typed| !typed.trim().is_empty()) {
                            tried.set(true);
                        }
                    }
                />
                {move || {
                    ascii
                        .get()
                        .filter(|_| tried.get())
                        .map(|ascii| {
                            let label = text::use_ascii(&ascii);
                            view! {
                                <p>
                                    <Button on_click=move || typed.set(ascii.clone())>{label}</Button>
                                </p>
                            }
                        })
                }}
                <p class="quiet t-13">{text::add_note()}</p>
            </DialogBody>
            <DialogFoot>
                <Button disabled=work.busy on_click=move || desk.add.open().set(false)>
                    {text::cancel()}
                </Button>
                <Button variant=Variant::Primary submit=true busy=work.busy>
                    {text::add_do()}
                </Button>
            </DialogFoot>
        </form>
    }
    .into_any()
}
