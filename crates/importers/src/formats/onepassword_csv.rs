//! 1Password's tables, of version 8 and of the ones before.

use super::table::{Layout, Outcome, Record};
use crate::build::Builder;
use crate::draft::Draft;
use crate::format::Format;
use crate::problem::Skip;

pub(crate) const LAYOUT: Layout = Layout {
    format: Format::OnePasswordCsv,
    needs: &[
        &["title", "url", "username", "password", "otpauth", "favorite", "archived"],
        &["title", "website", "username", "password", "one-time password"],
        &["title", "url", "username", "password", "favorite", "archived"],
        &["title", "website", "username", "password", "notes", "type"],
        &["title", "url", "username", "password", "notes", "type"],
    ],
    reads: &["notes", "tags", "favorite status", "archived status", "vault", "urls", "url", "website", "type"],
    ignores: &[
        "uuid",
        "created",
        "modified",
        "created date",
        "modified date",
        "scope",
        "uses",
        "icon",
        "ainfo",
        "autosubmit",
    ],
    row,
};

fn row(record: &Record<'_>, builder: &mut Builder) -> Outcome {
    if record.flag("archived") || record.flag("archived status") {
        return Outcome::Skip(Skip::Deleted);
    }
    let mut draft = Draft::login(record.origin());
    draft.name(record.get("title")).username(record.get("username")).password(record.get("password"));
    for cell in [record.first(&["url", "website"]), record.get("urls")] {
        for uri in cell.split(['\n', '\r']) {
            draft.uri(uri);
        }
    }
    draft.totp(record.first(&["otpauth", "one-time password"])).notes(record.get("notes"));
    draft.favourite(record.flag("favorite") || record.flag("favorite status"));
    draft.within(builder.place([record.get("vault")]));
    draft.field("tags", record.get("tags")).note_when_bare();
    draft.into()
}
