//! The form in the sheet of a group: three tabs over one draft.

use leptos::{prelude::*, task::spawn_local};
use portal_client::groups::{Attempt, GroupDraft, GroupFailure, check_name, create_group, update_group};
use portal_contracts::access::Access;

use super::{
    changed::changed_view,
    panels::{collections, info, members},
    sheet::{COLLECTIONS, INFO, MEMBERS, Sheet},
    words,
};
use crate::{
    i18n::text::groups as text,
    pages::{
        client::{
            access::{Grant, Kind, model},
            collections::outdated,
        },
        problem::{Problem, ProblemCallout},
    },
    ui::{Button, DialogBody, DialogFoot, ErrorSummary, Tab, TabPanel, Tabs, Variant},
};

/// Id of the field for the name.
pub const NAME: &str = "group-name";
const TABS: &str = "group-sheet";

/// What was typed and chosen. Copy it freely.
#[derive(Clone, Copy)]
pub struct Fields {
    /// The name.
    pub name: RwSignal<String>,
    /// Who is in the group.
    pub members: RwSignal<Vec<Grant>>,
    /// What it gives access to.
    pub collections: RwSignal<Vec<Grant>>,
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
        let collections = self.collections.with_untracked(|grants| model::entries(Kind::Collection, grants));
        GroupDraft {
            name: self.name.get_untracked(),
            collections: data.grants().sent(collections),
            members: self.members.with_untracked(|grants| model::ids(Kind::Person, grants)).into_iter().collect(),
        }
    }
}

/// Members and collections of a group as lines of a selector.
pub fn grants(draft: &GroupDraft) -> (Vec<Grant>, Vec<Grant>) {
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
            crate::ui::dom::next_frame(|| crate::ui::dom::focus_id(NAME));
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
    desk.data.know_grants().await;
    if fields.name.try_get_untracked().is_none() {
        // The page is gone before anything was sent.
        return;
    }
    let draft = fields.draft(sheet);
    let outcome = match sheet.seen.get_untracked() {
        Some(seen) => update_group(&portal, &client, &seen, &draft).await.map(|()| text::saved(draft.name.trim())),
        None => {
            // It outlives the page: a lock may come before the answer, and what was typed comes back after it.
            let kept = ArcRwSignal::from(sheet.attempt);
            let mut attempt = kept.get_untracked();
            let outcome = create_group(&portal, &client, &mut attempt, &draft).await;
            let told = outcome.is_ok() && sheet.busy.try_get_untracked().is_some();
            kept.set(if told { Attempt::default() } else { attempt });
            outcome.map(|_| text::created(draft.name.trim()))
        }
    };
    outdated(&client);
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
