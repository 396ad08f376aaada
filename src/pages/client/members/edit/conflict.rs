//! Somebody else changed the member meanwhile: both versions side by side, and a choice. Nothing is overwritten before.

use std::collections::{BTreeSet, HashMap};

use leptos::prelude::*;
use portal_client::members::{MemberAccess, MemberChange, MemberNow};

use crate::{
    i18n::{self, text::members as text},
    pages::client::{
        access,
        members::{data::names, desk::Desk, role_fields::in_words, words},
    },
    ui::{Button, Callout, Tone, Variant},
};

/// Id of the question, to put the focus there.
pub const CONFLICT: &str = "member-conflict";

/// One aspect in which the versions differ, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Which.
    pub aspect: &'static str,
    /// As somebody else made it.
    pub theirs: String,
    /// As it stands in the form.
    pub mine: String,
}

/// The question. `choose` gets whether the other version is taken, and that version.
pub fn conflict(
    now: MemberNow,
    mine: &MemberChange,
    desk: Desk,
    choose: impl Fn(bool, MemberNow) + Send + Sync + 'static,
) -> AnyView {
    let groups = desk.data.groups.items.with_untracked(names);
    let collections = desk.data.collections.items.with_untracked(names);
    let lines = differences(&now, mine, &groups, &collections)
        .into_iter()
        .map(|line| {
            view! {
                <tr>
                    <th scope="row">{line.aspect}</th>
                    <td dir="auto">{line.theirs}</td>
                    <td dir="auto">{line.mine}</td>
                </tr>
            }
        })
        .collect::<Vec<_>>();
    let choose = std::sync::Arc::new(choose);
    let (take, keep) = (choose.clone(), choose);
    let (theirs, mine) = (now.clone(), now);
    view! {
        <div id=CONFLICT tabindex="-1">
            <Callout tone=Tone::Warning title=text::conflict_title() alert=true>
                <p>{text::conflict_text()}</p>
                <table class="compare">
                    <thead>
                        <tr>
                            <td></td>
                            <th scope="col">{text::conflict_theirs()}</th>
                            <th scope="col">{text::conflict_mine()}</th>
                        </tr>
                    </thead>
                    <tbody>{lines}</tbody>
                </table>
                <p class="callout__actions">
                    <Button variant=Variant::Link on_click=move || take(true, theirs.clone())>
                        {text::conflict_take()}
                    </Button>
                    <Button variant=Variant::Link on_click=move || keep(false, mine.clone())>
                        {text::conflict_keep()}
                    </Button>
                </p>
            </Callout>
        </div>
    }
    .into_any()
}

fn differences(
    theirs: &MemberNow,
    mine: &MemberChange,
    groups: &HashMap<String, String>,
    collections: &HashMap<String, String>,
) -> Vec<Difference> {
    let mut found = Vec::new();
    let texts = [(text::name_label(), &theirs.name, &mine.name), (text::email_label(), &theirs.email, &mine.email)];
    let (theirs, mine) = (&theirs.access, &mine.access);
    let mut add = |aspect: &'static str, theirs: String, mine: String| {
        if theirs != mine {
            found.push(Difference { aspect, theirs, mine });
        }
    };
    for (aspect, theirs, mine) in texts {
        let said = |text: &String| if text.is_empty() { text::conflict_none().to_owned() } else { text.clone() };
        if let (Some(theirs), Some(mine)) = (theirs, mine) {
            add(aspect, said(theirs), said(&mine.to));
        }
    }
    add(text::tab_role(), words::role(theirs.role).to_owned(), words::role(mine.role).to_owned());
    let permissions = |access: &MemberAccess| listed(in_words(&access.permissions));
    add(text::conflict_permissions(), permissions(theirs), permissions(mine));
    let name = |known: &HashMap<String, String>, id: &String| {
        known.get(id).cloned().unwrap_or_else(|| text::conflict_unnamed().to_owned())
    };
    let in_groups = |access: &MemberAccess| {
        let ids: BTreeSet<&String> = access.groups.iter().collect();
        listed(ids.into_iter().map(|id| name(groups, id)).collect())
    };
    add(text::tab_groups(), in_groups(theirs), in_groups(mine));
    let reaches = |version: &MemberAccess| {
        let mut lines: Vec<String> = version
            .collections
            .iter()
            .map(|entry| text::conflict_access(&name(collections, &entry.id), access::permission(entry.access())))
            .collect();
        lines.sort();
        listed(lines)
    };
    add(text::tab_collections(), reaches(theirs), reaches(mine));
    found
}

fn listed(words: Vec<String>) -> String {
    if words.is_empty() { text::conflict_none().to_owned() } else { i18n::list(&words) }
}

#[cfg(test)]
mod tests {
    use portal_client::members::Reworded;

    use super::*;

    #[test]
    fn a_name_that_somebody_else_gave_stands_in_the_comparison() {
        let name = |to: &str| Some(Reworded { was: "Ulla".into(), to: to.into() });
        let mine = MemberChange { name: name("Ursula"), ..MemberChange::default() };
        let now = |name: &str| MemberNow { access: MemberAccess::default(), name: Some(name.into()), email: None };
        let compared = |now: &MemberNow| differences(now, &mine, &HashMap::new(), &HashMap::new());
        let line = |theirs: &str| {
            vec![Difference { aspect: text::name_label(), theirs: theirs.into(), mine: "Ursula".into() }]
        };
        assert_eq!(compared(&now("Ulla Berg")), line("Ulla Berg"));
        assert_eq!(compared(&now("")), line(text::conflict_none()));
        assert_eq!(compared(&now("Ursula")), Vec::new());
    }
}
