//! The dialog before devices are let in or turned away. It says whose, with the words to compare, and what is left out and
//! why; the button names the client.

use leptos::prelude::*;
use portal_client::devices::Verdict;

use super::{desk::Desk, row::Row, words};
use crate::{
    i18n::text::devices as text,
    ui::{
        Button, Callout, Checkbox, Dialog, DialogBody, DialogFoot, FingerprintWords, Icon, Shape, Tone, Variant, rich,
    },
};

/// The dialog; it is open while there is something to ask.
#[component]
pub fn AskDialog(desk: Desk) -> AnyView {
    let title = Signal::derive(move || {
        desk.ask_for.with(|asked| {
            let Some((verdict, rows)) = asked else { return String::new() };
            let (going, _) = split(*verdict, rows);
            let client = desk.data.scope.name();
            match verdict {
                // When none is left the dialog only says why.
                Verdict::Approve => text::approve_title(count(going.len().max(1)), &client),
                Verdict::Deny => text::deny_title(count(going.len()), &client),
            }
        })
    });
    view! {
        <Dialog open=desk.ask title=title shape=Shape::Wide strip=desk.data.scope.strip()>
            {move || desk.ask_for.get().map(|(verdict, rows)| content(verdict, &rows, desk))}
        </Dialog>
    }
    .into_any()
}

fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// Those the answer can be given to, and the others. Everybody can be turned away.
fn split(verdict: Verdict, rows: &[Row]) -> (Vec<Row>, Vec<Row>) {
    rows.iter().cloned().partition(|row| verdict == Verdict::Deny || row.may_approve())
}

fn content(verdict: Verdict, rows: &[Row], desk: Desk) -> AnyView {
    let client = untrack(|| desk.data.scope.name());
    let (going, staying) = split(verdict, rows);
    let number = count(going.len());
    let compared = RwSignal::new(verdict == Verdict::Deny);
    let body = match (verdict, going.as_slice()) {
        (_, []) => ().into_any(),
        (Verdict::Approve, [one]) => approve_one(one, desk),
        (Verdict::Approve, several) => approve_many(several),
        (Verdict::Deny, [one]) => view! { <p>{rich(text::deny_one_text(&one.called))}</p> }.into_any(),
        (Verdict::Deny, several) => view! {
            <p>{text::deny_many_text(number)}</p>
            <ul class="names" tabindex="0" aria-label=text::concerned(number)>
                {several.iter().map(|row| view! { <li dir="auto">{row.named().1}</li> }).collect::<Vec<_>>()}
            </ul>
        }
        .into_any(),
    };
    let tick = (verdict == Verdict::Approve && !going.is_empty())
        .then(|| view! { <Checkbox id="devices-compared" label=text::compared(number) checked=compared /> });
    let (label, variant, symbol) = match (verdict, going.as_slice()) {
        (Verdict::Approve, [one]) => (text::approve_button(&one.called, &client), Variant::Primary, Icon::Check),
        (Verdict::Approve, _) => (text::approve_button_many(number, &client), Variant::Primary, Icon::Check),
        (Verdict::Deny, [one]) => (text::deny_button(&one.called, &client), Variant::Danger, Icon::Off),
        (Verdict::Deny, _) => (text::deny_button_many(number, &client), Variant::Danger, Icon::Off),
    };
    let none = going.is_empty();
    let go = move || {
        desk.ask.set(false);
        desk.run(verdict, &going, None);
    };
    view! {
        <DialogBody>{body} {tick} {stays(&staying)}</DialogBody>
        <DialogFoot>
            <Button on_click=move || desk.ask.set(false)>{text::cancel()}</Button>
            {(!none)
                .then(|| {
                    view! {
                        <Button
                            variant=variant
                            symbol=symbol
                            disabled=Signal::derive(move || !compared.get())
                            on_click=go
                        >
                            {label}
                        </Button>
                    }
                })}
        </DialogFoot>
    }
    .into_any()
}

fn approve_one(row: &Row, desk: Desk) -> AnyView {
    let (relative, exact) = words::asked(&row.asked, desk.data.now.get_untracked());
    let device = if row.device.is_empty() { text::device_unknown() } else { &row.device };
    let from = if row.from.is_empty() { text::from_unknown() } else { &row.from };
    view! {
        <p>{rich(text::approve_one_text(&row.called))}</p>
        <dl class="facts device-facts">
            <dt>{text::fact_member()}</dt>
            <dd dir="auto">{row.email.clone()}</dd>
            <dt>{text::fact_device()}</dt>
            <dd dir="auto">{device.to_owned()}</dd>
            <dt>{text::fact_from()}</dt>
            <dd dir="auto">{from.to_owned()}</dd>
            <dt>{text::column_asked()}</dt>
            <dd>{[relative.as_str(), if exact.is_empty() { "" } else { ", " }, &exact].concat()}</dd>
        </dl>
        <p>{rich(text::compare_one(&row.called))}</p>
        <FingerprintWords words=row.words.clone() label=text::column_words() />
    }
    .into_any()
}

fn approve_many(rows: &[Row]) -> AnyView {
    let number = count(rows.len());
    let lines = rows
        .iter()
        .map(|row| {
            view! {
                <li>
                    <bdi>{row.named().1}</bdi>
                    <span class="device-words" lang="en" dir="ltr">
                        {row.words.join("-")}
                    </span>
                </li>
            }
        })
        .collect::<Vec<_>>();
    view! {
        <p>{text::approve_many_text(number)}</p>
        <ul class="names device-list" tabindex="0" aria-label=text::concerned(number)>
            {lines}
        </ul>
        <p>{text::compare_many()}</p>
    }
    .into_any()
}

/// Who is left out, and why.
fn stays(rows: &[Row]) -> AnyView {
    if rows.is_empty() {
        return ().into_any();
    }
    let lines = rows
        .iter()
        .map(|row| {
            let why = row.hindrance.map(words::why).unwrap_or_default();
            view! {
                <li>
                    <bdi>{row.named().1}</bdi>
                    ": "
                    {why}
                </li>
            }
        })
        .collect::<Vec<_>>();
    let title = text::staying(count(rows.len()));
    view! {
        <Callout tone=Tone::Warning title=title.clone()>
            <ul class="names" tabindex="0" aria-label=title>
                {lines}
            </ul>
        </Callout>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use portal_client::devices::Hindrance;

    use super::super::row::tests::row;
    use super::*;

    #[test]
    fn only_those_that_can_be_let_in_are_and_everybody_can_be_turned_away() {
        let rows = [row("ada", "Ada", "1", None), row("zoe", "Zoë", "2", Some(Hindrance::NotEnrolled))];
        let (going, staying) = split(Verdict::Approve, &rows);
        assert_eq!((going.len(), staying.len()), (1, 1));
        assert_eq!(split(Verdict::Deny, &rows).0.len(), 2);
    }
}
