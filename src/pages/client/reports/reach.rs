//! What stands behind the numbers of one member: each collection, with which permission, and through what.

use leptos::prelude::*;
use portal_client::reports::{CollectionReach, MemberReach};

use super::Data;
use crate::{
    i18n::{list, text::reports as text},
    pages::client::access::permission,
    ui::{Badge, Dialog, DialogBody, EmptyKind, EmptyState, Icon, Shape, icon},
};

/// The sheet; it is open while a member stands in the address.
pub fn sheet(data: Data, member: Memo<String>, show: Callback<(String,)>) -> AnyView {
    let open = RwSignal::new(false);
    Effect::new(move |_| {
        let wanted = member.with(|id| !id.is_empty()) && data.report.with(Option::is_some);
        if open.get_untracked() != wanted {
            open.set(wanted);
        }
    });
    // Closed by hand: the address follows.
    Effect::new(move |before: Option<bool>| {
        let now = open.get();
        if before == Some(true) && !now {
            show.run((String::new(),));
        }
        now
    });
    let found = Memo::new(move |_| data.member(&member.get()));
    let title = Signal::derive(move || {
        found.with(|found| found.as_ref().map(|member| text::reach_title(&member.name))).unwrap_or_default()
    });
    view! {
        <Dialog open=open title=title shape=Shape::Sheet strip=data.scope.strip()>
            <DialogBody>{move || found.with(|found| found.as_ref().map(content))}</DialogBody>
        </Dialog>
    }
    .into_any()
}

fn content(member: &MemberReach) -> AnyView {
    let groups = (!member.groups.is_empty()).then(|| {
        view! {
            <p class="quiet" dir="auto">
                {text::reach_groups(&list(&member.groups))}
            </p>
        }
    });
    if member.collections.is_empty() {
        return view! {
            {groups}
            <EmptyState kind=EmptyKind::NothingYet title=text::reach_none_title() text=text::reach_none_text() />
        }
        .into_any();
    }
    view! {
        {groups}
        <ul class="rows" aria-label=text::column_collections()>
            {member.collections.iter().map(line).collect::<Vec<_>>()}
        </ul>
    }
    .into_any()
}

fn line(reach: &CollectionReach) -> AnyView {
    let name = reach.path.clone().unwrap_or_else(|| text::damaged().to_owned());
    let through = match (reach.direct, reach.through.as_slice()) {
        (true, []) => text::direct().to_owned(),
        (true, groups) => text::direct_instead(&list(groups)),
        (false, groups) => text::through(&list(groups)),
    };
    let (access, items) = (permission(reach.access), text::items(i64::try_from(reach.items).unwrap_or(i64::MAX)));
    view! {
        <li class="rows__row">
            {icon(Icon::Folder)}
            <span class="who__text">
                <span class="medium" dir="auto">
                    {name}
                </span>
                <span class="who__sub" dir="auto">
                    {through}
                </span>
            </span>
            <span class="rows__end">
                <Badge line=true>{access}</Badge>
                <span class="num">{items}</span>
            </span>
        </li>
    }
    .into_any()
}
