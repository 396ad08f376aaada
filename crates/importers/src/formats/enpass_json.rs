//! Enpass's JSON: folders with parents, items with typed fields.

use portal_contracts::SecretText;

use crate::build::Builder;
use crate::draft::{Draft, some};
use crate::failure::Failure;
use crate::limits;
use crate::model::Origin;
use crate::problem::Skip;
use crate::read::json::Json;
use crate::words;

pub(crate) fn fits(json: &Json) -> bool {
    json.get("items")
        .list()
        .first()
        .is_some_and(|item| item.has("template_type") || (item.has("category") && item.has("fields")))
}

pub(crate) fn read(json: &Json, builder: &mut Builder) -> Result<(), Failure> {
    if !fits(json) {
        return Err(Failure::WrongFormat);
    }
    let folders: Vec<(&str, Option<usize>)> = json
        .get("folders")
        .list()
        .iter()
        .map(|folder| (folder.get("uuid").text(), builder.place(path(json, folder))))
        .collect();
    for (at, item) in json.get("items").list().iter().enumerate() {
        let origin = Origin::Nth(at + 1);
        let title = item.get("title").text();
        if item.get("trashed").is_true() || item.get("archived").is_true() {
            builder.skipped(origin, title, Skip::Deleted);
            continue;
        }
        let mut draft = read_item(item, origin);
        for id in item.get("folders").list().iter().map(Json::text) {
            draft.within(folders.iter().find(|(own, _)| *own == id).and_then(|(_, place)| *place));
        }
        builder.add(draft)?;
    }
    Ok(())
}

/// Titles from the top; a circle of parents ends at the limit of depth.
fn path<'a>(json: &'a Json, folder: &'a Json) -> Vec<&'a str> {
    let mut path = vec![folder.get("title").text()];
    let mut parent = folder.get("parent_uuid").text();
    while !parent.is_empty() && path.len() < limits::DEPTH {
        let Some(above) = json.get("folders").list().iter().find(|other| other.get("uuid").text() == parent) else {
            break;
        };
        path.push(above.get("title").text());
        parent = above.get("parent_uuid").text();
    }
    path.reverse();
    path
}

fn read_item(item: &Json, origin: Origin) -> Draft {
    let template = item.get("template_type").text();
    let kind = template.split('.').next().unwrap_or_default();
    let has_login = fields(item)
        .any(|field| matches!(field.get("type").text(), "username" | "password" | "url" | "email" | "totp"));
    let mut draft = match kind {
        "creditcard" => Draft::card(origin),
        "identity" => Draft::identity(origin),
        "note" => Draft::note(origin),
        _ if has_login => Draft::login(origin),
        _ => Draft::note(origin),
    };
    draft.name(item.get("title").text()).favourite(item.get("favorite").is_true());
    for field in fields(item) {
        read_field(&mut draft, field);
    }
    draft.notes(item.get("note").text());
    if !item.get("attachments").list().is_empty() {
        draft.attachment();
    }
    draft.note_when_bare();
    draft
}

fn fields(item: &Json) -> impl Iterator<Item = &Json> {
    let live = |field: &&Json| !field.get("deleted").is_true() && !field.get("value").text().trim().is_empty();
    item.get("fields").list().iter().filter(live)
}

fn read_field(draft: &mut Draft, field: &Json) {
    let (kind, label, value) = (field.get("type").text(), field.get("label").text(), field.get("value").text());
    if on_card(draft, kind, value) || on_identity(draft, label, kind, value) {
        return;
    }
    if let Some(login) = draft.cipher.login.as_ref() {
        match kind {
            "url" => {
                draft.uri(value);
                return;
            }
            "username" if login.username.is_none() => {
                draft.username(value);
                return;
            }
            // An address is the user name only where there is no other.
            "email" if login.username.is_none() => {
                draft.username(value);
                return;
            }
            "password" if login.password.is_none() => {
                draft.password(value);
                for old in field.get("history").list() {
                    draft
                        .old_password(old.get("value").text(), old.get("updated_at").number().and_then(words::instant));
                }
                return;
            }
            "totp" => {
                draft.totp(value);
                return;
            }
            _ => {}
        }
    }
    match kind {
        "section" => {}
        "password" | "pin" | "ccPin" | "ccTxnpassword" => {
            draft.hidden(label, value);
        }
        _ if field.get("sensitive").is_true() => {
            draft.hidden(label, value);
        }
        _ => {
            draft.field(label, value);
        }
    }
}

fn on_card(draft: &mut Draft, kind: &str, value: &str) -> bool {
    let Some(card) = draft.cipher.card.as_mut() else { return false };
    match kind {
        "ccName" => card.cardholder_name = some(value),
        "ccNumber" => words::card_number(card, value),
        "ccCvc" => card.code = some(value),
        "ccExpiry" => return words::card_expiry(card, value),
        "ccType" => return words::card_brand(card, value),
        _ => return false,
    }
    true
}

fn on_identity(draft: &mut Draft, label: &str, kind: &str, value: &str) -> bool {
    let Some(identity) = draft.cipher.identity.as_mut() else { return false };
    let slot: &mut Option<SecretText> = match (label.trim().to_lowercase().as_str(), kind) {
        ("title", _) => &mut identity.title,
        ("first name", _) => &mut identity.first_name,
        ("middle name" | "initial", _) => &mut identity.middle_name,
        ("last name", _) => &mut identity.last_name,
        ("street", _) => &mut identity.address1,
        ("city", _) => &mut identity.city,
        ("state", _) => &mut identity.state,
        ("zip" | "zipcode" | "postal code", _) => &mut identity.postal_code,
        ("country", _) => &mut identity.country,
        ("company" | "organization", _) => &mut identity.company,
        ("username", _) => &mut identity.username,
        (_, "email") => &mut identity.email,
        (_, "phone") => &mut identity.phone,
        _ => return false,
    };
    if slot.is_some() {
        return false;
    }
    *slot = some(value);
    true
}
