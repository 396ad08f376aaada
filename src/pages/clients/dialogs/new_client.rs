//! The dialog that makes a client (screens CLI-B; crypto specification §11.2). Success is shown only after the key
//! that came back was found to be the one made here. What was typed stays until then.

use leptos::{ev, prelude::*, task::spawn_local};
use portal_client::{
    ApiError,
    clients::read_plans,
    new_client::{CreateFailure, NewClient, create_client},
};
use portal_contracts::plans::Plan;

use super::{
    alarm::Alarm,
    doubt::Doubt,
    new_client_form::{Form, choice, seats_help},
    rename::counted,
};
use crate::{
    i18n::text::clients as text,
    pages::{
        clients::{
            create::{self, Field},
            data::ClientsData,
            words,
            work::Work,
        },
        problem::{Problem, ProblemCallout},
    },
    ui::{
        Button, Dialog, DialogBody, DialogFoot, Draft, EmptyKind, EmptyState, ErrorSummary, RadioCards, SkeletonText,
        TextField, Variant,
    },
};

/// How far it has come.
#[derive(Clone, PartialEq, Eq)]
enum Stage {
    Form,
    /// It is not known whether the client was made.
    Unsure(Doubt),
    /// Another key came back.
    Alarm,
}

/// The dialog.
#[component]
pub fn NewClientDialog(
    draft: Draft,
    data: ClientsData,
    /// The client exists and its key is right: its organisation id.
    on_created: Callback<(String,)>,
) -> AnyView {
    let open = draft.open();
    let form = Form::new(draft);
    let work = Work::new();
    let stage = RwSignal::new(Stage::Form);
    let plans = RwSignal::new(None::<Result<Vec<Plan>, Problem>>);
    let read = move || {
        plans.set(None);
        spawn_local(async move {
            let read = read_plans(&data.scope.portal()).await;
            let _ = plans.try_set(Some(read.map_err(|error| Problem::of(&error))));
        });
    };
    Effect::new(move |_| {
        if open.get() && plans.with_untracked(|plans| !matches!(plans, Some(Ok(_)))) {
            read();
        }
    });
    let title = Signal::derive(move || {
        match stage.get() {
            Stage::Form => text::new_title(),
            Stage::Unsure(_) => text::unsure_title(),
            Stage::Alarm => text::alarm_title(),
        }
        .to_owned()
    });
    // The alarm is closed by its own button only, not by a key that somebody presses anyway.
    let closable = Signal::derive(move || !work.busy.get() && stage.with(|stage| *stage != Stage::Alarm));
    let closed = Callback::new(move |()| {
        let _ = stage.try_set(Stage::Form);
        let _ = work.failure.try_set(None);
        form.forgive();
    });
    let content = move || match stage.get() {
        Stage::Alarm => {
            let name = form.name.get_untracked();
            view! { <Alarm name=name on_close=move || { draft.close(); data.reload(); } /> }.into_any()
        }
        Stage::Unsure(doubt) => unsure(doubt, draft, stage, data),
        Stage::Form => match plans.get() {
            None => view! { <DialogBody><SkeletonText lines=6 /></DialogBody> }.into_any(),
            Some(Err(problem)) => view! {
                <DialogBody>
                    <ProblemCallout problem=problem on_again=read />
                </DialogBody>
            }
            .into_any(),
            Some(Ok(plans)) => fields(plans, form, work, stage, draft, data, on_created),
        },
    };
    view! {
        <Dialog open=open draft=draft title=title closable=closable on_close=closed>
            {content}
        </Dialog>
    }
    .into_any()
}

fn fields(
    plans: Vec<Plan>,
    form: Form,
    work: Work,
    stage: RwSignal<Stage>,
    draft: Draft,
    data: ClientsData,
    on_created: Callback<(String,)>,
) -> AnyView {
    let offers = Memo::new(move |_| {
        data.subscription.with(|known| create::offers(&plans, known.as_ref(), data.scope.kind.get()))
    });
    if offers.with_untracked(Vec::is_empty) {
        return view! {
            <DialogBody>
                <EmptyState
                    kind=EmptyKind::NoPermission
                    title=text::plans_none_title()
                    text=text::plans_none_text()
                />
            </DialogBody>
        }
        .into_any();
    }
    let checked = Memo::new(move |_| {
        let typed = form.typed();
        offers.with(|offers| data.subscription.with(|known| create::check(&typed, offers, known.as_ref())))
    });
    let problem_of = move |field: Field| {
        checked.with(|checked| {
            let problems = checked.as_ref().err()?;
            let (_, problem) = problems.iter().find(|(at, _)| *at == field)?;
            Some(form.name.with(|name| words::create_problem(*problem, name)))
        })
    };
    let error = move |field: Field| {
        Signal::derive(move || {
            let shown = form.tried.get() || form.left.with(|left| left.contains(&field));
            problem_of(field).filter(|_| shown)
        })
    };
    let tries = RwSignal::new(0_u32);
    let summary = Signal::derive(move || {
        if tries.get() == 0 {
            return Vec::new();
        }
        [Field::Plan, Field::Name, Field::Owner, Field::Seats]
            .into_iter()
            .filter_map(|field| Some((field.id().to_owned(), problem_of(field)?)))
            .collect()
    });
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        form.tried.set(true);
        match checked.get_untracked() {
            Err(_) => tries.update(|tries| *tries += 1),
            Ok(complete) => {
                if work.start() {
                    let input = NewClient {
                        provider_id: data.scope.provider.get_untracked(),
                        name: complete.name,
                        owner_email: complete.owner,
                        plan: complete.plan,
                        seats: complete.seats,
                        collection_name: text::collection().to_owned(),
                    };
                    spawn_local(run(input, work, stage, draft, data, on_created));
                }
            }
        }
    };
    let choices = Signal::derive(move || offers.with(|offers| offers.iter().map(choice).collect::<Vec<_>>()));
    view! {
        <form novalidate on:submit=submit>
            <DialogBody>
                <p class="quiet">{text::new_lead()}</p>
                <ErrorSummary errors=summary />
                {work.failure_view()}
                {move || work.failure.with(Option::is_some).then(|| view! { <p class="quiet">{text::kept()}</p> })}
                <RadioCards
                    id=Field::Plan.id()
                    legend=text::plan_label()
                    value=form.plan
                    choices=choices
                    error=error(Field::Plan)
                />
                <TextField
                    id=Field::Name.id()
                    label=text::name_label()
                    value=form.name
                    count=Signal::derive(move || Some(counted(&form.name.get())))
                    help=Some(text::name_help().to_owned())
                    error=error(Field::Name)
                    disabled=work.busy
                    on_blur=form.leave(Field::Name)
                />
                <TextField
                    id=Field::Owner.id()
                    label=text::owner_label()
                    kind="email"
                    inputmode="email"
                    value=form.owner
                    help=Some(text::owner_help().to_owned())
                    error=error(Field::Owner)
                    disabled=work.busy
                    on_blur=form.leave(Field::Owner)
                />
                <TextField
                    id=Field::Seats.id()
                    label=text::seats_label()
                    inputmode="numeric"
                    value=form.seats
                    help=seats_help(form, offers, data)
                    error=error(Field::Seats)
                    disabled=work.busy
                    on_blur=form.leave(Field::Seats)
                />
                <p class="visually-hidden" role="status">
                    {move || work.busy.get().then(text::working)}
                </p>
            </DialogBody>
            <DialogFoot>
                <Button disabled=work.busy on_click=move || draft.open().set(false)>
                    {text::cancel()}
                </Button>
                <Button variant=Variant::Primary submit=true busy=work.busy>
                    {move || if work.busy.get() { text::working() } else { text::create() }}
                </Button>
            </DialogFoot>
        </form>
    }
    .into_any()
}

async fn run(
    input: NewClient,
    work: Work,
    stage: RwSignal<Stage>,
    draft: Draft,
    data: ClientsData,
    on_created: Callback<(String,)>,
) {
    let outcome = create_client(&data.scope.portal(), &input).await;
    let _ = work.busy.try_set(false);
    match outcome {
        Ok(id) => {
            draft.close();
            let _ = on_created.try_run((id,));
        }
        Err(CreateFailure::KeyReplaced { .. }) => {
            let _ = stage.try_set(Stage::Alarm);
        }
        Err(failure @ (CreateFailure::NotVisibleYet | CreateFailure::Unknown(_))) => {
            let _ = stage.try_set(Stage::Unsure(Doubt::of(&failure)));
        }
        // Only provider admins come here: as a rule it is not their role that is missing.
        Err(CreateFailure::Api(ApiError::Forbidden { message })) => {
            let _ = work.failure.try_set(Some(Problem::refused(text::not_billable(), message)));
        }
        Err(CreateFailure::Api(error)) => {
            let _ = work.failure.try_set(Some(Problem::of(&error)));
        }
    }
}

/// The server may or may not have made the client. Trying again with the same input looks first, so it is safe.
fn unsure(doubt: Doubt, draft: Draft, stage: RwSignal<Stage>, data: ClientsData) -> AnyView {
    view! {
        <DialogBody>
            {doubt.view()}
            <p>{text::unsure_again()}</p>
        </DialogBody>
        <DialogFoot>
            <Button on_click=move || {
                data.reload();
                draft.close();
            }>{text::unsure_check()}</Button>
            <Button variant=Variant::Primary on_click=move || stage.set(Stage::Form)>
                {text::unsure_back()}
            </Button>
        </DialogFoot>
    }
    .into_any()
}
