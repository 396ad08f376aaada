//! The keyboard of a table.

use leptos::{ev, html, prelude::*};
use wasm_bindgen::JsCast;

use super::{Selection, window::Window};
use crate::{session::prefs, ui::dom};

pub(super) struct Context {
    pub node: NodeRef<html::Table>,
    pub keys: Signal<Vec<String>>,
    /// Those that can be chosen.
    pub choices: Signal<Vec<String>>,
    pub active: RwSignal<Option<String>>,
    pub selection: Option<Selection>,
    pub window: Window,
    pub on_open: Option<Callback<(String,)>>,
    pub on_fold: Option<Callback<(String, bool)>>,
}

/// Frames within which a row that was moved to has to come: a screen of rows, made one by one.
const FRAMES: u8 = 120;

/// Arrow keys, `j`, `k`, Home and End move; Space chooses; Shift extends; Enter opens.
pub(super) fn handle(event: &ev::KeyboardEvent, context: &Context) {
    // Keys on a control inside a row belong to that control.
    let on_row = event
        .target()
        .and_then(|t| t.dyn_into::<web_sys::Element>().ok())
        .is_some_and(|element| element.tag_name() == "TR");
    if !on_row || event.ctrl_key() || event.meta_key() || event.alt_key() {
        return;
    }
    let Some(now) = context.active.get_untracked() else { return };
    let count = context.keys.with_untracked(Vec::len);
    let Some(index) = context.keys.with_untracked(|keys| keys.iter().position(|k| *k == now)) else { return };
    let letters = prefs::single_keys();
    let target = match event.key().as_str() {
        "ArrowDown" => index + 1,
        "ArrowUp" => index.wrapping_sub(1),
        "j" | "J" if letters => index + 1,
        "k" | "K" if letters => index.wrapping_sub(1),
        "Home" => 0,
        "End" => count.saturating_sub(1),
        " " => {
            if let Some(selection) = context.selection {
                event.prevent_default();
                if event.shift_key() {
                    context.choices.with_untracked(|keys| selection.extend_to(&now, keys));
                } else if context.choices.with_untracked(|keys| keys.contains(&now)) {
                    selection.toggle(&now);
                }
            }
            return;
        }
        side @ ("ArrowLeft" | "ArrowRight") => {
            if let Some(on_fold) = context.on_fold {
                event.prevent_default();
                on_fold.run((now, (side == "ArrowRight") != dom::right_to_left()));
            }
            return;
        }
        "Enter" => {
            if let Some(on_open) = context.on_open {
                event.prevent_default();
                on_open.run((now,));
            }
            return;
        }
        _ => return,
    };
    let Some(next) = context.keys.with_untracked(|keys| keys.get(target).cloned()) else { return };
    event.prevent_default();
    if let (true, Some(selection)) = (event.shift_key(), context.selection) {
        if !selection.contains(&now) && context.choices.with_untracked(|keys| keys.contains(&now)) {
            selection.toggle(&now);
        }
        if context.choices.with_untracked(|keys| keys.contains(&next)) {
            context.choices.with_untracked(|keys| selection.extend_to(&next, keys));
        }
    }
    context.active.set(Some(next.clone()));
    context.window.reveal(context.node, target);
    focus_row(context.node, context.active, next, FRAMES);
}

/// Puts the focus on a row as soon as it exists: rows come a few with each frame. Gives up when the person moves on.
fn focus_row(node: NodeRef<html::Table>, active: RwSignal<Option<String>>, key: String, frames: u8) {
    dom::next_frame(move || {
        let wanted = active.try_with_untracked(|active| active.as_ref() == Some(&key)) == Some(true);
        let Some(table) = node.try_get_untracked().flatten().filter(|_| wanted) else { return };
        if dom::focused().is_some_and(|focused| focused.tag_name() != "BODY" && !table.contains(Some(&focused))) {
            return;
        }
        let Ok(rows) = table.query_selector_all("tbody > tr[data-key]") else { return };
        let row = (0..rows.length())
            .filter_map(|place| rows.item(place)?.dyn_into::<web_sys::HtmlElement>().ok())
            .find(|row| row.get_attribute("data-key").as_deref() == Some(key.as_str()));
        match row {
            Some(row) => {
                let _ = row.focus();
            }
            None if frames > 0 => focus_row(node, active, key, frames - 1),
            None => {}
        }
    });
}
