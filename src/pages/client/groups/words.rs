//! Names and failures around groups, in words. Pure.

use portal_agent::Fault;
use portal_client::{
    collections::tree::{parts, shown},
    groups::{ChangedMeanwhile, GroupFailure, NameProblem},
    people::RowFailure,
};
use portal_contracts::limits;

use super::data::GroupsData;
use crate::{
    i18n::{self, number, text::groups as text},
    pages::problem::Problem,
};

/// What to call a group whose name may have nothing readable in it.
#[must_use]
pub fn group(name: &str) -> String {
    if name.is_empty() { text::unreadable_name().to_owned() } else { name.to_owned() }
}

/// The last part of a collection's path.
#[must_use]
pub fn short(path: &Result<String, Fault>) -> String {
    match path {
        Ok(path) => parts(path).last().map_or_else(|| text::unreadable_name().to_owned(), |part| shown(part)),
        Err(_) => text::damaged_name().to_owned(),
    }
}

/// The whole path of a collection.
#[must_use]
pub fn path(path: &Result<String, Fault>) -> String {
    match path {
        Ok(path) => parts(path).into_iter().map(shown).collect::<Vec<_>>().join(" / "),
        Err(_) => text::damaged_name().to_owned(),
    }
}

/// What is above a collection; empty at the top.
#[must_use]
pub fn above(path: &Result<String, Fault>) -> String {
    let Ok(path) = path else { return String::new() };
    let mut parts = parts(path);
    parts.pop();
    parts.into_iter().map(shown).collect::<Vec<_>>().join(" / ")
}

/// What is wrong with a name.
#[must_use]
pub fn name_problem(problem: NameProblem) -> String {
    match problem {
        NameProblem::Missing => text::name_missing().to_owned(),
        NameProblem::Long => text::name_long(&count(limits::GROUP_NAME)),
    }
}

/// A count in the language's digits.
#[must_use]
pub fn count(count: usize) -> String {
    number(int(count))
}

/// A count for plurals.
#[must_use]
pub fn int(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// What became of a change, apart from what somebody else did meanwhile.
#[must_use]
pub fn failure(failure: &GroupFailure) -> Problem {
    let plain = |title: &'static str, words: &str| Problem {
        title,
        text: words.to_owned(),
        said: None,
        quote: None,
        again: false,
    };
    match failure {
        GroupFailure::Name(problem) => plain(text::name(), &name_problem(*problem)),
        GroupFailure::Changed(_) => plain(text::changed_title(), text::changed_text()),
        GroupFailure::Gone => plain(text::gone_title(), text::gone_text()),
        GroupFailure::AddsSelf => plain(text::self_title(), text::members_self()),
        GroupFailure::NotGranted => plain(text::not_granted_title(), text::not_granted_text()),
        GroupFailure::NoGroups => plain(text::plan_title(), text::plan_text()),
        GroupFailure::Api(error) if error.outcome_unknown() => {
            Problem { title: text::lost_title(), text: text::lost_text().to_owned(), ..Problem::of(error) }
        }
        GroupFailure::Api(error) => Problem::of(error),
    }
}

/// What somebody else did, one line for each kind.
#[must_use]
pub fn changes(change: &ChangedMeanwhile, data: GroupsData) -> Vec<String> {
    let people = |ids: &[String]| {
        let name = |id: &String| data.member_name(id).unwrap_or_else(|| text::unknown_person().to_owned());
        i18n::list(&ids.iter().map(name).collect::<Vec<_>>())
    };
    let collections = |ids: &[String]| {
        let name = |id: &String| data.collection_name(id).unwrap_or_else(|| text::unknown_collection().to_owned());
        i18n::list(&ids.iter().map(name).collect::<Vec<_>>())
    };
    let mut lines = Vec::new();
    if let Some(old) = &change.old_name {
        lines.push(text::changed_name(&group(old), &group(&change.now.group.name)));
    }
    let mut line = |ids: &[String], words: fn(i64, &str) -> String, names: &dyn Fn(&[String]) -> String| {
        if !ids.is_empty() {
            lines.push(words(int(ids.len()), &names(ids)));
        }
    };
    line(&change.joined, text::changed_joined, &people);
    line(&change.left, text::changed_left, &people);
    line(&change.granted, text::changed_granted, &collections);
    line(&change.withdrawn, text::changed_withdrawn, &collections);
    lines
}

/// Why a group was not deleted.
#[must_use]
pub fn row_failure(failure: &RowFailure) -> String {
    match failure {
        RowFailure::Refused(said) => text::result_said(said),
        RowFailure::NotDone => text::result_not_done().to_owned(),
        _ => text::result_unknown().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_shown_whole_or_by_their_end() {
        let nested: Result<String, Fault> = Ok("Accounts/Payroll/Year end".to_owned());
        assert_eq!((short(&nested).as_str(), above(&nested).as_str()), ("Year end", "Accounts / Payroll"));
        assert_eq!(path(&nested), "Accounts / Payroll / Year end");
        let damaged = Err(Fault::Decrypt);
        assert_eq!((short(&damaged), above(&damaged)), (text::damaged_name().to_owned(), String::new()));
    }
}
