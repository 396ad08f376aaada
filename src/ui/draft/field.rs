//! The parts of a draft: fields whose values are kept, and what is only watched.

use leptos::prelude::*;

/// What a draft asks each of its parts.
pub trait Part: Send + Sync {
    /// Its name, unique in the draft.
    fn name(&self) -> &'static str;
    /// Whether it differs from its start; reactive.
    fn changed(&self) -> bool;
    /// Whether what differs outlives a lock.
    fn kept(&self) -> bool;
    /// Back to the start.
    fn reset(&self);
    /// What is there is the new start.
    fn save(&self);
}

/// A value and what it was at the start. Signals of their own, so that they outlive the form.
#[derive(Clone)]
pub struct Field<T> {
    name: &'static str,
    start: ArcRwSignal<T>,
    /// What stands there now.
    pub value: ArcRwSignal<T>,
}

impl<T: Clone + PartialEq + Send + Sync + 'static> Field<T> {
    /// An untouched field.
    pub fn new(name: &'static str, start: T) -> Self {
        Self { name, value: ArcRwSignal::new(start.clone()), start: ArcRwSignal::new(start) }
    }

    /// A form begins: untouched fields follow the start, what was typed stays.
    pub fn begin(&self, start: T) {
        let before = self.start.get_untracked();
        if before == start {
            return;
        }
        if self.value.with_untracked(|value| *value == before) {
            self.value.set(start.clone());
        }
        self.start.set(start);
    }
}

impl<T: Clone + PartialEq + Send + Sync + 'static> Part for Field<T> {
    fn name(&self) -> &'static str {
        self.name
    }

    fn changed(&self) -> bool {
        self.start.with(|start| self.value.with(|value| value != start))
    }

    fn kept(&self) -> bool {
        true
    }

    fn reset(&self) {
        let start = self.start.get_untracked();
        if self.value.with_untracked(|value| *value != start) {
            self.value.set(start);
        }
    }

    fn save(&self) {
        self.start.set(self.value.get_untracked());
    }
}

/// Something that is kept elsewhere, or nowhere.
pub struct Watched {
    name: &'static str,
    changed: Box<dyn Fn() -> bool + Send + Sync>,
    /// Dropped by the person: asks no more until the form is made anew.
    dropped: ArcRwSignal<bool>,
}

impl Watched {
    /// Asks `changed`.
    pub fn new(name: &'static str, changed: impl Fn() -> bool + Send + Sync + 'static) -> Self {
        Self { name, changed: Box::new(changed), dropped: ArcRwSignal::new(false) }
    }
}

impl Part for Watched {
    fn name(&self) -> &'static str {
        self.name
    }

    fn changed(&self) -> bool {
        !self.dropped.get() && (self.changed)()
    }

    fn kept(&self) -> bool {
        false
    }

    fn reset(&self) {
        self.dropped.set(true);
    }

    fn save(&self) {
        self.dropped.set(true);
    }
}
