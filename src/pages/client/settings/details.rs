//! Name and billing address.

use leptos::{prelude::*, task::spawn_local};
use portal_client::organization::{DetailsProblem, Organization, Payer, SaveFailure, check_details, save_details};
use portal_contracts::limits;

use super::{data::SettingsData, section};
use crate::{
    i18n::{number, text::client_settings as text},
    pages::problem::{Problem, ProblemCallout},
    ui::{Button, Callout, ErrorSummary, TextField, Tone, Variant, rich, use_toasts},
};

const NAME: &str = "organisation-name";
const EMAIL: &str = "organisation-email";

/// What happened to the last try.
#[derive(Clone)]
enum Trouble {
    Problem(Problem),
    Changed(Box<Organization>),
    Kept,
}

/// The form.
#[component]
pub fn DetailsCard(data: SettingsData) -> AnyView {
    let toasts = use_toasts();
    let busy = RwSignal::new(false);
    let judged = RwSignal::new(false);
    let trouble = RwSignal::new(None::<Trouble>);
    // Another provider pays and decides: its name, where it has one.
    let theirs = StoredValue::new(data.payer.with_value(|payer| match payer {
        Some(Payer::OtherProvider { name }) => Some(name.clone()),
        _ => None,
    }));
    let is_theirs = theirs.with_value(Option::is_some);
    let problems = Memo::new(move |_| {
        let [name, email] = check_details(&data.details());
        // What was left alone, and an address that somebody else decides about, are not ours to judge.
        let (same_name, same_email) = data.base.with(|base| {
            let same = |typed: RwSignal<String>, saved: &str| typed.with(|typed| typed.trim() == saved);
            (same(data.name, &base.name), same(data.email, &base.billing_email))
        });
        let name = name.filter(|_| !same_name);
        let email = email.filter(|_| !is_theirs && !same_email);
        let typed = data.email.get();
        [name.map(|problem| words(problem, "")), email.map(|problem| words(problem, typed.trim()))]
    });
    let error = move |place: usize| {
        Signal::derive(move || judged.get().then(|| problems.with(|all| all.get(place).cloned().flatten())).flatten())
    };
    let summary = Signal::derive(move || {
        let shown = if judged.get() { problems.get() } else { [None, None] };
        let fields = [NAME, EMAIL];
        fields
            .into_iter()
            .zip(shown)
            .filter_map(|(field, problem)| Some((field.to_owned(), problem?)))
            .collect::<Vec<_>>()
    });
    let save = move || {
        judged.set(true);
        if busy.get_untracked() || problems.with_untracked(|all| all.iter().any(Option::is_some)) {
            return;
        }
        busy.set(true);
        trouble.set(None);
        let base = data.base.get_untracked();
        let typed = untrack(|| data.details());
        spawn_local(async move {
            let outcome = save_details(&data.scope.portal(), &base, &typed).await;
            data.scope.session.workspace_changed();
            if busy.try_set(false).is_some() {
                // The page is gone.
                return;
            }
            match outcome {
                Ok(saved) => {
                    data.take_over(saved);
                    data.settle_details();
                    judged.set(false);
                    toasts.success(text::details_saved());
                }
                Err(SaveFailure::Typed(_)) => {}
                Err(SaveFailure::Changed(now)) => trouble.set(Some(Trouble::Changed(now))),
                Err(SaveFailure::Kept(now)) => {
                    data.take_over(*now);
                    trouble.set(Some(Trouble::Kept));
                }
                Err(SaveFailure::Api(error)) => trouble.set(Some(Trouble::Problem(Problem::of(&error)))),
            }
        });
    };
    let count = Signal::derive(move || {
        let length = data.name.with(|name| name.trim().chars().count());
        Some(text::name_count(&as_number(length), &as_number(limits::NAME)))
    });
    let help = Signal::derive(move || {
        Some(match theirs.get_value() {
            None => text::email_help().to_owned(),
            Some(Some(provider)) => text::email_theirs(&provider),
            Some(None) => text::email_theirs_unnamed().to_owned(),
        })
    });
    let content = view! {
        <form
            class="stack"
            novalidate
            on:submit=move |event| {
                event.prevent_default();
                save();
            }
        >
            <ErrorSummary errors=summary />
            {move || trouble.get().map(|found| trouble_view(found, data, trouble))}
            <TextField
                id=NAME
                label=text::name()
                value=data.name
                autocomplete="off"
                count=count
                error=error(0)
                on_blur=move || judged.set(true)
            />
            <TextField
                id=EMAIL
                label=text::email()
                value=data.email
                kind="email"
                autocomplete="off"
                disabled=is_theirs
                help=help
                error=error(1)
                on_blur=move || judged.set(true)
            />
            <div class="cluster">
                <Button
                    variant=Variant::Primary
                    submit=true
                    busy=busy
                    disabled=Signal::derive(move || !data.details_changed())
                >
                    {text::details_save()}
                </Button>
                {move || {
                    data.details_changed()
                        .then(|| {
                            view! {
                                <Button
                                    disabled=busy
                                    on_click=move || {
                                        data.settle_details();
                                        judged.set(false);
                                        trouble.set(None);
                                    }
                                >
                                    {text::undo()}
                                </Button>
                            }
                        })
                }}
            </div>
        </form>
    }
    .into_any();
    section(text::details_title(), content)
}

fn trouble_view(found: Trouble, data: SettingsData, trouble: RwSignal<Option<Trouble>>) -> AnyView {
    match found {
        Trouble::Problem(problem) => view! { <ProblemCallout problem=problem /> }.into_any(),
        Trouble::Kept => view! {
            <Callout tone=Tone::Warning title=text::kept_title() alert=true>
                <p>{text::kept_text()}</p>
            </Callout>
        }
        .into_any(),
        Trouble::Changed(now) => {
            let words = rich(text::changed_text(&now.name, &now.billing_email));
            let (take, keep) = ((*now).clone(), *now);
            view! {
                <Callout tone=Tone::Warning title=text::changed_title() alert=true>
                    <p>{words}</p>
                    <p class="callout__actions">
                        <Button
                            variant=Variant::Link
                            on_click=move || {
                                data.take_over(take.clone());
                                data.settle_details();
                                trouble.set(None);
                            }
                        >
                            {text::changed_take()}
                        </Button>
                        <Button
                            variant=Variant::Link
                            on_click=move || {
                                data.take_over(keep.clone());
                                trouble.set(None);
                            }
                        >
                            {text::changed_keep()}
                        </Button>
                    </p>
                </Callout>
            }
            .into_any()
        }
    }
}

fn words(problem: DetailsProblem, typed: &str) -> String {
    match problem {
        DetailsProblem::NameMissing => text::name_missing().to_owned(),
        DetailsProblem::NameLong => text::name_long(&as_number(limits::NAME)),
        DetailsProblem::AddressMissing => text::email_missing().to_owned(),
        DetailsProblem::AddressBad => text::email_bad(typed),
    }
}

fn as_number(count: usize) -> String {
    number(i64::try_from(count).unwrap_or(i64::MAX))
}
