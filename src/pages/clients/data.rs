//! What the pages about clients have read: the list, and the seats of the provider's contract.

use std::{cell::RefCell, collections::HashMap, sync::Arc};

use leptos::{prelude::*, task::spawn_local};
use portal_client::clients::{Client, list_clients, read_subscription};
use portal_contracts::{billing::ProviderSubscription, seats::SeatPool};

use super::{row::Row, seats};
use crate::pages::{problem::Problem, provider::scope::Scope};

thread_local! {
    // So that going back to the list shows it at once. It belongs to one person and one provider.
    static LAST: RefCell<Option<Kept>> = const { RefCell::new(None) };
}

struct Kept {
    user: String,
    provider: String,
    clients: Arc<Vec<Client>>,
}

/// The clients of the provider in the address, as read last.
#[derive(Clone, Copy)]
pub struct ClientsData {
    /// Whose clients.
    pub scope: Scope,
    /// What went wrong when reading; old rows stay.
    pub failure: RwSignal<Option<Problem>>,
    /// Being read.
    pub reading: RwSignal<bool>,
    /// The contract; nothing until it is read, or when it cannot be read.
    pub subscription: RwSignal<Option<ProviderSubscription>>,
    clients: RwSignal<Option<Arc<Vec<Client>>>>,
    rows: Memo<Option<Arc<Vec<Row>>>>,
    places: Memo<Arc<HashMap<String, usize>>>,
    round: StoredValue<u32>,
}

impl ClientsData {
    /// Reads the clients of a provider, and again when the provider in the address changes.
    #[must_use]
    pub fn new(scope: Scope) -> Self {
        let clients = RwSignal::new(kept(&scope.user(), &scope.provider.get_untracked()));
        let rows = Memo::new(move |_| {
            clients.with(|clients| {
                clients.as_ref().map(|clients| Arc::new(clients.iter().map(Row::from).collect::<Vec<_>>()))
            })
        });
        let places = Memo::new(move |_| {
            let index =
                |rows: &Arc<Vec<Row>>| rows.iter().enumerate().map(|(at, row)| (row.link.clone(), at)).collect();
            Arc::new(rows.with(|rows| rows.as_ref().map(index).unwrap_or_default()))
        });
        let data = Self {
            scope,
            failure: RwSignal::new(None),
            reading: RwSignal::new(false),
            subscription: RwSignal::new(None),
            clients,
            rows,
            places,
            round: StoredValue::new(0),
        };
        Effect::new(move |before: Option<String>| {
            let now = scope.provider.get();
            if before.as_ref() != Some(&now) {
                untrack(|| data.start(&now));
            }
            now
        });
        data
    }

    /// All rows, in the order of the server; nothing until they were read once.
    #[must_use]
    pub fn rows(self) -> Option<Arc<Vec<Row>>> {
        self.rows.get()
    }

    /// The row of a link, reactively.
    #[must_use]
    pub fn row(self, link: &str) -> Option<Row> {
        let at = self.places.with(|places| places.get(link).copied())?;
        self.rows.with(|rows| rows.as_ref().and_then(|rows| rows.get(at).cloned()))
    }

    /// The row of a client by its own id, reactively.
    #[must_use]
    pub fn row_of(self, organisation: &str) -> Option<Row> {
        self.rows.with(|rows| {
            rows.as_ref().and_then(|rows| rows.iter().find(|row| row.organisation == organisation).cloned())
        })
    }

    /// When a client was linked, as the server wrote it.
    #[must_use]
    pub fn linked_at(self, link: &str) -> Option<String> {
        self.clients.with(|clients| clients.as_ref()?.iter().find(|client| client.link_id == link)?.created.clone())
    }

    /// What operations on a client need.
    #[must_use]
    pub fn client(self, link: &str) -> Option<Client> {
        self.clients.with_untracked(|clients| {
            clients.as_ref().and_then(|clients| clients.iter().find(|client| client.link_id == link).cloned())
        })
    }

    /// Seats of the contract for a plan, reactively; nothing when the contract could not be read.
    #[must_use]
    pub fn pool(self, plan: &str) -> Option<SeatPool> {
        self.subscription.with(|known| known.as_ref().and_then(|known| seats::line(known, plan)).map(SeatPool::from))
    }

    /// Reads everything again because somebody asks for it: states and keys as well, which only the profile has.
    pub fn read_again(self) {
        self.reading.set(true);
        spawn_local(async move {
            // What goes wrong here goes wrong with the list as well, and is told there.
            let _ = self.scope.session.sync().await;
            if self.reading.try_get_untracked().is_some() {
                self.reload();
            }
        });
    }

    /// Reads the list again; rows stay until new ones are there.
    pub fn reload(self) {
        let round = self.round.try_update_value(|round| {
            *round = round.wrapping_add(1);
            *round
        });
        let Some(round) = round else { return };
        let current = move || self.round.try_get_value() == Some(round);
        let portal = self.scope.portal();
        let provider = self.scope.provider.get_untracked();
        self.reading.set(true);
        spawn_local({
            let portal = portal.clone();
            let provider = provider.clone();
            async move {
                let outcome = list_clients(&portal, &provider).await;
                if !current() {
                    return;
                }
                self.reading.set(false);
                match outcome {
                    Ok(read) => {
                        let read = Arc::new(read);
                        keep(&portal, &provider, &read);
                        self.failure.set(None);
                        self.clients.set(Some(read));
                    }
                    Err(error) => self.failure.set(Some(Problem::of(&error))),
                }
            }
        });
        spawn_local(async move {
            // A provider without billing has no numbers; the dialogs say that they are not known.
            let read = read_subscription(&portal, &provider).await.ok();
            if current() {
                self.subscription.set(read);
            }
        });
    }

    fn start(self, provider: &str) {
        self.failure.set(None);
        self.subscription.set(None);
        self.clients.set(kept(&self.scope.user(), provider));
        self.reload();
    }
}

fn kept(user: &str, provider: &str) -> Option<Arc<Vec<Client>>> {
    LAST.with_borrow(|last| {
        last.as_ref()
            .filter(|kept| kept.user == user && kept.provider == provider)
            .map(|kept| Arc::clone(&kept.clients))
    })
}

fn keep(portal: &portal_client::Portal, provider: &str, clients: &Arc<Vec<Client>>) {
    let Some(account) = portal.account() else { return };
    let kept = Kept { user: account.user_id, provider: provider.to_owned(), clients: Arc::clone(clients) };
    LAST.with_borrow_mut(|last| *last = Some(kept));
}
