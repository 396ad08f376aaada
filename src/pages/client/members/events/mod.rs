//! What the log of the client tells about one member (MEM-13): the last thirty days, newest first. The member stands in the
//! address, so a link leads here.

use std::sync::Arc;

use leptos::{prelude::*, task::spawn_local};
use portal_client::{
    events::{EventPage, Names, read_client_names},
    members::read_member_events,
};
use portal_contracts::events::Event;

use super::desk::Desk;
use crate::{
    i18n::{self, text::members as text},
    pages::{
        events::{Owner, Row, what},
        problem::{Problem, ProblemCallout},
    },
    platform::intl,
    ui::{Button, Dialog, DialogBody, DialogFoot, EmptyKind, EmptyState, Shape, SkeletonText},
};

const DAY: f64 = 86_400_000.0;
const DAYS: f64 = 30.0;

/// What was read for one member.
#[derive(Clone, Copy)]
struct Log {
    desk: Desk,
    events: RwSignal<Option<Vec<Event>>>,
    names: RwSignal<Arc<Names>>,
    /// For the next page; nothing on the last one.
    next: RwSignal<Option<String>>,
    failure: RwSignal<Option<Problem>>,
    reading: RwSignal<bool>,
    /// Start and end, the same for all pages.
    range: StoredValue<(String, String)>,
    /// Tells the answer that is waited for from older ones.
    round: StoredValue<u32>,
}

impl Log {
    fn begin(self) {
        let now = intl::now();
        // This clock may be behind that of the server, which has no later events than its own now.
        self.range.set_value((intl::iso(now - DAYS * DAY), intl::iso(now + DAY)));
        self.events.set(None);
        self.next.set(None);
        // An answer about somebody else may still be under way; it is not waited for.
        self.reading.set(false);
        self.read();
        let scope = self.desk.data.scope;
        let client = scope.id();
        spawn_local(async move {
            let names = read_client_names(&scope.portal(), &client).await;
            let _ = self.names.try_set(Arc::new(names));
        });
    }

    fn read(self) {
        if self.reading.get_untracked() {
            return;
        }
        let Some(round) = self.round.try_update_value(|round| {
            *round = round.wrapping_add(1);
            *round
        }) else {
            return;
        };
        self.reading.set(true);
        self.failure.set(None);
        let member = self.desk.events_of.get_untracked();
        let scope = self.desk.data.scope;
        let client = scope.id();
        let (start, end) = self.range.get_value();
        let next = self.next.get_untracked();
        spawn_local(async move {
            let outcome = read_member_events(&scope.portal(), &client, &member, &start, &end, next.as_deref()).await;
            if self.round.try_get_value() != Some(round) {
                return;
            }
            self.reading.set(false);
            match outcome {
                Ok(EventPage { events, continuation }) => {
                    self.events.update(|known| known.get_or_insert_default().extend(events));
                    self.next.set(continuation);
                }
                Err(error) => self.failure.set(Some(Problem::of(&error))),
            }
        });
    }
}

/// The dialog; it is open while a member stands in the address.
#[component]
pub fn EventsDialog(desk: Desk) -> AnyView {
    let open = RwSignal::new(false);
    let log = Log {
        desk,
        events: RwSignal::new(None),
        names: RwSignal::new(Arc::default()),
        next: RwSignal::new(None),
        failure: RwSignal::new(None),
        reading: RwSignal::new(false),
        round: StoredValue::new(0),
        range: StoredValue::new(Default::default()),
    };
    Effect::new(move |_| {
        let wanted = desk.events_of.with(|id| !id.is_empty());
        open.set(wanted);
        if wanted {
            untrack(|| log.begin());
        }
    });
    // Closed by hand: the address follows.
    Effect::new(move |before: Option<bool>| {
        let open = open.get();
        if before == Some(true) && !open {
            desk.show_events("");
        }
        open
    });
    let title = Signal::derive(move || {
        let row = desk.events_of.with(|id| desk.data.row(id));
        row.map_or_else(|| text::events_title_unknown().to_owned(), |row| text::events_title(row.called()))
    });
    view! {
        <Dialog open=open title=title shape=Shape::Wide strip=desk.data.scope.strip()>
            <DialogBody>
                <p class="quiet">{text::events_lead()}</p>
                {content(log)}
            </DialogBody>
            <DialogFoot>
                <Button on_click=move || open.set(false)>{text::recover_close()}</Button>
            </DialogFoot>
        </Dialog>
    }
    .into_any()
}

fn content(log: Log) -> AnyView {
    let empty = Memo::new(move |_| log.events.with(|events| events.as_ref().map(Vec::is_empty)));
    view! {
        {move || {
            log.failure
                .get()
                .map(|problem| view! { <ProblemCallout problem=problem on_again=move || log.read() /> })
        }}
        {move || match empty.get() {
            None if log.failure.with(Option::is_some) => ().into_any(),
            None => view! { <SkeletonText lines=6 /> }.into_any(),
            Some(true) => {
                view! { <EmptyState kind=EmptyKind::NothingYet title=text::events_none() text=text::events_none_text() /> }
                    .into_any()
            }
            Some(false) => lines(log),
        }}
        {move || {
            log.next
                .get()
                .map(|_| {
                    view! {
                        <p>
                            <Button busy=log.reading on_click=move || log.read()>
                                {text::events_more()}
                            </Button>
                        </p>
                    }
                })
        }}
    }
    .into_any()
}

fn lines(log: Log) -> AnyView {
    view! {
        <ul class="event-list" tabindex="0" aria-label=text::events()>
            {move || {
                let names = log.names.get();
                let events = log.events.get().unwrap_or_default();
                events.iter().enumerate().map(|(place, event)| line(place, event, &names, log.desk)).collect::<Vec<_>>()
            }}
        </ul>
    }
    .into_any()
}

fn line(place: usize, event: &Event, names: &Names, desk: Desk) -> AnyView {
    let row = Row::new(place, event, names, &desk.data.user());
    let when = intl::moment(&event.date).map(i18n::date_time);
    // That it is about this member is said by the title.
    let what = if desk.events_of.with_untracked(|member| row.thing.id() == member) {
        view! { {row.what.clone()} }.into_any()
    } else {
        what(&row, &Owner::Client(desk.data.scope.id()))
    };
    let own = event.acting_user_id.is_some() && event.user_id == event.acting_user_id;
    let user = desk.data.user();
    let who = if event.acting_user_id.as_ref() == Some(&user) { text::you() } else { &row.who };
    let by = (!own && !who.is_empty()).then(|| text::events_by(who));
    view! {
        <li class="event-list__line">
            <span class="event-list__what">{what}</span>
            <span class="event-list__when quiet num">{when}</span>
            <span class="event-list__who t-12 quiet" dir="auto">
                {by}
                " "
                <span class="quiet">{row.address.clone()}</span>
            </span>
        </li>
    }
    .into_any()
}
