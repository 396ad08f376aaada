//! The people of a provider (screens §2.7); for provider admins only, see the route table.

mod actions;
mod bulk;
mod change_role;
mod confirming;
mod data;
mod desk;
mod invite;
mod remove;
mod row;
mod table;
mod toolbar;
mod words;

use leptos::{prelude::*, task::spawn_local};

use bulk::bulk_bar;
use change_role::ChangeRole;
use data::PeopleData;
use desk::Desk;
use invite::{Became, InviteSheet};
use remove::RemoveDialog;
use row::{Query, Row};
use table::{PeopleTable, Wish};
use toolbar::{head, notices, toolbar};

use crate::{
    i18n::{self, text::people as text},
    pages::{
        list_face::{self, Face},
        people::{confirm::ConfirmDialog, results::Results},
        provider::scope::Scope,
    },
    platform::clipboard,
    ui::{SkeletonRows, Tone},
};

/// The list and its dialogs.
#[component]
pub fn PeoplePage() -> AnyView {
    let desk = Desk::new(PeopleData::new(Scope::here()));
    let Desk { data, list, selection, toasts, .. } = desk;
    let selected = Memo::new(move |_| match data.rows() {
        Some(rows) => list.with(|query| query.select(&rows)),
        None => Vec::new(),
    });
    let keys = Memo::new(move |_| {
        let rows = data.rows().unwrap_or_default();
        selected.with(|selected| {
            selected.iter().filter_map(|at| rows.get(*at)).map(|row| row.id.clone()).collect::<Vec<_>>()
        })
    });
    Effect::new(move |_| {
        // Who is gone is no longer chosen.
        if let Some(rows) = data.rows() {
            untrack(|| selection.retain(|id| rows.iter().any(|row| row.id == id)));
        }
    });
    Effect::new(move |_| desk.collect());
    let sort = list.sort();
    let on_wish = Callback::new(move |(wish, row): (Wish, Row)| match wish {
        Wish::Do(action) => desk.act(action, vec![row]),
        Wish::CopyAddress => spawn_local(async move {
            if clipboard::write(&row.email).await {
                toasts.success(text::copied_email());
            } else {
                toasts.danger(text::copy_blocked(), row.email);
            }
        }),
    });
    let face = Memo::new(move |_| {
        let rows = data.rows().map(|rows| rows.len());
        Face::of(rows, data.failure.with(Option::is_some), selected.with(Vec::len))
    });
    let body = move || match face.get() {
        Face::Reading => view! { <SkeletonRows rows=8 /> }.into_any(),
        Face::Failed => list_face::failed(text::failed_title(), data.failure, data.reading, move || data.reload()),
        // Whoever looks is one of them.
        Face::Nothing => ().into_any(),
        Face::NoMatch => list_face::no_match(text::no_match_title(), text::no_match_text(), text::clear(), move || {
            list.set(Query::clear)
        }),
        Face::Table => {
            view! { <PeopleTable keys=keys data=data sort=sort selection=selection on_wish=on_wish /> }.into_any()
        }
    };
    let retry = Callback::new(move |(ids,): (Vec<String>,)| desk.retry(&ids));
    let invited = Callback::new(move |(became,): (Became,)| {
        let count = |addresses: &Vec<String>| i64::try_from(addresses.len()).unwrap_or(i64::MAX);
        if !became.invited.is_empty() {
            toasts.show(Tone::Success, text::invited(count(&became.invited)), text::invited_text().to_owned());
        }
        if !became.there.is_empty() {
            let words = text::invited_before_text(&i18n::list(&became.there));
            toasts.show(Tone::Info, text::invited_before(count(&became.there)), words);
        }
    });
    view! {
        {head(desk)}
        {notices(desk)}
        {toolbar(desk)}
        {body}
        <p class="table-foot" role="status">
            {move || data.rows().map(|_| text::shown(i64::try_from(selected.with(Vec::len)).unwrap_or(i64::MAX)))}
        </p>
        {bulk_bar(desk, keys)}
        <InviteSheet draft=desk.invite data=data on_done=invited />
        <ConfirmDialog confirming=desk.confirming />
        <ChangeRole draft=desk.role target=desk.role_of data=data />
        <RemoveDialog desk=desk />
        <Results open=desk.results outcome=desk.outcome on_retry=retry />
    }
    .into_any()
}
