//! Claimed domains of one client (DOM-01; screens §2.17). The route asks for the right and the plan.

mod add;
mod claim;
mod data;
mod desk;
mod record;
mod remove;
mod row;
mod table;
mod words;

use leptos::prelude::*;

use add::AddDialog;
use claim::ClaimDialog;
use data::{DomainsData, Failure};
use desk::Desk;
use remove::RemoveDialog;
use table::DomainsTable;

use super::scope::ClientScope;
use crate::{
    i18n::{
        number,
        text::{app, domains as text},
    },
    pages::problem::stale_list,
    ui::{Button, Callout, EmptyKind, EmptyState, Icon, IconButton, SkeletonRows, Tone, Variant},
};

/// The list and its dialogs.
#[component]
pub fn DomainsPage() -> AnyView {
    let scope = ClientScope::here();
    // Another client is another page: nothing typed may come along.
    scope.each(|scope| view! { <OfOneClient scope=scope /> }.into_any())
}

#[component]
fn OfOneClient(scope: ClientScope) -> AnyView {
    let desk = Desk::new(DomainsData::new(scope));
    let data = desk.data;
    let keys =
        Memo::new(move |_| data.rows().map(|rows| desk.list.with(|query| query.order_of(&rows))).unwrap_or_default());
    let face = Memo::new(move |_| match (data.rows(), data.failure.get()) {
        (None, Some(Failure::NotBuiltIn)) => Face::NotBuiltIn,
        (None, Some(Failure::Other(_))) => Face::Failed,
        (None, None) => Face::Reading,
        (Some(rows), _) if rows.is_empty() => Face::Empty,
        (Some(_), _) => Face::Table,
    });
    let sort = desk.list.sort();
    let body = move || match face.get() {
        Face::Reading => view! { <SkeletonRows rows=4 /> }.into_any(),
        Face::Failed => failed(data),
        Face::NotBuiltIn => view! {
            <EmptyState
                kind=EmptyKind::NothingYet
                title=text::missing_title()
                text=text::missing_text()
            />
        }
        .into_any(),
        Face::Empty => empty(desk),
        Face::Table => view! { <DomainsTable keys=keys desk=desk sort=sort /> }.into_any(),
    };
    let counted = move || {
        let count = keys.with(Vec::len);
        (count > 0).then(|| text::shown(words::int(count)))
    };
    view! {
        {head(desk, face)}
        {notices(data)}
        {body}
        <p class="table-foot" role="status">
            {counted}
        </p>
        <AddDialog desk=desk />
        <ClaimDialog desk=desk />
        <RemoveDialog desk=desk />
    }
    .into_any()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Face {
    Reading,
    Failed,
    NotBuiltIn,
    Empty,
    Table,
}

fn head(desk: Desk, face: Memo<Face>) -> AnyView {
    let data = desk.data;
    let count = Memo::new(move |_| data.rows().map(|rows| rows.len()));
    let add = move || {
        view! {
            <Button variant=Variant::Primary symbol=Icon::Plus on_click=move || desk.add.open().set(true)>
                {text::add()}
            </Button>
        }
    };
    view! {
        <div class="page-head">
            <div class="page-head__title">
                <h1>{text::title()}</h1>
                <span class="page-head__count">{move || count.get().map(|count| number(words::int(count)))}</span>
            </div>
            <div class="page-head__actions">
                {move || {
                    matches!(face.get(), Face::Table | Face::Empty)
                        .then(|| {
                            view! {
                                <IconButton
                                    symbol=Icon::Refresh
                                    label=text::refresh()
                                    disabled=data.reading
                                    on_click=move || data.reload()
                                />
                            }
                        })
                }}
                // An empty list offers it in its middle.
                {move || (face.get() == Face::Table).then(add)}
            </div>
            <p class="page-head__lead">{text::lead()}</p>
        </div>
    }
    .into_any()
}

fn notices(data: DomainsData) -> AnyView {
    let nobody = Memo::new(move |_| data.rows().is_some_and(|rows| !rows.is_empty()) && !data.reading.get());
    view! {
        <div class="notices">
            {move || match data.failure.get().filter(|_| data.rows().is_some()) {
                Some(Failure::Other(problem)) => {
                    stale_list(problem, move || data.reload())
                }
                _ => ().into_any(),
            }}
            {move || {
                (nobody.get() && data.members.with(Option::is_none))
                    .then(|| {
                        view! {
                            <Callout tone=Tone::Warning>
                                <p>{text::members_failed()}</p>
                            </Callout>
                        }
                    })
            }}
        </div>
    }
    .into_any()
}

fn failed(data: DomainsData) -> AnyView {
    let words = Signal::derive(move || match data.failure.get() {
        Some(Failure::Other(problem)) => problem.line(),
        _ => String::new(),
    });
    view! {
        <EmptyState kind=EmptyKind::Failed title=text::failed_title() text=words>
            <Button symbol=Icon::Refresh busy=data.reading on_click=move || data.reload()>
                {app::try_again()}
            </Button>
        </EmptyState>
    }
    .into_any()
}

fn empty(desk: Desk) -> AnyView {
    view! {
        <EmptyState kind=EmptyKind::NothingYet title=text::empty_title() text=text::empty_text()>
            <Button variant=Variant::Primary symbol=Icon::Plus on_click=move || desk.add.open().set(true)>
                {text::add()}
            </Button>
        </EmptyState>
    }
    .into_any()
}
