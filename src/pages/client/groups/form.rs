//! The form in the sheet of a group: three tabs over one draft.

use std::{collections::BTreeSet, sync::Arc};

use leptos::{prelude::*, task::spawn_local};
use portal_client::groups::{GroupDraft, GroupFailure, check_name, create_group, update_group};
use portal_contracts::{access::Access, limits};

use super::{
    changed::changed_view,
    sheet::{COLLECTIONS, INFO, MEMBERS, Sheet},
    words,
};
use crate::{
    i18n::text::groups as text,
    pages::{
        client::access::{AccessSelector, Grant, Item, Kind, model},
        problem::{Problem, ProblemCallout},
    },
    ui::{Button, Callout, DialogBody, DialogFoot, ErrorSummary, Tab, TabPanel, Tabs, TextField, Tone, Variant},
};

const NAME: &str = "group-name";
const TABS: &str = "group-sheet";

/// What was typed and chosen. Copy it freely.
#[derive(Clone, Copy)]
pub struct Fields {
    name: RwSignal<String>,
    members: RwSignal<Vec<Grant>>,
    collections: RwSignal<Vec<Grant>>,
}

impl Fields {
    /// The fields over what was read; a new group starts empty.
    fn new(sheet: Sheet) -> Self {
        let draft = sheet.desk.sheet;
        let start = sheet.seen.get_untracked().as_ref().map(GroupDraft::from).unwrap_or_default();
        let (members, collections) = grants(&start);
        Self {
            name: draft.field("name", start.name),
            members: draft.field("members", members),
            collections: draft.field("collections", collections),
        }
    }

    /// What the group is to be.
    fn draft(self, sheet: Sheet) -> GroupDraft {
        let data = sheet.desk.data;
        // Servers refuse a list with collections that one may not grant, and keep those by themselves.
        let mut collections = self.collections.with_untracked(|grants| model::entries(Kind::Collection, grants));
        collections.retain(|entry| data.may_grant(&entry.id));
        GroupDraft {
            name: self.name.get_untracked(),
            collections,
            members: self.members.with_untracked(|grants| model::ids(Kind::Person, grants)).into_iter().collect(),
        }
    }
}

/// Members and collections of a group as lines of a selector.
fn grants(draft: &GroupDraft) -> (Vec<Grant>, Vec<Grant>) {
    let person = |id: &String| Grant::new(Kind::Person, id.clone(), Access::View);
    (draft.members.iter().map(person).collect(), model::grants(Kind::Collection, &draft.collections))
}

/// The form.
#[component]
pub fn Form(sheet: Sheet) -> AnyView {
    let desk = sheet.desk;
    let fields = Fields::new(sheet);
    let new = sheet.seen.with_untracked(Option::is_none);
    let judged = RwSignal::new(false);
    let failure = RwSignal::new(None::<Problem>);
    let problem = Memo::new(move |_| fields.name.with(|name| check_name(name)).map(words::name_problem));
    let error = Signal::derive(move || judged.get().then(|| problem.get()).flatten());
    let summary = Signal::derive(move || match error.get() {
        // In the tab with the field the message beside it is enough.
        Some(message) if desk.tab.get() != INFO => {
            vec![(NAME.to_owned(), text::summary_tab(text::tab_info(), &message))]
        }
        _ => Vec::new(),
    });
    let save = move || {
        judged.set(true);
        if sheet.busy.get_untracked() {
            return;
        }
        if problem.with_untracked(Option::is_some) {
            desk.tab.set(INFO);
            crate::ui::dom::after_paint(|| crate::ui::dom::focus_id(NAME));
            return;
        }
        sheet.busy.set(true);
        failure.set(None);
        spawn_local(run(sheet, fields, failure));
    };
    let body = view! {
        <DialogBody>
            <ErrorSummary errors=summary />
            {move || failure.get().map(|problem| view! { <ProblemCallout problem=problem /> })}
            {move || sheet.changed.get().map(|change| changed_view(&change, sheet, save))}
            <TabPanel id=TABS tab=INFO value=desk.tab>
                {info(sheet, fields, error, judged)}
            </TabPanel>
            <TabPanel id=TABS tab=MEMBERS value=desk.tab>
                {members(sheet, fields)}
            </TabPanel>
            <TabPanel id=TABS tab=COLLECTIONS value=desk.tab>
                {collections(sheet, fields)}
            </TabPanel>
        </DialogBody>
    }
    .into_any();
    let tabs = vec![
        Tab::new(INFO, text::tab_info()).wrong(Signal::derive(move || error.with(Option::is_some))),
        Tab::new(MEMBERS, text::tab_members()).count(Signal::derive(move || fields.members.with(Vec::len))),
        Tab::new(COLLECTIONS, text::tab_collections()).count(Signal::derive(move || fields.collections.with(Vec::len))),
    ];
    view! {
        <form
            novalidate
            on:submit=move |event| {
                event.prevent_default();
                save();
            }
        >
            <Tabs id=TABS label=text::tabs_label() value=desk.tab tabs=tabs />
            {body}
            <DialogFoot>
                <Button disabled=sheet.busy on_click=move || desk.sheet.open().set(false)>
                    {text::cancel()}
                </Button>
                <Button
                    variant=Variant::Primary
                    submit=true
                    busy=sheet.busy
                    disabled=Signal::derive(move || !new && !desk.sheet.changed())
                >
                    {if new { text::save_new() } else { text::save() }}
                </Button>
            </DialogFoot>
        </form>
    }
    .into_any()
}

async fn run(sheet: Sheet, fields: Fields, failure: RwSignal<Option<Problem>>) {
    let desk = sheet.desk;
    let (portal, client) = (desk.data.scope.portal(), desk.data.scope.id());
    let draft = fields.draft(sheet);
    let outcome = match sheet.seen.get_untracked() {
        Some(seen) => update_group(&portal, &client, &seen, &draft).await.map(|()| text::saved(draft.name.trim())),
        None => create_group(&portal, &client, &draft).await.map(|_| text::created(draft.name.trim())),
    };
    if sheet.busy.try_set(false).is_some() {
        // The page is gone.
        return;
    }
    match outcome {
        Ok(notice) => {
            desk.sheet.close();
            desk.toasts.success(notice);
            desk.data.reload();
        }
        Err(GroupFailure::Changed(change)) => {
            let _ = sheet.changed.try_set(Some(*change));
        }
        Err(error) => {
            let _ = failure.try_set(Some(words::failure(&error)));
        }
    }
}

fn info(sheet: Sheet, fields: Fields, error: Signal<Option<String>>, judged: RwSignal<bool>) -> AnyView {
    let count = Signal::derive(move || {
        let length = fields.name.with(|name| name.trim().chars().count());
        Some(text::name_count(&words::count(length), &words::count(limits::GROUP_NAME)))
    });
    let external = sheet.seen.with_untracked(|seen| seen.as_ref().and_then(|seen| seen.group.external_id.clone()));
    let external = external.map(|id| {
        let id = RwSignal::new(id);
        view! {
            <TextField
                id="group-external"
                label=text::external()
                value=id
                readonly=true
                help=text::external_help()
            />
        }
    });
    view! {
        <TextField
            id=NAME
            label=text::name()
            value=fields.name
            count=count
            help=text::name_help()
            error=error
            disabled=sheet.busy
            on_blur=move || {
                if fields.name.with_untracked(|name| !name.is_empty()) {
                    judged.set(true);
                }
            }
        />
        {external}
    }
    .into_any()
}

/// What was read, for marking what changed.
fn before(sheet: Sheet, part: fn(&GroupDraft) -> Vec<Grant>) -> Signal<Vec<Grant>> {
    Signal::derive(move || {
        sheet.seen.with(|seen| seen.as_ref().map(|seen| part(&GroupDraft::from(seen))).unwrap_or_default())
    })
}

fn members(sheet: Sheet, fields: Fields) -> AnyView {
    let data = sheet.desk.data;
    let own = data.scope.entry.with_untracked(|entry| entry.clone().and_then(|entry| entry.membership));
    let restricted = data.scope.entry.with_untracked(|entry| {
        entry.as_ref().is_some_and(|e| !e.management.allow_admin_access_to_all_collection_items)
    });
    let was_in: BTreeSet<String> =
        sheet.seen.with_untracked(|seen| seen.as_ref().map(|seen| seen.members.clone()).unwrap_or_default());
    // While admins may not reach everything nobody adds themselves: then one is not offered.
    let hidden = own.map(|own| own.id).filter(|id| restricted && !was_in.contains(id));
    let not_self = hidden.is_some();
    let items = Signal::derive(move || {
        let members = data.members.get().unwrap_or_default();
        let item = |member: &portal_client::members::Member| {
            let second = if member.name.is_some() { member.email.clone() } else { String::new() };
            Item::new(Kind::Person, &member.id, member.shown_name()).sub(second)
        };
        Arc::new(members.iter().filter(|member| hidden.as_ref() != Some(&member.id)).map(item).collect::<Vec<_>>())
    });
    view! {
        <p class="quiet">{text::members_hint()}</p>
        {move || {
            data.members
                .with(Option::is_none)
                .then(|| {
                    view! {
                        <Callout tone=Tone::Warning>
                            <p>{text::members_reading()}</p>
                        </Callout>
                    }
                })
        }}
        {not_self
            .then(|| {
                view! {
                    <Callout>
                        <p>{text::members_self()}</p>
                    </Callout>
                }
            })}
        <AccessSelector
            id="group-members"
            label=text::members_label()
            placeholder=text::members_placeholder()
            items=items
            value=fields.members
            before=before(sheet, |draft| grants(draft).0)
            plain=true
            empty=text::members_none()
            disabled=sheet.busy
        />
    }
    .into_any()
}

fn collections(sheet: Sheet, fields: Fields) -> AnyView {
    let data = sheet.desk.data;
    let items = Signal::derive(move || {
        let collections = data.collections.get().unwrap_or_default();
        let item = |one: &portal_client::collections::Collection| {
            Item::new(Kind::Collection, &one.id, words::short(&one.path)).sub(words::above(&one.path))
        };
        // "My items" belong to one person; groups never get them.
        let offered = |one: &&portal_client::collections::Collection| !one.own_items && data.may_grant(&one.id);
        let given = |one: &&portal_client::collections::Collection| {
            fields.collections.with_untracked(|grants| grants.iter().any(|grant| grant.id == one.id))
        };
        Arc::new(collections.iter().filter(|one| offered(one) || given(one)).map(item).collect::<Vec<_>>())
    });
    let locked = Callback::new(move |(grant,): (Grant,)| {
        (!data.may_grant(&grant.id)).then(|| text::collections_locked().to_owned())
    });
    view! {
        <p class="quiet">{text::collections_hint()}</p>
        {move || {
            data.collections
                .with(Option::is_none)
                .then(|| {
                    view! {
                        <Callout tone=Tone::Warning>
                            <p>{text::collections_reading()}</p>
                        </Callout>
                    }
                })
        }}
        <AccessSelector
            id="group-collections"
            label=text::collections_label()
            placeholder=text::collections_placeholder()
            items=items
            value=fields.collections
            before=before(sheet, |draft| grants(draft).1)
            locked=locked
            empty=text::collections_none()
            disabled=sheet.busy
        />
    }
    .into_any()
}
