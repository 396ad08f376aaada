//! What a log page has read: events so far, names, and how to read on.

use std::{collections::BTreeMap, sync::Arc};

use leptos::{prelude::*, task::spawn_local};
use portal_client::{
    ApiError, Portal,
    events::{self, Names, Whole, read_events, read_whole_range},
};
use portal_contracts::events::Event;

use super::{
    query::Query,
    row::Row,
    source::{Aim, Owner, Part, Source},
    time::{range, read_so_far},
};
use crate::{
    i18n::text::event_log as text,
    pages::{list_state::ListState, problem::Problem},
    platform::intl,
    session::{Session, use_session},
};

/// What is done with all events of a range.
type Done = Arc<dyn Fn(Vec<Event>) + Send + Sync>;

/// What was read last, for another try.
#[derive(Clone)]
enum Last {
    /// The newest page.
    Newest,
    /// The page after those that are shown.
    Older,
    /// The whole range.
    Whole(Done),
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
    /// The server was asked for what one person did: there is nothing of others to filter out.
    pub by_person: RwSignal<bool>,
    events: StoredValue<Vec<Event>>,
    names: RwSignal<Arc<Names>>,
    next: RwSignal<Option<String>>,
    /// What the list is about.
    aim: StoredValue<Option<Aim>>,
    /// Where that is read; nothing until a page came from there.
    source: StoredValue<Option<Source>>,
    /// Start and end, the same for all pages; nothing while the address names no range.
    range: StoredValue<Option<(String, String)>>,
    /// The newest page was asked for and has not come yet: what the list shows is older, or nothing.
    owed: StoredValue<bool>,
    last: StoredValue<Last>,
    round: StoredValue<u32>,
}

impl LogData {
    /// Reads the first page, and again when the address asks for another range or part.
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
            by_person: RwSignal::new(false),
            events: StoredValue::new(Vec::new()),
            names: RwSignal::new(Arc::default()),
            next,
            aim: StoredValue::new(None),
            source: StoredValue::new(None),
            range: StoredValue::new(None),
            owed: StoredValue::new(false),
            last: StoredValue::new(Last::Newest),
            round: StoredValue::new(0),
        };
        data.read_names();
        Effect::new(move |before: Option<Aim>| {
            let aim = data.asked();
            if before.as_ref() != Some(&aim) {
                untrack(|| data.restart());
            }
            aim
        });
        on_cleanup(move || {
            // Whoever reads the whole range stops with the page.
            let _ = data.next_round();
        });
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
            Owner::Provider(_) if self.by_person.get_untracked() => text::file_person(),
            Owner::Provider(_) => text::file_provider(),
            Owner::Client(_) if untrack(|| self.item()).is_some() => text::file_item(),
            Owner::Client(_) => text::file_client(),
        };
        (what, name(&owner).unwrap_or_default())
    }

    /// What the address asks for; reactive.
    fn asked(self) -> Aim {
        self.owner.with_value(|owner| self.list.with(|query| Aim::of(owner, query)))
    }

    /// The item that alone is read, by id; reactive.
    #[must_use]
    pub fn item(self) -> Option<String> {
        match self.asked().part {
            Part::Item(id) => Some(id),
            Part::Whole | Part::Person(_) => None,
        }
    }

    /// Reads the newest page of the range. The rows of the same range stay until it is there; those of another one go at
    /// once, so that nothing stands below a range that it does not belong to.
    pub fn restart(self) {
        let aim = untrack(|| self.asked());
        let range = range(&aim.span);
        if self.aim.with_value(|before| before.as_ref() != Some(&aim)) {
            self.clear();
        }
        self.aim.set_value(Some(aim));
        self.source.set_value(None);
        // A page of the old round must not follow those of the new one.
        self.next.set(None);
        self.cut.set(false);
        let readable = range.is_some();
        self.range.set_value(range);
        self.owed.set_value(readable);
        if readable {
            self.read(true);
        } else {
            // An address may say anything; the form says what is missing.
            self.halt();
            self.failure.set(None);
            self.rows.set(Some(Arc::default()));
        }
    }

    /// Reads the next page, if there is one.
    pub fn read_on(self) {
        if !self.reading.get_untracked() && self.next.with_untracked(Option::is_some) {
            self.read(false);
        }
    }

    /// Tries once more what failed.
    pub fn again(self) {
        match self.last.get_value() {
            Last::Newest => self.restart(),
            Last::Older => self.read_on(),
            Last::Whole(done) => self.read_whole(done),
        }
    }

    /// The list shows what was read before the newest page was asked for; not reactive.
    #[must_use]
    pub fn is_stale(self) -> bool {
        self.owed.get_value() && self.rows.with_untracked(Option::is_some)
    }

    fn begin(self, what: Last) -> Option<u32> {
        self.last.set_value(what);
        self.reading.set(true);
        // Whoever read the whole range before is not waited for any more.
        self.progress.set(None);
        self.failure.set(None);
        self.next_round()
    }

    fn next_round(self) -> Option<u32> {
        self.round.try_update_value(|round| {
            *round = round.wrapping_add(1);
            *round
        })
    }

    fn is_current(self, round: u32) -> bool {
        self.round.try_get_value() == Some(round)
    }

    fn part(self) -> Part {
        self.aim.with_value(|aim| aim.as_ref().map(|aim| aim.part.clone())).unwrap_or_default()
    }

    fn read(self, afresh: bool) {
        let Some((start, end)) = self.range.get_value() else { return };
        let Some(round) = self.begin(if afresh { Last::Newest } else { Last::Older }) else { return };
        let (portal, owner) = (self.portal(), self.owner.get_value());
        let (known, part) = (self.source.get_value(), self.part());
        let next = if afresh { None } else { self.next.get_untracked() };
        spawn_local(async move {
            let outcome = async {
                let source = Source::of(known, &portal, &owner, part).await?;
                let page = read_events(&portal, source.log(&owner), &start, &end, next.as_deref()).await?;
                source.check(&owner, &page.events)?;
                Ok::<_, ApiError>((source, page))
            }
            .await;
            if !self.is_current(round) {
                return;
            }
            self.reading.set(false);
            match outcome {
                Ok((source, page)) => {
                    if afresh {
                        self.renew(source);
                    }
                    self.next.set(page.continuation);
                    self.take(page.events);
                }
                Err(error) => self.failure.set(Some(Problem::of(&error))),
            }
        });
    }

    /// Reads the whole range, then runs `done` with all its events; [`Self::stop`] ends it.
    pub fn read_all(self, done: impl Fn(Vec<Event>) + Send + Sync + 'static) {
        self.read_whole(Arc::new(done));
    }

    fn read_whole(self, done: Done) {
        let Some((start, end)) = self.range.get_value() else { return };
        let Some(round) = self.begin(Last::Whole(Arc::clone(&done))) else { return };
        self.progress.set(Some(0.0));
        let (portal, owner) = (self.portal(), self.owner.get_value());
        let (known, part) = (self.source.get_value(), self.part());
        let bounds = intl::moment(&start).zip(intl::moment(&end));
        spawn_local(async move {
            let mut all: Vec<Event> = Vec::new();
            let outcome = async {
                let source = Source::of(known, &portal, &owner, part).await?;
                let take = |page: Vec<Event>| {
                    all.extend(page);
                    if !self.is_current(round) {
                        return false;
                    }
                    self.progress.set(Some(read_so_far(bounds, all.last())));
                    true
                };
                let whole = read_whole_range(&portal, source.log(&owner), &start, &end, take).await?;
                source.check(&owner, &all)?;
                Ok::<_, ApiError>((source, whole))
            }
            .await;
            if !self.is_current(round) {
                return;
            }
            self.reading.set(false);
            self.progress.set(None);
            match outcome {
                Ok((_, Whole::Stopped)) => {}
                Ok((source, whole)) => {
                    self.renew(source);
                    self.cut.set(whole == Whole::TooMany);
                    self.next.set(None);
                    self.take(all.clone());
                    done(all);
                }
                Err(error) => self.failure.set(Some(Problem::of(&error))),
            }
        });
    }

    /// Gives up reading the whole range; what the list shows stays. The newest page is read if it still has to come.
    pub fn stop(self) {
        self.halt();
        if self.owed.get_value() {
            self.restart();
        }
    }

    /// Waits for no answer any more.
    fn halt(self) {
        let _ = self.next_round();
        self.reading.set(false);
        self.progress.set(None);
    }

    /// What comes now takes the place of what the list showed.
    fn renew(self, source: Source) {
        self.owed.set_value(false);
        self.by_person.set(matches!(source, Source::Person(_)));
        self.source.set_value(Some(source));
        self.clear();
    }

    fn clear(self) {
        self.events.set_value(Vec::new());
        self.rows.set(None);
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

    /// Everybody who acts in what was read, and whom the address asks for: user id and name. In the log of a provider all
    /// its people: the server is asked for what each of them did.
    #[must_use]
    pub fn people(self) -> Vec<(String, String)> {
        let asked = self.list.with(|query| query.person.clone());
        let own = self.own();
        let everybody = self.owner.with_value(|owner| matches!(owner, Owner::Provider(_)));
        let mut people = BTreeMap::new();
        self.rows.with(|rows| {
            for row in rows.iter().flat_map(|rows| rows.iter()) {
                if let Some(id) = &row.acting {
                    people.entry(id.clone()).or_insert_with(|| row.who.clone());
                }
            }
        });
        self.names.with(|names| {
            for (id, actor) in names.users.iter().filter(|(id, _)| everybody || **id == asked) {
                let called = if *id == own { text::you() } else { &actor.name };
                people.entry(id.clone()).or_insert_with(|| called.to_owned());
            }
        });
        if !asked.is_empty() {
            people.entry(asked.clone()).or_insert(asked);
        }
        let mut people: Vec<_> = people.into_iter().collect();
        people.sort_by_cached_key(|(_, name)| name.to_lowercase());
        people
    }
}
