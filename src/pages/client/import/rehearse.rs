//! The second step: how the file is read, where it goes, both trees, what to know, and the button that does it.

use leptos::prelude::*;
use portal_importers::{Candidate, Format, Kind, Target};

use super::{
    how, kinds, problems,
    state::{ImportState, NEW, TOP},
    trees, words,
};
use crate::{
    i18n::text::import as text,
    pages::problem::ProblemCallout,
    ui::{Button, Checkbox, Choice, Select, SkeletonText, TextField, Variant},
};

/// The step.
pub fn rehearse(state: ImportState) -> AnyView {
    view! {
        {figures(state)}
        {move || {
            state
                .targets
                .with(|targets| match targets {
                    Some(Err(problem)) => {
                        let again = move || state.read_targets();
                        view! { <ProblemCallout problem=problem.clone() on_again=again /> }.into_any()
                    }
                    _ => ().into_any(),
                })
        }}
        <div class="split" data-layout="halves">{reading(state)} {destination(state)}</div>
        {move || {
            let by_hand = state.format.with(|id| Format::from_id(id)) == Some(Format::GenericCsv);
            by_hand.then(|| columns(state))
        }}
        <div class="panes">{trees::source(state)} {trees::target(state)} {problems::pane(state)}</div>
        {foot(state)}
    }
    .into_any()
}

fn figures(state: ImportState) -> AnyView {
    let read = move |of: fn(&crate::platform::import_protocol::Reading) -> usize| {
        state.reading.with(|reading| reading.as_ref().map(of))
    };
    let planned = move |of: fn(&portal_importers::Counts) -> usize| {
        state.plan.with(|plan| plan.as_ref().map(|plan| of(&plan.counts)))
    };
    let figure = |what: &'static str, number: Signal<Option<usize>>, danger: bool| {
        view! {
            <div class="figure" data-tone=move || (danger && number.get().is_some_and(|n| n > 0)).then_some("danger")>
                <dt class="figure__what">{what}</dt>
                <dd class="figure__num">{move || number.get().map_or_else(|| "–".to_owned(), words::count)}</dd>
            </div>
        }
        .into_any()
    };
    view! {
        <dl class="figures">
            {figure(text::figure_items(), Signal::derive(move || read(|reading| reading.items)), false)}
            {figure(text::figure_folders(), Signal::derive(move || read(|reading| reading.places.len())), false)}
            {figure(text::figure_reused(), Signal::derive(move || planned(|counts| counts.reused)), false)}
            {figure(text::figure_created(), Signal::derive(move || planned(|counts| counts.created)), false)}
            {figure(
                text::figure_left_out(),
                Signal::derive(move || planned(|counts| counts.left_out + counts.duplicates)),
                true,
            )}
        </dl>
    }
    .into_any()
}

/// The format, recognised ones first.
fn reading(state: ImportState) -> AnyView {
    let choices = Signal::derive(move || {
        let likely: Vec<Candidate> = state.candidates.get();
        let kind = likely.first().map(|candidate| candidate.format.kind());
        let recognised =
            |format: Format| likely.iter().any(|candidate| candidate.format == format && format != Format::GenericCsv);
        let fits = |format: &Format| kind.is_none_or(|kind: Kind| kind == format.kind());
        let first = likely.iter().map(|candidate| candidate.format);
        let rest =
            Format::ALL.iter().copied().filter(fits).filter(|format| !likely.iter().any(|one| one.format == *format));
        let opened = state.format_now().filter(|format| likely.is_empty() && *format == Format::BitwardenRestricted);
        let offered: Vec<Format> = match opened {
            Some(format) => vec![format],
            None => first
                .chain(rest)
                .filter(|format| !matches!(format, Format::BitwardenPassword | Format::BitwardenRestricted))
                .collect(),
        };
        offered
            .into_iter()
            .map(|format| {
                let name = words::format(format);
                let label = if recognised(format) { text::format_likely(name) } else { name.to_owned() };
                Choice::new(format.id(), label)
            })
            .collect::<Vec<_>>()
    });
    view! {
        <section class="card" aria-labelledby="import-reading">
            <div class="card__head">
                <h2 id="import-reading" class="truncate" dir="auto">{move || state.file.get()}</h2>
            </div>
            <div class="card__body stack">
                <Select
                    id="import-format"
                    label=text::format_label()
                    value=state.format
                    choices=choices
                    help=Some(text::format_help().to_owned())
                    disabled=Signal::derive(move || state.candidates.with(Vec::is_empty))
                    on_change=Callback::new(move |(_,): (String,)| state.read())
                />
                {kinds::rehearsed(state)}
                {move || state.format.with(|id| Format::from_id(id)).map(how::callout)}
                <div class="cluster">
                    <Button on_click=move || state.start_over()>{text::another()}</Button>
                </div>
            </div>
        </section>
    }
    .into_any()
}

/// Where it goes.
fn destination(state: ImportState) -> AnyView {
    let choices = Signal::derive(move || {
        let mut choices = vec![Choice::new(TOP, text::parent_top()), Choice::new(NEW, text::parent_new())];
        state.targets.with(|targets| {
            if let Some(Ok(targets)) = targets {
                let mut sorted: Vec<_> = targets.iter().collect();
                sorted.sort_by_cached_key(|one| one.name.to_lowercase());
                choices.extend(sorted.into_iter().map(|one| Choice::new(one.id.clone(), one.name.clone())));
            }
        });
        choices
    });
    let missing = Signal::derive(move || {
        let missing = state.parent.get() == NEW && state.new_name.with(|name| name.trim().is_empty());
        missing.then(|| text::new_missing().to_owned())
    });
    view! {
        <section class="card" aria-labelledby="import-destination">
            <div class="card__head">
                <h2 id="import-destination">{text::destination_title()}</h2>
            </div>
            <div class="card__body stack">
                <Select
                    id="import-parent"
                    label=text::parent_label()
                    value=state.parent
                    choices=choices
                    help=Some(text::parent_help().to_owned())
                />
                {move || {
                    (state.parent.get() == NEW)
                        .then(|| {
                            view! {
                                <TextField
                                    id="import-new"
                                    label=text::new_label()
                                    value=state.new_name
                                    maxlength=120
                                    error=missing
                                />
                            }
                        })
                }}
                <Checkbox
                    id="import-merge"
                    label=text::merge_label()
                    checked=state.merge
                    help=text::merge_help().to_owned()
                />
                <Checkbox
                    id="import-duplicates"
                    label=text::duplicates_label()
                    checked=state.skip_duplicates
                    help=text::duplicates_help().to_owned()
                />
            </div>
        </section>
    }
    .into_any()
}

/// What each column is, for a table by hand.
fn columns(state: ImportState) -> AnyView {
    let head = RwSignal::new(state.mapping.with_untracked(|mapping| mapping.head));
    Effect::new(move |before: Option<bool>| {
        let head = head.get();
        if before.is_some_and(|before| before != head) {
            state.mapping.update(|mapping| mapping.head = head);
            state.read();
        }
        head
    });
    let column = move |at: usize, name: String| {
        let chosen = state.mapping.with_untracked(|mapping| mapping.columns.get(at).copied().unwrap_or_default());
        let position =
            |target: Target| Target::ALL.iter().position(|one| *one == target).unwrap_or_default().to_string();
        let value = RwSignal::new(position(chosen));
        let choices: Vec<Choice> =
            Target::ALL.iter().map(|target| Choice::new(position(*target), words::target(*target))).collect();
        let label = if name.is_empty() { text::column(&words::count(at + 1)) } else { name };
        let change = Callback::new(move |(place,): (String,)| {
            let target =
                place.parse().ok().and_then(|place: usize| Target::ALL.get(place).copied()).unwrap_or_default();
            state.mapping.update(|mapping| {
                if mapping.columns.len() <= at {
                    mapping.columns.resize(at + 1, Target::Ignore);
                }
                if let Some(slot) = mapping.columns.get_mut(at) {
                    *slot = target;
                }
            });
            state.read();
        });
        view! { <Select id=format!("import-column-{at}") label=label value=value choices=choices on_change=change /> }
    };
    view! {
        <section class="card" aria-labelledby="import-columns">
            <div class="card__head">
                <h2 id="import-columns">{text::columns_title()}</h2>
            </div>
            <div class="card__body stack">
                <Checkbox id="import-head" label=text::columns_head() checked=head />
                <div class="import-columns">
                    {move || {
                        let names = state.columns.with(|columns| columns.as_ref().map_or_else(Vec::new, |columns| columns.head.clone()));
                        names.into_iter().enumerate().map(|(at, name)| column(at, name)).collect::<Vec<_>>()
                    }}
                </div>
            </div>
        </section>
    }
    .into_any()
}

fn foot(state: ImportState) -> AnyView {
    let items = move || state.plan.with(|plan| plan.as_ref().map(|plan| plan.counts.items));
    let hindrance = move || {
        state.plan.with(|plan| match plan {
            Some(plan) if plan.exceeds.is_some() => Some(text::too_much()),
            Some(plan) if plan.items.is_empty() => Some(text::nothing_to_import()),
            _ => None,
        })
    };
    let ready = Signal::derive(move || {
        items().is_some() && hindrance().is_none() && !state.busy.get() && !state.planning.get()
    });
    view! {
        <div class="cluster import-foot">
            {move || match items() {
                Some(count) => {
                    view! {
                        <Button
                            variant=Variant::Primary
                            disabled=Signal::derive(move || !ready.get())
                            on_click=move || state.import()
                        >
                            {text::import_button(words::wide(count), &state.scope.name())}
                        </Button>
                    }
                        .into_any()
                }
                None if state.trouble.with(Option::is_none) && state.destination().is_some() => {
                    view! { <SkeletonText lines=1 /> }.into_any()
                }
                None => ().into_any(),
            }} <span role="status">{hindrance}</span>
        </div>
    }
    .into_any()
}
