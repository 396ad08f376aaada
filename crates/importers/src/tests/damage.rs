//! Empty, cut, ragged, foreign and hostile files: a clear failure or a list of problems, never a panic.

use super::support::{all, open, read};
use crate::format::Kind;
use crate::limits;
use crate::problem::{ProblemKind, Skip};
use crate::read::archive::pack;
use crate::{Failure, Format, Limit, Options, check_size};

#[test]
fn an_empty_file_is_empty() {
    for bytes in [&b""[..], b"\n\n  \n", b"\xEF\xBB\xBF"] {
        assert_eq!(open(bytes, "x").err(), Some(Failure::Empty), "{bytes:?}");
    }
}

#[test]
fn a_head_alone_has_no_items() {
    for (format, name, bytes) in all().into_iter().filter(|(format, name, _)| {
        format.kind() == Kind::Csv && !name.starts_with("keeper") && !name.starts_with("enpass")
    }) {
        let head = bytes.iter().position(|byte| *byte == b'\n').unwrap();
        assert_eq!(read(format, &bytes[..head], name).err(), Some(Failure::NoItems), "{name}");
    }
    let empty = br#"{"encrypted":false,"folders":[],"items":[]}"#;
    assert_eq!(read(Format::BitwardenJson, empty, "x.json").err(), Some(Failure::NoItems));
}

/// Cut anywhere, a file is refused or gives fewer items (half a row may read as one that would have been passed over).
#[test]
fn a_cut_file_is_refused_or_gives_less() {
    for (format, name, bytes) in all() {
        let whole = read(format, &bytes, name).unwrap().items.len();
        let step = (bytes.len() / 97).max(1);
        // Without its last line break a document is still whole.
        for length in (0..bytes.trim_ascii_end().len()).step_by(step) {
            match read(format, &bytes[..length], name) {
                Ok(parsed) => {
                    assert!(parsed.items.len() <= whole + 1, "{name} at {length}");
                    assert_eq!(format.kind(), Kind::Csv, "{name} at {length}: half a document was read");
                }
                Err(failure) => assert_ne!(failure, Failure::Encrypted, "{name} at {length}"),
            }
        }
    }
}

#[test]
fn another_format_is_refused_for_every_pair() {
    let files = all();
    for (format, name, bytes) in &files {
        for other in Format::ALL.iter().filter(|other| *other != format && other.kind() != format.kind()) {
            let refused = read(*other, bytes, name);
            let related = refused.is_ok() && other.id().split('-').next() == format.id().split('-').next();
            assert!(refused.is_err() || related, "{name} as {other:?}");
        }
    }
    // Tables need their columns.
    assert_eq!(read(Format::LastPassCsv, b"a,b\n1,2\n", "x").err(), Some(Failure::WrongFormat));
    assert_eq!(read(Format::BitwardenJson, b"[]", "x").err(), Some(Failure::WrongFormat));
    assert_eq!(read(Format::KeePass2Xml, b"<a/>", "x").err(), Some(Failure::WrongFormat));
    assert_eq!(open(b"\x7fELF\0\0\0\0", "x").err(), Some(Failure::WrongFormat));
}

#[test]
fn a_billion_laughs_are_refused() {
    let bomb = "<?xml version=\"1.0\"?><!DOCTYPE z [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;\">]><KeePassFile>&b;</KeePassFile>";
    assert_eq!(open(bomb.as_bytes(), "x.xml").err(), Some(Failure::Entities));
}

#[test]
fn a_zip_bomb_is_refused() {
    let entries = [
        (Format::OnePassword1pux, "export.data"),
        (Format::ProtonPassZip, "Proton Pass/data.json"),
        (Format::DashlaneZip, "credentials.csv"),
        (Format::DashlaneZip, "ids.csv"),
    ];
    for (format, entry) in entries {
        let bomb = pack(&[(entry, &vec![b' '; 4 << 20])]);
        let source = open(&bomb, "x.zip").unwrap();
        assert_eq!(source.candidates()[0].format, format);
        let refused = source.parse(format, &Options::default());
        assert_eq!(refused, Err(Failure::TooLarge { limit: Limit::Unpacked }), "{entry}");
    }
}

#[test]
fn a_file_beyond_the_limit_is_refused_without_reading_it() {
    let most = u64::try_from(limits::FILE).unwrap();
    assert_eq!(check_size(most), Ok(()));
    for bytes in [most + 1, 500 << 20] {
        assert_eq!(check_size(bytes), Err(Failure::TooLarge { limit: Limit::FileSize }));
    }
}

#[test]
fn deep_and_wide_documents_are_refused() {
    assert_eq!(open("[".repeat(10_000).as_bytes(), "x").err(), Some(Failure::TooLarge { limit: Limit::Depth }));
    assert_eq!(open("<a>".repeat(10_000).as_bytes(), "x").err(), Some(Failure::TooLarge { limit: Limit::Depth }));
    let folders: String = (0..3_000).map(|at| format!("x,http://x.example,u,p,,n{at},folder {at},0\n")).collect();
    let table = format!("url,username,password,totp,extra,name,grouping,fav\n{folders}");
    assert_eq!(
        read(Format::LastPassCsv, table.as_bytes(), "x").err(),
        Some(Failure::TooLarge { limit: Limit::Collections })
    );
}

#[test]
fn every_kind_of_problem_is_told_with_its_place() {
    let long = "x".repeat(800);
    let table = format!(
        "name,url,username,password,Colour\nA,https://a.example,u,p,blue\n,,,,\nA,https://a.example,u,p,blue\nB,https://b.example,{long},p,\nC,https://c.example\nD,https://d.example,u,p,,extra\n,https://nameless.example,u,p,\n"
    );
    let parsed = read(Format::ChromiumCsv, table.as_bytes(), "x.csv").unwrap();
    let kinds: Vec<_> = parsed.problems.iter().map(|problem| (&problem.origin, &problem.kind)).collect();
    let line = |line| Some(crate::Origin::Line(line));
    let wanted = [
        (None, ProblemKind::UnknownColumn { name: "Colour".into() }),
        (line(3), ProblemKind::EmptyRow),
        (line(6), ProblemKind::RaggedRow { expected: 5, found: 2 }),
        (line(7), ProblemKind::RaggedRow { expected: 5, found: 6 }),
        (line(8), ProblemKind::NoName),
        (line(4), ProblemKind::Duplicate { first: crate::Origin::Line(2) }),
        (line(5), ProblemKind::TooLong { part: "Login.Username".into(), field: None, bytes: 800, most: 687 }),
    ];
    assert_eq!(kinds.len(), wanted.len(), "{kinds:#?}");
    for ((origin, kind), (wanted_origin, wanted_kind)) in kinds.into_iter().zip(&wanted) {
        assert_eq!((origin, kind), (wanted_origin, wanted_kind));
    }
    assert_eq!(parsed.items[0].cipher.fields[0].value.as_ref().unwrap().expose(), "blue");
    assert_eq!((parsed.items[1].duplicate_of, parsed.items[2].too_long), (Some(0), true));
}

#[test]
fn what_cannot_be_seen_is_no_name() {
    let table = b"name,url,username,password\n,\x01,\x02,p\n\x03,https://a.example,u,p\n";
    let parsed = read(Format::ChromiumCsv, table, "x").unwrap();
    let names: Vec<&str> = parsed.items.iter().map(|item| item.cipher.name.expose()).collect();
    assert_eq!(names, ["--", "a.example"]);
}

#[test]
fn an_open_quote_is_told() {
    let parsed =
        read(Format::ChromiumCsv, b"name,url,username,password\nA,https://a.example,u,\"p\nB,x,y,z\n", "x").unwrap();
    assert_eq!(parsed.problems[0].kind, ProblemKind::OpenQuote);
}

#[test]
fn endless_problems_are_counted_not_listed() {
    let rows = ",,,\n".repeat(limits::PROBLEMS + 100);
    let table = format!("name,url,username,password\n{rows}A,https://a.example,u,p\n");
    let parsed = read(Format::ChromiumCsv, table.as_bytes(), "x").unwrap();
    assert_eq!((parsed.problems.len(), parsed.more_problems), (limits::PROBLEMS, 100));
}

#[test]
fn what_leaves_an_item_out_is_known() {
    assert!(ProblemKind::Skipped { why: Skip::Deleted }.leaves_out());
    assert!(!ProblemKind::Skipped { why: Skip::Attachment }.leaves_out());
    assert!(!ProblemKind::EmptyRow.leaves_out());
}
