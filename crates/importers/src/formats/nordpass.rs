//! NordPass: one table for every kind, folders as rows of their own.

use super::table::{Layout, Outcome, Record};
use crate::build::Builder;
use crate::draft::{Draft, some};
use crate::format::Format;
use crate::read::json;
use crate::words;

pub(crate) const LAYOUT: Layout = Layout {
    format: Format::NordPassCsv,
    needs: &[&[
        "name",
        "url",
        "username",
        "password",
        "note",
        "cardholdername",
        "cardnumber",
        "cvc",
        "expirydate",
        "folder",
    ]],
    reads: &[
        "additional_urls",
        "zipcode",
        "full_name",
        "phone_number",
        "email",
        "address1",
        "address2",
        "city",
        "country",
        "state",
        "type",
        "custom_fields",
        "pin",
    ],
    ignores: &[],
    row,
};

fn row(record: &Record<'_>, builder: &mut Builder) -> Outcome {
    let kind = match record.get("type").trim() {
        "" => guess(record),
        given => given,
    };
    let mut draft = match kind {
        "password" => Draft::login(record.origin()),
        "credit_card" => card(record),
        "identity" => identity(record),
        "note" => Draft::note(record.origin()),
        "folder" => {
            builder.place([record.get("name")]);
            return Outcome::Used;
        }
        // Passkeys, documents and kinds to come: what they have in common is kept as a note.
        _ => Draft::note(record.origin()),
    };
    draft.name(record.get("name")).uri(record.get("url"));
    draft.username(record.get("username")).password(record.get("password"));
    if let Ok(list) = json::read(record.get("additional_urls")) {
        for uri in list.list() {
            draft.uri(uri.text());
        }
    }
    draft.notes(record.get("note"));
    custom_fields(&mut draft, record.get("custom_fields"));
    draft.within(builder.place([record.get("folder")]));
    draft.into()
}

/// Older tables name no kinds.
fn guess(record: &Record<'_>) -> &'static str {
    let has = |names: &[&str]| !record.first(names).is_empty();
    match () {
        () if has(&["url", "username", "password"]) => "password",
        () if has(&["cardnumber", "cvc"]) => "credit_card",
        () if has(&["full_name", "address1", "email", "phone_number"]) => "identity",
        () if has(&["note"]) => "note",
        () => "folder",
    }
}

fn card(record: &Record<'_>) -> Draft {
    let mut draft = Draft::card(record.origin());
    let mut dated = true;
    draft.on_card(|card| {
        card.cardholder_name = some(record.get("cardholdername"));
        words::card_number(card, record.get("cardnumber"));
        card.code = some(record.get("cvc"));
        dated = words::card_expiry(card, record.get("expirydate"));
    });
    if !dated {
        draft.field("expirydate", record.get("expirydate"));
    }
    draft.hidden("pin", record.get("pin")).field("zipcode", record.get("zipcode"));
    draft
}

fn identity(record: &Record<'_>) -> Draft {
    let mut draft = Draft::identity(record.origin());
    draft.on_identity(|identity| {
        words::full_name(identity, record.get("full_name"));
        identity.email = some(record.get("email"));
        identity.phone = some(record.get("phone_number"));
        identity.address1 = some(record.get("address1"));
        identity.address2 = some(record.get("address2"));
        identity.city = some(record.get("city"));
        identity.state = some(record.get("state"));
        identity.postal_code = some(record.get("zipcode"));
        identity.country = some(&record.get("country").to_uppercase());
    });
    draft
}

/// A JSON list of label, type and value in a cell.
fn custom_fields(draft: &mut Draft, cell: &str) {
    if cell.trim().is_empty() {
        return;
    }
    match json::read(cell) {
        Ok(list) => {
            for field in list.list() {
                let (label, value) = (field.get("label").text(), field.get("value").text());
                match field.get("type").text() {
                    "hidden" => draft.hidden(label, value),
                    _ => draft.field(label, value),
                };
            }
        }
        Err(_) => {
            draft.field("custom_fields", cell);
        }
    }
}
