//! Passbolt, in the manner of KeePass: `Group,Title,Username,Password,URL,Notes,TOTP`; KeePassXC writes a few more.

use super::table::{Layout, Outcome, Record};
use crate::build::Builder;
use crate::draft::Draft;
use crate::format::Format;

pub(crate) const LAYOUT: Layout = Layout {
    format: Format::PassboltCsv,
    needs: &[
        &["title", "username", "url", "password", "notes", "group"],
        &["title", "username", "uri", "password", "description"],
        &["name", "username", "uri", "password", "description"],
    ],
    reads: &["totp", "folder", "group", "notes"],
    ignores: &["icon", "last modified", "created", "id"],
    row,
};

fn row(record: &Record<'_>, builder: &mut Builder) -> Outcome {
    let mut draft = Draft::login(record.origin());
    draft.name(record.first(&["title", "name"])).uri(record.first(&["url", "uri"]));
    draft.username(record.get("username")).password(record.get("password")).totp(record.get("totp"));
    draft.notes(record.first(&["notes", "description"]));
    // KeePassXC names the database itself as the first group.
    let group = record.first(&["group", "folder"]);
    draft
        .within(builder.place_of(group.strip_prefix("Root/").unwrap_or(if group == "Root" { "" } else { group }), '/'));
    draft.note_when_bare();
    draft.into()
}
