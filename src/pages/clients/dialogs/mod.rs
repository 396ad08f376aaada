//! The dialogs around one client, for the list and for the client's own page.

mod alarm;
mod change_seats;
mod doubt;
mod existing;
mod new_client;
mod new_client_form;
mod rename;
mod unlink;

use leptos::prelude::*;

use change_seats::ChangeSeats;
pub use existing::ExistingDialog;
pub use new_client::NewClientDialog;
use rename::Rename;
use unlink::Unlink;

use super::{actions::Action, data::ClientsData, row::Row};
use crate::ui::{Draft, use_toasts};

/// Which dialog is open, and for which client.
#[derive(Clone, Copy)]
pub struct ClientDialogs {
    target: RwSignal<Option<Row>>,
    seats: Draft,
    rename: Draft,
    unlink: RwSignal<bool>,
}

impl ClientDialogs {
    /// None open.
    #[must_use]
    pub fn new() -> Self {
        Self {
            target: Draft::new("client-dialogs").kept("target", None),
            seats: Draft::new("client-seats"),
            rename: Draft::new("client-name"),
            unlink: RwSignal::new(false),
        }
    }

    /// Whether the dialog for seats is open, or asks before it forgets what was typed; reactive.
    #[must_use]
    pub fn seats_open(self) -> bool {
        self.seats.open().get() || self.seats.changed()
    }

    /// Opens the dialog of an action; opening a client is none.
    pub fn ask(self, action: Action, row: Row) {
        self.target.set(Some(row));
        match action {
            Action::Open => {}
            Action::Seats => self.seats.open().set(true),
            Action::Rename => self.rename.open().set(true),
            Action::Unlink => self.unlink.set(true),
        }
    }
}

impl Default for ClientDialogs {
    fn default() -> Self {
        Self::new()
    }
}

/// All of them; they show nothing until they are asked for. `on_done` runs after a change on the server.
#[component]
pub fn Dialogs(dialogs: ClientDialogs, data: ClientsData, on_done: Callback<(Action,)>) -> AnyView {
    let toasts = use_toasts();
    let done = Callback::new(move |(action, notice): (Action, String)| {
        toasts.success(notice);
        data.reload();
        on_done.run((action,));
    });
    view! {
        <ChangeSeats dialogs=dialogs data=data on_done=done />
        <Rename dialogs=dialogs data=data on_done=done />
        <Unlink dialogs=dialogs data=data on_done=done />
    }
    .into_any()
}
