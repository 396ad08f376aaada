//! The sheet that invites people to a client (MEM-02, MEM-03): addresses, role, groups, collections; seats are counted and
//! wrong clients are noticed before anything is sent.

mod guard;
mod judge;
mod remarks;
mod seats;
mod send;

use leptos::{ev, prelude::*};
use portal_client::members::{MemberAccess, NewMembers};
use portal_contracts::{limits, permissions::Feature};

use guard::Guard;
use judge::{Judged, judge};
use remarks::{error_of, remarks};
use send::try_to_send;

use super::{data::MembersData, desk::Desk, fields::Fields, role_fields::RoleFields};
use crate::{
    i18n::text::members as text,
    pages::{
        client::access::AccessSelector,
        people::chips::{AddressChips, Kind},
        problem::Problem,
    },
    ui::{Button, Dialog, DialogBody, DialogFoot, Draft, Shape, Variant},
};

/// The name of this work where work for many is noted.
pub const KIND: &str = "invite";

const FIELD: &str = "invite-addresses";
const ROLE: &str = "invite-role";

/// The sheet and what was typed into it. Copy it freely.
#[derive(Clone, Copy)]
pub struct Inviting {
    /// What was typed; its dialog is the sheet.
    pub draft: Draft,
    chips: RwSignal<Vec<String>>,
    repeated: RwSignal<Vec<String>>,
    fields: Fields,
    /// What was sent to those who failed, to try it again with them. It comes with their outcome.
    pub sent: RwSignal<MemberAccess>,
    tried: RwSignal<bool>,
    judged: Memo<Judged>,
    guard: Guard,
    busy: RwSignal<bool>,
    /// Seats are to be assigned.
    seats: RwSignal<bool>,
    /// Why they cannot be.
    seats_failure: RwSignal<Option<Problem>>,
}

impl Inviting {
    /// Nothing typed.
    #[must_use]
    pub fn new(data: MembersData) -> Self {
        let draft = Draft::new("invite");
        let chips = draft.field("addresses", Vec::new());
        let judged = Memo::new(move |_| chips.with(|chips| judge(chips, &data.rows().unwrap_or_default())));
        Self {
            draft,
            chips,
            repeated: RwSignal::new(Vec::new()),
            fields: Fields::of(draft, &MemberAccess::default()),
            sent: RwSignal::new(MemberAccess::default()),
            tried: RwSignal::new(false),
            judged,
            guard: Guard::new(data, Signal::derive(move || judged.with(|judged| judged.good.clone()))),
            busy: RwSignal::new(false),
            seats: RwSignal::new(false),
            seats_failure: RwSignal::new(None),
        }
    }

    /// Opens the sheet for those who failed, with role and access as they were sent.
    pub fn again(self, failed: &[String]) {
        self.draft.open().set(true);
        self.fields.fill(&self.sent.get_untracked());
        self.chips.set(failed.to_vec());
    }

    fn new_members(self) -> NewMembers {
        let access = untrack(|| self.fields.access());
        NewMembers {
            emails: self.judged.with_untracked(|judged| judged.good.clone()),
            role: access.role,
            permissions: access.permissions,
            groups: access.groups,
            collections: access.collections,
        }
    }
}

/// The sheet.
#[component]
pub fn InviteSheet(desk: Desk) -> AnyView {
    let inviting = desk.inviting;
    let idle = Signal::derive(move || !inviting.busy.get());
    let closed = Callback::new(move |()| {
        let _ = inviting.repeated.try_set(Vec::new());
        let _ = inviting.tried.try_set(false);
        let _ = inviting.seats_failure.try_set(None);
        // Seats that are still being read are not asked about any more.
        let _ = inviting.seats.try_set(false);
    });
    Effect::new(move |_| {
        if inviting.draft.open().get() {
            desk.data.need_names();
            desk.granting.ask();
        }
    });
    view! {
        <Dialog
            open=inviting.draft.open()
            draft=inviting.draft
            title=text::invite_title()
            shape=Shape::Sheet
            strip=desk.data.scope.strip()
            closable=idle
            on_close=closed
        >
            {fields(desk)}
        </Dialog>
        {seats::dialogs(desk)}
    }
    .into_any()
}

fn fields(desk: Desk) -> AnyView {
    let Desk { data, inviting, .. } = desk;
    let Inviting { judged, guard, fields, busy, tried, .. } = inviting;
    let kind = Callback::new(move |(address,): (String,)| {
        judged.with(|judged| {
            if judged.bad.contains(&address) {
                Kind::Bad
            } else if judged.revoked.contains(&address) {
                Kind::Revoked
            } else if judged.known.contains(&address) {
                Kind::Known
            } else if guard.is_foreign(&address) {
                Kind::Foreign
            } else {
                Kind::Good
            }
        })
    });
    let error = Signal::derive(move || judged.with(|judged| error_of(judged, tried.get(), data)));
    let role_error = Signal::derive(move || {
        (tried.get() && fields.lacks_permission()).then(|| text::custom_without_permission().to_owned())
    });
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        if !busy.get_untracked() {
            try_to_send(desk);
        }
    };
    let label = move || {
        let client = data.scope.name();
        match judged.with(|judged| judged.good.len()) {
            0 => text::invite_plain().to_owned(),
            count => text::invite_send(i64::try_from(count).unwrap_or(i64::MAX), &client),
        }
    };
    let groups = Signal::derive(move || data.groups.items.get().unwrap_or_default());
    let collections = desk.granting.items(fields.collections);
    let has_groups = Memo::new(move |_| data.scope.has(Feature::Groups));
    view! {
        <form novalidate on:submit=submit>
            <DialogBody>
                <p class="quiet">{text::invite_lead()}</p>
                <AddressChips
                    id=FIELD
                    chips=inviting.chips
                    repeated=inviting.repeated
                    most=limits::SELECTION
                    kind=kind
                    error=error
                    disabled=busy
                />
                <div class="stack" data-gap="s" role="status">
                    {move || remarks(inviting)}
                </div>
                {guard.question(inviting.chips)}
                {seats::notice(desk)}
                <RoleFields id=ROLE fields=fields rules=data.rules error=role_error disabled=busy />
                {move || {
                    has_groups
                        .get()
                        .then(|| {
                            view! {
                                {data.groups_note()}
                                <AccessSelector
                                    id="invite-groups"
                                    label=text::groups_label()
                                    placeholder=text::groups_placeholder()
                                    items=groups
                                    value=fields.groups
                                    plain=true
                                    empty=text::groups_none()
                                    disabled=busy
                                />
                            }
                        })
                }}
                {data.collections_note()} {desk.granting.note()}
                <AccessSelector
                    id="invite-collections"
                    label=text::collections_label()
                    placeholder=text::collections_placeholder()
                    items=collections
                    value=fields.collections
                    empty=text::collections_none()
                    disabled=busy
                />
            </DialogBody>
            <DialogFoot>
                {seats::line(desk)}
                <Button disabled=busy on_click=move || inviting.draft.open().set(false)>
                    {text::cancel()}
                </Button>
                <Button variant=Variant::Primary submit=true busy=busy>
                    {label}
                </Button>
            </DialogFoot>
        </form>
    }
    .into_any()
}
