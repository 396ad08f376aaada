//! The members of a client (screens §2.11). Everything here works for provider staff who are not members themselves.

mod actions;
mod bulk;
mod confirming;
mod data;
mod desk;
mod edit;
mod events;
mod export;
mod fields;
mod granting;
mod invite;
mod permissions;
mod query;
mod recover;
mod role_fields;
mod row;
mod table;
mod take_away;
mod toolbar;
pub mod words;

use leptos::{prelude::*, task::spawn_local};
use portal_contracts::permissions::ClientAction;

use bulk::bulk_bar;
use data::MembersData;
use desk::Desk;
use edit::EditSheet;
use events::EventsDialog;
use invite::InviteSheet;
use query::Query;
use recover::RecoverDialog;
use row::Row;
use table::{MembersTable, Wish};
use take_away::TakeAwayDialog;
use toolbar::{head, notices, toolbar};

use crate::{
    i18n::text::{members as text, people},
    pages::{
        client::scope::ClientScope,
        list_face::{self, Face},
        people::{confirm::ConfirmDialog, results::Results},
    },
    platform::clipboard,
    ui::{Button, EmptyKind, EmptyState, Icon, SkeletonRows, Variant},
};

/// The list and its dialogs.
#[component]
pub fn MembersPage() -> AnyView {
    let desk = Desk::new(MembersData::new(ClientScope::here()));
    let Desk { data, list, selection, toasts, .. } = desk;
    let selected = Memo::new(move |_| match data.rows() {
        Some(rows) => list.with(|query| query.select(&rows)),
        None => Vec::new(),
    });
    let keys = Memo::new(move |_| {
        let rows = data.rows().unwrap_or_default();
        selected.with(|selected| {
            selected.iter().filter_map(|at| rows.get(*at)).map(|row| row.id().to_owned()).collect::<Vec<_>>()
        })
    });
    Effect::new(move |_| {
        // Who is gone is no longer chosen.
        if data.rows().is_some() {
            untrack(|| selection.retain(|id| data.row(id).is_some()));
        }
    });
    Effect::new(move |_| desk.collect());
    let sort = list.sort();
    let on_wish = Callback::new(move |(wish, row): (Wish, Row)| match wish {
        Wish::Do(action) => desk.act(action, vec![row]),
        Wish::CopyAddress => spawn_local(async move {
            if clipboard::write(&row.member.email).await {
                toasts.success(people::copied_email());
            } else {
                toasts.danger(people::copy_blocked(), row.member.email);
            }
        }),
    });
    let face = Memo::new(move |_| {
        let rows = data.rows().map(|rows| rows.len());
        Face::of(rows, data.failure.with(Option::is_some), selected.with(Vec::len))
    });
    let body = move || match face.get() {
        Face::Reading => view! { <SkeletonRows rows=12 /> }.into_any(),
        Face::Failed => list_face::failed(text::failed_title(), data.failure, data.reading, move || data.reload()),
        Face::Nothing => nothing(desk),
        Face::NoMatch => {
            list_face::no_match(people::no_match_title(), people::no_match_text(), people::clear(), move || {
                desk.list.set(Query::clear)
            })
        }
        Face::Table => {
            view! { <MembersTable keys=keys data=data sort=sort selection=selection on_wish=on_wish /> }.into_any()
        }
    };
    let retry = Callback::new(move |(ids,): (Vec<String>,)| desk.retry(&ids));
    view! {
        {head(desk, selected)}
        {notices(desk)}
        {toolbar(desk)}
        {body}
        <p class="table-foot" role="status">
            {move || data.rows().map(|_| people::shown(i64::try_from(selected.with(Vec::len)).unwrap_or(i64::MAX)))}
        </p>
        {bulk_bar(desk, keys)}
        <InviteSheet desk=desk />
        <EditSheet desk=desk />
        <ConfirmDialog confirming=desk.confirming />
        <TakeAwayDialog desk=desk />
        <RecoverDialog desk=desk />
        <EventsDialog desk=desk />
        <Results open=desk.results outcome=desk.outcome strip=data.scope.strip() on_retry=retry />
    }
    .into_any()
}

fn nothing(desk: Desk) -> AnyView {
    let may_invite = desk.data.scope.allows(ClientAction::ManageMembers);
    view! {
        <EmptyState kind=EmptyKind::NothingYet title=text::none_title() text=text::none_text()>
            {may_invite
                .then(|| {
                    view! {
                        <Button
                            variant=Variant::Primary
                            symbol=Icon::Plus
                            on_click=move || desk.inviting.draft.open().set(true)
                        >
                            {text::invite()}
                        </Button>
                    }
                })}
        </EmptyState>
    }
    .into_any()
}
