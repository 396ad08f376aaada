//! The card of one person in the stack.

use leptos::{prelude::*, task::spawn_local};

use super::{Confirming, Refusal, Waiting, Way, compare::Compare, dots::dots};
use crate::{
    i18n::text::people as text,
    pages::people::results::Line,
    ui::{Button, Callout, DialogBody, DialogFoot, Icon, Tone, Variant, avatar, icon, rich},
};

/// The words of a person, and what to do with them.
pub(super) fn card<W: Way>(who: Waiting, confirming: Confirming<W>) -> AnyView {
    let head = view! {
        <div class="who">
            {avatar::round(&who.email, &who.called, "l")}
            <span class="who__text">
                <span class="who__name" dir="auto">
                    {who.called.clone()}
                </span>
                <span class="who__sub">
                    <bdi>{who.email.clone()}</bdi>
                    " · "
                    {who.about.clone()}
                </span>
            </span>
        </div>
    };
    let same = RwSignal::new(false);
    let work = confirming.work;
    // Everybody in the queue has a key: the others were taken out before.
    let Some((words, key)) = confirming.key_of(&who.id) else { return ().into_any() };
    let later = {
        let who = who.clone();
        move || confirming.go_on(&who, Err(Refusal::stays(text::result_skipped_text())))
    };
    let name = who.called.clone();
    let confirm = confirm_button(who, key, same, confirming);
    let total = Signal::derive(move || confirming.queue.with(Vec::len));
    let more = move || total.get() > confirming.place.get() + 1;
    view! {
        <DialogBody>
            <div class="stack" data-stack=move || more().then_some("")>
                {head}
                {work.failure_view()}
                {move || work.failure.with(Option::is_some).then(|| view! { <p>{text::confirm_again()}</p> })}
                <Compare name=name way=confirming.way words=words same=same disabled=work.busy />
                <Callout>
                    <p>{text::confirm_why()}</p>
                </Callout>
                {excluded(confirming.excluded)}
            </div>
        </DialogBody>
        <div class="dialog__foot">
            {dots(confirming.lines, confirming.place, total)}
            <span class="push cluster">
                <Button
                    variant=Variant::DangerQuiet
                    symbol=Icon::Warning
                    disabled=work.busy
                    on_click=move || confirming.differs.set(true)
                >
                    {text::confirm_differ()}
                </Button>
                <Button disabled=work.busy on_click=later>
                    {move || if more() { text::confirm_next() } else { text::confirm_later() }}
                </Button>
                {confirm}
            </span>
        </div>
    }
    .into_any()
}

/// Who is left out, and why.
pub(super) fn excluded(lines: RwSignal<Vec<Line>>) -> AnyView {
    (move || {
        // Who turned out to be confirmed already is not left out.
        let lines: Vec<Line> = lines.get().into_iter().filter(|line| line.outcome.is_err()).collect();
        let count = i64::try_from(lines.len()).unwrap_or(i64::MAX);
        (count > 0).then(|| {
            let entries = lines
                .into_iter()
                .map(|line| {
                    view! {
                        <li>
                            <bdi>{line.called}</bdi>
                            ": "
                            {line.outcome.err()}
                        </li>
                    }
                })
                .collect::<Vec<_>>();
            view! {
                <Callout tone=Tone::Warning title=text::confirm_excluded(count)>
                    <ul class="names">{entries}</ul>
                </Callout>
            }
        })
    })
    .into_any()
}

fn confirm_button<W: Way>(who: Waiting, key: W::Key, same: RwSignal<bool>, confirming: Confirming<W>) -> AnyView {
    let work = confirming.work;
    let label = confirming.way.button(&who.called);
    let confirm = move || {
        if !same.get_untracked() || !work.start() {
            return;
        }
        let who = who.clone();
        let key = key.clone();
        let ledger = confirming.ledger.get_value();
        spawn_local(async move {
            let outcome = confirming.way.confirm(who.id.clone(), key).await;
            confirming.answered(&who, outcome, ledger.as_ref());
        });
    };
    view! {
        <Button
            variant=Variant::Primary
            busy=work.busy
            disabled=Signal::derive(move || !same.get())
            on_click=confirm
        >
            {label}
        </Button>
    }
    .into_any()
}

/// Other words: what it means, and what to do. Confirming is not offered here.
pub(super) fn differs<W: Way>(who: Waiting, confirming: Confirming<W>) -> AnyView {
    let words = confirming.way.differ(&who.called);
    let leave = move || {
        confirming.acted.set(true);
        confirming.go_on(&who, Err(Refusal::stays(text::result_differ())));
    };
    view! {
        <DialogBody>
            <Callout tone=Tone::Danger alert=true>
                <p>{rich(words)}</p>
            </Callout>
        </DialogBody>
        <DialogFoot>
            <Button on_click=move || confirming.differs.set(false)>{text::differ_back()}</Button>
            <Button variant=Variant::Danger on_click=leave>
                {icon(Icon::Warning)}
                {text::differ_leave()}
            </Button>
        </DialogFoot>
    }
    .into_any()
}
