//! The dialog before access, membership or an account is taken away (MEM-07, MEM-08). It says who, what it means, who
//! stays and why; the button names the client.

use leptos::prelude::*;
use portal_client::members::rules::leaves_no_owner;

use super::{
    actions::{Action, split},
    desk::Desk,
    row::Row,
    words,
};
use crate::{
    i18n::text::members as text,
    ui::{Button, Callout, Dialog, DialogBody, DialogFoot, Icon, Tone, Variant, rich},
};

/// Most names that are listed; the rest is a number.
const LISTED: usize = 100;

/// The dialog; it is open while there is something to ask.
#[component]
pub fn TakeAwayDialog(desk: Desk) -> AnyView {
    let client = move || desk.data.scope.name();
    let title = Signal::derive(move || {
        desk.prompt_for.with(|asked| {
            let Some((action, rows)) = asked else { return String::new() };
            let rules = desk.data.rules.get();
            let going = split(*action, &rows.iter().collect::<Vec<_>>(), &rules).0.len();
            // When nobody is left the dialog only says why.
            title(*action, count(going.max(1)), &client())
        })
    });
    view! {
        <Dialog open=desk.prompt title=title strip=desk.data.scope.strip()>
            {move || desk.prompt_for.get().map(|(action, rows)| content(action, &rows, desk))}
        </Dialog>
    }
    .into_any()
}

fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

fn title(action: Action, count: i64, client: &str) -> String {
    match action {
        Action::Revoke => text::revoke_title(count, client),
        Action::Delete => text::delete_title(count),
        _ => text::remove_title(count, client),
    }
}

fn content(action: Action, ticked: &[Row], desk: Desk) -> AnyView {
    let rules = desk.data.rules.get_untracked();
    let client = untrack(|| desk.data.scope.name());
    let (going, staying) = split(action, &ticked.iter().collect::<Vec<_>>(), &rules);
    let going: Vec<Row> = going.into_iter().cloned().collect();
    let number = count(going.len());
    let lead = (!going.is_empty()).then(|| lead(action, &going, &client));
    let warnings = warnings(action, &going, desk);
    let stays = (!staying.is_empty()).then(|| {
        let lines = staying
            .iter()
            .map(|(row, why)| {
                view! {
                    <li>
                        <bdi>{row.called().to_owned()}</bdi>
                        ": "
                        {words::why(*why, action)}
                    </li>
                }
            })
            .collect::<Vec<_>>();
        view! {
            <div>
                <p>{text::staying(count(staying.len()))}</p>
                <ul class="names" tabindex="0" aria-label=text::staying(count(staying.len()))>
                    {lines}
                </ul>
            </div>
        }
    });
    let label = match (action, going.as_slice()) {
        (Action::Revoke, [one]) => text::revoke_button(one.called(), &client),
        (Action::Revoke, _) => text::revoke_button_many(number, &client),
        (Action::Delete, [one]) => text::delete_button(one.called(), &client),
        (Action::Delete, _) => text::delete_button_many(number, &client),
        (_, [one]) => text::remove_button(one.called(), &client),
        _ => text::remove_button_many(number, &client),
    };
    let empty = going.is_empty();
    let symbol = if action == Action::Revoke { Icon::Off } else { Icon::Trash };
    let go = move || {
        desk.prompt.set(false);
        desk.run(action, going.iter().map(Row::named).collect(), None);
    };
    view! {
        <DialogBody>{lead} {warnings} {stays}</DialogBody>
        <DialogFoot>
            <Button on_click=move || desk.prompt.set(false)>{text::cancel()}</Button>
            {(!empty)
                .then(|| {
                    view! {
                        <Button variant=Variant::Danger symbol=symbol on_click=go>
                            {label}
                        </Button>
                    }
                })}
        </DialogFoot>
    }
    .into_any()
}

/// Who, and what it means.
fn lead(action: Action, going: &[Row], client: &str) -> AnyView {
    let number = count(going.len());
    if let [one] = going {
        let words = match action {
            Action::Revoke => text::revoke_one_text(one.called(), client),
            Action::Delete => text::delete_one_text(one.called()),
            _ => text::remove_one_text(one.called(), client),
        };
        return view! { <p>{rich(words)}</p> }.into_any();
    }
    let words = match action {
        Action::Revoke => text::revoke_many_text(number, client),
        Action::Delete => text::delete_many_text(number),
        _ => text::remove_many_text(number, client),
    };
    let more = going.len().saturating_sub(LISTED);
    view! {
        <p>{words}</p>
        <ul class="names" tabindex="0" aria-label=text::concerned(number)>
            {going
                .iter()
                .take(LISTED)
                .map(|row| view! { <li dir="auto">{row.called().to_owned()}</li> })
                .collect::<Vec<_>>()}
            {(more > 0).then(|| view! { <li>{text::and_more(count(more))}</li> })}
        </ul>
    }
    .into_any()
}

/// What goes further than it seems: nobody owns the client afterwards, an account dies, a password cannot be set any more.
fn warnings(action: Action, going: &[Row], desk: Desk) -> AnyView {
    let rows = untrack(|| desk.data.rows()).unwrap_or_default();
    let members: Vec<_> = rows.iter().map(|row| row.member.clone()).collect();
    let gone: Vec<&str> = going.iter().map(Row::id).collect();
    let no_owner = leaves_no_owner(&members, &gone);
    let removed = action == Action::Remove;
    let connector = count(going.iter().filter(|row| row.member.key_connector).count());
    let keyless = going.iter().filter(|row| row.member.user_id.is_some() && !row.member.has_password).count();
    let without_password = count(keyless) - connector;
    let warn = |words: String| {
        view! {
            <Callout tone=Tone::Warning>
                <p>{words}</p>
            </Callout>
        }
    };
    view! {
        {no_owner.then(|| warn(text::warn_no_owner().to_owned()))}
        {(removed && connector > 0).then(|| warn(text::warn_key_connector(connector)))}
        {(removed && without_password > 0).then(|| warn(text::warn_no_password(without_password)))}
        {(action == Action::Delete).then(|| warn(text::warn_delete().to_owned()))}
    }
    .into_any()
}
