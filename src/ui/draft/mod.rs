//! What was typed and is not saved yet. One mechanism for dialogs, sheets and pages:
//!
//! - Leaving asks. A [`super::Dialog`] with a draft asks before it closes; the frame asks before another page opens and
//!   the browser before the tab is closed, as long as anything on the page is changed.
//! - It survives a lock. The fields of a draft live in [`Drafts`], in memory, while the page around them is gone. Back at
//!   the same address after unlocking, the form stands there as it was. Never in a storage, and gone with the sign-out.
//!
//! A password is no field of a draft: it stays in its input ([`Draft::watch`] makes leaving ask all the same).

mod field;
mod question;

use std::{any::Any, collections::BTreeMap, sync::Arc};

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use field::{Field, Part, Watched};
pub use question::LeaveQuestion;
pub(super) use question::discard_question;

/// What is done once the person agrees. Not a callback: the menu or dialog that asks is gone by then, and with it its callbacks.
type Leaving = Arc<dyn Fn() + Send + Sync>;

type Kept = BTreeMap<String, Box<dyn Any + Send + Sync>>;

/// All drafts of this tab. Copy it freely.
#[derive(Clone, Copy)]
pub struct Drafts {
    kept: StoredValue<Kept>,
    shown: RwSignal<Vec<Draft>>,
    asked: RwSignal<Option<Leaving>>,
    held: Signal<bool>,
    /// Answers whether Back and Forward were stopped.
    stops: StoredValue<Option<Callback<(), bool>>>,
}

impl Drafts {
    /// Makes the store and puts it into the context; the app does this once, before there is a router: it must hear
    /// Back first. While `held` is true, forms that go away leave what was typed behind: the portal is locked.
    pub fn provide(held: Signal<bool>) -> Self {
        let drafts = Drafts {
            kept: StoredValue::new(BTreeMap::new()),
            shown: RwSignal::new(Vec::new()),
            asked: RwSignal::new(None),
            held,
            stops: StoredValue::new(None),
        };
        provide_context(drafts);
        #[cfg(target_arch = "wasm32")]
        drafts.hear_steps();
        drafts
    }

    /// Whether anything on the page is changed and not saved; reactive.
    #[must_use]
    pub fn unsaved(self) -> bool {
        self.shown.with(|shown| shown.iter().any(|draft| draft.changed()))
    }

    /// Does something that leaves the page: at once when nothing is unsaved, otherwise once the person agrees.
    pub fn leave(self, then: impl Fn() + Send + Sync + 'static) {
        if untrack(|| self.unsaved()) {
            self.asked.set(Some(Arc::new(then)));
        } else {
            then();
        }
    }

    /// Forgets what belongs to another address: whoever went on after unlocking does not come back for it.
    pub fn forget_elsewhere(self, address: &str) {
        let here = [address, "#"].concat();
        self.kept.update_value(|kept| kept.retain(|key, _| key.starts_with(&here)));
    }

    /// Forgets everything: another person may come.
    pub fn forget(self) {
        self.kept.update_value(Kept::clear);
    }

    /// Windows call their listeners in the order in which they came, also those that want to be first.
    #[cfg(target_arch = "wasm32")]
    fn hear_steps(self) {
        let listener = window_event_listener(leptos::ev::popstate, move |event| {
            if self.stops.get_value().is_some_and(|stops| stops.run(())) {
                event.stop_immediate_propagation();
            }
        });
        on_cleanup(move || listener.remove());
    }

    /// What is kept under a key, made when there is nothing.
    fn keep<T: Clone + Send + Sync + 'static>(self, key: String, made: T) -> T {
        let known = self.kept.with_value(|kept| kept.get(&key).and_then(|known| known.downcast_ref::<T>()).cloned());
        known.unwrap_or_else(|| {
            self.kept.update_value(|kept| drop(kept.insert(key, Box::new(made.clone()))));
            made
        })
    }
}

/// The unsaved content of one form. Copy it freely.
#[derive(Clone, Copy)]
pub struct Draft {
    drafts: Drafts,
    prefix: StoredValue<String>,
    parts: RwSignal<Vec<Arc<dyn Part>>>,
    open: RwSignal<bool>,
    /// It was changed when a lock took it away.
    resumed: RwSignal<bool>,
}

impl Draft {
    /// The draft of a form; make it where the dialog or the page is made. `form` tells it from the others of the page.
    #[must_use]
    pub fn new(form: &str) -> Self {
        Self::at(expect_context::<Drafts>(), &use_location().pathname.get_untracked(), form)
    }

    fn at(drafts: Drafts, address: &str, form: &str) -> Self {
        let prefix = [address, "#", form, "/"].concat();
        let open = drafts.keep([prefix.as_str(), "open"].concat(), ArcRwSignal::new(false));
        let resumed = drafts.keep([prefix.as_str(), "resumed"].concat(), ArcRwSignal::new(false));
        let this = Draft {
            drafts,
            prefix: StoredValue::new(prefix.clone()),
            parts: RwSignal::new(Vec::new()),
            open: RwSignal::from(open.clone()),
            resumed: RwSignal::from(resumed.clone()),
        };
        drafts.shown.update(|shown| shown.push(this));
        on_cleanup(move || {
            let any = |such: fn(&dyn Part) -> bool| {
                this.parts.try_with_untracked(|parts| parts.iter().any(|part| such(&**part))) == Some(true)
            };
            let (changed, waits) = (any(|part| part.changed()), any(|part| part.kept() && part.changed()));
            let _ = drafts.shown.try_update(|shown| shown.retain(|draft| draft.prefix != this.prefix));
            if drafts.held.try_get_untracked() != Some(true) {
                drafts.kept.try_update_value(|kept| kept.retain(|key, _| !key.starts_with(&prefix)));
            } else if changed {
                // Also when the question whether to drop it was open.
                open.set(true);
                resumed.set(waits);
            }
        });
        this
    }

    /// Whether the dialog of this form is open; comes back after a lock. Give it to [`super::Dialog`] with the draft.
    #[must_use]
    pub fn open(self) -> RwSignal<bool> {
        self.open
    }

    /// A field, with what stands in it at the start. Call it where the form is made: what was typed before a lock is
    /// there again; a field that was not touched takes the new start.
    #[must_use]
    pub fn field<T>(self, name: &'static str, start: T) -> RwSignal<T>
    where
        T: Clone + PartialEq + Send + Sync + 'static,
    {
        let field = self.drafts.keep(self.key(name), Field::new(name, start.clone()));
        field.begin(start);
        self.add(Arc::new(field.clone()));
        RwSignal::from(field.value)
    }

    /// Something else that comes back after a lock and is no change by itself: whom the dialog is about, an open tab.
    #[must_use]
    pub fn kept<T: Clone + Send + Sync + 'static>(self, name: &'static str, start: T) -> RwSignal<T> {
        RwSignal::from(self.drafts.keep(self.key(name), ArcRwSignal::new(start)))
    }

    /// What the fields start from: what was read. While something typed waits, this stays as it was when the typing
    /// began, also when the form is made again after a lock: what somebody else saved meanwhile is a conflict then, and
    /// not silently undone. Call it before the fields are made.
    #[must_use]
    pub fn base<T: Clone + Send + Sync + 'static>(self, name: &'static str, now: T) -> RwSignal<T> {
        let base = self.kept(name, now.clone());
        if !self.waits() {
            base.set(now);
        }
        base
    }

    /// Whether something typed waits, from before a lock also when its fields are not made yet; not reactive.
    #[must_use]
    pub fn waits(self) -> bool {
        self.resumed.get_untracked() || untrack(|| self.changed())
    }

    /// Counts as a change while `changed` says so, and is not kept: for password fields.
    pub fn watch(self, name: &'static str, changed: impl Fn() -> bool + Send + Sync + 'static) {
        self.add(Arc::new(Watched::new(name, changed)));
    }

    /// Whether anything differs from the start; reactive.
    #[must_use]
    pub fn changed(self) -> bool {
        self.parts.try_with(|parts| parts.iter().any(|part| part.changed())).unwrap_or_default()
    }

    /// Back to the start: the form has done its work, or nobody wants it.
    pub fn reset(self) {
        let _ = self.resumed.try_set(false);
        self.each(|part| part.reset());
    }

    /// What stands there now is the new start: a form that stays was saved.
    pub fn saved(self) {
        let _ = self.resumed.try_set(false);
        self.each(|part| part.save());
    }

    /// Closes the dialog without a question: the form has done its work.
    pub fn close(self) {
        self.reset();
        let _ = self.open.try_set(false);
    }

    /// Whether the portal is locked: what is kept stays as it is.
    #[must_use]
    pub fn held(self) -> bool {
        self.drafts.held.try_get_untracked() == Some(true)
    }

    /// Forgets the fields of a dialog's content that is gone.
    pub(super) fn ended(self) {
        if !self.held() {
            self.reset();
        }
    }

    fn key(self, name: &str) -> String {
        self.prefix.with_value(|prefix| [prefix.as_str(), name].concat())
    }

    fn add(self, part: Arc<dyn Part>) {
        self.parts.update(|parts| {
            // The content of a dialog is made anew each time it opens.
            parts.retain(|known| known.name() != part.name());
            parts.push(part);
        });
    }

    fn each(self, act: impl Fn(&dyn Part)) {
        // Out of the signal first: what is set may look at the list.
        let parts = self.parts.try_get_untracked().unwrap_or_default();
        parts.iter().for_each(|part| act(&**part));
    }
}

#[cfg(test)]
mod tests;
