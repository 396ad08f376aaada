//! The clients of a provider: the home page of the console (screens §2.6).

mod actions;
mod create;
pub mod data;
pub mod dialogs;
pub mod fold;
mod query;
pub mod row;
mod seats;
pub mod table;
mod toolbar;
pub mod words;
pub mod work;

use std::sync::Arc;

use leptos::{prelude::*, task::spawn_local};
use portal_contracts::permissions::ProviderAction;

pub use actions::{Action, why_not};
use data::ClientsData;
use dialogs::{ClientDialogs, Dialogs, ExistingDialog, NewClientDialog};
use query::{Column, Query};
use row::Row;
use table::{ClientsTable, Rights, Wish};
use toolbar::{Head, Toolbar};

use crate::{
    i18n::text::clients as text,
    pages::{
        list_face::{self, Face},
        list_state::ListState,
        problem::stale_list,
        provider::scope::Scope,
    },
    platform::clipboard,
    session::place,
    ui::{Button, Callout, Draft, EmptyKind, EmptyState, Icon, SkeletonRows, Tone, Variant, use_toasts},
};

/// The list and its dialogs.
#[component]
pub fn ClientsPage() -> AnyView {
    let scope = Scope::here();
    let data = ClientsData::new(scope);
    let list = ListState::<Query>::new();
    let dialogs = ClientDialogs::new();
    let new = Draft::new("new-client");
    let new_open = new.open();
    let existing_open = RwSignal::new(false);
    let toasts = use_toasts();
    let go = place::use_go();

    let selected = Memo::new(move |_| match data.rows() {
        Some(rows) => list.with(|query| query.select(&rows)),
        None => Vec::new(),
    });
    let keys = Memo::new(move |_| {
        let rows = data.rows().unwrap_or_default();
        selected.with(|selected| {
            selected.iter().filter_map(|at| rows.get(*at)).map(|row| row.link.clone()).collect::<Vec<_>>()
        })
    });
    let sort = list.sort();
    let rights = Rights { role: scope.role, suspended: scope.suspended };
    let on_wish = Callback::new(move |(wish, row): (Wish, Row)| match wish {
        Wish::CopyId => spawn_local(async move {
            if clipboard::write(&row.organisation).await {
                toasts.success(text::copied_id());
            } else {
                toasts.danger(text::copy_blocked(), row.organisation);
            }
        }),
        Wish::Do(action)
            if why_not(action, &row, scope.role.get_untracked(), scope.suspended.get_untracked()).is_some() => {}
        Wish::Do(Action::Open) => {
            list.flush();
            go(&table::href(&row));
        }
        Wish::Do(action) => dialogs.ask(action, row),
    });
    let made = move |title: &'static str, words: &'static str| {
        Callback::new(move |(_,): (String,)| {
            toasts.show(Tone::Success, title.to_owned(), words.to_owned());
            data.reload();
        })
    };
    let find = Arc::new(move |link: &str| data.row(link));

    // Which of the five faces of the list is shown; changes seldom, so that the table stays while one types.
    let face = Memo::new(move |_| {
        let rows = data.rows().map(|rows| rows.len());
        Face::of(rows, data.failure.with(Option::is_some), selected.with(Vec::len))
    });
    let body = move || match face.get() {
        Face::Reading => view! { <SkeletonRows rows=12 /> }.into_any(),
        Face::Failed => list_face::failed(text::failed_title(), data.failure, data.reading, move || data.read_again()),
        Face::Nothing => nothing(scope, new_open),
        Face::NoMatch => list_face::no_match(text::no_match_title(), text::no_match_text(), text::clear(), move || {
            list.set(|query| {
                *query = Query { column: query.column, descending: query.descending, ..Query::default() };
            });
        }),
        Face::Table => {
            view! { <ClientsTable keys=keys find=find.clone() sort=sort rights=rights on_wish=on_wish /> }.into_any()
        }
    };
    view! {
        <Head data=data selected=selected new_open=new_open existing_open=existing_open />
        {notices(data, list)}
        <Toolbar data=data list=list />
        {body}
        {foot(selected, data)}
        <Dialogs dialogs=dialogs data=data on_done=Callback::new(|(_,): (Action,)| {}) />
        <NewClientDialog draft=new data=data on_created=made(text::created(), text::created_text()) />
        <ExistingDialog open=existing_open data=data on_added=made(text::added(), "") />
    }
    .into_any()
}

/// What stands above the list when something is out of order: provider switched off, closed clients, an old list.
fn notices(data: ClientsData, list: ListState<Query>) -> AnyView {
    let closed = Memo::new(move |_| {
        data.rows().map_or(0, |rows| rows.iter().filter(|row| row.status() == row::Status::Key).count())
    });
    let stale = move || data.failure.get().filter(|_| data.rows().is_some());
    view! {
        <div class="notices">
            {move || {
                data.scope
                    .suspended
                    .get()
                    .then(|| {
                        view! {
                            <Callout tone=Tone::Warning title=text::disabled_title()>
                                <p>{text::disabled_text()}</p>
                            </Callout>
                        }
                    })
            }}
            {move || {
                let count = closed.get();
                (count > 0)
                    .then(|| {
                        let title = text::key_callout_title(i64::try_from(count).unwrap_or(i64::MAX));
                        view! {
                            <Callout tone=Tone::Danger title=title>
                                <p>{text::key_callout_text()}</p>
                                <p class="callout__actions">
                                    <Button
                                        variant=Variant::Link
                                        on_click=move || {
                                            list.set(|query| {
                                                *query = Query {
                                                    filter: query::Filter::Attention,
                                                    column: Column::Status,
                                                    ..Query::default()
                                                };
                                            });
                                        }
                                    >
                                        {text::key_callout_show()}
                                    </Button>
                                </p>
                            </Callout>
                        }
                    })
            }}
            {move || {
                stale().map(|problem| stale_list(problem, move || data.read_again()))
            }}
        </div>
    }
    .into_any()
}

fn nothing(scope: Scope, new_open: RwSignal<bool>) -> AnyView {
    let admin = scope.allows(ProviderAction::CreateClient);
    let words = if admin { text::none_admin() } else { text::none_service() };
    view! {
        <EmptyState kind=EmptyKind::NothingYet title=text::none_title() text=words>
            {admin
                .then(|| {
                    view! {
                        <Button variant=Variant::Primary symbol=Icon::Plus on_click=move || new_open.set(true)>
                            {text::new()}
                        </Button>
                    }
                })}
        </EmptyState>
    }
    .into_any()
}

/// How many are shown, said politely when it changes.
fn foot(selected: Memo<Vec<usize>>, data: ClientsData) -> AnyView {
    let shown = Memo::new(move |_| data.rows().map(|_| selected.with(Vec::len)));
    view! {
        <p class="table-foot" role="status">
            {move || shown.get().map(|count| text::shown(i64::try_from(count).unwrap_or(i64::MAX)))}
        </p>
    }
    .into_any()
}
