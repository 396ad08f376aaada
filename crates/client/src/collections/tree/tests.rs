//! The tree of any names, however odd.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;

fn tree(names: &[Option<&str>]) -> Tree {
    let ids: Vec<String> = (0..names.len()).map(|n| format!("c{n:03}")).collect();
    Tree::of_paths(ids.iter().map(String::as_str).zip(names.iter().copied()))
}

/// The tree as indented lines; `*` for a node that is no collection.
fn drawn(tree: &Tree) -> Vec<String> {
    tree.all()
        .into_iter()
        .map(|at| {
            let node = tree.node(at).unwrap();
            let mark = if node.collection.is_some() { "" } else { "*" };
            let name = if node.damaged { "?" } else { &node.name };
            format!("{}{name}{mark}", " ".repeat(node.depth))
        })
        .collect()
}

#[test]
fn parents_that_are_missing_are_drawn_and_names_are_in_order() {
    let tree = tree(&[Some("Finance/Payroll"), Some("Work"), Some("finance/Tax/2024"), Some("Finance")]);
    assert_eq!(drawn(&tree), ["Finance", " Payroll", "finance*", " Tax*", "  2024", "Work"]);
}

#[test]
fn odd_slashes_count_for_nothing() {
    assert_eq!(parts("/A//B/"), ["A", "B"]);
    assert_eq!(parts("A/ /B"), ["A", " ", "B"]);
    assert!(parts("///").is_empty() && parts("").is_empty());
    let tree = tree(&[Some("A"), Some("/A//B"), Some("A/B/"), Some("//")]);
    assert_eq!(drawn(&tree), ["A", " B", " B", ""]);
}

#[test]
fn equal_names_share_their_children_with_the_first_one() {
    let tree = tree(&[Some("A"), Some("A"), Some("A/B")]);
    assert_eq!(drawn(&tree), ["A", " B", "A"]);
    assert_eq!(tree.node(tree.find("c000").unwrap()).unwrap().children.len(), 1);
    assert!(tree.node(tree.find("c001").unwrap()).unwrap().children.is_empty());
}

#[test]
fn a_damaged_name_stands_last_and_breaks_nothing() {
    let tree = tree(&[None, Some("B/C"), None, Some("a")]);
    assert_eq!(drawn(&tree), ["a", "B*", " C", "?", "?"]);
}

#[test]
fn keys_name_nodes_without_saying_names() {
    let names = [Some("Secret plan/Budget/2024"), Some("Secret plan/Budget/2025")];
    let tree = tree(&names);
    let top = tree.roots()[0];
    assert_eq!(tree.node(top).unwrap().key, "~0~c000");
    // Once the first one has moved away, the old address still leads to the place above it.
    assert_eq!(tree.find("~1~c001").map(|at| tree.path(at)).as_deref(), Some("Secret plan/Budget"));
    assert_eq!(tree.find("~9~c001"), None);
    assert_eq!(tree.find("~x"), None);
}

#[test]
fn endless_nesting_stops_at_a_level() {
    let name = "x/".repeat(5_000);
    let tree = tree(&[Some(&name)]);
    assert_eq!(tree.len(), DEEPEST);
    assert!(tree.path(*tree.all().last().unwrap()).len() > 9_000);
}

#[test]
fn names_are_judged_before_they_are_sent() {
    assert_eq!(compose("A/B", " C "), Ok("A/B/C".into()));
    assert_eq!(compose("", "C"), Ok("C".into()));
    assert_eq!(compose("A", "  "), Err(NameRefusal::Missing));
    assert_eq!(compose("A", "C/D"), Err(NameRefusal::Slash));
    assert_eq!(compose("", &"x".repeat(687)), Ok("x".repeat(687)));
    assert_eq!(compose("", &"x".repeat(688)), Err(NameRefusal::TooLong));
    assert_eq!(compose(&"x".repeat(687), "y"), Err(NameRefusal::TooLong));
}

fn odd_name() -> impl Strategy<Value = Option<String>> {
    let part = prop_oneof![Just(""), Just("A"), Just("a"), Just("B"), Just(" "), Just("Ü"), Just("C\u{202e}d")];
    let path = proptest::collection::vec(part, 0..6).prop_map(|parts| Some(parts.join("/")));
    prop_oneof![9 => path, 1 => Just(None)]
}

proptest! {
    // Few but large: what matters is that odd names meet.
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn every_collection_has_exactly_one_node(names in proptest::collection::vec(odd_name(), 0..500)) {
        let borrowed: Vec<Option<&str>> = names.iter().map(Option::as_deref).collect();
        let tree = tree(&borrowed);
        let all = tree.all();
        prop_assert_eq!(all.len(), tree.len());
        let mut found: Vec<usize> = all.iter().filter_map(|at| tree.node(*at).unwrap().collection).collect();
        found.sort_unstable();
        prop_assert_eq!(found, (0..names.len()).collect::<Vec<_>>());
        let keys: BTreeSet<&str> = all.iter().map(|at| tree.node(*at).unwrap().key.as_str()).collect();
        prop_assert_eq!(keys.len(), tree.len());
        for at in all {
            let node = tree.node(at).unwrap();
            prop_assert_eq!(tree.find(&node.key), Some(at));
            for child in &node.children {
                let child = tree.node(*child).unwrap();
                prop_assert_eq!((child.parent, child.depth), (Some(at), node.depth + 1));
            }
            match node.collection {
                // It stands where its name says.
                Some(place) => if let Some(name) = &names[place] && !parts(name).is_empty() {
                    prop_assert_eq!(tree.parts(at), parts(name));
                } else {
                    prop_assert!(node.depth == 0 && node.children.is_empty());
                },
                None => prop_assert!(!node.children.is_empty()),
            }
        }
    }

    #[test]
    fn the_order_of_the_server_changes_nothing(names in proptest::collection::vec(odd_name(), 0..60)) {
        let ids: Vec<String> = (0..names.len()).map(|n| format!("c{n:03}")).collect();
        let pairs: Vec<(&str, Option<&str>)> =
            ids.iter().map(String::as_str).zip(names.iter().map(Option::as_deref)).collect();
        let keys = |tree: &Tree| {
            tree.all().into_iter().map(|at| tree.node(at).unwrap().key.clone()).collect::<Vec<_>>()
        };
        let forward = Tree::of_paths(pairs.iter().copied());
        let backward = Tree::of_paths(pairs.iter().rev().copied());
        prop_assert_eq!(keys(&forward), keys(&backward));
    }
}
