//! The last two steps: while it runs, and the receipt.

use leptos::prelude::*;
use portal_client::import::Receipt;
use portal_importers::csv;

use super::{kinds, state::ImportState, words};
use crate::{
    app::routes::{self, RouteId},
    i18n::text::import as text,
    platform::download,
    ui::{Badge, Button, Icon, LinkButton, Size, Tone, bar::bar, icon_small, rich},
};

/// While it runs.
pub fn running(state: ImportState) -> AnyView {
    let total = state.plan.with_untracked(|plan| plan.as_ref().map_or(0, |plan| plan.counts.items));
    let size = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
    let sealed = Memo::new(move |_| state.done.get() >= total);
    view! {
        <section class="card" aria-labelledby="import-running">
            <div class="card__head">
                <h2 id="import-running">{rich(text::running_title(&state.scope.name()))}</h2>
                <span class="push">
                    <Button
                        size=Size::Small
                        disabled=Signal::derive(move || sealed.get() || state.stop.get())
                        on_click=move || state.stop.set(true)
                    >
                        {text::running_stop()}
                    </Button>
                </span>
            </div>
            <div class="card__body stack">
                <div
                    class="progress"
                    role="progressbar"
                    aria-labelledby="import-running"
                    aria-valuemin="0"
                    aria-valuemax=total.to_string()
                    aria-valuenow=move || state.done.get().to_string()
                >
                    <p class="progress__line">
                        <span>
                            {move || if sealed.get() { text::running_send() } else { text::running_encrypt() }}
                        </span>
                        <span class="num">
                            {move || text::running_count(&words::count(state.done.get()), &words::count(total))}
                        </span>
                    </p>
                    {move || bar(size(state.done.get()), size(total), Tone::Primary)}
                </div>
                <p class="quiet">{text::running_stay()}</p>
                <p class="visually-hidden" role="status">
                    {move || if sealed.get() { text::running_send() } else { text::running_encrypt() }}
                </p>
            </div>
        </section>
    }
    .into_any()
}

/// Label and value of each line.
fn lines(state: ImportState, receipt: &Receipt) -> Vec<(&'static str, String)> {
    let counts = receipt.counts;
    let collections = text::receipt_collections_value(&words::count(counts.reused), &words::count(counts.created));
    let mut lines = vec![(text::receipt_collections(), collections)];
    if counts.left_out > 0 {
        lines.push((text::receipt_left_out(), words::count(counts.left_out)));
    }
    if counts.duplicates > 0 {
        lines.push((text::receipt_duplicates(), words::count(counts.duplicates)));
    }
    lines.push((text::receipt_sent(), text::receipt_kilobytes(&words::count(receipt.bytes.div_ceil(1_000)))));
    lines.push((text::receipt_file(), state.file.get_untracked()));
    lines
}

/// What was done.
pub fn receipt(state: ImportState) -> AnyView {
    let Some(receipt) = state.receipt.get_untracked() else { return ().into_any() };
    let saved = receipt.clone();
    let save = move || {
        let kinds = saved.kinds.iter().map(|(kind, count)| (words::kind(*kind), words::count(*count)));
        let rows = kinds
            .chain([(text::kind_total(), words::count(saved.counts.items))])
            .chain(lines(state, &saved))
            .map(|(what, value)| vec![what.to_owned(), value]);
        let head = [text::receipt_title().to_owned(), state.scope.name()];
        let name = [&text::receipt_name(&state.scope.name()), ".csv"].concat();
        let _ = download::offer(&name, "text/csv;charset=utf-8", csv(&head, rows).as_bytes());
    };
    view! {
        <section class="card" aria-labelledby="import-receipt">
            <div class="card__head">
                <h2 id="import-receipt" tabindex="-1">{text::receipt_title()}</h2>
                <span role="status"><Badge tone=Tone::Success symbol=Icon::Check>{text::receipt_done()}</Badge></span>
                <span class="push">
                    <Button size=Size::Small symbol=Icon::Download on_click=save>{text::receipt_save()}</Button>
                </span>
            </div>
            <div class="card__body stack">
                {kinds::imported(&receipt.kinds)}
                <dl class="facts">
                    {lines(state, &receipt)
                        .into_iter()
                        .map(|(what, value)| view! { <dt>{what}</dt> <dd dir="auto">{value}</dd> })
                        .collect::<Vec<_>>()}
                </dl>
            </div>
            <div class="card__foot">
                {icon_small(Icon::Lock)}
                <span class="t-12 quiet import-gone">
                    {if state.pasted.get_untracked() { text::receipt_gone_pasted() } else { text::receipt_gone() }}
                </span>
            </div>
        </section>
        <div class="cluster">
            <LinkButton href=Signal::derive(move || {
                routes::path(RouteId::ClientCollections, &[("client", &state.scope.client.get())])
            })>{text::receipt_see()}</LinkButton>
            <Button on_click=move || state.start_over()>{text::receipt_more()}</Button>
        </div>
    }
    .into_any()
}
