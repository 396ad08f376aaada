//! The table of members: cells, the button for what comes next, and the menu of a row.

use std::sync::Arc;

use leptos::prelude::*;
use portal_contracts::enums::OrganizationUserStatus as State;

use super::{
    actions::{Action, offered, why_not},
    data::MembersData,
    query::Column as Order,
    row::Row,
    words,
};
use crate::{
    i18n::text::members as text,
    pages::{client::access::Items, list_query::Named},
    ui::{
        Badge, Button, Cell, Cells, Column, DataTable, Entry, Icon, Menu, Selection, Size, Sort, Status, Tone, avatar,
        icon,
    },
};

/// What a row or its menu asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    /// One of the actions on members.
    Do(Action),
    /// The address into the clipboard.
    CopyAddress,
}

/// Most badges in a cell; the rest is a number.
const BADGES: usize = 2;

/// The table. `keys` are membership ids in order.
#[component]
pub fn MembersTable(
    #[prop(into)] keys: Signal<Vec<String>>,
    data: MembersData,
    sort: RwSignal<Sort>,
    selection: Selection,
    on_wish: Callback<(Wish, Row)>,
) -> AnyView {
    let by_collections = untrack(|| data.shows_collections());
    let belongs = if by_collections { text::column_collections() } else { text::column_groups() };
    let columns = vec![
        Column::name(Order::Name.name(), text::column_name()),
        Column::new(Order::Status.name(), text::column_status()),
        Column::new("", belongs).drop(2),
        Column::new(Order::Role.name(), text::column_role()),
        Column::new(Order::TwoStep.name(), text::column_two_step()).drop(1),
        Column::menu(),
    ];
    let cells: Cells = Arc::new(move |key: &str| {
        let key = key.to_owned();
        let row = Memo::new(move |_| data.row(&key));
        let part = move |draw: fn(&Row) -> AnyView| move || row.with(|row| row.as_ref().map(draw));
        let belongs = move || {
            let items = if by_collections { data.collections.items } else { data.groups.items };
            row.with(|row| row.as_ref().map(|row| items.with(|items| badges(&belonging(row, by_collections), items))))
        };
        let nowhere =
            untrack(|| row.with(|row| row.as_ref().is_none_or(|row| belonging(row, by_collections).is_empty())));
        // Two-step login that is on is the normal case.
        let calm = untrack(|| {
            row.with(|row| row.as_ref().is_none_or(|row| row.member.two_step || row.member.user_id.is_none()))
        });
        vec![
            Cell::new(part(name_cell)),
            Cell::new(part(status_cell)),
            Cell::new(belongs).hide_on_card(nowhere),
            Cell::new(part(role_cell)),
            Cell::new(part(marks_cell)).hide_on_card(calm),
            Cell::new(view! {
                {move || row.get().map(|row| next_step(&row, data, on_wish))}
                {row_menu(row, data, on_wish)}
            }),
        ]
    });
    let row_name = Arc::new(move |key: &str| data.row(key).map(|row| row.called().to_owned()).unwrap_or_default());
    let open = Callback::new(move |(key,): (String,)| {
        if let Some(row) = untrack(|| data.row(&key)) {
            on_wish.run((Wish::Do(Action::EditRole), row));
        }
    });
    view! {
        <DataTable
            label=text::title()
            columns=columns
            keys=keys
            cells=cells
            sort=sort
            selection=selection
            row_name=row_name
            two_lines=true
            on_open=open
        />
    }
    .into_any()
}

fn belonging(row: &Row, by_collections: bool) -> Vec<String> {
    if by_collections {
        row.member.access.collections.iter().map(|entry| entry.id.clone()).collect()
    } else {
        row.member.access.groups.clone()
    }
}

fn badges(ids: &[String], items: &Items) -> AnyView {
    if ids.is_empty() {
        return view! { <span class="quiet">"–"</span> }.into_any();
    }
    let Some(items) = items else {
        let count = i64::try_from(ids.len()).unwrap_or(i64::MAX);
        return view! { <span class="quiet num">{text::belongs_count(count)}</span> }.into_any();
    };
    let mut names: Vec<String> =
        items.iter().filter(|item| ids.contains(&item.id)).map(|item| item.name.clone()).collect();
    let hidden = ids.len().saturating_sub(names.len());
    let more = names.len().saturating_sub(BADGES) + hidden;
    let rest = names.iter().skip(BADGES).cloned().collect::<Vec<_>>().join(", ");
    names.truncate(BADGES);
    view! {
        <span class="badges">
            {names
                .into_iter()
                .map(|name| {
                    view! {
                        <Badge line=true>
                            <span class="truncate" dir="auto">
                                {name}
                            </span>
                        </Badge>
                    }
                })
                .collect::<Vec<_>>()}
            {(more > 0)
                .then(|| {
                    view! {
                        <span class="t-12 quiet" title=rest>
                            {text::more(i64::try_from(more).unwrap_or(i64::MAX))}
                        </span>
                    }
                })}
        </span>
    }
    .into_any()
}

fn name_cell(row: &Row) -> AnyView {
    let member = &row.member;
    let second = if member.name.is_some() { Some(member.email.clone()) } else { None };
    view! {
        <span class="who">
            {avatar::round(&member.email, row.called(), "m")}
            <span class="who__text">
                <span class="who__line">
                    <span class="who__name" dir="auto">
                        {row.called().to_owned()}
                    </span>
                    {member.is_self.then(|| view! { <Badge>{text::you()}</Badge> })}
                    {member
                        .claimed
                        .then(|| {
                            view! {
                                <span title=text::claimed_help()>
                                    <Badge line=true>{text::claimed()}</Badge>
                                </span>
                            }
                        })}
                </span>
                {second
                    .map(|second| {
                        view! {
                            <span class="who__sub" dir="auto">
                                {second}
                            </span>
                        }
                    })}
            </span>
        </span>
    }
    .into_any()
}

fn status_cell(row: &Row) -> AnyView {
    let (symbol, tone, word) = words::status(row.member.status);
    let why = (row.member.status == State::Revoked)
        .then(|| view! { <span class="who__sub">{words::revoked_because(row.member.revoked_because)}</span> });
    view! {
        <span class="who__text">
            <Status symbol=symbol tone=tone>
                {word}
            </Status>
            {why}
        </span>
    }
    .into_any()
}

fn role_cell(row: &Row) -> AnyView {
    words::role(row.member.role()).into_any()
}

/// Two-step login and account recovery: what protects the account, and what can save it.
fn marks_cell(row: &Row) -> AnyView {
    let member = &row.member;
    if member.user_id.is_none() {
        return view! { <span class="quiet">"–"</span> }.into_any();
    }
    let (symbol, tone, word) = if member.two_step {
        (Icon::Shield, Tone::Neutral, text::two_step_on())
    } else {
        (Icon::Warning, Tone::Warning, text::two_step_off())
    };
    view! {
        <span class="cluster">
            <Status symbol=symbol tone=tone>
                {word}
            </Status>
            {member
                .recovery
                .then(|| {
                    view! {
                        <span class="status" title=text::enrolled_help()>
                            {icon(Icon::Key)}
                            <span class="visually-hidden">{text::enrolled()}</span>
                        </span>
                    }
                })}
        </span>
    }
    .into_any()
}

/// The one thing that this person waits for, as a button of its own.
fn next_step(row: &Row, data: MembersData, on_wish: Callback<(Wish, Row)>) -> AnyView {
    let (action, word, label) = match row.member.status {
        State::Accepted => (Action::Confirm, text::confirm_short(), text::confirm_for(row.called())),
        State::Invited => (Action::Resend, text::resend_short(), text::resend_for(row.called())),
        State::Revoked => (Action::Restore, text::restore_short(), text::restore_for(row.called())),
        State::Confirmed | State::Staged | State::Unknown(_) => return ().into_any(),
    };
    if why_not(action, row, &data.rules.get()).is_some() {
        return ().into_any();
    }
    let target = row.clone();
    view! {
        <Button size=Size::Small label=label on_click=move || on_wish.run((Wish::Do(action), target.clone()))>
            {word}
        </Button>
    }
    .into_any()
}

fn row_menu(row: Memo<Option<Row>>, data: MembersData, on_wish: Callback<(Wish, Row)>) -> AnyView {
    let label = Signal::derive(move || {
        text::menu_for(&row.with(|row| row.as_ref().map(|row| row.called().to_owned())).unwrap_or_default())
    });
    let entries = Callback::new(move |()| {
        let Some(row) = row.get_untracked() else { return Vec::new() };
        let rules = data.rules.get_untracked();
        let entry = |action: Action| {
            if !offered(action, &row, &rules) {
                return None;
            }
            let (symbol, label) = words::entry(action);
            let target = row.clone();
            let reason = why_not(action, &row, &rules).map(|reason| words::why(reason, action).to_owned());
            let entry = Entry::action(symbol, label, move || on_wish.run((Wish::Do(action), target.clone())));
            Some(entry.unless(reason))
        };
        let address = row.clone();
        let mut entries: Vec<Entry> =
            [Action::Confirm, Action::Resend, Action::EditRole, Action::EditGroups, Action::EditCollections]
                .into_iter()
                .filter_map(entry)
                .collect();
        entries.push(Entry::Separator);
        entries.extend([Action::Events, Action::Recover].into_iter().filter_map(entry));
        entries.push(Entry::action(Icon::Copy, text::copy_email(), move || {
            on_wish.run((Wish::CopyAddress, address.clone()));
        }));
        entries.push(Entry::Separator);
        entries.extend(entry(Action::Restore));
        entries.extend(
            [Action::Revoke, Action::Remove, Action::Delete].into_iter().filter_map(entry).map(Entry::dangerous),
        );
        entries
    });
    view! { <Menu label=label entries=entries /> }.into_any()
}
