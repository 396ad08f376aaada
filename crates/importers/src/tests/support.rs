//! Samples, and a parsed file as text for comparing.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use portal_contracts::ciphers::FieldType;
use zeroize::Zeroizing;

use crate::formats::generic;
use crate::read::archive::pack;
use crate::{Failure, Format, Options, Parsed, Source};

pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("samples")
}

pub fn sample(name: &str) -> Vec<u8> {
    std::fs::read(folder().join(name)).unwrap()
}

/// Every sample with its format, archives aside.
fn plain() -> impl Iterator<Item = (Format, &'static str)> {
    let list = include_str!("../../samples/formats.csv");
    list.lines().filter_map(|line| line.split_once(',')).map(|(id, name)| (Format::from_id(id).unwrap(), name))
}

/// Every format with a file of it. Archives are packed here, so that their content can be read in the tree.
pub fn all() -> Vec<(Format, &'static str, Vec<u8>)> {
    let mut files: Vec<(Format, &str, Vec<u8>)> = plain().map(|(format, name)| (format, name, sample(name))).collect();
    files.push((Format::OnePassword1pux, "onepassword.1pux", pux()));
    files.push((Format::ProtonPassZip, "proton.zip", pack(&[("Proton Pass/data.json", &sample("proton.json"))])));
    files.push((Format::DashlaneZip, "dashlane.zip", dashlane()));
    files
}

pub fn pux() -> Vec<u8> {
    let data = sample("onepassword.export.data.json");
    pack(&[("export.attributes", b"{\"version\":3}"), ("export.data", &data), ("files/a__b.pdf", b"%PDF")])
}

pub fn dashlane() -> Vec<u8> {
    let names = ["credentials", "securenotes", "payments", "personalInfo", "ids"];
    let files: Vec<(String, Vec<u8>)> =
        names.iter().map(|name| (format!("{name}.csv"), sample(&format!("dashlane-{name}.csv")))).collect();
    let entries: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    pack(&entries)
}

pub fn open(bytes: &[u8], name: &str) -> Result<Source, Failure> {
    Source::open(Zeroizing::new(bytes.to_vec()), name)
}

/// Reads a file as a format; columns of a table by hand are chosen as suggested.
pub fn read(format: Format, bytes: &[u8], name: &str) -> Result<Parsed, Failure> {
    let source = open(bytes, name)?;
    let mapping = source.columns().map(|columns| generic::suggest(&columns.head));
    source.parse(format, &Options { mapping })
}

/// A parsed file as text: every text of every item.
pub fn dump(parsed: &Parsed) -> String {
    let mut out = String::new();
    for item in &parsed.items {
        let cipher = &item.cipher;
        let flags = [
            (cipher.favorite, " ★"),
            (cipher.reprompt == 1, " reprompt"),
            (item.too_long, " TOO LONG"),
            (item.duplicate_of.is_some(), " DUPLICATE"),
        ];
        let flags: String = flags.into_iter().filter(|(on, _)| *on).map(|(_, text)| text).collect();
        writeln!(out, "{:?} {:?}{flags}", cipher.r#type, item.origin).unwrap();
        for place in &item.places {
            writeln!(out, "  in {:?}", parsed.places[*place].path.join(" > ")).unwrap();
        }
        let kinds: Vec<FieldType> = cipher.fields.iter().map(|field| field.r#type).collect();
        cipher.visit(&mut |part, text| {
            let kind = match part {
                portal_contracts::ciphers::Part::FieldValue(at) => format!(" ({:?})", kinds[at]),
                _ => String::new(),
            };
            writeln!(out, "  {}{kind} = {:?}", part.path(), text.expose()).unwrap();
        });
        for old in &cipher.password_history {
            writeln!(out, "  until {:?}", old.last_used_date).unwrap();
        }
    }
    for problem in &parsed.problems {
        writeln!(out, "! {:?} {:?} {:?}", problem.origin, problem.item, problem.kind).unwrap();
    }
    out
}
