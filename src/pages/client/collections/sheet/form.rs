//! What is typed into the sheet, what is wrong with it, and what it would mean.

use leptos::prelude::*;
use portal_client::collections::{
    Changed, Collection, Draft as Made, MoveRefusal, Step, plan_move,
    tree::{self, NameRefusal},
};

use super::super::{
    desk::{ACCESS, Desk, INFO, Target},
    items, words,
};
use super::below::Below;
use crate::{
    i18n::{list, text::collections as text},
    pages::{
        client::access::{Grant, model},
        clients::work::Work,
    },
    ui::{Button, Callout, Tone, Variant, rich},
};

/// The form. Copy it freely; it ends with the sheet.
#[derive(Clone, Copy)]
pub struct Form {
    /// The page.
    pub desk: Desk,
    /// The work of saving.
    pub work: Work,
    /// The last part of the path.
    pub name: RwSignal<String>,
    /// Key of the node above; empty = top.
    pub parent: RwSignal<String>,
    /// Who has access.
    pub grants: RwSignal<Vec<Grant>>,
    /// Who is to manage what comes along and nobody manages.
    pub heirs: RwSignal<Vec<Grant>>,
    /// What stands in the way below.
    pub below: Memo<Below>,
    /// Somebody pressed save.
    pub tried: RwSignal<bool>,
    /// The collection as it was read; nothing for something new.
    pub before: RwSignal<Option<Collection>>,
    /// What somebody else did meanwhile.
    pub changed: RwSignal<Option<Changed>>,
    /// So that a repeat makes no second collection.
    pub made: StoredValue<Made, LocalStorage>,
    target: StoredValue<Target>,
    start: RwSignal<(String, String)>,
}

impl Form {
    /// The form of a target, with what was typed before a lock.
    #[must_use]
    pub fn new(desk: Desk, target: Target, work: Work) -> Self {
        let (name, parent, before) = untrack(|| start_of(desk, &target));
        let (start, before) = (desk.sheet.base("start", (name, parent)), desk.sheet.base("before", before));
        let (name, parent) = start.get_untracked();
        let grants = before.with_untracked(|before| before.as_ref().map(items::grants).unwrap_or_default());
        let form = Self {
            desk,
            work,
            name: desk.sheet.field("name", name),
            parent: desk.sheet.field("parent", parent),
            grants: desk.sheet.field("grants", grants),
            heirs: desk.sheet.field("heirs", Vec::new()),
            below: Memo::new(|_| Below::default()),
            tried: RwSignal::new(false),
            before,
            changed: RwSignal::new(None),
            made: StoredValue::new_local(Made::default()),
            target: StoredValue::new(target),
            start,
        };
        Self { below: Memo::new(move |_| Below::of(form)), ..form }
    }

    /// What the sheet is about.
    #[must_use]
    pub fn target(self) -> Target {
        self.target.get_value()
    }

    /// Something new is made.
    #[must_use]
    pub fn is_new(self) -> bool {
        self.target.with_value(|target| matches!(target, Target::New(_) | Target::Real(_)))
    }

    /// Another name or place is wanted; reactive.
    #[must_use]
    pub fn renames(self) -> bool {
        self.start
            .with(|(name, parent)| self.name.with(|now| now.trim() != name) || self.parent.with(|now| now != parent))
    }

    /// Path of the place; reactive.
    fn above(self) -> String {
        let parent = self.parent.get();
        self.desk
            .data
            .with(|shelf| shelf.tree.find(&parent).map(|at| shelf.tree.path(at)))
            .flatten()
            .unwrap_or_default()
    }

    /// The whole path of something new; reactive.
    ///
    /// # Errors
    /// What is wrong with the name.
    pub fn path(self) -> Result<String, NameRefusal> {
        tree::compose(&self.above(), &self.name.get())
    }

    /// The writes that another name or place means, itself first; reactive.
    ///
    /// # Errors
    /// Why it cannot be moved so.
    pub fn steps(self) -> Result<Vec<Step>, MoveRefusal> {
        let key = match self.target() {
            Target::Edit(key) | Target::Part(key) => key,
            Target::New(_) | Target::Real(_) => return Ok(Vec::new()),
        };
        if !self.renames() || self.place_gone() {
            return Ok(Vec::new());
        }
        let (name, parent) = (self.name.get(), self.parent.get());
        let planned = self.desk.data.with(|shelf| {
            let node = shelf.tree.find(&key)?;
            Some(plan_move(&shelf.tree, &shelf.list, node, shelf.tree.find(&parent), &name))
        });
        planned.flatten().unwrap_or(Ok(Vec::new()))
    }

    /// Whether the place was deleted or moved since it was chosen; reactive.
    #[must_use]
    pub fn place_gone(self) -> bool {
        let parent = self.parent.get();
        !parent.is_empty() && self.desk.data.with(|shelf| shelf.tree.find(&parent).is_none()) == Some(true)
    }

    /// What is wrong with the place; reactive. A place that is gone must not become the top in silence.
    #[must_use]
    pub fn place_error(self) -> Option<String> {
        // Where neither name nor place changes nothing is written about it.
        let wrong = (self.is_new() || self.renames()) && self.place_gone();
        wrong.then(|| text::parent_gone().to_owned())
    }

    /// What is wrong with name and place; reactive.
    #[must_use]
    pub fn name_error(self) -> Option<String> {
        if let Some(error) = self.place_error() {
            return Some(error);
        }
        let tried = self.tried.get();
        let refusal = if self.is_new() {
            self.path().err().map(MoveRefusal::Name)
        } else if self.renames() {
            self.steps().err()
        } else {
            None
        };
        let Some(refusal) = refusal else {
            let locked = self.below.with(|below| below.locked.clone());
            let first = self.desk.data.with(|shelf| locked.first().map(|id| words::place(shelf, id))).flatten()?;
            return Some(text::locked_below(i64::try_from(locked.len()).unwrap_or(i64::MAX), &first));
        };
        match refusal {
            MoveRefusal::Name(NameRefusal::Missing) if !tried => None,
            MoveRefusal::Name(refusal) => Some(words::name_refusal(refusal).to_owned()),
            MoveRefusal::IntoItself => Some(text::into_itself().to_owned()),
            MoveRefusal::TooLong { id } => {
                let named = self.desk.data.with(|shelf| words::place(shelf, &id)).unwrap_or_default();
                Some(text::name_long_below(&named))
            }
        }
    }

    /// Whoever makes a collection as a member manages it without being named.
    #[must_use]
    pub fn manages_by_making(self) -> bool {
        let standing = self.desk.rights().standing;
        self.is_new() && !standing.provider && standing.role.is_some()
    }

    /// What is wrong with the access; reactive.
    #[must_use]
    pub fn access_error(self) -> Option<String> {
        let part = matches!(self.target(), Target::Part(_));
        let wrong = !part
            && self.tried.get()
            && self.desk.rights().needs_manager()
            && !self.manages_by_making()
            && !self.grants.with(|grants| model::has_manager(grants));
        wrong.then(|| text::manager_missing().to_owned())
    }

    /// Whether it is not said who is to manage what comes along and nobody manages; reactive.
    #[must_use]
    pub fn heirs_error(self) -> Option<String> {
        let wrong =
            self.tried.get() && self.below.with(|below| !below.unmanaged.is_empty()) && self.heirs.with(Vec::is_empty);
        wrong.then(|| text::heirs_missing().to_owned())
    }

    /// Whether there is something to save; reactive.
    #[must_use]
    pub fn can_save(self) -> bool {
        self.is_new() || self.desk.sheet.changed() || self.changed.with(Option::is_some)
    }

    /// The tab with what is wrong first.
    pub fn show_wrong(self) {
        if untrack(|| self.name_error()).is_some() {
            let field = if untrack(|| self.place_error()).is_some() { super::info::PARENT } else { super::info::NAME };
            self.desk.tab.set(INFO);
            crate::ui::dom::next_frame(move || crate::ui::dom::focus_id(field));
        } else if untrack(|| self.heirs_error()).is_some() {
            self.desk.tab.set(INFO);
            crate::ui::dom::next_frame(|| crate::ui::dom::focus_id(super::below::HEIRS));
        } else if untrack(|| self.access_error()).is_some() {
            self.desk.tab.set(ACCESS);
            crate::ui::dom::next_frame(|| crate::ui::dom::focus_id(super::access::FIELD));
        }
    }

    /// Somebody else changed the same: the form goes on from their version, with the own changes in it.
    pub fn rebase(self, changed: Changed) {
        self.desk.data.replace(changed.now.clone());
        let _ = self.grants.try_set(items::of_lists(&changed.joined));
        let _ = self.before.try_set(Some(changed.now.clone()));
        let _ = self.changed.try_set(Some(changed));
    }

    /// Drops the own changes for theirs.
    fn take_theirs(self) {
        let target = self.target();
        let (name, parent, before) = untrack(|| start_of(self.desk, &target));
        self.grants.set(before.as_ref().map(items::grants).unwrap_or_default());
        self.name.set(name.clone());
        self.parent.set(parent.clone());
        self.start.set((name, parent));
        self.before.set(before);
        self.changed.set(None);
        self.desk.sheet.saved();
    }

    /// What somebody else did meanwhile, and the choice; nothing as long as nobody did.
    #[must_use]
    pub fn changed_view(self) -> Option<AnyView> {
        let changed = self.changed.get()?;
        let people = self.desk.data.people();
        let groups = people.group_names();
        let mut names: Vec<String> =
            changed.groups.iter().filter_map(|id| groups.get(id.as_str())).map(|name| (*name).to_owned()).collect();
        let members = people.members.iter().flatten().filter(|member| changed.users.contains(&member.id));
        names.extend(members.map(|member| member.shown_name().to_owned()));
        let renamed = changed.name.then(|| {
            let path = changed.now.path.as_deref().map(|path| tree::parts(path).into_iter().map(tree::shown).collect());
            let path: Vec<String> = path.unwrap_or_default();
            view! { <p>{rich(text::changed_name(&path.join(" / ")))}</p> }
        });
        let who = (!names.is_empty()).then(|| view! { <p>{rich(text::changed_who(&list(&names)))}</p> });
        Some(
            view! {
                <Callout tone=Tone::Warning title=text::changed_title() alert=true>
                    <p>{text::changed_text()}</p>
                    {renamed}
                    {who}
                    <p class="callout__actions">
                        <Button variant=Variant::Link on_click=move || self.take_theirs()>
                            {text::take_theirs()}
                        </Button>
                    </p>
                </Callout>
            }
            .into_any(),
        )
    }
}

/// Name, key of the place, and the collection itself, at the start.
fn start_of(desk: Desk, target: &Target) -> (String, String, Option<Collection>) {
    let nothing = || (String::new(), String::new(), None);
    desk.data
        .with(|shelf| match target {
            Target::New(parent) => (String::new(), parent.clone(), None),
            Target::Edit(key) | Target::Part(key) | Target::Real(key) => {
                let Some((at, node)) = shelf.tree.find(key).and_then(|at| Some((at, shelf.tree.node(at)?))) else {
                    return nothing();
                };
                let parent = node.parent.and_then(|parent| shelf.tree.node(parent)).map(|parent| parent.key.clone());
                let name = if matches!(target, Target::Real(_)) { node.name.clone() } else { tree::shown(&node.name) };
                (name, parent.unwrap_or_default(), shelf.collection(at).cloned())
            }
        })
        .unwrap_or_else(nothing)
}
