//! Zoho Vault: secrets are lines of `name:value` in one cell.

use super::table::{Layout, Outcome, Record};
use crate::build::Builder;
use crate::draft::Draft;
use crate::format::Format;
use crate::problem::Skip;

pub(crate) const LAYOUT: Layout = Layout {
    format: Format::ZohoCsv,
    needs: &[&["password name", "secretdata"], &["secret name", "secretdata"]],
    reads: &[
        "password url",
        "secret url",
        "notes",
        "description",
        "customdata",
        "folder name",
        "favorite",
        "totp",
        "login_totp",
        "tags",
        "classification",
        "secret type",
        "password type",
    ],
    ignores: &["chamber name", "auto submit", "policy", "password policy"],
    row,
};

fn row(record: &Record<'_>, builder: &mut Builder) -> Outcome {
    let name = record.first(&["password name", "secret name"]);
    if name.is_empty() && record.get("secretdata").trim().is_empty() {
        return Outcome::Skip(Skip::NotAnItem);
    }
    let mut draft = Draft::login(record.origin());
    draft.name(name).favourite(record.flag("favorite"));
    for uri in record.first(&["password url", "secret url"]).split(['\n', '\r']) {
        draft.uri(uri);
    }
    draft.totp(record.first(&["totp", "login_totp"]));
    for cell in ["secretdata", "customdata"] {
        data(&mut draft, record.get(cell));
    }
    draft.notes(record.get("notes")).notes(record.get("description")).field("tags", record.get("tags"));
    draft.within(builder.place_of(record.get("folder name"), '\\')).note_when_bare();
    draft.into()
}

fn data(draft: &mut Draft, cell: &str) {
    for line in cell.lines() {
        let Some((name, value)) = line.split_once(':') else {
            draft.notes(line);
            continue;
        };
        let login = draft.cipher.login.as_ref();
        let (has_name, has_password) =
            login.map_or((true, true), |login| (login.username.is_some(), login.password.is_some()));
        match name.trim().to_lowercase().as_str() {
            "secrettype" => {}
            "user name" | "username" | "user_name" | "login" | "email" if !has_name => {
                draft.username(value);
            }
            "password" | "pass" | "pwd" if !has_password => {
                draft.password(value);
            }
            lower if lower.contains("password") || lower.contains("pin") || lower.contains("secret") => {
                draft.hidden(name, value);
            }
            _ => {
                draft.field(name, value);
            }
        }
    }
}
