//! What the page has read: the devices that ask.

use std::{sync::Arc, time::Duration};

use leptos::{prelude::*, task::spawn_local};
use portal_client::devices::{DeviceRequests, read_devices};

use super::row::Row;
use crate::{
    pages::{client::scope::ClientScope, problem::Problem},
    platform::{intl, page},
};

/// How often the list is read again while somebody looks.
const PAUSE: Duration = Duration::from_secs(60);

/// The devices of the client in the address, as read last. Copy it freely.
#[derive(Clone, Copy)]
pub struct DevicesData {
    /// Whose devices.
    pub scope: ClientScope,
    /// What went wrong when reading; old rows stay.
    pub failure: RwSignal<Option<Problem>>,
    /// Being read.
    pub reading: RwSignal<bool>,
    /// Milliseconds since 1970, for "an hour ago".
    pub now: RwSignal<f64>,
    requests: RwSignal<Option<Arc<DeviceRequests>>>,
    rows: Memo<Option<Arc<Vec<Row>>>>,
    round: StoredValue<u32>,
}

impl DevicesData {
    /// Reads the devices, and again every minute while somebody looks.
    #[must_use]
    pub fn new(scope: ClientScope) -> Self {
        let requests = RwSignal::new(None::<Arc<DeviceRequests>>);
        let rows = Memo::new(move |_| {
            requests.with(|found| {
                found.as_ref().map(|found| Arc::new(found.rows.iter().map(Row::from).collect::<Vec<_>>()))
            })
        });
        let data = Self {
            scope,
            failure: RwSignal::new(None),
            reading: RwSignal::new(false),
            now: RwSignal::new(intl::now()),
            requests,
            rows,
            round: StoredValue::new(0),
        };
        data.reload();
        let again = move || {
            if page::visible() && data.reading.try_get_untracked() == Some(false) {
                data.reload();
            }
        };
        if let Ok(clock) = set_interval_with_handle(again, PAUSE) {
            on_cleanup(move || clock.clear());
        }
        data
    }

    /// All rows, oldest first; nothing until they were read once.
    #[must_use]
    pub fn rows(self) -> Option<Arc<Vec<Row>>> {
        self.rows.get()
    }

    /// The row of a request, reactively.
    #[must_use]
    pub fn row(self, id: &str) -> Option<Row> {
        self.rows.with(|rows| rows.as_ref()?.iter().find(|row| row.id == id).cloned())
    }

    /// How many more there are than the list shows; reactive.
    #[must_use]
    pub fn left_out(self) -> usize {
        self.requests.with(|found| found.as_ref().map_or(0, |found| found.left_out))
    }

    /// Reads the list again; rows stay until new ones are there, and so do the keys that were shown.
    pub fn reload(self) {
        let round = self.round.try_update_value(|round| {
            *round = round.wrapping_add(1);
            *round
        });
        let Some(round) = round else { return };
        self.reading.set(true);
        let before = self.requests.get_untracked();
        spawn_local(async move {
            let before = before.as_ref().map_or(&[][..], |before| before.rows.as_slice());
            let outcome = read_devices(&self.scope.portal(), &self.scope.id(), before).await;
            if self.round.try_get_value() != Some(round) {
                return;
            }
            self.reading.set(false);
            self.now.set(intl::now());
            match outcome {
                Ok(read) => {
                    self.failure.set(None);
                    self.requests.set(Some(Arc::new(read)));
                }
                Err(error) => self.failure.set(Some(Problem::of(&error))),
            }
        });
    }
}
