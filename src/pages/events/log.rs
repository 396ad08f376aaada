//! What a log page has read: events so far, names, and how to read on.

use std::sync::Arc;

use leptos::{prelude::*, task::spawn_local};
use portal_client::{
    Portal,
    events::{self, Log, Names, Whole, read_events, read_whole_range},
};
use portal_contracts::events::Event;

use super::{
    query::{Query, Span},
    row::Row,
};
use crate::{
    i18n::text::event_log as text,
    pages::{list_state::ListState, problem::Problem},
    platform::intl,
    session::{Session, use_session},
};

const DAY: f64 = 86_400_000.0;

/// Whose log it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Owner {
    /// A provider, by id.
    Provider(String),
    /// A client, by id.
    Client(String),
}

impl Owner {
    fn log(&self) -> Log<'_> {
        match self {
            Self::Provider(id) => Log::Provider(id),
            Self::Client(id) => Log::Client(id),
        }
    }
}

/// The log of a page. Copy it freely.
#[derive(Clone, Copy)]
pub struct LogData {
    session: Session,
    owner: StoredValue<Owner>,
    /// What is shown of it.
    pub list: ListState<Query>,
    /// Rows so far, newest first; nothing until the first page is there.
    pub rows: RwSignal<Option<Arc<Vec<Row>>>>,
    /// There are older events in the range.
    pub more: Memo<bool>,
    /// What went wrong; what was read before stays.
    pub failure: RwSignal<Option<Problem>>,
    /// Being read.
    pub reading: RwSignal<bool>,
    /// How much of the range is read, from 0 to 1, while all of it is being read.
    pub progress: RwSignal<Option<f64>>,
    /// The range held more than is read in one go.
    pub cut: RwSignal<bool>,
    events: StoredValue<Vec<Event>>,
    names: RwSignal<Arc<Names>>,
    next: RwSignal<Option<String>>,
    range: StoredValue<(String, String)>,
    round: StoredValue<u32>,
}

impl LogData {
    /// Reads the first page, and again when the range in the address changes.
    #[must_use]
    pub fn new(owner: Owner) -> Self {
        let next = RwSignal::new(None::<String>);
        let data = Self {
            session: use_session(),
            owner: StoredValue::new(owner),
            list: ListState::new(),
            rows: RwSignal::new(None),
            more: Memo::new(move |_| next.with(Option::is_some)),
            failure: RwSignal::new(None),
            reading: RwSignal::new(false),
            progress: RwSignal::new(None),
            cut: RwSignal::new(false),
            events: StoredValue::new(Vec::new()),
            names: RwSignal::new(Arc::default()),
            next,
            range: StoredValue::new(Default::default()),
            round: StoredValue::new(0),
        };
        data.read_names();
        Effect::new(move |before: Option<Span>| {
            let span = data.list.with(|query| query.span.clone());
            if before.as_ref() != Some(&span) {
                untrack(|| data.restart());
            }
            span
        });
        on_cleanup(move || data.stop());
        data
    }

    fn portal(self) -> Portal {
        self.session.portal()
    }

    fn own(self) -> String {
        self.portal().account().map(|account| account.user_id).unwrap_or_default()
    }

    /// What a file of it is called: the kind of log, and whose it is.
    #[must_use]
    pub fn called(self) -> (&'static str, String) {
        let workspace = self.portal().workspace();
        let name = |of: &Owner| match of {
            Owner::Provider(id) => workspace.as_ref()?.provider(id)?.name.clone(),
            Owner::Client(id) => workspace.as_ref()?.client(id)?.name.clone(),
        };
        let owner = self.owner.get_value();
        let what = match owner {
            Owner::Provider(_) => text::file_provider(),
            Owner::Client(_) => text::file_client(),
        };
        (what, name(&owner).unwrap_or_default())
    }

    /// Reads the newest page of the range; old rows stay until it is there.
    pub fn restart(self) {
        let span = self.list.with(|query| query.span.clone());
        let Some(range) = range(&span) else {
            // An address may say anything; the form says what is missing.
            self.rows.set(Some(Arc::default()));
            return;
        };
        self.range.set_value(range);
        self.cut.set(false);
        self.read(true);
    }

    /// Reads the next page.
    pub fn read_on(self) {
        if !self.reading.get_untracked() {
            self.read(false);
        }
    }

    fn begin(self) -> Option<u32> {
        self.reading.set(true);
        self.failure.set(None);
        self.round.try_update_value(|round| {
            *round = round.wrapping_add(1);
            *round
        })
    }

    fn is_current(self, round: u32) -> bool {
        self.round.try_get_value() == Some(round)
    }

    fn read(self, afresh: bool) {
        let Some(round) = self.begin() else { return };
        let (owner, (start, end)) = (self.owner.get_value(), self.range.get_value());
        let next = if afresh { None } else { self.next.get_untracked() };
        spawn_local(async move {
            let outcome = read_events(&self.portal(), owner.log(), &start, &end, next.as_deref()).await;
            if !self.is_current(round) {
                return;
            }
            self.reading.set(false);
            match outcome {
                Ok(page) => {
                    if afresh {
                        self.events.set_value(Vec::new());
                        self.rows.set(None);
                    }
                    self.next.set(page.continuation);
                    self.take(page.events);
                }
                Err(error) => self.failure.set(Some(Problem::of(&error))),
            }
        });
    }

    /// Reads the whole range, then runs `done` with all its events; [`Self::stop`] ends it.
    pub fn read_all(self, done: impl FnOnce(Vec<Event>) + 'static) {
        let Some(round) = self.begin() else { return };
        self.progress.set(Some(0.0));
        let (owner, (start, end)) = (self.owner.get_value(), self.range.get_value());
        let bounds = intl::moment(&start).zip(intl::moment(&end));
        spawn_local(async move {
            let mut all = Vec::new();
            let outcome = read_whole_range(&self.portal(), owner.log(), &start, &end, |page| {
                all.extend(page);
                if !self.is_current(round) {
                    return false;
                }
                self.progress.set(Some(read_so_far(bounds, all.last())));
                true
            })
            .await;
            if !self.is_current(round) {
                return;
            }
            self.reading.set(false);
            self.progress.set(None);
            match outcome {
                Ok(Whole::Stopped) => {}
                Ok(whole) => {
                    self.cut.set(whole == Whole::TooMany);
                    self.next.set(None);
                    self.events.set_value(Vec::new());
                    self.rows.set(None);
                    self.take(all.clone());
                    done(all);
                }
                Err(error) => self.failure.set(Some(Problem::of(&error))),
            }
        });
    }

    /// Gives up reading the whole range; what the list shows stays.
    pub fn stop(self) {
        let running = self.progress.try_get_untracked().flatten().is_some();
        if running {
            self.round.try_update_value(|round| *round = round.wrapping_add(1));
            let _ = self.reading.try_set(false);
            let _ = self.progress.try_set(None);
        }
    }

    fn take(self, events: Vec<Event>) {
        let own = self.own();
        let names = self.names.get_untracked();
        let before = self.rows.get_untracked().unwrap_or_default();
        let mut rows = before.to_vec();
        let start = rows.len();
        rows.extend(events.iter().enumerate().map(|(place, event)| Row::new(start + place, event, &names, &own)));
        self.events.update_value(|known| known.extend(events));
        self.rows.set(Some(Arc::new(rows)));
    }

    fn read_names(self) {
        let owner = self.owner.get_value();
        spawn_local(async move {
            let names = match &owner {
                Owner::Provider(id) => events::read_provider_names(&self.portal(), id).await,
                Owner::Client(id) => events::read_client_names(&self.portal(), id).await,
            };
            if self.names.try_set(Arc::new(names)).is_none() && self.rows.with_untracked(Option::is_some) {
                // What was shown with ids gets its names.
                let events = self.events.try_update_value(std::mem::take).unwrap_or_default();
                self.rows.set(None);
                self.take(events);
            }
        });
    }

    /// The row with a key of the table, reactively.
    #[must_use]
    pub fn row(self, key: &str) -> Option<Row> {
        let place: usize = key.parse().ok()?;
        self.rows.with(|rows| rows.as_ref()?.get(place).cloned())
    }

    /// Everybody who acts in what was read, and whom the address asks for: user id and name.
    #[must_use]
    pub fn people(self) -> Vec<(String, String)> {
        let asked = self.list.with(|query| query.person.clone());
        let known = self.names.with(|names| names.users.get(&asked).map(|actor| actor.name.clone()));
        self.rows.with(|rows| {
            let mut people = std::collections::BTreeMap::new();
            for row in rows.iter().flat_map(|rows| rows.iter()) {
                if let Some(id) = &row.acting {
                    people.entry(id.clone()).or_insert_with(|| row.who.clone());
                }
            }
            if !asked.is_empty() {
                people.entry(asked.clone()).or_insert_with(|| known.unwrap_or(asked));
            }
            let mut people: Vec<_> = people.into_iter().collect();
            people.sort_by_cached_key(|(_, name)| name.to_lowercase());
            people
        })
    }
}

/// Both ends as the wire wants them; `None` while one of two moments is not a moment.
fn range(span: &Span) -> Option<(String, String)> {
    let now = intl::now();
    let (start, end) = match span {
        Span::Between(from, to) => (intl::moment(from)?, intl::moment(to)?),
        // This clock may be behind that of the server, which has no later events than its own now.
        _ => (now - f64::from(span.days().unwrap_or(30)) * DAY, now + DAY),
    };
    Some((intl::iso(start), intl::iso(end)))
}

/// Events come newest first, so the date of the last one tells how far one has come.
fn read_so_far(bounds: Option<(f64, f64)>, last: Option<&Event>) -> f64 {
    let at = last.and_then(|event| intl::moment(&event.date));
    match (bounds, at) {
        (Some((start, end)), Some(at)) if end > start => ((end - at) / (end - start)).clamp(0.0, 1.0),
        _ => 0.0,
    }
}
