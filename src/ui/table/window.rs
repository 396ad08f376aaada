//! Which rows exist: those near the screen. Empty rows above and below hold the space of the others.

use leptos::{ev, html, prelude::*};
use wasm_bindgen::JsCast;

use crate::ui::dom;

/// Rows beyond each edge of the screen. Every row costs at each letter of a search: no more than a turn of the wheel needs.
const OVERSCAN: usize = 6;
const STEP: usize = 4;
/// Rows before anything was measured: a screen of them.
const FIRST: usize = 24;

/// The rows that exist now and how high a row is.
#[derive(Clone, Copy)]
pub(super) struct Window {
    /// First row and the one after the last.
    pub range: RwSignal<(usize, usize)>,
    height: RwSignal<f64>,
    keys: Signal<Vec<String>>,
}

impl Window {
    /// Follows the page's scrolling.
    pub fn watch(node: NodeRef<html::Table>, keys: Signal<Vec<String>>, two_lines: bool) -> Self {
        let height = RwSignal::new(if two_lines { 54.0 } else { 44.0 });
        let window_rows = Window { range: RwSignal::new((0, FIRST)), height, keys };
        let pending = StoredValue::new(false);
        let look = move || {
            if pending.try_get_value().unwrap_or(true) {
                return;
            }
            pending.set_value(true);
            dom::next_frame(move || {
                if pending.try_update_value(|p| *p = false).is_some() {
                    window_rows.look(node);
                }
            });
        };
        let scroll = window_event_listener(ev::scroll, move |_| look());
        let resize = window_event_listener(ev::resize, move |_| look());
        on_cleanup(move || {
            scroll.remove();
            resize.remove();
        });
        Effect::new(move |_| {
            keys.track();
            if node.get().is_some() {
                look();
            }
        });
        window_rows
    }

    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // clamped to the number of rows
    fn look(self, node: NodeRef<html::Table>) {
        let Some(table) = node.try_get_untracked().flatten() else { return };
        let Some(total) = self.keys.try_with_untracked(Vec::len) else { return };
        // The height of real rows: cards on a phone and other densities are measured, not assumed.
        if let Ok(rows) = table.query_selector_all("tbody > tr[data-key]") {
            let count = rows.length();
            let edge = |i: u32| rows.item(i).and_then(|n| n.dyn_into::<web_sys::Element>().ok());
            if let (true, Some(first), Some(last)) = (count > 1, edge(0), edge(count.saturating_sub(1))) {
                let span = last.get_bounding_client_rect().bottom() - first.get_bounding_client_rect().top();
                let each = span / f64::from(count);
                if each > 8.0 && (each - self.height.get_untracked()).abs() > 0.5 {
                    self.height.set(each);
                }
            }
        }
        let height = self.height.get_untracked();
        let view = window().inner_height().ok().and_then(|h| h.as_f64()).unwrap_or(900.0);
        let top = table.get_bounding_client_rect().top();
        let first = ((-top).max(0.0) / height) as usize;
        let first = first.saturating_sub(OVERSCAN) / STEP * STEP;
        let shown = ((view - top.max(0.0)).max(height) / height).ceil() as usize + 2 * OVERSCAN + STEP;
        let range = (first.min(total), (first + shown).min(total));
        if self.range.get_untracked() != range {
            self.change(range);
        }
    }

    /// Moves the window. Rows that stay may be taken out and put in again, which costs them the focus: it is given back.
    fn change(self, range: (usize, usize)) {
        let focused = dom::focused();
        self.range.set(range);
        if let Some(focused) = focused {
            dom::focus_in_place(focused);
        }
    }

    /// Makes sure that a row exists: scrolls to where it will be, unless it is there.
    pub fn reveal(self, node: NodeRef<html::Table>, index: usize) {
        let (start, end) = self.range.get_untracked();
        if index >= start && index < end {
            return;
        }
        let Some(table) = node.get_untracked() else { return };
        let total = self.keys.with_untracked(Vec::len);
        let view = window().inner_height().ok().and_then(|h| h.as_f64()).unwrap_or(900.0);
        let scrolled = window().scroll_y().unwrap_or_default();
        let top = table.get_bounding_client_rect().top() + scrolled;
        #[allow(clippy::cast_precision_loss)] // a few thousand rows
        let place = top + index as f64 * self.height.get_untracked() - view / 2.0;
        // The height of the page is right already: empty rows stand for those that do not exist.
        window().scroll_to_with_x_and_y(0.0, place.max(0.0));
        let around = FIRST + OVERSCAN;
        let first = index.saturating_sub(around) / STEP * STEP;
        self.change((first, (first + 2 * around + STEP).min(total)));
    }

    /// The empty row above (`before`) or below the rows that exist.
    pub fn spacer(self, columns: usize, before: bool) -> impl IntoView + use<> {
        let node = NodeRef::<html::Tr>::new();
        let missing = move || {
            let (start, end) = self.range.get();
            let total = self.keys.with(Vec::len);
            if before { start.min(total) } else { total.saturating_sub(end) }
        };
        Effect::new(move |_| {
            #[allow(clippy::cast_precision_loss)] // a few thousand rows
            let pixels = missing() as f64 * self.height.get();
            if let Some(row) = node.get() {
                // By script, not by attribute: the content policy forbids style attributes.
                let style = web_sys::HtmlElement::style(&row);
                let _ = style.set_property("block-size", &format!("{pixels}px"));
                row.set_hidden(pixels < 1.0);
            }
        });
        view! {
            <tr class="table__spacer" aria-hidden="true" node_ref=node>
                <td colspan=columns.to_string()></td>
            </tr>
        }
    }
}
