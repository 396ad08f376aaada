//! The steps in words: what each is for, what is known about it, why it is not needed.

use portal_client::setup::{Groups, People, Reading, SetUp, Step};

use super::kept::Reason;
use crate::{
    app::routes::{self, Route},
    i18n::{list, text::setup as text},
};

/// Most names that a sentence lists.
const NAMED: usize = 3;

/// Verb first.
pub const fn title(step: Step) -> &'static str {
    match step {
        Step::Collections => text::collections_title(),
        Step::Import => text::import_title(),
        Step::Policies => text::policies_title(),
        Step::SingleSignOn => text::sso_title(),
        Step::Groups => text::groups_title(),
        Step::People => text::people_title(),
    }
}

/// What it is for.
pub const fn purpose(step: Step) -> &'static str {
    match step {
        Step::Collections => text::collections_purpose(),
        Step::Import => text::import_purpose(),
        Step::Policies => text::policies_purpose(),
        Step::SingleSignOn => text::sso_purpose(),
        Step::Groups => text::groups_purpose(),
        Step::People => text::people_purpose(),
    }
}

/// The button that leads on.
pub const fn next(step: Step) -> &'static str {
    match step {
        Step::Collections => text::collections_next(),
        Step::Import => text::import_next(),
        Step::Policies => text::policies_next(),
        Step::SingleSignOn => text::sso_next(),
        Step::Groups => text::groups_next(),
        Step::People => text::people_next(),
    }
}

/// The page where it is done.
pub fn page(step: Step) -> Option<&'static Route> {
    routes::page_of_client(match step {
        Step::Collections => "collections",
        Step::Import => "import",
        Step::Policies => "policies",
        Step::SingleSignOn => "sso",
        Step::Groups => "groups",
        Step::People => "members",
    })
}

/// Why it is not needed.
pub const fn reason(step: Step, reason: Reason) -> &'static str {
    match (reason, step) {
        (Reason::Agreed, _) => text::skip_agreed(),
        (Reason::Nothing, Step::Collections) => text::skip_collections_nothing(),
        (Reason::Nothing, Step::Import) => text::skip_import_nothing(),
        (Reason::Nothing, Step::Policies) => text::skip_policies_nothing(),
        (Reason::Nothing, Step::SingleSignOn) => text::skip_sso_nothing(),
        (Reason::Nothing, Step::Groups) => text::skip_groups_nothing(),
        (Reason::Nothing, Step::People) => text::skip_people_nothing(),
        (Reason::Otherwise, Step::Collections) => text::skip_collections_otherwise(),
        (Reason::Otherwise, Step::Import) => text::skip_import_otherwise(),
        (Reason::Otherwise, Step::Policies) => text::skip_policies_otherwise(),
        (Reason::Otherwise, Step::SingleSignOn) => text::skip_sso_otherwise(),
        (Reason::Otherwise, Step::Groups) => text::skip_groups_otherwise(),
        (Reason::Otherwise, Step::People) => text::skip_people_otherwise(),
    }
}

/// What is known about a step, in a few words.
pub fn fact(read: &SetUp, step: Step) -> String {
    match step {
        Step::Collections => known(&read.collections, |count| match count {
            0 => text::collections_none().to_owned(),
            1 => text::collections_first().to_owned(),
            _ => text::collections_some(int(*count)),
        }),
        Step::Import => known(&read.items, |count| match count {
            0 => text::items_none().to_owned(),
            _ => text::items_some(int(*count)),
        }),
        Step::Policies => known(&read.policies, |count| match count {
            0 => text::policies_none().to_owned(),
            _ => text::policies_some(int(*count)),
        }),
        Step::SingleSignOn => {
            known(&read.single_sign_on, |on| if *on { text::sso_on().to_owned() } else { text::sso_off().to_owned() })
        }
        Step::Groups => known(&read.groups, groups),
        Step::People => known(&read.people, people),
    }
}

fn known<T>(reading: &Reading<T>, words: impl FnOnce(&T) -> String) -> String {
    match reading {
        Reading::Known(value) => words(value),
        Reading::NotInPlan => text::not_in_plan().to_owned(),
        Reading::NotAllowed => text::not_allowed().to_owned(),
        Reading::Failed(_) => text::not_read().to_owned(),
    }
}

fn groups(groups: &Groups) -> String {
    match (groups.count, groups.without_access.len()) {
        (0, _) => text::groups_none().to_owned(),
        (count, 0) => text::groups_some(int(count)),
        (count, cut) => list(&[text::groups_some(int(count)), text::groups_cut(int(cut))]),
    }
}

fn people(people: &People) -> String {
    let parts: Vec<String> = [
        (people.confirmed, text::people_confirmed as fn(i64) -> String),
        (people.to_confirm, text::people_to_confirm),
        (people.invited, text::people_invited),
        (people.revoked, text::people_revoked),
    ]
    .into_iter()
    .filter(|(count, _)| *count > 0)
    .map(|(count, words)| words(int(count)))
    .collect();
    if parts.is_empty() { text::people_none().to_owned() } else { list(&parts) }
}

/// One line of the list before a client is handed over: whether it is in order, and the words.
pub fn checks(read: &SetUp) -> Vec<(bool, String)> {
    let mut lines = Vec::new();
    if let Reading::Known(people) = &read.people {
        lines.push((
            people.owners > 1,
            match people.owners {
                0 => text::check_owners_none().to_owned(),
                1 => text::check_owners_one().to_owned(),
                count => text::check_owners(int(count)),
            },
        ));
        lines.push(match people.to_confirm {
            0 => (true, text::check_nobody_waits().to_owned()),
            count => (false, text::check_waiting(int(count))),
        });
    }
    if let Reading::Known(groups) = &read.groups
        && groups.count > 0
    {
        lines.push(match groups.without_access.as_slice() {
            [] => (true, text::check_groups().to_owned()),
            cut => (false, text::check_groups_cut(&named(cut))),
        });
    }
    lines
}

/// A few names, and how many more.
fn named(names: &[String]) -> String {
    let mut shown: Vec<String> = names.iter().take(NAMED).cloned().collect();
    let more = names.len().saturating_sub(shown.len());
    if more > 0 {
        shown.push(text::more(int(more)));
    }
    list(&shown)
}

fn int(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
