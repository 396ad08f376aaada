//! A file from its bytes to its items: opened once, recognised by its content, read as whatever format is chosen.

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::build::Builder;
use crate::failure::{Failure, Limit};
use crate::format::{Format, Kind};
use crate::formats::table::Layout;
use crate::formats::{
    bitwarden, bitwarden_csv, browsers, dashlane, enpass_csv, enpass_json, generic, keepass2, keeper_csv, keeper_json,
    lastpass, nordpass, onepassword_csv, onepassword_pux, passbolt, proton_csv, proton_json, roboform, zoho,
};
use crate::limits;
use crate::model::Parsed;
use crate::problem::{Encoding, ProblemKind};
use crate::read::archive::{self, Archive};
use crate::read::json::{self, Json};
use crate::read::table::{self, Table};
use crate::read::text;
use crate::read::xml::{self, Element};
use crate::sealed_file::{self, SealedFile};

/// Tables that are recognised by their head.
const LAYOUTS: [&Layout; 13] = [
    &bitwarden_csv::LAYOUT,
    &onepassword_csv::LAYOUT,
    &browsers::CHROMIUM,
    &browsers::FIREFOX,
    &browsers::SAFARI,
    &dashlane::CREDENTIALS,
    &lastpass::LAYOUT,
    &nordpass::LAYOUT,
    &passbolt::LAYOUT,
    &proton_csv::LAYOUT,
    &roboform::LAYOUT,
    &zoho::LAYOUT,
    &dashlane::PAYMENTS,
];

/// What a file may be, and how well that fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidate {
    /// The format.
    pub format: Format,
    /// Higher is likelier; only good for comparing.
    pub score: u32,
}

/// How to read a file, where that is a choice.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Options {
    /// What the columns are, for [`Format::GenericCsv`].
    pub mapping: Option<generic::Mapping>,
}

/// The columns of a table, for choosing by hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Columns {
    /// Cells of the first row.
    pub head: Vec<String>,
    /// Which columns have content in the rows below.
    pub filled: Vec<bool>,
}

enum Content {
    Json(Json),
    Xml(Element),
    Zip(Archive),
    Table(Table),
}

/// An open file. Wiped when dropped.
pub struct Source {
    content: Content,
    name: String,
    encoding: Option<Encoding>,
}

/// What a file may be, likeliest first; empty for a file that cannot be read at all.
#[must_use]
pub fn recognise(bytes: &[u8], file_name: &str) -> Vec<Candidate> {
    Source::open(Zeroizing::new(bytes.to_vec()), file_name).map(|source| source.candidates()).unwrap_or_default()
}

/// Whether a file of so many bytes may be read. Ask before reading it.
///
/// # Errors
/// [`Limit::FileSize`].
pub fn check_size(bytes: u64) -> Result<(), Failure> {
    let most = u64::try_from(limits::FILE).unwrap_or(u64::MAX);
    if bytes > most { Err(Failure::too_large(Limit::FileSize)) } else { Ok(()) }
}

impl Source {
    /// Opens a file. Its name counts only where contents are alike.
    ///
    /// # Errors
    /// Empty, too large, damaged beyond recognition, or encrypted under a key that cannot be told.
    pub fn open(bytes: Zeroizing<Vec<u8>>, file_name: &str) -> Result<Self, Failure> {
        check_size(u64::try_from(bytes.len()).unwrap_or(u64::MAX))?;
        let name = file_name.to_lowercase();
        if archive::is_archive(&bytes) {
            return Ok(Self { content: Content::Zip(Archive::open(bytes)?), name, encoding: None });
        }
        let decoded = text::decode(&bytes);
        drop(bytes);
        let start = decoded.text.trim_start();
        let content = match start.as_bytes().first() {
            None => return Err(Failure::Empty),
            Some(b'{' | b'[') => Content::Json(openable(json::read(&decoded.text)?)?),
            Some(b'<') => Content::Xml(xml::read(&decoded.text)?),
            // Binary files have zeros; no table does.
            Some(_) if decoded.text.contains('\0') => return Err(Failure::WrongFormat),
            Some(_) => Content::Table(table::read(&decoded.text)?),
        };
        Ok(Self { content, name, encoding: decoded.encoding })
    }

    /// What the file may be, likeliest first. Every table may also be read by hand.
    #[must_use]
    pub fn candidates(&self) -> Vec<Candidate> {
        let mut found: Vec<Candidate> = match &self.content {
            Content::Json(json) => self.of_json(json),
            Content::Xml(root) => keepass2::fits(root).then_some((Format::KeePass2Xml, 100)).into_iter().collect(),
            Content::Zip(archive) => of_archive(archive),
            Content::Table(table) => of_table(table),
        }
        .into_iter()
        .map(|(format, score)| Candidate { format, score: score + self.name_bonus(format) })
        .collect();
        found.sort_by(|one, other| other.score.cmp(&one.score).then(one.format.cmp(&other.format)));
        let mut seen = Vec::new();
        found.retain(|candidate| {
            let fresh = !seen.contains(&candidate.format);
            seen.push(candidate.format);
            fresh
        });
        found
    }

    #[allow(clippy::unused_self, reason = "a method like its siblings")]
    fn of_json(&self, json: &Json) -> Vec<(Format, u32)> {
        let mut found = Vec::new();
        match bitwarden::shape(json) {
            Some(bitwarden::Shape::Plain) => found.push((Format::BitwardenJson, 90)),
            Some(bitwarden::Shape::Password) => found.push((Format::BitwardenPassword, 100)),
            Some(bitwarden::Shape::Restricted) => found.push((Format::BitwardenRestricted, 100)),
            // Such a file is not opened at all.
            Some(bitwarden::Shape::Unopenable) | None => {}
        }
        let others = [
            (onepassword_pux::fits(json), Format::OnePassword1pux),
            (proton_json::fits(json), Format::ProtonPassJson),
            (keeper_json::fits(json), Format::KeeperJson),
            (enpass_json::fits(json), Format::EnpassJson),
        ];
        found.extend(others.into_iter().filter(|(fits, _)| *fits).map(|(_, format)| (format, 90)));
        found
    }

    /// The name of a file breaks ties only.
    fn name_bonus(&self, format: Format) -> u32 {
        let vendor = format.id().split('-').next().unwrap_or_default();
        u32::from(self.name.contains(vendor)) * 3
    }

    /// The encrypted export that this is, if it is one.
    #[must_use]
    pub fn sealed(&self) -> Option<SealedFile> {
        if let Content::Json(json) = &self.content { sealed_file::of(json) } else { None }
    }

    /// The columns of a table; none for other files.
    #[must_use]
    pub fn columns(&self) -> Option<Columns> {
        let Content::Table(table) = &self.content else { return None };
        let first = table.rows.first()?;
        let width = table.rows.iter().map(|row| row.cells.len()).max().unwrap_or_default();
        let filled = |at: usize| table.rows.iter().skip(1).any(|row| !row.cell(at).trim().is_empty());
        Some(Columns {
            head: (0..width).map(|at| crate::build::shown(first.cell(at))).collect(),
            filled: (0..width).map(filled).collect(),
        })
    }

    /// Reads the file as one format.
    ///
    /// # Errors
    /// See [`Failure`]; [`Failure::Encrypted`] for an encrypted export, see [`Self::sealed`].
    pub fn parse(&self, format: Format, options: &Options) -> Result<Parsed, Failure> {
        let mut builder = Builder::new(format);
        if let Some(read_as) = self.encoding {
            builder.problem(None, None, ProblemKind::Encoding { read_as });
        }
        match &self.content {
            Content::Json(json) => read_json(json, format, &mut builder)?,
            Content::Xml(root) if format == Format::KeePass2Xml => keepass2::read(root, &mut builder)?,
            Content::Zip(archive) => read_archive(archive, format, &mut builder)?,
            Content::Table(table) if format.kind() == Kind::Csv => {
                if table.open_quote {
                    builder.problem(None, None, ProblemKind::OpenQuote);
                }
                read_table(table, format, options, &mut builder)?;
            }
            Content::Xml(_) | Content::Table(_) => return Err(Failure::WrongFormat),
        }
        builder.finish()
    }
}

/// The document, unless it is encrypted and nothing tells by which key.
fn openable(json: Json) -> Result<Json, Failure> {
    if matches!(bitwarden::shape(&json), Some(bitwarden::Shape::Unopenable)) {
        return Err(Failure::Unverifiable);
    }
    Ok(json)
}

fn of_archive(archive: &Archive) -> Vec<(Format, u32)> {
    let mut found = Vec::new();
    if archive.find(onepassword_pux::ENTRY).is_some() {
        found.push((Format::OnePassword1pux, 100));
    }
    if archive.find(proton_json::ENTRY).is_some() || archive.find("data.pgp").is_some() {
        found.push((Format::ProtonPassZip, 90));
    }
    if dashlane::ENTRIES.iter().any(|name| archive.find(name).is_some()) {
        found.push((Format::DashlaneZip, 90));
    }
    found
}

fn of_table(table: &Table) -> Vec<(Format, u32)> {
    let by_head = LAYOUTS.iter().copied().chain(dashlane::ALL);
    let mut found: Vec<(Format, u32)> =
        by_head.filter_map(|layout| layout.score(table).map(|score| (layout.format, score))).collect();
    found.extend(enpass_csv::score(table).map(|score| (Format::EnpassCsv, score)));
    if found.is_empty() {
        found.extend(keeper_csv::score(table).map(|score| (Format::KeeperCsv, score)));
    }
    let wide = table.rows.first().is_some_and(|row| row.cells.len() > 1);
    found.push((Format::GenericCsv, if wide { 5 } else { 1 }));
    found
}

fn read_json(json: &Json, format: Format, builder: &mut Builder) -> Result<(), Failure> {
    match format {
        Format::BitwardenPassword | Format::BitwardenRestricted if sealed_file::of(json).is_some() => {
            Err(Failure::Encrypted)
        }
        Format::BitwardenJson if sealed_file::of(json).is_some() => Err(Failure::Encrypted),
        Format::BitwardenJson => bitwarden::read(json, builder),
        Format::OnePassword1pux => onepassword_pux::read(json, builder),
        Format::ProtonPassJson | Format::ProtonPassZip => proton_json::read(json, builder),
        Format::KeeperJson => keeper_json::read(json, builder),
        Format::EnpassJson => enpass_json::read(json, builder),
        _ => Err(Failure::WrongFormat),
    }
}

fn read_archive(archive: &Archive, format: Format, builder: &mut Builder) -> Result<(), Failure> {
    let entry = match format {
        Format::DashlaneZip | Format::DashlaneCsv => return dashlane::read_archive(archive, builder),
        Format::OnePassword1pux => onepassword_pux::ENTRY,
        Format::ProtonPassZip | Format::ProtonPassJson => proton_json::ENTRY,
        _ => return Err(Failure::WrongFormat),
    };
    let Some(name) = archive.find(entry).map(str::to_owned) else {
        let sealed = format == Format::ProtonPassZip && archive.find("data.pgp").is_some();
        return Err(if sealed { Failure::Protected } else { Failure::WrongFormat });
    };
    let json = json::read(&text::decode(&archive.read(&name)?).text)?;
    read_json(&json, format, builder)
}

fn read_table(table: &Table, format: Format, options: &Options, builder: &mut Builder) -> Result<(), Failure> {
    match format {
        Format::GenericCsv => {
            let mapping = options.mapping.as_ref().ok_or(Failure::NoColumns)?;
            generic::read(table, mapping, builder)
        }
        Format::EnpassCsv => enpass_csv::read(table, builder),
        Format::KeeperCsv => keeper_csv::read(table, builder),
        Format::DashlaneCsv => {
            let layout = dashlane::ALL.into_iter().find(|layout| layout.score(table).is_some());
            layout.ok_or(Failure::WrongFormat)?.read(table, None, builder)
        }
        _ => {
            let layout = LAYOUTS.iter().find(|layout| layout.format == format).ok_or(Failure::WrongFormat)?;
            layout.read(table, None, builder)
        }
    }
}
