//! Devices of members that ask to be let in (DEV-01; screens §2.18). The route asks for the right and the plan; this page
//! for single sign-on with trusted devices.

mod ask;
mod data;
mod desk;
mod row;
mod table;
mod toolbar;
mod words;

use leptos::prelude::*;
use portal_contracts::permissions::ClientAction;

use ask::AskDialog;
use data::DevicesData;
use desk::Desk;
use table::DevicesTable;
use toolbar::{head, notices, toolbar};

use super::scope::ClientScope;
use crate::{
    app::routes::{self, RouteId},
    i18n::text::devices as text,
    pages::{
        list_face::{self, Face},
        people::results::Results,
    },
    ui::{Button, EmptyKind, EmptyState, Icon, LinkButton, SkeletonRows, Variant},
};

/// The page.
#[component]
pub fn DevicesPage() -> AnyView {
    let scope = ClientScope::here();
    let trusted =
        Memo::new(move |_| scope.entry.with(|entry| entry.as_ref().is_some_and(|entry| entry.trusted_devices)));
    // Another client is another page: nothing that was asked about one may be answered in the other.
    (move || {
        // Read and not only tracked, see [`ClientScope::each`].
        let _ = scope.client.get();
        if trusted.get() { view! { <OfOneClient scope=scope /> }.into_any() } else { not_set_up(scope) }
    })
    .into_any()
}

#[component]
fn OfOneClient(scope: ClientScope) -> AnyView {
    let desk = Desk::new(DevicesData::new(scope));
    let Desk { data, list, .. } = desk;
    let shown = Memo::new(move |_| match data.rows() {
        Some(rows) => list.with(|query| query.select(&rows)),
        None => Vec::new(),
    });
    let keys = Memo::new(move |_| shown.with(|rows| rows.iter().map(|row| row.id.clone()).collect::<Vec<_>>()));
    Effect::new(move |_| desk.collect());
    let sort = list.sort();
    let face = Memo::new(move |_| {
        let rows = data.rows().map(|rows| rows.len());
        Face::of(rows, data.failure.with(Option::is_some), shown.with(Vec::len))
    });
    let body = move || match face.get() {
        Face::Reading => view! { <SkeletonRows rows=4 /> }.into_any(),
        Face::Failed => list_face::failed(text::failed_title(), data.failure, data.reading, move || data.reload()),
        Face::Nothing => empty(data),
        Face::NoMatch => list_face::no_match(text::no_match_title(), text::no_match_text(), text::clear(), move || {
            desk.list.set(row::Query::clear)
        }),
        Face::Table => view! { <DevicesTable keys=keys desk=desk sort=sort /> }.into_any(),
    };
    let counted = move || {
        let some = data.rows().is_some_and(|rows| !rows.is_empty());
        some.then(|| text::shown(i64::try_from(shown.with(Vec::len)).unwrap_or(i64::MAX)))
    };
    let retry = Callback::new(move |(ids,): (Vec<String>,)| desk.retry(&ids));
    view! {
        {head(desk, shown)}
        {notices(desk)}
        {toolbar(desk)}
        {body}
        <p class="table-foot" role="status">
            {counted}
        </p>
        <AskDialog desk=desk />
        <Results open=desk.results outcome=desk.outcome strip=scope.strip() on_retry=retry />
    }
    .into_any()
}

/// Members open their vault by a password here, or by something else: no device has to be let in.
fn not_set_up(scope: ClientScope) -> AnyView {
    let may = untrack(|| scope.allows(ClientAction::ManageSso));
    let words = if may { text::not_set_up_text() } else { text::not_set_up_others() };
    let href = Signal::derive(move || routes::path(RouteId::Sso, &[("client", &scope.client.get())]));
    view! {
        <div class="page-head">
            <div class="page-head__title">
                <h1>{text::title()}</h1>
            </div>
            <p class="page-head__lead">{text::lead()}</p>
        </div>
        <EmptyState kind=EmptyKind::NothingYet title=text::not_set_up_title() text=words>
            {may
                .then(|| {
                    view! {
                        <LinkButton variant=Variant::Primary href=href>
                            {text::not_set_up_go()}
                        </LinkButton>
                    }
                })}
        </EmptyState>
    }
    .into_any()
}

fn empty(data: DevicesData) -> AnyView {
    view! {
        <EmptyState kind=EmptyKind::NothingYet title=text::empty_title() text=text::empty_text()>
            <Button symbol=Icon::Refresh busy=data.reading on_click=move || data.reload()>
                {text::look_again()}
            </Button>
        </EmptyState>
    }
    .into_any()
}
