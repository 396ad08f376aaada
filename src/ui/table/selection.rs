//! Which rows are chosen and how a table is sorted.

use std::collections::BTreeSet;

use leptos::{html, prelude::*};

use super::RowName;
use crate::{
    i18n::text,
    ui::icon::{Icon, icon},
};

/// Sorting by one column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sort {
    /// Id of the column.
    pub column: String,
    /// From the top down: z to a, most to least.
    pub descending: bool,
}

impl Sort {
    /// Ascending by a column.
    pub fn by(column: impl Into<String>) -> Self {
        Sort { column: column.into(), descending: false }
    }

    pub(super) fn press(&mut self, column: &str) {
        if self.column == column {
            self.descending = !self.descending;
        } else {
            *self = Sort::by(column);
        }
    }

    pub(super) fn ascending(&self, column: &str) -> bool {
        self.column == column && !self.descending
    }

    pub(super) fn aria(&self, column: &str) -> Option<&'static str> {
        (self.column == column).then_some(if self.descending { "descending" } else { "ascending" })
    }
}

/// The chosen rows. It survives sorting and filtering; what is chosen but not shown still counts.
#[derive(Clone, Copy)]
pub struct Selection {
    chosen: RwSignal<BTreeSet<String>>,
    anchor: RwSignal<Option<String>>,
}

impl Selection {
    /// Nothing chosen.
    #[must_use]
    pub fn new() -> Self {
        Selection { chosen: RwSignal::new(BTreeSet::new()), anchor: RwSignal::new(None) }
    }

    /// Whether a row is chosen; reactive.
    #[must_use]
    pub fn contains(self, key: &str) -> bool {
        self.chosen.with(|chosen| chosen.contains(key))
    }

    /// The chosen keys; reactive.
    #[must_use]
    pub fn keys(self) -> Vec<String> {
        self.chosen.with(|chosen| chosen.iter().cloned().collect())
    }

    /// Chooses nothing.
    pub fn clear(self) {
        self.chosen.update(BTreeSet::clear);
        self.anchor.set(None);
    }

    /// Chooses exactly these.
    pub fn choose(self, keys: impl IntoIterator<Item = String>) {
        self.chosen.set(keys.into_iter().collect());
        self.anchor.set(None);
    }

    /// Drops what no longer exists; says nothing when all of it still does.
    pub fn retain(self, exists: impl Fn(&str) -> bool) {
        self.chosen.maybe_update(|chosen| {
            let before = chosen.len();
            chosen.retain(|key| exists(key));
            chosen.len() != before
        });
    }

    /// Chooses or drops one row; it becomes the start of the next range.
    pub fn toggle(self, key: &str) {
        self.chosen.update(|chosen| {
            if !chosen.remove(key) {
                chosen.insert(key.to_owned());
            }
        });
        self.anchor.set(Some(key.to_owned()));
    }

    /// Chooses all rows between the last one touched and this one.
    pub fn extend_to(self, key: &str, order: &[String]) {
        let anchor = self.anchor.get_untracked().unwrap_or_else(|| key.to_owned());
        let place = |wanted: &str| order.iter().position(|k| k == wanted);
        let Some(to) = place(key) else { return self.toggle(key) };
        // The last one touched may be hidden by a search since.
        let from = place(&anchor).unwrap_or_else(|| {
            self.anchor.set(Some(key.to_owned()));
            to
        });
        let (low, high) = if from <= to { (from, to) } else { (to, from) };
        self.chosen.update(|chosen| chosen.extend(order.iter().skip(low).take(high - low + 1).cloned()));
    }

    /// Chooses all of these, or drops all when they are chosen already.
    pub fn toggle_all(self, order: &[String]) {
        self.chosen.update(|chosen| {
            if order.iter().all(|key| chosen.contains(key)) {
                for key in order {
                    chosen.remove(key);
                }
            } else {
                chosen.extend(order.iter().cloned());
            }
        });
    }
}

impl Default for Selection {
    fn default() -> Self {
        Self::new()
    }
}

pub(super) fn check_cell(
    selection: Selection,
    key: String,
    name: Option<RowName>,
    keys: Signal<Vec<String>>,
) -> AnyView {
    let (this, of) = (key.clone(), key.clone());
    let label = move || text::ui::select_row(&name.as_ref().map(|name| name(&of)).unwrap_or_default());
    view! {
        <td role="cell" data-cell="check">
            <span class="check">
                <input
                    type="checkbox"
                    aria-label=label
                    prop:checked=move || selection.contains(&this)
                    on:click=move |event| {
                        if event.shift_key() {
                            keys.with_untracked(|keys| selection.extend_to(&key, keys));
                        } else {
                            selection.toggle(&key);
                        }
                    }
                />
                {icon(Icon::Check)}
            </span>
        </td>
    }
    .into_any()
}

pub(super) fn check_all_cell(selection: Selection, keys: Signal<Vec<String>>) -> AnyView {
    let node = NodeRef::<html::Input>::new();
    let state = Memo::new(move |_| {
        keys.with(|keys| {
            let chosen = keys.iter().filter(|key| selection.contains(key)).count();
            (chosen > 0, chosen == keys.len())
        })
    });
    Effect::new(move |_| {
        let (some, all) = state.get();
        if let Some(input) = node.get() {
            input.set_indeterminate(some && !all);
            input.set_checked(some && all);
        }
    });
    view! {
        <th role="columnheader" scope="col" data-cell="check">
            <span class="check">
                <input
                    type="checkbox"
                    node_ref=node
                    aria-label=move || {
                        text::ui::select_all(keys.with(|keys| i64::try_from(keys.len()).unwrap_or(i64::MAX)))
                    }
                    on:change=move |_| keys.with_untracked(|keys| selection.toggle_all(keys))
                />
                {move || icon(if state.get().1 { Icon::Check } else { Icon::Minus })}
            </span>
        </th>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::Sort;

    #[test]
    fn a_second_press_turns_the_order() {
        let mut sort = Sort::by("name");
        sort.press("name");
        assert!(sort.descending);
        sort.press("plan");
        assert_eq!(sort, Sort::by("plan"));
    }
}
