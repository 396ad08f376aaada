//! The dialog that takes an existing organisation over (screens CLI-C; crypto specification §11.3): pick, then confirm.

use leptos::{ev, prelude::*, task::spawn_local};
use portal_client::new_client::{Addable, CreateFailure, add_existing, list_addable};

use super::{alarm::Alarm, doubt::Doubt};
use crate::{
    i18n::text::clients as text,
    pages::{
        clients::{data::ClientsData, row::short_plan, work::Work},
        problem::{Problem, ProblemCallout},
    },
    ui::{
        Button, Callout, Choice, Dialog, DialogBody, DialogFoot, EmptyKind, EmptyState, RadioCards, SkeletonText,
        Variant, dom,
    },
};

const FIELD: &str = "existing-pick";

#[derive(Clone, PartialEq, Eq)]
enum Stage {
    Pick,
    Unsure(Doubt),
    Alarm,
}

/// The dialog.
#[component]
pub fn ExistingDialog(
    open: RwSignal<bool>,
    data: ClientsData,
    /// The organisation is a client now: its id.
    on_added: Callback<(String,)>,
) -> AnyView {
    let work = Work::new();
    let stage = RwSignal::new(Stage::Pick);
    let found = RwSignal::new(None::<Result<Vec<Addable>, Problem>>);
    let chosen = RwSignal::new(String::new());
    let read = move || {
        found.set(None);
        chosen.set(String::new());
        spawn_local(async move {
            let provider = data.scope.provider.get_untracked();
            let read = list_addable(&data.scope.portal(), &provider).await;
            if read.as_ref().is_ok_and(|found| found.len() == 1 && found.iter().all(|one| !one.disabled)) {
                let _ = chosen.try_set("0".to_owned());
            }
            let _ = found.try_set(Some(read.map_err(|error| Problem::of(&error))));
        });
    };
    Effect::new(move |_| {
        if open.get() {
            read();
        }
    });
    // The alarm is closed by its own button only, not by a key that somebody presses anyway.
    let closable = Signal::derive(move || !work.busy.get() && stage.with(|stage| *stage != Stage::Alarm));
    let closed = Callback::new(move |()| {
        let _ = stage.try_set(Stage::Pick);
        let _ = work.failure.try_set(None);
    });
    let title = Signal::derive(move || {
        match stage.get() {
            Stage::Pick => text::existing_title(),
            Stage::Unsure(_) => text::unsure_title(),
            Stage::Alarm => text::alarm_title(),
        }
        .to_owned()
    });
    let content = move || {
        match (stage.get(), found.get()) {
        (Stage::Alarm, found) => {
            let name = found.and_then(Result::ok).and_then(|found| picked(&found, &chosen.get_untracked()));
            let name = name.map(|picked| picked.name).unwrap_or_default();
            view! { <Alarm name=name on_close=move || { open.set(false); data.reload(); } /> }.into_any()
        }
        (Stage::Unsure(doubt), _) => view! {
            <DialogBody>{doubt.view()}</DialogBody>
            <DialogFoot>
                <Button variant=Variant::Primary on_click=move || {
                    data.reload();
                    open.set(false);
                }>{text::unsure_check()}</Button>
            </DialogFoot>
        }
        .into_any(),
        (Stage::Pick, None) => view! { <DialogBody><SkeletonText lines=4 /></DialogBody> }.into_any(),
        (Stage::Pick, Some(Err(problem))) => view! {
            <DialogBody>
                <ProblemCallout problem=problem on_again=read />
            </DialogBody>
        }
        .into_any(),
        (Stage::Pick, Some(Ok(found))) if found.is_empty() => view! {
            <DialogBody>
                <EmptyState kind=EmptyKind::NothingYet title=text::existing_none_title() text=text::existing_none_text() />
            </DialogBody>
        }
        .into_any(),
        (Stage::Pick, Some(Ok(found))) => form(found, chosen, work, stage, open, data, on_added),
    }
    };
    view! {
        <Dialog open=open title=title closable=closable on_close=closed>
            {content}
        </Dialog>
    }
    .into_any()
}

/// Organisations are told apart by their place in the list: only the operation knows their ids.
fn picked(found: &[Addable], place: &str) -> Option<Addable> {
    found.get(place.parse::<usize>().ok()?).cloned()
}

fn form(
    found: Vec<Addable>,
    chosen: RwSignal<String>,
    work: Work,
    stage: RwSignal<Stage>,
    open: RwSignal<bool>,
    data: ClientsData,
    on_added: Callback<(String,)>,
) -> AnyView {
    let choices: Vec<Choice> = found
        .iter()
        .enumerate()
        .map(|(place, organisation)| {
            let choice = Choice::new(place.to_string(), organisation.name.clone());
            if organisation.disabled {
                choice.off(text::existing_disabled())
            } else {
                choice.help(text::existing_seats(organisation.seats, short_plan(&organisation.plan)))
            }
        })
        .collect();
    let tried = RwSignal::new(false);
    let found = StoredValue::new(found);
    let one =
        Memo::new(move |_| chosen.with(|place| found.with_value(|found| picked(found, place).map(|one| one.name))));
    let error =
        Signal::derive(move || (tried.get() && one.with(Option::is_none)).then(|| text::existing_missing().to_owned()));
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        let Some(organisation) = chosen.with_untracked(|place| found.with_value(|found| picked(found, place))) else {
            dom::focus_id(FIELD);
            return;
        };
        if !work.start() {
            return;
        }
        spawn_local(async move {
            let provider = data.scope.provider.get_untracked();
            let outcome = add_existing(&data.scope.portal(), &provider, &organisation).await;
            let _ = work.busy.try_set(false);
            match outcome {
                Ok(id) => {
                    let _ = open.try_set(false);
                    let _ = on_added.try_run((id,));
                }
                Err(CreateFailure::KeyReplaced { .. }) => {
                    let _ = stage.try_set(Stage::Alarm);
                }
                Err(failure @ (CreateFailure::NotVisibleYet | CreateFailure::Unknown(_))) => {
                    let _ = stage.try_set(Stage::Unsure(Doubt::of(&failure)));
                }
                Err(CreateFailure::Api(error)) => {
                    let _ = work.failure.try_set(Some(Problem::of(&error)));
                }
            }
        });
    };
    view! {
        <form novalidate on:submit=submit>
            <DialogBody>
                <p class="quiet">{text::existing_lead()}</p>
                {work.failure_view()}
                <RadioCards id=FIELD legend=text::existing_pick() value=chosen choices=choices error=error />
                <Callout title=text::existing_confirm_title()>
                    <p>{text::existing_confirm()}</p>
                </Callout>
            </DialogBody>
            <DialogFoot>
                <Button disabled=work.busy on_click=move || open.set(false)>
                    {text::cancel()}
                </Button>
                <Button variant=Variant::Primary submit=true busy=work.busy>
                    {move || match one.get() {
                        Some(name) => text::existing_add(&name),
                        None => text::existing_title().to_owned(),
                    }}
                </Button>
            </DialogFoot>
        </form>
    }
    .into_any()
}
