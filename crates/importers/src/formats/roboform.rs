//! RoboForm: `Name,Url,MatchUrl,Login,Pwd,Note,Folder,RfFieldsV2`; further fields follow in cells beyond the head.

use super::table::{Layout, Outcome, Record};
use crate::build::Builder;
use crate::draft::Draft;
use crate::format::Format;
use crate::problem::Skip;

pub(crate) const LAYOUT: Layout = Layout {
    format: Format::RoboFormCsv,
    needs: &[&["name", "url", "login", "pwd", "note", "folder"]],
    reads: &["rffieldsv2", "rf_fields", "rffields"],
    ignores: &["matchurl"],
    row,
};

fn row(record: &Record<'_>, builder: &mut Builder) -> Outcome {
    let name = record.get("name");
    if name.trim().is_empty() && record.get("pwd").is_empty() && record.get("note").is_empty() {
        return Outcome::Skip(Skip::NotAnItem);
    }
    let mut draft = Draft::login(record.origin());
    draft.name(name).uri(record.get("url")).username(record.get("login")).password(record.get("pwd"));
    draft.notes(record.get("note"));
    let newer = record.get("rffieldsv2");
    let fields = [record.first(&["rffieldsv2", "rf_fields", "rffields"])].into_iter().chain(record.extra());
    for field in fields.filter(|field| !field.trim().is_empty()) {
        if newer.is_empty() { older_field(&mut draft, field) } else { newer_field(&mut draft, field) }
    }
    draft.within(builder.place_of(record.get("folder"), '/')).note_when_bare();
    draft.into()
}

fn named(name: &str) -> &str {
    if name == "-no-name-" { "" } else { name }
}

/// `name,label,flags,type,value`; the value may have commas.
fn newer_field(draft: &mut Draft, field: &str) {
    let parts: Vec<&str> = field.splitn(5, ',').collect();
    let [name, _, _, kind, value] = *parts.as_slice() else {
        draft.field("", field);
        return;
    };
    match name {
        // Copies of the user name and the password, and what the program does by itself.
        "User ID$" | "Password$" | "Script$" => {}
        "TOTP KEY$" => {
            draft.totp(value);
        }
        _ if kind == "pwd" => {
            draft.hidden(named(name), value);
        }
        _ => {
            draft.field(named(name), value);
        }
    }
}

/// `name:label:value`, or `name:value:rck:…` for boxes.
fn older_field(draft: &mut Draft, field: &str) {
    let parts: Vec<&str> = field.split(':').collect();
    match *parts.as_slice() {
        [name, value, "rck", _] => {
            draft.field(named(name), value);
        }
        [name, _, ref value @ ..] if !value.is_empty() => {
            draft.field(named(name), &value.join(":"));
        }
        _ => {
            draft.field("", field);
        }
    }
}
