//! Names, reasons and outcomes of collections in words.

use portal_client::collections::{
    Collection, MoveFailure, RowFailure, SaveFailure,
    tree::{self, At, NameRefusal},
};
use portal_client::members::Member;
use portal_contracts::enums::OrganizationUserType;

use super::{actions::Why, row::Shelf};
use crate::{
    i18n::{list, text::collections as text},
    pages::problem::Problem,
};

/// What to call a node.
#[must_use]
pub fn called(shelf: &Shelf, at: At) -> String {
    let Some(node) = shelf.tree.node(at) else { return String::new() };
    if node.damaged {
        return text::damaged().to_owned();
    }
    let name = tree::shown(&node.name);
    if name.is_empty() { text::unnamed().to_owned() } else { name }
}

/// What to call a collection, with its place.
#[must_use]
pub fn place(shelf: &Shelf, id: &str) -> String {
    let Some(at) = shelf.tree.find(id) else { return text::unnamed().to_owned() };
    let line = shelf.tree.line(at);
    line.into_iter().map(|at| called(shelf, at)).collect::<Vec<_>>().join(" / ")
}

/// Why an entry of a menu is off.
#[must_use]
pub const fn why(reason: Why) -> &'static str {
    match reason {
        Why::OwnItems => text::why_own_items(),
        Why::AccessUnknown => text::why_access_unknown(),
        Why::NotManager => text::why_not_manager(),
        Why::Limited => text::why_limited(),
    }
}

/// What is wrong with a name.
#[must_use]
pub const fn name_refusal(refusal: NameRefusal) -> &'static str {
    match refusal {
        NameRefusal::Missing => text::name_missing(),
        NameRefusal::Slash => text::name_slash(),
        NameRefusal::TooLong => text::name_long(),
    }
}

/// The role of a member.
const fn role(role: OrganizationUserType) -> &'static str {
    match role {
        OrganizationUserType::Owner => text::owner(),
        OrganizationUserType::Admin => text::admin(),
        OrganizationUserType::User => text::user(),
        OrganizationUserType::Custom => text::custom(),
        OrganizationUserType::Unknown(_) => text::unknown_role(),
    }
}

/// The second line of a member: address and role.
#[must_use]
pub fn member_sub(member: &Member) -> String {
    match &member.name {
        Some(_) => text::person_sub(&member.email, role(member.role())),
        None => role(member.role()).to_owned(),
    }
}

/// Why something was not done for one collection.
#[must_use]
pub fn row_failure(failure: &RowFailure) -> String {
    match failure {
        RowFailure::NotDone => text::row_not_done().to_owned(),
        RowFailure::Renamed => text::row_renamed().to_owned(),
        RowFailure::Gone => text::row_gone().to_owned(),
        RowFailure::AccessUnknown => text::row_access_unknown().to_owned(),
        RowFailure::NoManager => text::row_no_manager().to_owned(),
        RowFailure::OwnItems => text::row_own_items().to_owned(),
        RowFailure::Stopped => text::row_stopped().to_owned(),
        RowFailure::Api(error) => {
            let problem = Problem::of(error);
            match problem.said {
                Some(said) => text::row_said(&said),
                None => problem.text,
            }
        }
    }
}

/// Why a collection was not saved. [`SaveFailure::Changed`] is told elsewhere.
#[must_use]
pub fn save_failure(failure: &SaveFailure) -> Problem {
    let plain = |title: &'static str, words: &'static str| Problem {
        title,
        text: words.to_owned(),
        said: None,
        quote: None,
        again: false,
    };
    match failure {
        SaveFailure::NoManager => plain(text::unknown_title(), text::manager_missing()),
        SaveFailure::Limit => plain(text::limit_title(), text::limit_text()),
        SaveFailure::OwnItems => plain(text::unknown_title(), text::why_own_items()),
        SaveFailure::Gone => plain(text::gone_title(), text::gone_text()),
        SaveFailure::AccessUnknown => plain(text::unknown_title(), text::why_access_unknown()),
        SaveFailure::Changed(_) => plain(text::changed_title(), text::changed_text()),
        SaveFailure::Api(error) => Problem::of(error),
    }
}

/// Why a branch was not moved; nothing of it was. `rows` are pairs of id and name.
#[must_use]
pub fn move_failure(failure: &MoveFailure, rows: &[(String, String)]) -> Problem {
    let named = |id: &String| rows.iter().find(|(known, _)| known == id).map(|(_, name)| name.clone());
    let (title, words) = match failure {
        MoveFailure::Api(error) => return Problem::of(error),
        MoveFailure::NoManager(_) => (text::unknown_title(), text::heirs_text().to_owned()),
        MoveFailure::AccessUnknown(ids) => {
            let names: Vec<String> = ids.iter().filter_map(named).collect();
            (text::unknown_title(), text::unknown_below(&list(&names)))
        }
    };
    Problem { title, text: words, said: None, quote: None, again: false }
}

/// Whether nobody at all has access.
#[must_use]
pub fn nobody(collection: &Collection) -> bool {
    collection.access.as_ref().is_some_and(portal_client::collections::AccessLists::is_empty)
}
