//! How many items of each kind: in the file, about to be imported, and imported.

use leptos::prelude::*;
use portal_contracts::ciphers::CipherType;

use super::{state::ImportState, words};
use crate::i18n::text::import as text;

type Kinds = [(CipherType, usize)];

fn of(kinds: &Kinds, wanted: CipherType) -> usize {
    kinds.iter().find(|(kind, _)| *kind == wanted).map_or(0, |(_, count)| *count)
}

fn sum(kinds: &Kinds) -> usize {
    kinds.iter().map(|(_, count)| count).sum()
}

/// A row for each kind, and one for all of them.
fn table(heads: Vec<&'static str>, rows: Vec<(&'static str, Vec<String>)>) -> AnyView {
    let cells =
        |row: Vec<String>| row.into_iter().map(|cell| view! { <td class="num">{cell}</td> }).collect::<Vec<_>>();
    view! {
        <table class="import-kinds" aria-label=text::kinds_label()>
            <thead>
                <tr>{heads.into_iter().map(|head| view! { <th scope="col">{head}</th> }).collect::<Vec<_>>()}</tr>
            </thead>
            <tbody>
                {rows
                    .into_iter()
                    .map(|(name, row)| view! { <tr><th scope="row">{name}</th>{cells(row)}</tr> })
                    .collect::<Vec<_>>()}
            </tbody>
        </table>
    }
    .into_any()
}

/// What the file has, and what of it the plan brings.
fn compared(file: &Kinds, planned: Option<&Kinds>) -> Vec<(&'static str, Vec<String>)> {
    let row = |read: usize, brought: &dyn Fn(&Kinds) -> usize| {
        vec![words::count(read), planned.map_or_else(|| "–".to_owned(), |planned| words::count(brought(planned)))]
    };
    let each = file.iter().map(|(kind, count)| (words::kind(*kind), row(*count, &|planned| of(planned, *kind))));
    each.chain([(text::kind_total(), row(sum(file), &sum))]).collect()
}

/// In the rehearsal: what the file has, and what of it will be imported.
pub fn rehearsed(state: ImportState) -> AnyView {
    let rows = Memo::new(move |_| {
        state.reading.with(|reading| {
            let reading = reading.as_ref()?;
            Some(state.plan.with(|plan| compared(&reading.kinds, plan.as_ref().map(|plan| plan.kinds.as_slice()))))
        })
    });
    (move || rows.get().map(|rows| table(vec![text::kind_head(), text::kind_file(), text::kind_import()], rows)))
        .into_any()
}

/// In the receipt: what was imported.
pub fn imported(kinds: &Kinds) -> AnyView {
    let each = kinds.iter().map(|(kind, count)| (words::kind(*kind), vec![words::count(*count)]));
    let rows = each.chain([(text::kind_total(), vec![words::count(sum(kinds))])]).collect();
    table(vec![text::kind_head(), text::kind_count()], rows)
}
