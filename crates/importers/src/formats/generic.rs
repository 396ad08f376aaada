//! Any table: a person says what each column is. Guesses are offered for usual heads.

use serde::{Deserialize, Serialize};

use crate::build::Builder;
use crate::draft::Draft;
use crate::failure::Failure;
use crate::limits;
use crate::model::Origin;
use crate::problem::ProblemKind;
use crate::read::table::{Row, Table};

/// What a column is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Target {
    /// Left out.
    #[default]
    Ignore,
    /// Name.
    Name,
    /// Address.
    Uri,
    /// User name.
    Username,
    /// Password.
    Password,
    /// Seed of one-time codes.
    Totp,
    /// Notes.
    Notes,
    /// Folder; levels are separated by a slash or a backslash.
    Folder,
    /// Marked.
    Favourite,
    /// A custom field with the head as its name.
    Field,
    /// Likewise, covered.
    HiddenField,
}

impl Target {
    /// All of them, in the order in which they are offered.
    pub const ALL: &'static [Self] = &[
        Self::Ignore,
        Self::Name,
        Self::Uri,
        Self::Username,
        Self::Password,
        Self::Totp,
        Self::Notes,
        Self::Folder,
        Self::Favourite,
        Self::Field,
        Self::HiddenField,
    ];
}

/// What each column of a table is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Mapping {
    /// Whether the first row is a head.
    pub head: bool,
    /// By column; columns beyond the list are left out.
    pub columns: Vec<Target>,
}

/// A guess by the words of the head.
#[must_use]
pub fn suggest(head: &[String]) -> Mapping {
    let mut columns: Vec<Target> = head.iter().map(|name| guess(&name.trim().to_lowercase())).collect();
    let known = columns.iter().filter(|target| **target != Target::Field).count();
    // Only the first column of a kind is the kind itself.
    for once in [Target::Name, Target::Username, Target::Password, Target::Totp, Target::Folder, Target::Favourite] {
        for later in columns.iter_mut().filter(|target| **target == once).skip(1) {
            *later = if once == Target::Password { Target::HiddenField } else { Target::Field };
        }
    }
    Mapping { head: known > 0 || head.is_empty(), columns }
}

fn guess(name: &str) -> Target {
    match name {
        "name" | "title" | "item" | "account" | "site" | "service" | "entry" | "system" => Target::Name,
        "url" | "uri" | "website" | "web site" | "address" | "link" | "login_uri" | "host" | "web address" => {
            Target::Uri
        }
        "username" | "user name" | "user" | "login" | "login name" | "email" | "e-mail" | "userid" | "user id"
        | "login_username" => Target::Username,
        "password" | "pass" | "pwd" | "secret" | "login_password" => Target::Password,
        "totp" | "otp" | "otpauth" | "2fa" | "mfa" | "one-time password" | "login_totp" => Target::Totp,
        "notes" | "note" | "comment" | "comments" | "description" | "extra" | "remarks" => Target::Notes,
        "folder" | "group" | "category" | "collection" | "collections" | "vault" | "path" | "grouping" | "team" => {
            Target::Folder
        }
        "favorite" | "favourite" | "fav" | "starred" => Target::Favourite,
        "pin" | "cvv" | "cvc" | "passphrase" | "private key" | "api key" | "token" => Target::HiddenField,
        _ => Target::Field,
    }
}

pub(crate) fn read(table: &Table, mapping: &Mapping, builder: &mut Builder) -> Result<(), Failure> {
    if !mapping.columns.iter().any(|target| {
        matches!(target, Target::Name | Target::Uri | Target::Username | Target::Password | Target::Notes)
    }) {
        return Err(Failure::NoColumns);
    }
    let head = table.rows.first().filter(|_| mapping.head);
    let width = table.rows.first().map_or(0, |row| row.cells.len());
    if table.rows.len() > limits::ITEMS && !mapping.head {
        return Err(Failure::too_large(crate::failure::Limit::Items));
    }
    for row in table.rows.iter().skip(usize::from(mapping.head)) {
        let origin = Origin::Line(row.line);
        if row.is_blank() {
            builder.problem(Some(origin), None, ProblemKind::EmptyRow);
            continue;
        }
        if row.cells.len() != width {
            let kind = ProblemKind::RaggedRow { expected: width, found: row.cells.len() };
            builder.problem(Some(origin.clone()), None, kind);
        }
        let draft = item(row, head, mapping, origin, builder);
        builder.add(draft)?;
    }
    Ok(())
}

fn item(row: &Row, head: Option<&Row>, mapping: &Mapping, origin: Origin, builder: &mut Builder) -> Draft {
    let mut draft = Draft::login(origin);
    for (at, target) in mapping.columns.iter().enumerate() {
        let (cell, name) = (row.cell(at), head.map_or("", |head| head.cell(at)));
        match target {
            Target::Ignore => {}
            Target::Name if draft.cipher.name.is_empty() => {
                draft.name(cell);
            }
            Target::Name | Target::Field => {
                draft.field(name, cell);
            }
            Target::Uri => {
                for uri in cell.split(['\n', '\r']) {
                    draft.uri(uri);
                }
            }
            Target::Username => {
                draft.username(cell);
            }
            Target::Password => {
                draft.password(cell);
            }
            Target::Totp => {
                draft.totp(cell);
            }
            Target::Notes => {
                draft.notes(cell);
            }
            Target::Folder => {
                draft.within(builder.place(cell.split(['/', '\\'])));
            }
            Target::Favourite => {
                let yes = matches!(cell.trim().to_lowercase().as_str(), "1" | "true" | "yes" | "y" | "x");
                draft.favourite(yes || draft.cipher.favorite);
            }
            Target::HiddenField => {
                draft.hidden(name, cell);
            }
        }
    }
    draft.note_when_bare();
    draft
}
