//! Joining what was changed here with what somebody else changed meanwhile. Pure.

use std::collections::BTreeMap;

use portal_contracts::access::{Access, AccessEntry};

/// The joined list, and who was changed on both sides in different ways.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Joined {
    pub entries: Vec<AccessEntry>,
    pub disputed: Vec<String>,
}

fn by_id(entries: &[AccessEntry]) -> BTreeMap<&str, Access> {
    entries.iter().map(|entry| (entry.id.as_str(), entry.access())).collect()
}

/// Joins one access list: `before` was read first, `mine` is wanted, `theirs` is what the server has now. Whoever was
/// changed on one side only gets that; whoever was changed on both sides in the same way too.
pub(super) fn join(before: &[AccessEntry], mine: &[AccessEntry], theirs: &[AccessEntry]) -> Joined {
    let (old, wanted, current) = (by_id(before), by_id(mine), by_id(theirs));
    let mut ids: Vec<&str> = old.keys().chain(wanted.keys()).chain(current.keys()).copied().collect();
    ids.sort_unstable();
    ids.dedup();
    let mut joined = Joined { entries: Vec::new(), disputed: Vec::new() };
    for id in ids {
        let (old, wanted, current) = (old.get(id), wanted.get(id), current.get(id));
        let result = if wanted == current || current == old {
            wanted
        } else {
            if wanted != old {
                joined.disputed.push(id.to_owned());
            }
            current
        };
        joined.entries.extend(result.map(|access| access.entry(id)));
    }
    joined
}

/// The joined list with the own wish for everybody who is disputed.
pub(super) fn insist(joined: Vec<AccessEntry>, disputed: &[String], mine: &[AccessEntry]) -> Vec<AccessEntry> {
    let is_disputed = |entry: &AccessEntry| disputed.contains(&entry.id);
    let kept = joined.into_iter().filter(|entry| !is_disputed(entry));
    kept.chain(mine.iter().filter(|entry| is_disputed(entry)).cloned()).collect()
}

/// What is there with what is added: given entries overwrite, all others stay.
pub(super) fn union(current: &[AccessEntry], added: &[AccessEntry]) -> Vec<AccessEntry> {
    let mut all = by_id(current);
    all.extend(by_id(added));
    all.into_iter().map(|(id, access)| access.entry(id)).collect()
}

/// Whether a list contains all these entries, with these permissions.
pub(super) fn contains(list: &[AccessEntry], wanted: &[AccessEntry]) -> bool {
    let list = by_id(list);
    wanted.iter().all(|entry| list.get(entry.id.as_str()) == Some(&entry.access()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(text: &str) -> Vec<AccessEntry> {
        let access = |letter: &str| match letter {
            "v" => Access::View,
            "e" => Access::Edit,
            _ => Access::Manage,
        };
        text.split_whitespace().filter_map(|pair| pair.split_once(':')).map(|(id, a)| access(a).entry(id)).collect()
    }

    #[test]
    fn changes_of_both_sides_stay() {
        let joined = join(&list("a:v b:v c:v"), &list("a:m b:v d:e"), &list("a:v b:e c:v e:v"));
        assert_eq!(joined, Joined { entries: list("a:m b:e d:e e:v"), disputed: Vec::new() });
    }

    #[test]
    fn the_same_change_on_both_sides_is_no_dispute() {
        let joined = join(&list("a:v b:v"), &list("a:m c:v"), &list("a:m c:v"));
        assert_eq!(joined, Joined { entries: list("a:m c:v"), disputed: Vec::new() });
    }

    #[test]
    fn different_changes_of_one_entry_are_disputed() {
        for (mine, theirs) in [("a:m", "a:e"), ("a:m", ""), ("", "a:e")] {
            let joined = join(&list("a:v"), &list(mine), &list(theirs));
            assert_eq!(joined.disputed, ["a"], "{mine} {theirs}");
        }
        assert_eq!(join(&[], &list("a:m"), &list("a:e")).disputed, ["a"]);
    }

    #[test]
    fn who_insists_keeps_the_changes_of_others_elsewhere() {
        let mine = list("a:m c:v");
        let joined = join(&list("a:v b:v"), &mine, &list("a:e b:v d:v"));
        assert_eq!(joined.disputed, ["a"]);
        let insisted = insist(joined.entries, &joined.disputed, &mine);
        assert_eq!(by_id(&insisted), by_id(&list("a:m c:v d:v")));
    }

    #[test]
    fn adding_keeps_what_is_there() {
        let union = union(&list("a:v b:m"), &list("a:e c:v"));
        assert_eq!(union, list("a:e b:m c:v"));
        assert!(contains(&union, &list("c:v a:e")) && !contains(&union, &list("a:v")));
    }
}
