//! Bitwarden's tables: personal (folder) and organisation (collections).

use portal_contracts::ciphers::FieldType;

use super::table::{Layout, Outcome, Record};
use crate::build::Builder;
use crate::draft::Draft;
use crate::format::Format;
use crate::problem::Skip;

pub(crate) const LAYOUT: Layout = Layout {
    format: Format::BitwardenCsv,
    needs: &[&["type", "name", "login_uri", "login_username", "login_password"]],
    reads: &["folder", "collections", "favorite", "notes", "fields", "reprompt", "login_totp"],
    ignores: &["archiveddate"],
    row,
};

fn row(record: &Record<'_>, builder: &mut Builder) -> Outcome {
    let mut draft = match record.get("type").trim() {
        "login" => Draft::login(record.origin()),
        "note" => Draft::note(record.origin()),
        _ => return Outcome::Skip(Skip::UnknownKind),
    };
    draft.name(record.get("name")).notes(record.get("notes")).favourite(record.flag("favorite"));
    draft.cipher.reprompt = i64::from(record.flag("reprompt"));
    // An item may be in several collections; their names are joined by commas.
    for path in record.get("collections").split(',') {
        draft.within(builder.place_of(path, '/'));
    }
    draft.within(builder.place_of(record.get("folder"), '/'));
    fields(&mut draft, record.get("fields"));
    if draft.cipher.login.is_some() {
        for uri in uris(record.get("login_uri")) {
            draft.uri(uri);
        }
        draft
            .username(record.get("login_username"))
            .password(record.get("login_password"))
            .totp(record.get("login_totp"));
    }
    draft.into()
}

/// Several addresses are joined by commas; an address may have commas itself.
fn uris(cell: &str) -> Vec<&str> {
    let parts: Vec<&str> = cell.split(',').collect();
    let each = parts.iter().all(|part| part.contains("://") || (part.contains('.') && !part.contains(['?', '=', ' '])));
    if each { parts } else { vec![cell] }
}

/// `name: value` by line; what kind they were is lost. A line without a colon belongs to the value before it.
fn fields(draft: &mut Draft, cell: &str) {
    for line in cell.lines() {
        match line.split_once(": ").or_else(|| line.strip_suffix(':').map(|name| (name, ""))) {
            Some((name, value)) => {
                draft.field(name, value);
            }
            None => match draft.cipher.fields.last_mut() {
                Some(last) if last.r#type == FieldType::Text => {
                    let before = last.value.take().unwrap_or_default();
                    last.value = crate::draft::some(&[before.expose(), "\n", line].concat());
                }
                _ => {
                    draft.field("", line);
                }
            },
        }
    }
}
