//! The list of who or what has which permission, in sections by kind.

use leptos::prelude::*;
use portal_contracts::access::Access;

use super::{
    Fixed, Grant, Item, Kind, Parts,
    model::{Change, change},
    words,
};
use crate::{
    i18n::{self, number, text::access as text},
    pages::clients::fold::fold,
    ui::{Icon, IconButton, Size, avatar, icon_small},
};

/// Lines of a section that are drawn at first: a collection may be given to thousands of people.
const SHOWN: usize = 60;

/// Picture, name and second line of somebody or something.
pub(super) fn who(item: &Item) -> AnyView {
    let sub = item.sub.clone();
    view! {
        <span class="who">
            {picture(item.kind, &item.id, &item.name)}
            <span class="who__text">
                <span class="who__name" dir="auto">
                    {item.name.clone()}
                </span>
                {(!sub.is_empty())
                    .then(|| {
                        view! {
                            <span class="who__sub" dir="auto">
                                {sub}
                            </span>
                        }
                    })}
            </span>
        </span>
    }
    .into_any()
}

fn picture(kind: Kind, id: &str, name: &str) -> AnyView {
    let symbol = match kind {
        Kind::Person => return avatar::round(id, name, "m"),
        Kind::Group => Icon::Groups,
        Kind::Collection => Icon::Folder,
    };
    view! {
        <span class="avatar" data-size="m" aria-hidden="true">
            {icon_small(symbol)}
        </span>
    }
    .into_any()
}

/// The five permissions as options.
pub(super) fn options(chosen: Access) -> AnyView {
    Access::ALL
        .map(|access| {
            view! {
                <option value=words::value(access) selected=access == chosen>
                    {words::permission(access)}
                </option>
            }
        })
        .collect_view()
        .into_any()
}

pub(super) fn section(parts: Parts, kind: Kind) -> AnyView {
    let limit = RwSignal::new(SHOWN);
    // By name; a changed permission moves nothing.
    let order = Memo::new(move |_| {
        let mut ids: Vec<(String, String)> = parts.value.with(|grants| {
            let own = grants.iter().filter(|grant| grant.kind == kind);
            own.map(|grant| (fold(&parts.name(kind, &grant.id)), grant.id.clone())).collect()
        });
        ids.sort();
        ids.into_iter().map(|(_, id)| id).collect::<Vec<_>>()
    });
    let fixed = Memo::new(move |_| {
        parts.fixed.with(|lines| lines.iter().filter(|line| line.kind == kind).cloned().collect::<Vec<_>>())
    });
    let count = Memo::new(move |_| order.with(Vec::len) + fixed.with(Vec::len));
    let hidden = Memo::new(move |_| order.with(Vec::len).saturating_sub(limit.get()));
    let some = Memo::new(move |_| count.get() > 0);
    let through = Memo::new(move |_| {
        kind == Kind::Person && order.with(|ids| ids.iter().any(|id| !chosen_groups(parts, id).is_empty()))
    });
    (move || {
        some.get().then(|| {
            view! {
                <section class="stack" data-gap="s">
                    <h3 class="t-13">
                        {words::section(kind)} " "
                        <span class="quiet">{move || number(i64::try_from(count.get()).unwrap_or(i64::MAX))}</span>
                    </h3>
                    <ul class="access">
                        <For each=move || fixed.get() key=|line| line.id.clone() let:line>
                            {fixed_row(parts, line)}
                        </For>
                        <For
                            each=move || order.with(|ids| ids.iter().take(limit.get()).cloned().collect::<Vec<_>>())
                            key=String::clone
                            let:id
                        >
                            {row(parts, kind, id)}
                        </For>
                    </ul>
                    {move || {
                        let more = hidden.get();
                        (more > 0)
                            .then(|| {
                                let step = more.min(5 * SHOWN);
                                view! {
                                    <button
                                        class="btn"
                                        type="button"
                                        data-size="s"
                                        on:click=move |_| limit.update(|limit| *limit += step)
                                    >
                                        {text::show_more(i64::try_from(step).unwrap_or(i64::MAX))}
                                    </button>
                                }
                            })
                    }}
                    {move || {
                        (through.get() && !parts.plain)
                            .then(|| view! { <p class="field__help">{text::also_through_help()}</p> })
                    }}
                </section>
            }
        })
    })
    .into_any()
}

/// Names of the chosen groups that a person is in.
fn chosen_groups(parts: Parts, person: &str) -> Vec<String> {
    let Some(item) = parts.item(Kind::Person, person) else { return Vec::new() };
    if item.groups.is_empty() {
        return Vec::new();
    }
    let chosen = |id: &String| {
        parts.value.with(|grants| grants.iter().any(|grant| grant.kind == Kind::Group && grant.id == *id))
    };
    item.groups.iter().filter(|id| chosen(id)).map(|id| parts.name(Kind::Group, id)).collect()
}

fn row(parts: Parts, kind: Kind, id: String) -> AnyView {
    let grant = {
        let id = id.clone();
        Memo::new(move |_| {
            parts.value.with(|grants| grants.iter().find(|grant| grant.kind == kind && grant.id == id).cloned())
        })
    };
    let name = {
        let id = id.clone();
        Memo::new(move |_| parts.name(kind, &id))
    };
    let item = {
        let id = id.clone();
        move || parts.item(kind, &id).unwrap_or_else(|| Item::new(kind, id.clone(), words::not_listed(kind)))
    };
    let changed = Memo::new(move |_| {
        grant.with(|grant| {
            grant.as_ref().map_or(Change::None, |grant| parts.before.with(|before| change(before, grant)))
        })
    });
    let locked = Memo::new(move |_| parts.locked.and_then(|locked| grant.get().and_then(|grant| locked.run((grant,)))));
    let notes = {
        let id = id.clone();
        move || {
            let mut notes = Vec::new();
            match changed.get() {
                // In a list that is new as a whole everything is.
                Change::Added if parts.before.with(Vec::is_empty) => {}
                Change::None => {}
                Change::Added => notes.push(text::added_now().to_owned()),
                Change::Was(_) if parts.plain => {}
                Change::Was(access) => notes.push(text::was(words::permission(access))),
            }
            let groups = chosen_groups(parts, &id);
            if kind == Kind::Person && !groups.is_empty() {
                notes.push(text::also_through(&i18n::list(&groups)));
            }
            notes.extend(locked.get());
            notes
        }
    };
    let set = {
        let id = id.clone();
        move |access: Access| {
            parts.value.update(|grants| {
                if let Some(grant) = grants.iter_mut().find(|grant| grant.kind == kind && grant.id == id) {
                    grant.access = access;
                }
            });
        }
    };
    let remove = Callback::new(move |()| {
        parts.said.set(text::removed(&name.get_untracked()));
        parts.value.update(|grants| grants.retain(|grant: &Grant| grant.kind != kind || grant.id != id));
        // The line with the button is gone: the focus must not be nowhere.
        crate::ui::dom::focus_id(parts.id);
    });
    let off = Signal::derive(move || parts.disabled.get() || locked.with(Option::is_some));
    let access = move || grant.with(|grant| grant.as_ref().map_or(Access::View, |grant| grant.access));
    view! {
        <li class="access__row" data-changed=move || (changed.get() != Change::None).then_some("")>
            <span class="access__who">
                {move || who(&item())}
                <span class="access__notes t-12 quiet">
                    {move || notes().into_iter().map(|note| view! { <span>{note}</span> }).collect::<Vec<_>>()}
                </span>
            </span>
            {(!parts.plain)
                .then(|| {
                    view! {
                        <span class="select">
                            <select
                                aria-label=move || text::permission_of(&name.get())
                                disabled=move || off.get()
                                prop:value=move || words::value(access())
                                on:change=move |event| set(words::read(&event_target_value(&event)))
                            >
                                {options(untrack(access))}
                            </select>
                            {icon_small(Icon::Down)}
                        </span>
                    }
                })}
            <IconButton
                symbol=Icon::X
                size=Size::Small
                label=Signal::derive(move || text::remove(&name.get()))
                disabled=off
                on_click=remove
            />
        </li>
    }
    .into_any()
}

fn fixed_row(parts: Parts, line: Fixed) -> AnyView {
    let Fixed { kind, id, access, why } = line;
    let item = move || parts.item(kind, &id).unwrap_or_else(|| Item::new(kind, id.clone(), words::not_listed(kind)));
    view! {
        <li class="access__row" data-fixed="">
            <span class="access__who">
                {move || who(&item())} <span class="access__notes t-12 quiet">
                    <span dir="auto">{why}</span>
                </span>
            </span>
            {access.map(|access| view! { <span class="access__fixed quiet">{words::permission(access)}</span> })}
        </li>
    }
    .into_any()
}
