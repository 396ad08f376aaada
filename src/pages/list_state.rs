//! The state of a list (search, filter, order) kept in the address: a link brings back the same screen, and Back never
//! loses a filter.

use std::time::Duration;

use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*};
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate, use_query_map},
};

use crate::ui::Sort;

/// How long the address waits for somebody who types: browsers refuse an address that changes with every letter.
const PAUSE: Duration = Duration::from_millis(300);

/// A state that can stand in the query part of an address.
pub trait InAddress: Clone + PartialEq + Send + Sync + 'static {
    /// Reads it; what is unknown is the default.
    fn read(get: impl Fn(&str) -> Option<String>) -> Self;
    /// Writes it, with the question mark; empty for the default.
    fn write(&self) -> String;
}

/// A state with an order by one column.
pub trait Ordered: InAddress {
    /// The order.
    fn order(&self) -> Sort;
    /// Takes an order over; a column that is not known changes nothing.
    fn set_order(&mut self, order: &Sort);
}

/// Puts a query into the address bar.
type Writer = Box<dyn Fn(&str)>;

/// The state of a list. Copy it freely.
pub struct ListState<Q: InAddress> {
    state: RwSignal<Q>,
    written: StoredValue<String>,
    waiting: StoredValue<Option<TimeoutHandle>>,
    send: StoredValue<Writer, LocalStorage>,
}

impl<Q: InAddress> Clone for ListState<Q> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<Q: InAddress> Copy for ListState<Q> {}

impl<Q: InAddress> ListState<Q> {
    /// Reads the state from the address and follows it.
    #[must_use]
    pub fn new() -> Self {
        let query = use_query_map();
        let location = use_location();
        let navigate = use_navigate();
        let read = move || query.with(|query| Q::read(|name| query.get_str(name).map(str::to_owned)));
        let first = untrack(read);
        let here = location.pathname.get_untracked();
        let send = move |query: &str| {
            // A sheet that closes because its page goes must not write into the address of the next page.
            if location.pathname.get_untracked() != here {
                return;
            }
            navigate(
                &[here.as_str(), query].concat(),
                NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() },
            );
        };
        let this = Self {
            written: StoredValue::new(first.write()),
            state: RwSignal::new(first),
            waiting: StoredValue::new(None),
            send: StoredValue::new_local(Box::new(send) as Writer),
        };
        Effect::new(move |_| {
            let now = read();
            // What we wrote ourselves may be older than what was typed since.
            if this.written.with_value(|written| *written != now.write()) {
                this.written.set_value(now.write());
                this.state.set(now);
            }
        });
        on_cleanup(move || this.stop_waiting());
        this
    }

    /// A part of the state; reactive.
    pub fn with<T>(self, part: impl FnOnce(&Q) -> T) -> T {
        self.state.with(part)
    }

    /// Changes the state, and the address at once.
    pub fn set(self, change: impl FnOnce(&mut Q)) {
        self.state.update(change);
        self.flush();
    }

    /// Changes the state at once, and the address when nothing more comes for a moment: for typing.
    pub fn set_soon(self, change: impl FnOnce(&mut Q)) {
        self.state.update(change);
        self.stop_waiting();
        let later = set_timeout_with_handle(move || self.flush(), PAUSE);
        self.waiting.set_value(later.ok());
    }

    /// Writes the address now if it lags behind; call it before leaving the list.
    pub fn flush(self) {
        self.stop_waiting();
        let Some(query) = self.state.try_with_untracked(Q::write) else { return };
        let changed = self.written.try_update_value(|written| {
            let changed = *written != query;
            written.clone_from(&query);
            changed
        });
        if changed == Some(true) {
            let _ = self.send.try_with_value(|send| send(&query));
        }
    }

    fn stop_waiting(self) {
        if let Some(Some(handle)) = self.waiting.try_update_value(Option::take) {
            handle.clear();
        }
    }
}

impl<Q: Ordered> ListState<Q> {
    /// The order for the table's headings, tied to the state both ways.
    #[must_use]
    pub fn sort(self) -> RwSignal<Sort> {
        let wanted = move || self.with(Ordered::order);
        let sort = RwSignal::new(untrack(wanted));
        Effect::new(move |_| {
            let wanted = wanted();
            if sort.with_untracked(|sort| *sort != wanted) {
                sort.set(wanted);
            }
        });
        Effect::new(move |_| {
            let pressed = sort.get();
            if untrack(wanted) != pressed {
                self.set(|query| query.set_order(&pressed));
            }
        });
        sort
    }
}

/// Percent-encoding of a value in the query part of an address.
#[must_use]
pub fn encode(value: &str) -> String {
    let mut encoded = String::with_capacity(value.len());
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            encoded.push(char::from(byte));
        } else {
            encoded.push('%');
            for half in [byte >> 4, byte & 15] {
                encoded.extend(char::from_digit(u32::from(half), 16).map(|digit| digit.to_ascii_uppercase()));
            }
        }
    }
    encoded
}
