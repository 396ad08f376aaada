//! The field that adds to the list: type, choose, go on typing. Arrow keys, Enter and Escape work as in any combo box.

use leptos::{ev, prelude::*};
use portal_contracts::access::Access;

use super::{Grant, Item, Kind, Parts, rows, words};
use crate::{
    i18n::text::access as text,
    pages::clients::fold::{fold, matches, terms},
    ui::{Icon, icon, icon_small},
};

/// Most matches that are offered at once.
const SHOWN: usize = 50;

/// What matches now.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
struct Hits {
    items: Vec<Item>,
    /// How many more there are.
    more: usize,
}

/// Those who match and are not in the list yet; names that begin with what was typed come first.
fn find(items: &[Item], folded: &[String], taken: impl Fn(&Item) -> bool, typed: &str) -> Hits {
    let terms = terms(typed);
    let start = fold(typed.trim());
    let mut found: Vec<(bool, &String, &Item)> = items
        .iter()
        .zip(folded)
        .filter(|(item, folded)| matches(folded, &terms) && !taken(item))
        .map(|(item, folded)| (!folded.starts_with(&start), folded, item))
        .collect();
    found.sort_by(|a, b| (a.0, a.2.kind, a.1).cmp(&(b.0, b.2.kind, b.1)));
    let more = found.len().saturating_sub(SHOWN);
    Hits { items: found.into_iter().take(SHOWN).map(|(_, _, item)| item.clone()).collect(), more }
}

pub(super) fn picker(
    parts: Parts,
    label: Signal<String>,
    placeholder: String,
    error: Signal<Option<String>>,
) -> AnyView {
    let Parts { id, items, value, fixed, .. } = parts;
    let typed = RwSignal::new(String::new());
    let open = RwSignal::new(false);
    let active = RwSignal::new(0_usize);
    let with = RwSignal::new(Access::View);
    let folded = Memo::new(move |_| {
        items.with(|items| items.iter().map(|item| fold(&[&item.name, " ", &item.sub].concat())).collect::<Vec<_>>())
    });
    let hits = Memo::new(move |_| {
        if !open.get() {
            return Hits::default();
        }
        let mut taken: Vec<(Kind, String)> =
            value.with(|grants| grants.iter().map(|grant| (grant.kind, grant.id.clone())).collect());
        taken.extend(fixed.with(|fixed| fixed.iter().map(|line| (line.kind, line.id.clone())).collect::<Vec<_>>()));
        taken.sort();
        let is_taken = |item: &Item| taken.binary_search(&(item.kind, item.id.clone())).is_ok();
        items.with(|items| folded.with(|folded| typed.with(|typed| find(items, folded, is_taken, typed))))
    });
    let choose = move |place: usize| {
        let Some(item) = hits.with_untracked(|hits| hits.items.get(place).cloned()) else { return };
        value.update(|grants| grants.push(Grant::new(item.kind, item.id, with.get_untracked())));
        parts.said.set(text::added(&item.name));
        typed.set(String::new());
        active.set(0);
    };
    let keys = move |event: ev::KeyboardEvent| {
        let count = hits.with_untracked(|hits| hits.items.len());
        match event.key().as_str() {
            "ArrowDown" if !open.get_untracked() => open.set(true),
            "ArrowDown" if count > 0 => active.update(|at| *at = (*at + 1) % count),
            "ArrowUp" if count > 0 => active.update(|at| *at = (*at + count - 1) % count),
            // Enter never sends the form around: it adds, or does nothing.
            "Enter" if open.get_untracked() => choose(active.get_untracked()),
            "Enter" => open.set(true),
            // The first Escape closes the list, the next one the sheet.
            "Escape" if open.get_untracked() => {
                event.stop_propagation();
                open.set(false);
            }
            _ => return,
        }
        event.prevent_default();
    };
    let list = [id, "-list"].concat();
    let option_id = {
        let list = list.clone();
        move |place: usize| [list.as_str(), "-", &place.to_string()].concat()
    };
    let active_id = {
        let option_id = option_id.clone();
        move || hits.with(|hits| active.get() < hits.items.len()).then(|| option_id(active.get()))
    };
    let described = move || error.with(Option::is_some).then(|| [id, "-error"].concat());
    let permission = (!parts.plain).then(|| {
        view! {
            <span class="select" data-variant="quiet">
                <select
                    aria-label=text::with()
                    disabled=move || parts.disabled.get()
                    prop:value=move || words::value(with.get())
                    on:change=move |event| with.set(words::read(&event_target_value(&event)))
                >
                    {rows::options(Access::View)}
                </select>
                {icon_small(Icon::Down)}
            </span>
        }
    });
    view! {
        <div class="field access-picker">
            <label class="field__label" for=id>
                {move || label.get()}
            </label>
            <div class="input-group">
                {icon(Icon::Search)}
                <input
                    class="input"
                    id=id
                    type="text"
                    role="combobox"
                    aria-expanded=move || if open.get() { "true" } else { "false" }
                    aria-autocomplete="list"
                    aria-controls=list.clone()
                    aria-activedescendant=active_id
                    aria-invalid=move || error.with(Option::is_some).then_some("true")
                    aria-describedby=described
                    placeholder=placeholder
                    autocomplete="off"
                    spellcheck="false"
                    dir="auto"
                    disabled=move || parts.disabled.get()
                    prop:value=move || typed.get()
                    on:input=move |event| {
                        typed.set(event_target_value(&event));
                        active.set(0);
                        open.set(true);
                    }
                    on:click=move |_| open.set(true)
                    on:blur=move |_| {
                        let _ = open.try_set(false);
                    }
                    on:keydown=keys
                />
                {permission}
            </div>
            <ul
                class="access-picker__list"
                id=list
                role="listbox"
                aria-label=text::matches()
                hidden=move || !open.get()
                // The field keeps the focus: one goes on typing.
                on:pointerdown=move |event| event.prevent_default()
                on:mousedown=move |event| event.prevent_default()
            >
                {move || {
                    hits.get()
                        .items
                        .into_iter()
                        .enumerate()
                        .map(|(place, item)| {
                            view! {
                                <li
                                    class="menu__item"
                                    id=option_id(place)
                                    role="option"
                                    aria-selected=move || if active.get() == place { "true" } else { "false" }
                                    on:click=move |_| choose(place)
                                    on:pointermove=move |_| active.set(place)
                                >
                                    {rows::who(&item)}
                                </li>
                            }
                        })
                        .collect::<Vec<_>>()
                }}
                {move || remark(open.get(), &hits.get(), items.with(|items| items.is_empty()), typed.with(String::is_empty))}
            </ul>
        </div>
    }
    .into_any()
}

/// What stands below the matches.
fn remark(open: bool, hits: &Hits, no_items: bool, nothing_typed: bool) -> Option<AnyView> {
    let words = match (hits.items.is_empty(), hits.more) {
        _ if !open => return None,
        (true, _) if nothing_typed && !no_items => text::all_chosen().to_owned(),
        (true, _) => text::none_left().to_owned(),
        (false, 0) => return None,
        (false, more) => text::more_match(i64::try_from(more).unwrap_or(i64::MAX)),
    };
    Some(view! { <li class="access-picker__note quiet t-12" role="presentation">{words}</li> }.into_any())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_begin_so_come_first_and_the_chosen_ones_never() {
        let items = [
            Item::new(Kind::Person, "1", "Zoë Finch").sub("zoe@x.example"),
            Item::new(Kind::Person, "2", "Fiona").sub("fiona@x.example"),
            Item::new(Kind::Group, "3", "Finance"),
            Item::new(Kind::Person, "4", "Fin").sub("fin@x.example"),
        ];
        let folded: Vec<String> = items.iter().map(|item| fold(&[&item.name, " ", &item.sub].concat())).collect();
        let hits = find(&items, &folded, |item| item.id == "4", "fin");
        assert_eq!(hits.items.iter().map(|item| item.id.as_str()).collect::<Vec<_>>(), ["3", "1"]);
        assert_eq!(find(&items, &folded, |_| false, "zoe@").items.len(), 1);
    }

    #[test]
    fn long_lists_are_cut_and_say_so() {
        let items: Vec<Item> =
            (0..2_000).map(|n| Item::new(Kind::Person, n.to_string(), format!("Person {n}"))).collect();
        let folded: Vec<String> = items.iter().map(|item| fold(&item.name)).collect();
        let hits = find(&items, &folded, |_| false, "");
        assert_eq!((hits.items.len(), hits.more), (SHOWN, 2_000 - SHOWN));
    }
}
