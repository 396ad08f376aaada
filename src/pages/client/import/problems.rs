//! Problems of one kind are told once, with a list of where they are; all of them can be saved as a table.

use leptos::prelude::*;
use portal_importers::{Problem, ProblemKind, Skip, csv};

use super::{state::ImportState, words};
use crate::{
    i18n::text::import as text,
    platform::download,
    ui::{Button, Icon, Size, Tone, icon},
};

/// So many places of one kind are shown.
const SHOWN: usize = 20;

/// Problems of one kind.
struct Group {
    tone: Tone,
    title: String,
    text: &'static str,
    rows: Vec<Problem>,
}

/// What they have in common: order, tone, title and explanation.
fn kind(problem: &Problem) -> u8 {
    match &problem.kind {
        ProblemKind::TooLong { .. } => 0,
        ProblemKind::Skipped { why: Skip::Card } => 1,
        ProblemKind::OpenQuote => 2,
        ProblemKind::Encoding { .. } => 3,
        ProblemKind::LongFolder { .. } => 4,
        ProblemKind::Skipped { why: Skip::Attachment } => 11,
        ProblemKind::Skipped { why: Skip::Passkey } => 10,
        ProblemKind::Skipped { .. } => 5,
        ProblemKind::Duplicate { .. } => 6,
        ProblemKind::RaggedRow { .. } => 7,
        ProblemKind::UnknownColumn { .. } => 8,
        ProblemKind::Moved { .. } => 9,
        ProblemKind::NoName => 12,
        ProblemKind::EmptyRow => 13,
    }
}

fn describe(kind: u8, count: i64) -> (Tone, String, &'static str) {
    match kind {
        0 => (Tone::Danger, text::group_too_long(count), text::group_too_long_text()),
        1 => (Tone::Danger, text::group_card(count), text::group_card_text()),
        2 => (Tone::Warning, text::group_quote().to_owned(), text::group_quote_text()),
        3 => (Tone::Warning, text::group_encoding().to_owned(), text::group_encoding_text()),
        4 => (Tone::Warning, text::group_folder(count), text::group_folder_text()),
        5 => (Tone::Warning, text::group_skipped(count), text::group_skipped_text()),
        6 => (Tone::Warning, text::group_duplicate(count), text::group_duplicate_text()),
        7 => (Tone::Warning, text::group_ragged(count), text::group_ragged_text()),
        8 => (Tone::Info, text::group_column(count), text::group_column_text()),
        9 => (Tone::Info, text::group_moved(count), text::group_moved_text()),
        10 => (Tone::Info, text::group_passkey(count), text::group_passkey_text()),
        11 => (Tone::Info, text::group_attachment(count), text::group_attachment_text()),
        12 => (Tone::Info, text::group_name(count), text::group_name_text()),
        _ => (Tone::Info, text::group_empty(count), text::group_empty_text()),
    }
}

fn groups(problems: Vec<Problem>) -> Vec<Group> {
    let mut by_kind = std::collections::BTreeMap::<u8, Vec<Problem>>::new();
    for problem in problems {
        by_kind.entry(kind(&problem)).or_default().push(problem);
    }
    by_kind
        .into_iter()
        .map(|(kind, rows)| {
            let (tone, title, text) = describe(kind, words::wide(rows.len()));
            Group { tone, title, text, rows }
        })
        .collect()
}

/// Everything there is to know now: about the file, and about the plan. Reactive.
pub fn all(state: ImportState) -> Vec<Problem> {
    let of_file =
        state.reading.with(|reading| reading.as_ref().map_or_else(Vec::new, |reading| reading.problems.clone()));
    let of_plan = state.plan.with(|plan| plan.as_ref().map_or_else(Vec::new, |plan| plan.problems.clone()));
    of_file.into_iter().chain(of_plan).collect()
}

/// The pane.
pub fn pane(state: ImportState) -> AnyView {
    let any = Memo::new(move |_| !all(state).is_empty());
    let save = move || {
        let rows = all(state).into_iter().map(|problem| {
            let (place, item) = words::spot(&problem);
            vec![place, item, words::what(&problem)]
        });
        let head = [text::head_where(), text::head_item(), text::head_what()].map(str::to_owned);
        let name = [&text::problems_file(&state.scope.name()), ".csv"].concat();
        let _ = download::offer(&name, "text/csv;charset=utf-8", csv(&head, rows).as_bytes());
    };
    let more = move || state.reading.with(|reading| reading.as_ref().map_or(0, |reading| reading.more_problems));
    view! {
        <section class="card" aria-labelledby="import-problems">
            <div class="card__head">
                <h2 id="import-problems">{text::problems_title()}</h2>
                <span class="push">
                    {move || {
                        any.get()
                            .then(|| {
                                view! {
                                    <Button size=Size::Small symbol=Icon::Download on_click=save>
                                        {text::problems_save()}
                                    </Button>
                                }
                            })
                    }}
                </span>
            </div>
            {move || {
                let groups = groups(all(state));
                if groups.is_empty() {
                    view! { <p class="card__body quiet">{text::problems_none()}</p> }.into_any()
                } else {
                    view! { <ul>{groups.into_iter().map(group).collect::<Vec<_>>()}</ul> }.into_any()
                }
            }}
            {move || {
                (more() > 0).then(|| view! { <p class="card__body quiet">{text::problems_more(words::wide(more()))}</p> })
            }}
        </section>
    }
    .into_any()
}

fn group(group: Group) -> AnyView {
    let symbol = match group.tone {
        Tone::Danger => Icon::Error,
        Tone::Warning => Icon::Warning,
        _ => Icon::Info,
    };
    let shown = group.rows.len().min(SHOWN);
    view! {
        <li class="problem" data-tone=group.tone.attr()>
            {icon(symbol)}
            <div>
                <p class="problem__title">{group.title}</p>
                <p class="problem__text">{group.text}</p>
                <details>
                    <summary>{text::problems_shown(words::wide(shown))}</summary>
                    <ul class="problem__rows">
                        {group
                            .rows
                            .iter()
                            .take(SHOWN)
                            .map(|problem| {
                                let (place, item) = words::spot(problem);
                                view! {
                                    <li>
                                        <span class="quiet num">{place}</span>
                                        " "
                                        <bdi>{item}</bdi>
                                        <span class="problem__text">{words::what(problem)}</span>
                                    </li>
                                }
                            })
                            .collect::<Vec<_>>()}
                    </ul>
                </details>
            </div>
        </li>
    }
    .into_any()
}
