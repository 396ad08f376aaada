//! The two trees: folders in the file, and collections of the client afterwards. Long ones begin with their first part.

use leptos::prelude::*;

use super::{state::ImportState, words};
use crate::{
    i18n::text::import as text,
    ui::{Badge, Button, Icon, Tone, Variant, icon},
};

/// So many rows are shown at first: a tree of two thousand would be slow and read by nobody.
const FIRST: usize = 60;

/// A row of a tree.
#[derive(Clone)]
struct Branch {
    level: usize,
    name: String,
    count: usize,
    /// Whether it is new, in the tree of the client.
    new: Option<bool>,
}

fn in_file(state: ImportState) -> Vec<Branch> {
    state.reading.with(|reading| {
        let Some(reading) = reading else { return Vec::new() };
        let mut sorted: Vec<_> = reading.places.iter().collect();
        sorted.sort_by_cached_key(|(place, _)| place.path.iter().map(|name| name.to_lowercase()).collect::<Vec<_>>());
        let folders = sorted.into_iter().map(|(place, count)| Branch {
            level: place.path.len(),
            name: place.path.last().cloned().unwrap_or_default(),
            count: *count,
            new: None,
        });
        let loose = (reading.loose > 0 && !reading.places.is_empty()).then(|| Branch {
            level: 1,
            name: text::source_loose().to_owned(),
            count: reading.loose,
            new: None,
        });
        folders.chain(loose).collect()
    })
}

fn afterwards(state: ImportState) -> Vec<Branch> {
    state.plan.with(|plan| {
        let Some(plan) = plan else { return Vec::new() };
        let mut sorted: Vec<_> = plan.collections.iter().collect();
        sorted.sort_by_cached_key(|one| one.name.to_lowercase().split('/').map(str::to_owned).collect::<Vec<_>>());
        // A branch whose trunk is not part of the plan shows its whole name.
        let mut names: Vec<&str> = Vec::new();
        sorted
            .into_iter()
            .map(|one| {
                let (trunk, own) = one.name.rsplit_once('/').unwrap_or(("", &one.name));
                let hangs = names.iter().any(|name| name.eq_ignore_ascii_case(trunk));
                names.push(&one.name);
                Branch {
                    level: if hangs { one.name.split('/').count() } else { 1 },
                    name: if hangs { own.to_owned() } else { one.name.clone() },
                    count: one.items,
                    new: Some(one.existing.is_none()),
                }
            })
            .collect()
    })
}

/// The pane with the file's folders.
pub fn source(state: ImportState) -> AnyView {
    let format = move || state.format_now().map(words::format);
    view! {
        <section class="card" aria-labelledby="import-source">
            <div class="card__head">
                <h2 id="import-source">{text::source_title()}</h2>
                <span class="push t-12 quiet">
                    {move || {
                        state.format.track();
                        format()
                    }}
                </span>
            </div>
            {tree(Memo::new(move |_| Rows(in_file(state))), text::source_none())}
        </section>
    }
    .into_any()
}

/// The pane with the client's collections.
pub fn target(state: ImportState) -> AnyView {
    let count = move || {
        state.plan.with(|plan| plan.as_ref().map(|plan| text::target_count(words::wide(plan.collections.len()))))
    };
    view! {
        <section class="card" aria-labelledby="import-target">
            <div class="card__head">
                <h2 id="import-target" dir="auto">{move || text::target_title(&state.scope.name())}</h2>
                <span class="push t-12 quiet">{count}</span>
            </div>
            {tree(Memo::new(move |_| Rows(afterwards(state))), "")}
        </section>
    }
    .into_any()
}

/// Rows that are compared by nothing: a plan that changed draws its tree again.
#[derive(Clone)]
struct Rows(Vec<Branch>);

impl PartialEq for Rows {
    fn eq(&self, _: &Self) -> bool {
        false
    }
}

fn tree(rows: Memo<Rows>, none: &'static str) -> AnyView {
    let whole = RwSignal::new(false);
    (move || {
        let Rows(rows) = rows.get();
        if rows.is_empty() {
            return view! { <p class="card__body quiet">{none}</p> }.into_any();
        }
        let shown = if whole.get() { rows.len() } else { rows.len().min(FIRST) };
        let hidden = rows.len() - shown;
        view! {
            <ul class="import-tree">
                {rows.into_iter().take(shown).map(row).collect::<Vec<_>>()}
                {(hidden > 0)
                    .then(|| {
                        view! {
                            <li class="import-tree__row">
                                <Button variant=Variant::Link on_click=move || whole.set(true)>
                                    {text::show_all(words::wide(hidden))}
                                </Button>
                            </li>
                        }
                    })}
            </ul>
        }
        .into_any()
    })
    .into_any()
}

fn row(branch: Branch) -> AnyView {
    let sign = if branch.new.is_some() { "+" } else { "" };
    view! {
        <li class="import-tree__row">
            <span class="branch" data-level=branch.level.clamp(1, 8).to_string()>
                {icon(Icon::Folder)}
                <span class="branch__name" dir="auto"><span>{branch.name}</span></span>
            </span>
            <span class="import-tree__end">
                {match branch.new {
                    Some(true) => view! { <Badge tone=Tone::Primary symbol=Icon::Plus>{text::new()}</Badge> }.into_any(),
                    Some(false) => view! { <Badge>{text::reused()}</Badge> }.into_any(),
                    None => ().into_any(),
                }}
                {sign}
                {words::count(branch.count)}
            </span>
        </li>
    }
    .into_any()
}
