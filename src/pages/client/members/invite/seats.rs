//! What an invitation means for the seats of the client (MEM-03): said before anything is sent, with the way to more.

use leptos::{prelude::*, task::spawn_local};
use portal_contracts::member_rules::SeatNeed;

use crate::{
    i18n::text::members as text,
    pages::{
        client::members::desk::Desk,
        clients::{
            Action,
            data::ClientsData,
            dialogs::{ClientDialogs, Dialogs},
            words::gone,
        },
        problem::{Problem, ProblemCallout},
    },
    ui::{Button, Callout, Icon, Tone, Variant, icon_small},
};

/// Id of the notice, to put the focus there.
pub const NOTICE: &str = "invite-seats";

/// What the usable addresses need; nothing while the list is not read. Reactive.
#[must_use]
pub fn need(desk: Desk) -> Option<SeatNeed> {
    let rows = desk.data.rows()?;
    let newcomers = desk.inviting.judged.with(|judged| judged.good.len());
    let seats = desk.data.scope.entry.with(|entry| entry.as_ref().and_then(|entry| entry.seats));
    let occupied = rows.iter().filter(|row| row.member.status.takes_seat()).count();
    Some(SeatNeed::of(seats, i64::try_from(occupied).unwrap_or(i64::MAX), newcomers))
}

/// The line in the foot: how many seats are free, and how many are left afterwards.
pub fn line(desk: Desk) -> AnyView {
    let words = Memo::new(move |_| {
        let need = need(desk)?;
        let free = need.free?;
        Some(match (need.needed, need.missing) {
            (0, _) => text::seats_free(free),
            (_, 0) => text::seats_left(free - need.needed),
            (_, missing) => text::seats_missing(missing),
        })
    });
    (move || {
        words.get().map(|words| {
            view! { <span class="seats-line status t-12 quiet num">{icon_small(Icon::Seat)} {words}</span> }
        })
    })
    .into_any()
}

/// Too few seats: what is missing, and who can do something about it.
pub fn notice(desk: Desk) -> AnyView {
    let missing = Memo::new(move |_| need(desk).map_or(0, |need| need.missing));
    let some = Memo::new(move |_| missing.get() > 0);
    let by_provider = Memo::new(move |_| desk.data.scope.standing().provider);
    (move || {
        some.get().then(|| {
            let what = move || text::seats_missing_text(missing.get());
            let way = move || {
                if by_provider.get() { more_seats(desk) } else { view! { <p>{text::seats_ask()}</p> }.into_any() }
            };
            let failed =
                move || desk.inviting.seats_failure.get().map(|problem| view! { <ProblemCallout problem=problem /> });
            view! {
                <div id=NOTICE class="stack" data-gap="s" tabindex="-1">
                    <Callout tone=Tone::Warning title=text::seats_missing_title() alert=true>
                        <p>{what}</p>
                        {way}
                    </Callout>
                    {failed}
                </div>
            }
        })
    })
    .into_any()
}

/// Provider staff assign seats here and now, with the dialog of the clients list.
fn more_seats(desk: Desk) -> AnyView {
    let inviting = desk.inviting;
    let ask = move || {
        inviting.seats_failure.set(None);
        inviting.seats.set(true);
    };
    view! {
        <p class="callout__actions">
            <Button variant=Variant::Link busy=inviting.seats on_click=ask>
                {text::seats_change()}
            </Button>
        </p>
    }
    .into_any()
}

/// The dialog that assigns seats, read and opened when somebody asks for it. It stands outside of the form of the sheet.
pub fn dialogs(desk: Desk) -> AnyView {
    let here = desk.data.scope;
    let wanted = desk.inviting.seats;
    (move || {
        wanted.get().then(|| {
            let data = ClientsData::new(here.provider());
            let dialogs = ClientDialogs::new();
            let asked = StoredValue::new(false);
            // The list may be there from an earlier visit, with other numbers: only what is read now counts.
            Effect::new(move |was_reading: Option<bool>| {
                let reading = data.reading.get();
                if was_reading == Some(true) && !reading && !asked.get_value() {
                    asked.set_value(true);
                    untrack(|| open(desk, data, dialogs));
                }
                reading
            });
            Effect::new(move |before: Option<bool>| {
                let open = dialogs.seats_open();
                if before == Some(true) && !open {
                    wanted.set(false);
                    // The number of seats stands in the profile. Also without a change of one's own: somebody else may have
                    // assigned some.
                    spawn_local(async move {
                        // When it cannot be read the old number stays, and the server decides.
                        let _ = here.session.sync().await;
                    });
                }
                open
            });
            view! { <Dialogs dialogs=dialogs data=data on_done=Callback::new(|(_,): (Action,)| ()) /> }
        })
    })
    .into_any()
}

/// Opens the dialog on the numbers that were just read, or says why there are none.
fn open(desk: Desk, data: ClientsData, dialogs: ClientDialogs) {
    let row = data.row_of(&desk.data.scope.id());
    let problem = match (data.failure.get(), row) {
        (None, Some(row)) => return dialogs.ask(Action::Seats, row),
        (Some(problem), _) => Problem { title: text::seats_unread(), ..problem },
        (None, None) => gone(),
    };
    desk.inviting.seats_failure.set(Some(problem));
    desk.inviting.seats.set(false);
}
