//! What another name or another place for a part of the tree means: the names of everything below are written anew
//! (COL-02). Pure; [`super::moving`] carries it out.

use std::collections::BTreeMap;

use super::Collection;
use super::rows::RowOutcome;
use super::tree::{At, NameRefusal, Tree, compose, fits, parts};

/// One collection that gets another name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Collection id.
    pub id: String,
    /// Its path now.
    pub from: String,
    /// Its path afterwards.
    pub to: String,
}

/// Why a part of the tree cannot be moved so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MoveRefusal {
    /// The new name cannot be given.
    Name(NameRefusal),
    /// Into itself or something below it.
    IntoItself,
    /// A path below would get longer than servers take; the collection with the longest.
    TooLong {
        /// Its id.
        id: String,
    },
}

/// The writes that give a node another name and another parent (`None` = top level), itself first. Empty when nothing
/// changes. "My items" stay where they are.
///
/// # Errors
/// See [`MoveRefusal`]; nothing is sent.
pub fn plan_move(
    tree: &Tree,
    collections: &[Collection],
    node: At,
    parent: Option<At>,
    name: &str,
) -> Result<Vec<Step>, MoveRefusal> {
    if parent.is_some_and(|parent| tree.line(parent).contains(&node)) {
        return Err(MoveRefusal::IntoItself);
    }
    let above = parent.map(|parent| tree.path(parent)).unwrap_or_default();
    let target = compose(&above, name).map_err(MoveRefusal::Name)?;
    if target == tree.path(node) {
        return Ok(Vec::new());
    }
    let depth = tree.parts(node).len();
    let mut steps = Vec::new();
    for at in tree.below(node) {
        let Some(found) = tree.node(at).and_then(|node| node.collection).and_then(|place| collections.get(place))
        else {
            continue;
        };
        if found.own_items {
            continue;
        }
        // A damaged name gets its new one, and has nothing below it.
        let from = found.path.clone().unwrap_or_default();
        let rest = parts(&from).into_iter().skip(depth);
        let to = std::iter::once(target.as_str()).chain(rest).collect::<Vec<_>>().join("/");
        steps.push(Step { id: found.id.clone(), from, to });
    }
    match steps.iter().filter(|step| !fits(&step.to)).max_by_key(|step| step.to.len()) {
        Some(longest) => Err(MoveRefusal::TooLong { id: longest.id.clone() }),
        None => Ok(steps),
    }
}

/// Steps that are still to be done, in their order.
#[must_use]
pub fn left(steps: &[Step], outcomes: &[RowOutcome]) -> Vec<Step> {
    let done: BTreeMap<&str, bool> = outcomes.iter().map(|row| (row.id.as_str(), row.outcome.is_ok())).collect();
    steps.iter().filter(|step| done.get(step.id.as_str()) != Some(&true)).cloned().collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::RowFailure;
    use super::*;

    fn collection(id: &str, path: &str) -> Collection {
        Collection {
            id: id.to_owned(),
            path: Ok(path.to_owned()),
            external_id: None,
            own_items: false,
            access: None,
            unmanaged: false,
            managed_by_me: false,
            wire_name: String::new(),
            wire_external_id: None,
        }
    }

    fn all(paths: &[&str]) -> (Vec<Collection>, Tree) {
        let list: Vec<Collection> =
            paths.iter().enumerate().map(|(n, path)| collection(&format!("c{n:03}"), path)).collect();
        let tree = Tree::of(&list);
        (list, tree)
    }

    fn moved(steps: &[Step]) -> Vec<(&str, &str)> {
        steps.iter().map(|step| (step.id.as_str(), step.to.as_str())).collect()
    }

    #[test]
    fn everything_below_comes_along_and_nothing_else() {
        let (list, tree) = all(&["A", "A/B", "A//B/C/", "AB", "A/B", "X"]);
        let node = tree.find("c001").unwrap();
        let to = tree.find("c005");
        let steps = plan_move(&tree, &list, node, to, "New").unwrap();
        assert_eq!(moved(&steps), [("c001", "X/New"), ("c002", "X/New/C")]);
        // The other one of the same name has nothing below it.
        let twin = tree.find("c004").unwrap();
        assert_eq!(moved(&plan_move(&tree, &list, twin, None, "B").unwrap()), [("c004", "B")]);
    }

    #[test]
    fn a_node_without_a_collection_can_be_renamed_too() {
        let (list, tree) = all(&["A/B/C", "A/D"]);
        let top = tree.roots()[0];
        assert_eq!(moved(&plan_move(&tree, &list, top, None, "Z").unwrap()), [("c000", "Z/B/C"), ("c001", "Z/D")]);
        assert_eq!(plan_move(&tree, &list, top, None, "A"), Ok(Vec::new()));
    }

    #[test]
    fn nothing_moves_into_itself_or_gets_too_long() {
        let long = "x".repeat(600);
        let below = format!("A/{long}");
        let (list, tree) = all(&["A", &below, "B"]);
        let a = tree.find("c000").unwrap();
        assert_eq!(plan_move(&tree, &list, a, tree.find("c001"), "A"), Err(MoveRefusal::IntoItself));
        assert_eq!(plan_move(&tree, &list, a, Some(a), "A"), Err(MoveRefusal::IntoItself));
        assert_eq!(plan_move(&tree, &list, a, None, "a/b"), Err(MoveRefusal::Name(NameRefusal::Slash)));
        let name = "y".repeat(100);
        assert_eq!(plan_move(&tree, &list, a, None, &name), Err(MoveRefusal::TooLong { id: "c001".into() }));
    }

    #[test]
    fn what_failed_is_what_is_left() {
        let step = |id: &str| Step { id: id.into(), from: "A".into(), to: "B".into() };
        let steps = [step("a"), step("b"), step("c")];
        let outcomes = [
            RowOutcome { id: "a".into(), outcome: Ok(()) },
            RowOutcome { id: "b".into(), outcome: Err(RowFailure::Stopped) },
        ];
        assert_eq!(left(&steps, &outcomes), steps[1..]);
    }

    proptest! {
        #[test]
        fn a_moved_part_looks_as_before(
            names in proptest::collection::vec("[AB](/{1,2}[ABC]){0,3}", 1..40),
            pick in any::<proptest::sample::Index>(),
        ) {
            let paths: Vec<&str> = names.iter().map(String::as_str).collect();
            let (mut list, tree) = all(&paths);
            let everything = tree.all();
            let node = *pick.get(&everything);
            let shape = |tree: &Tree, at: At| {
                let depth = tree.node(at).unwrap().depth;
                tree.below(at)
                    .into_iter()
                    .skip(1)
                    .map(|at| tree.node(at).unwrap())
                    .map(|node| (node.depth - depth, node.name.clone(), node.collection))
                    .collect::<Vec<_>>()
            };
            let before = shape(&tree, node);
            let inside = tree.below(node).len();
            let steps = plan_move(&tree, &list, node, None, "Moved").unwrap();
            for step in &steps {
                let found = list.iter_mut().find(|found| found.id == step.id).unwrap();
                prop_assert_eq!(found.path.as_deref(), Ok(step.from.as_str()));
                found.path = Ok(step.to.clone());
            }
            let after = Tree::of(&list);
            let there = after.all().into_iter().find(|at| after.path(*at) == "Moved").unwrap();
            prop_assert_eq!(shape(&after, there), before);
            // Nothing else moved. Parents without a collection of their own may be gone with what was below them.
            prop_assert_eq!(steps.len(), tree.below(node).iter().filter(|at| tree.node(**at).unwrap().collection.is_some()).count());
            prop_assert!(after.len() <= tree.len() && inside > 0);
        }
    }
}
