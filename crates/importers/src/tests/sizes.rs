//! The largest file that may be imported, in the three kinds of format.

use std::fmt::Write as _;

use super::support::read;
use crate::read::archive::pack;
use crate::{Destination, Failure, Format, Limit, Parent, limits, plan};

fn table(rows: usize) -> String {
    let mut text = String::from("url,username,password,totp,extra,name,grouping,fav\n");
    for at in 0..rows {
        writeln!(
            text,
            "https://site{at}.example/login,user{at},\"pass,{at}\",,\"note\n{at}\",Site {at},Group {}\\Sub {},0",
            at % 40,
            at % 400
        )
        .unwrap();
    }
    text
}

#[test]
fn forty_thousand_rows_are_read_and_planned() {
    let parsed = read(Format::LastPassCsv, table(limits::ITEMS).as_bytes(), "x.csv").unwrap();
    assert_eq!((parsed.items.len(), parsed.places.len(), parsed.problems.len()), (limits::ITEMS, 440, 0));
    let destination = Destination {
        parent: Parent::Top,
        merge: true,
        skip_duplicates: true,
        loose: "Imported".into(),
        no_cards: false,
    };
    let plan = plan(&parsed, &[], &destination);
    assert_eq!((plan.counts.items, plan.counts.created, plan.counts.relations), (40_000, 440, 40_000));
    assert_eq!(plan.exceeds, None);
}

#[test]
fn one_more_is_too_many_in_every_format() {
    let too_many = Some(Failure::TooLarge { limit: Limit::Items });
    assert_eq!(read(Format::LastPassCsv, table(limits::ITEMS + 1).as_bytes(), "x").err(), too_many);
    let items = r#"{"type":2,"name":"n"},"#.repeat(limits::ITEMS);
    let json = |more: &str| format!(r#"{{"encrypted":false,"folders":[],"items":[{items}{more}]}}"#);
    let full = json("").replace(",]", "]");
    assert_eq!(read(Format::BitwardenJson, full.as_bytes(), "x").unwrap().items.len(), limits::ITEMS);
    assert_eq!(read(Format::BitwardenJson, json(r#"{"type":2,"name":"n"}"#).as_bytes(), "x").err(), too_many);
    let entry = "<Entry><String><Key>Title</Key><Value>n</Value></String></Entry>";
    let xml =
        |count| format!("<KeePassFile><Root><Group><Name>x</Name>{}</Group></Root></KeePassFile>", entry.repeat(count));
    assert_eq!(read(Format::KeePass2Xml, xml(limits::ITEMS).as_bytes(), "x").unwrap().items.len(), limits::ITEMS);
    assert_eq!(read(Format::KeePass2Xml, xml(limits::ITEMS + 1).as_bytes(), "x").err(), too_many);
}

/// An honest archive of a large vault is far from the ratio of a bomb.
#[test]
fn a_large_honest_archive_is_read() {
    let mut items = String::new();
    for at in 0..10_000 {
        write!(items, r#"{}{{"categoryUuid":"001","state":"active","details":{{"loginFields":[{{"value":"user{at}","designation":"username"}}]}},"overview":{{"title":"Site {at}"}}}}"#, if at == 0 { "" } else { "," }).unwrap();
    }
    let json = format!(r#"{{"accounts":[{{"vaults":[{{"attrs":{{"name":"V"}},"items":[{items}]}}]}}]}}"#);
    let parsed = read(Format::OnePassword1pux, &pack(&[("export.data", json.as_bytes())]), "x.1pux").unwrap();
    assert_eq!(parsed.items.len(), 10_000);
}
