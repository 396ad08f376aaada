//! What is behind the three tabs of a group's sheet.

use std::{collections::BTreeSet, sync::Arc};

use leptos::prelude::*;
use portal_client::{collections::Collection, groups::GroupDraft, members::Member};
use portal_contracts::limits;

use super::{
    form::{Fields, NAME, grants},
    sheet::Sheet,
    words,
};
use crate::{
    i18n::text::groups as text,
    pages::client::access::{AccessSelector, Grant, Item, Kind},
    ui::{Callout, TextField, Tone},
};

/// The tab with the name.
pub fn info(sheet: Sheet, fields: Fields, error: Signal<Option<String>>, judged: RwSignal<bool>) -> AnyView {
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

/// The tab with the members.
pub fn members(sheet: Sheet, fields: Fields) -> AnyView {
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
        let item = |member: &Member| {
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

/// The tab with the collections.
pub fn collections(sheet: Sheet, fields: Fields) -> AnyView {
    let data = sheet.desk.data;
    let allowed = Memo::new(move |_| {
        data.collections.track();
        data.grants()
    });
    let items = Signal::derive(move || {
        let collections = data.collections.get().unwrap_or_default();
        let item = |one: &Collection| {
            Item::new(Kind::Collection, &one.id, words::short(&one.path)).sub(words::above(&one.path))
        };
        // "My items" belong to one person; groups never get them.
        let offered = |one: &&Collection| !one.own_items && allowed.with(|grants| grants.may(&one.id));
        let given = |one: &&Collection| {
            fields.collections.with_untracked(|grants| grants.iter().any(|grant| grant.id == one.id))
        };
        Arc::new(collections.iter().filter(|one| offered(one) || given(one)).map(item).collect::<Vec<_>>())
    });
    let locked = Callback::new(move |(grant,): (Grant,)| {
        (!allowed.with(|grants| grants.may(&grant.id))).then(|| text::collections_locked().to_owned())
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
