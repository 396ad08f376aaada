//! The sheet that changes a member (MEM-04): role and permissions, groups, collections. What somebody else changed meanwhile
//! is never overwritten in silence.

mod conflict;
mod facts;
mod save;

use leptos::{ev, prelude::*, task::spawn_local};
use portal_client::members::{MemberAccess, MemberChange, MemberNow};

use conflict::conflict;
use facts::Facts;
pub use facts::who;
use save::{resolve, save};

use super::{
    actions::{Action, Rules, Why, why_not},
    desk::Desk,
    fields::{self, Fields},
    role_fields::RoleFields,
    row::Row,
    words,
};
use crate::{
    i18n::text::members as text,
    pages::{client::access::AccessSelector, clients::work::Work},
    ui::{Button, Callout, Dialog, DialogBody, DialogFoot, Draft, Shape, Tab, TabPanel, Tabs, Tone, Variant, dom},
};

const ID: &str = "member";
const ROLE: &str = "member-role";
const TAB_ROLE: &str = "role";
const TAB_GROUPS: &str = "groups";
const TAB_COLLECTIONS: &str = "collections";

/// Which member is changed, and where the sheet opens. Copy it freely.
#[derive(Clone, Copy)]
pub struct Editing {
    draft: Draft,
    target: RwSignal<Option<Row>>,
    tab: RwSignal<&'static str>,
}

impl Editing {
    /// Nobody.
    #[must_use]
    pub fn new() -> Self {
        let draft = Draft::new("member");
        Self { draft, target: draft.kept("of", None), tab: draft.kept("tab", TAB_ROLE) }
    }

    /// Opens the sheet on the tab that belongs to the action.
    pub fn open(self, row: Row, action: Action) {
        self.target.set(Some(row));
        self.tab.set(match action {
            Action::EditGroups => TAB_GROUPS,
            Action::EditCollections => TAB_COLLECTIONS,
            _ => TAB_ROLE,
        });
        self.draft.open().set(true);
    }
}

impl Default for Editing {
    fn default() -> Self {
        Self::new()
    }
}

/// The sheet.
#[component]
pub fn EditSheet(desk: Desk) -> AnyView {
    let Editing { draft, target, .. } = desk.editing;
    let work = Work::new();
    let title =
        Signal::derive(move || target.with(|row| row.as_ref().map(|row| row.called().to_owned())).unwrap_or_default());
    Effect::new(move |_| {
        if draft.open().get() {
            desk.data.need_names();
            desk.granting.ask();
        }
    });
    view! {
        <Dialog
            open=draft.open()
            draft=draft
            title=title
            shape=Shape::Sheet
            strip=desk.data.scope.strip()
            closable=work.idle()
            on_close=work.reset()
        >
            {move || target.get().map(|row| form(row, work, desk))}
        </Dialog>
    }
    .into_any()
}

/// What the parts of the form share.
#[derive(Clone, Copy)]
struct Form {
    fields: Fields,
    facts: Facts,
    /// The member as it was when the form was filled.
    before: RwSignal<MemberAccess>,
    /// The member as somebody else made it meanwhile.
    now: RwSignal<Option<MemberNow>>,
    tried: RwSignal<bool>,
    work: Work,
}

impl Form {
    /// What is to be sent; reactive.
    fn change(self) -> MemberChange {
        let (name, email) = self.facts.change();
        MemberChange { access: self.fields.access(), name, email }
    }

    fn changed(self) -> bool {
        let access = self.fields.access();
        self.before.with(|before| !access.same_as(before)) || self.facts.changed()
    }
}

fn form(row: Row, work: Work, desk: Desk) -> AnyView {
    let data = desk.data;
    let rules = data.rules;
    let form = Form {
        fields: Fields::of(desk.editing.draft, &row.member.access),
        facts: Facts::new(&row, desk.editing.draft),
        before: RwSignal::new(row.member.access.clone()),
        now: RwSignal::new(None),
        tried: RwSignal::new(false),
        work,
    };
    let target = StoredValue::new(row.clone());
    let off = Memo::new(move |_| rules.with(|rules| target.with_value(|row| why_not(Action::EditRole, row, rules))));
    let disabled = Signal::derive(move || work.busy.get() || off.get().is_some());
    let own_off = Memo::new(move |_| own_access_off(desk, &target.get_value()));
    let access_off = Signal::derive(move || disabled.get() || own_off.get());
    let role_error = Signal::derive(move || {
        (form.tried.get() && form.fields.lacks_permission()).then(|| text::custom_without_permission().to_owned())
    });
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        form.tried.set(true);
        if untrack(|| form.fields.lacks_permission()) {
            desk.editing.tab.set(TAB_ROLE);
            return dom::focus_id(ROLE);
        }
        if untrack(|| form.facts.problem()).is_some() {
            desk.editing.tab.set(TAB_ROLE);
            return form.facts.focus();
        }
        if off.get_untracked().is_none() && untrack(|| form.changed()) && work.start() {
            spawn_local(save(target.get_value(), form, desk));
        }
    };
    let groups = Signal::derive(move || data.groups.items.get().unwrap_or_default());
    let collections = desk.granting.items(form.fields.collections);
    let has_groups = rules.with_untracked(|rules| rules.groups);
    let mut tabs =
        vec![Tab::new(TAB_ROLE, text::tab_role()).wrong(Signal::derive(move || role_error.with(Option::is_some)))];
    if has_groups {
        let count = form.fields.groups;
        tabs.push(Tab::new(TAB_GROUPS, text::tab_groups()).count(Signal::derive(move || count.with(Vec::len))));
    }
    let count = form.fields.collections;
    tabs.push(Tab::new(TAB_COLLECTIONS, text::tab_collections()).count(Signal::derive(move || count.with(Vec::len))));
    let tab = desk.editing.tab;
    let before_groups = Signal::derive(move || form.before.with(fields::groups));
    let before_collections = Signal::derive(move || form.before.with(fields::collections));
    let locked = desk.granting.locked(before_collections);
    let group_panel = has_groups.then(|| {
        view! {
            <TabPanel id=ID tab=TAB_GROUPS value=tab>
                {own_note(own_off)} {data.groups_note()}
                <AccessSelector
                    id="member-groups"
                    label=text::groups_label()
                    placeholder=text::groups_placeholder()
                    items=groups
                    value=form.fields.groups
                    before=before_groups
                    plain=true
                    empty=text::groups_none()
                    disabled=access_off
                />
            </TabPanel>
        }
    });
    view! {
        <form novalidate on:submit=submit>
            <Tabs id=ID label=text::tabs_label() value=tab tabs=tabs />
            <DialogBody>
                {work.failure_view()}
                {move || form.now.get().map(|now| conflict(now, &untrack(|| form.change()), desk, move |take_theirs, now| {
                    resolve(form, desk.editing.draft, take_theirs, now);
                }))}
                {move || off.get().map(|why| off_note(why, &rules.get()))}
                <TabPanel id=ID tab=TAB_ROLE value=tab>
                    {who(&row)}
                    <RoleFields id=ROLE fields=form.fields rules=rules error=role_error disabled=disabled />
                    {gives_up(form, row.member.is_self, row.member.role())}
                    {form.facts.view(&row, desk, disabled)}
                </TabPanel>
                {group_panel}
                <TabPanel id=ID tab=TAB_COLLECTIONS value=tab>
                    {own_note(own_off)} {data.collections_note()} {desk.granting.note()}
                    <AccessSelector
                        id="member-collections"
                        label=text::collections_label()
                        placeholder=text::collections_placeholder()
                        items=collections
                        value=form.fields.collections
                        before=before_collections
                        locked=locked
                        empty=text::collections_none()
                        disabled=access_off
                    />
                </TabPanel>
            </DialogBody>
            <DialogFoot>
                <Button disabled=work.busy on_click=move || desk.editing.draft.open().set(false)>
                    {text::cancel()}
                </Button>
                <Button
                    variant=Variant::Primary
                    submit=true
                    busy=work.busy
                    disabled=Signal::derive(move || off.get().is_some() || !form.changed() || form.now.with(Option::is_some))
                >
                    {text::edit_save()}
                </Button>
            </DialogFoot>
        </form>
    }
    .into_any()
}

/// Nobody gives access to themselves where admins do not reach everything (screens §1.4).
fn own_access_off(desk: Desk, row: &Row) -> bool {
    row.member.is_self
        && desk.data.scope.entry.with(|entry| {
            entry.as_ref().is_some_and(|entry| {
                entry.provider_id.is_none() && !entry.management.allow_admin_access_to_all_collection_items
            })
        })
}

fn own_note(own_off: Memo<bool>) -> AnyView {
    (move || {
        own_off.get().then(|| {
            view! {
                <Callout>
                    <p>{text::own_access_off()}</p>
                </Callout>
            }
        })
    })
    .into_any()
}

fn off_note(why: Why, _rules: &Rules) -> AnyView {
    view! {
        <Callout title=text::edit_off_title()>
            <p>{words::why(why, Action::EditRole)}</p>
        </Callout>
    }
    .into_any()
}

/// Whether somebody is about to give up their own rights.
fn gives_up(form: Form, own: bool, role: portal_contracts::enums::OrganizationUserType) -> AnyView {
    (move || {
        (own && form.fields.role() != role).then(|| {
            view! {
                <Callout tone=Tone::Warning>
                    <p>{text::role_self()}</p>
                </Callout>
            }
        })
    })
    .into_any()
}
