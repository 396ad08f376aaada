//! The tree of a file laid over the collections of a client.

use crate::draft::Draft;
use crate::model::Origin;
use crate::{Counts, Destination, Existing, Parent, Parsed, Plan, count_kinds, plan};
use portal_contracts::ciphers::CipherType;

use super::support::{read, sample};
use crate::{Format, build::Builder};

fn parsed(items: &[(&str, &[&str])]) -> Parsed {
    let mut builder = Builder::new(Format::GenericCsv);
    for (at, (name, folders)) in items.iter().enumerate() {
        let mut draft = Draft::login(Origin::Nth(at));
        draft.name(name).password("x");
        for folder in *folders {
            draft.within(builder.place_of(folder, '/'));
        }
        builder.add(draft).unwrap();
    }
    builder.finish().unwrap()
}

fn into(parent: Parent, merge: bool) -> Destination {
    Destination { parent, merge, skip_duplicates: true, loose: "Imported".to_owned(), no_cards: false }
}

fn existing(names: &[&str]) -> Vec<Existing> {
    names.iter().map(|name| Existing { id: format!("id of {name}"), name: (*name).to_owned() }).collect()
}

fn shape(plan: &Plan) -> Vec<(&str, bool, usize)> {
    plan.collections.iter().map(|one| (one.name.as_str(), one.existing.is_some(), one.items)).collect()
}

#[test]
fn folders_join_collections_of_the_same_path() {
    let file = parsed(&[("a", &["it/Servers"]), ("b", &["IT"]), ("c", &[]), ("d", &["IT/Servers", "HR"])]);
    let plan = plan(&file, &existing(&["IT", "IT/Servers", "Sales"]), &into(Parent::Top, true));
    assert_eq!(shape(&plan), [("IT", true, 1), ("IT/Servers", true, 2), ("HR", false, 1), ("Imported", false, 1)]);
    assert_eq!(plan.relations, [(0, 1), (1, 0), (2, 3), (3, 1), (3, 2)]);
    assert_eq!(plan.counts, Counts { items: 4, reused: 2, created: 2, relations: 5, left_out: 0, duplicates: 0 });
}

#[test]
fn a_parent_takes_everything_below_it_and_the_items_without_a_folder() {
    let file = parsed(&[("a", &["IT"]), ("b", &[])]);
    let there = existing(&["Archive", "Archive/IT"]);
    let under = plan(&file, &there, &into(Parent::Existing("id of Archive".into()), true));
    assert_eq!(shape(&under), [("Archive", true, 1), ("Archive/IT", true, 1)]);
    let new = plan(&file, &there, &into(Parent::New(" KeePass / 2026 ".into()), true));
    assert_eq!(shape(&new), [("KeePass/2026", false, 1), ("KeePass/2026/IT", false, 1)]);
}

#[test]
fn without_merging_everything_is_new() {
    let plan = plan(&parsed(&[("a", &["IT"])]), &existing(&["IT"]), &into(Parent::Top, false));
    assert_eq!(shape(&plan), [("IT", false, 1)]);
}

#[test]
fn duplicates_are_imported_once_or_as_often_as_wanted() {
    let file = parsed(&[("a", &["IT"]), ("a", &["IT"])]);
    let once = plan(&file, &[], &into(Parent::Top, true));
    assert_eq!((once.counts.items, once.counts.duplicates, once.items), (1, 1, vec![0]));
    let all = plan(&file, &[], &Destination { skip_duplicates: false, ..into(Parent::Top, true) });
    assert_eq!(all.counts.items, 2);
}

#[test]
fn too_long_things_are_left_out_or_moved_up_and_told() {
    let long = "x".repeat(700);
    let file = parsed(&[(&long, &[]), ("a", &[&format!("IT/{long}")])]);
    let plan = plan(&file, &[], &into(Parent::Top, true));
    assert_eq!((plan.counts.left_out, plan.counts.items), (1, 1));
    assert_eq!(shape(&plan), [("IT", false, 1)]);
    assert_eq!(plan.problems.len(), 1);
}

#[test]
fn kinds_are_counted_as_they_are_imported() {
    let file = read(Format::BitwardenJson, &sample("bitwarden.json"), "x").unwrap();
    let whole = plan(&file, &[], &into(Parent::Top, true));
    let kinds = [1, 2, 3, 4, 5].map(CipherType::from_number);
    assert_eq!(whole.kinds, [(kinds[0], 1), (kinds[1], 2), (kinds[2], 1), (kinds[3], 1), (kinds[4], 1)]);
    assert_eq!(whole.kinds, count_kinds(file.items.iter()));
    // What is left out is not counted.
    let twice = parsed(&[("a", &[]), ("a", &[]), (&"x".repeat(700), &[])]);
    assert_eq!(count_kinds(twice.items.iter()), [(kinds[0], 3)]);
    assert_eq!(plan(&twice, &[], &into(Parent::Top, true)).kinds, [(kinds[0], 1)]);
}
