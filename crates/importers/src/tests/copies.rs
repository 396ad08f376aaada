//! Items that are in a file twice: what counts as the same, and where the one goes that is kept.

use crate::problem::ProblemKind;
use crate::{Destination, Format, Origin, Parent, Parsed, Plan, plan};

use super::support::read;

fn lay(parsed: &Parsed, skip_duplicates: bool) -> Plan {
    let loose = "Imported".to_owned();
    plan(parsed, &[], &Destination { parent: Parent::Top, merge: true, skip_duplicates, loose, no_cards: false })
}

/// Logins of a Bitwarden export that all have these members and each one's own.
fn logins(own: &[&str]) -> Parsed {
    let items: Vec<String> = own
        .iter()
        .map(|own| format!(r#"{{"type":1,"name":"A","login":{{"username":"u","password":"p"}}{own}}}"#))
        .collect();
    let json = format!(r#"{{"encrypted":false,"folders":[],"items":[{}]}}"#, items.join(","));
    read(Format::BitwardenJson, json.as_bytes(), "x").unwrap()
}

/// Where each collection of the plan got its items from, by name.
fn inside(plan: &Plan) -> Vec<(&str, Vec<usize>)> {
    let of = |at| plan.relations.iter().filter(|(_, place)| *place == at).map(|(item, _)| plan.items[*item]).collect();
    plan.collections.iter().enumerate().map(|(at, one)| (one.name.as_str(), of(at))).collect()
}

#[test]
fn logins_that_differ_in_anything_are_two() {
    let differences = [
        r#","notes":"n""#,
        r#","notes":"other""#,
        r#","fields":[{"type":0,"name":"f","value":"v"}]"#,
        r#","fields":[{"type":1,"name":"f","value":"v"}]"#,
        r#","fields":[{"type":1,"name":"g","value":"v"}]"#,
        r#","fields":[{"type":3,"name":"g","linkedId":100}]"#,
        r#","fields":[{"type":3,"name":"g","linkedId":101}]"#,
        r#","passwordHistory":[{"password":"old","lastUsedDate":"2024-05-06T07:08:09Z"}]"#,
        r#","passwordHistory":[{"password":"older","lastUsedDate":"2024-05-06T07:08:09Z"}]"#,
        r#","reprompt":1"#,
        "",
    ];
    let parsed = logins(&differences);
    assert!(parsed.items.iter().all(|item| item.duplicate_of.is_none()) && parsed.problems.is_empty());
    assert_eq!(lay(&parsed, true).items.len(), differences.len());
    // The same once more: each is a copy of its own first one.
    let parsed = logins(&[differences, differences].concat());
    for (at, item) in parsed.items.iter().enumerate() {
        assert_eq!(item.duplicate_of, at.checked_sub(differences.len()));
    }
}

#[test]
fn a_different_seed_of_one_time_codes_is_another_login() {
    let rows =
        "https://a.example,u,p,SEED,n,A,IT,0\nhttps://a.example,u,p,,n,A,HR,0\nhttps://a.example,u,p,SEED,n,A,HR,0\n";
    let table = format!("url,username,password,totp,extra,name,grouping,fav\n{rows}");
    let parsed = read(Format::LastPassCsv, table.as_bytes(), "x").unwrap();
    let kinds: Vec<_> = parsed.problems.iter().map(|problem| (&problem.origin, &problem.kind)).collect();
    assert_eq!(kinds, [(&Some(Origin::Line(4)), &ProblemKind::Duplicate { first: Origin::Line(2) })]);
    let plan = lay(&parsed, true);
    assert_eq!(inside(&plan), [("IT", vec![0]), ("HR", vec![0, 1])]);
    assert_eq!((plan.counts.items, plan.counts.duplicates, plan.counts.relations), (2, 1, 3));
}

#[test]
fn what_is_kept_goes_into_the_folders_of_all_copies_once() {
    let row = |grouping: &str| format!("https://a.example,u,p,,n,A,{grouping},0\n");
    let rows: String = ["", "IT", "HR", "IT", ""].into_iter().map(row).collect();
    let table = format!("url,username,password,totp,extra,name,grouping,fav\n{rows}");
    let parsed = read(Format::LastPassCsv, table.as_bytes(), "x").unwrap();
    let once = lay(&parsed, true);
    assert_eq!(inside(&once), [("IT", vec![0]), ("HR", vec![0])]);
    assert_eq!((once.counts.items, once.counts.duplicates, once.counts.relations), (1, 4, 2));
    assert_eq!(once.collections.iter().map(|one| one.items).collect::<Vec<_>>(), [1, 1]);
    let all = lay(&parsed, false);
    assert_eq!(inside(&all), [("IT", vec![1, 3]), ("HR", vec![2]), ("Imported", vec![0, 4])]);
}

/// Nothing but dates differs, or nothing at all: neither takes longer than other files of this size.
#[test]
fn forty_thousand_items_that_are_nearly_the_same() {
    let date =
        |at: usize| format!(r#","passwordHistory":[{{"password":"o","lastUsedDate":"2024-05-06T07:08:09.{at}Z"}}]"#);
    let dates: Vec<String> = (0..40_000).map(date).collect();
    let dates: Vec<&str> = dates.iter().map(String::as_str).collect();
    assert_eq!(lay(&logins(&dates), true).counts.items, 40_000);
    let same = lay(&logins(&vec![""; 40_000]), true);
    assert_eq!((same.counts.items, same.counts.duplicates, same.counts.relations), (1, 39_999, 1));
}
