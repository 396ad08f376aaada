//! Keeper's JSON: records with typed custom fields, in several folders at once.

use portal_contracts::SecretText;

use super::keeper_csv::{LEGACY_TOTP, kind_of, label_of, split};
use crate::build::Builder;
use crate::draft::{Draft, some};
use crate::failure::Failure;
use crate::model::Origin;
use crate::problem::Skip;
use crate::read::json::Json;
use crate::words;

pub(crate) fn fits(json: &Json) -> bool {
    let record = json.get("records").list().first();
    record.is_some_and(|record| record.has("title") || record.has("custom_fields") || record.has("$type"))
}

pub(crate) fn read(json: &Json, builder: &mut Builder) -> Result<(), Failure> {
    if !fits(json) {
        return Err(Failure::WrongFormat);
    }
    for folder in json.get("shared_folders").list() {
        builder.place(split(folder.get("path").text()).iter().map(String::as_str));
    }
    for (at, record) in json.get("records").list().iter().enumerate() {
        let mut draft = read_record(record, Origin::Nth(at + 1));
        for folder in record.get("folders").list() {
            let (shared, own) = (folder.get("shared_folder").text(), folder.get("folder").text());
            let names = [shared, own].into_iter().filter(|path| !path.is_empty()).flat_map(split);
            let names: Vec<String> = names.collect();
            draft.within(builder.place(names.iter().map(String::as_str)));
        }
        builder.add(draft)?;
    }
    Ok(())
}

fn read_record(record: &Json, origin: Origin) -> Draft {
    let fields = record.get("custom_fields");
    let key_pair = fields.members().iter().find(|(name, _)| kind_of(name) == "keyPair").map(|(_, value)| first(value));
    let has = |name: &str| !record.get(name).text().trim().is_empty();
    let mut draft = match record.get("$type").text() {
        "bankCard" => Draft::card(origin),
        "address" | "contact" if !has("login") && !has("password") => Draft::identity(origin),
        "sshKeys" if key_pair.is_some_and(|pair| !pair.get("privateKey").text().is_empty()) => Draft::ssh_key(origin),
        "encryptedNotes" | "file" | "photo" if !has("login") && !has("password") => Draft::note(origin),
        _ => Draft::login(origin),
    };
    draft.name(record.get("title").text()).uri(record.get("login_url").text());
    draft.username(record.get("login").text()).password(record.get("password").text());
    draft.notes(record.get("notes").text());
    for (name, value) in fields.members() {
        // A field that occurs twice is a list.
        let values = if value.is_list() { value.list() } else { std::slice::from_ref(value) };
        for value in values {
            read_field(&mut draft, name, value);
        }
    }
    if matches!(record.get("$type").text(), "file" | "photo") {
        draft.notice(crate::problem::ProblemKind::Skipped { why: Skip::Attachment });
    }
    draft.note_when_bare();
    draft
}

fn first(value: &Json) -> &Json {
    value.list().first().unwrap_or(value)
}

fn read_field(draft: &mut Draft, name: &str, value: &Json) {
    let (kind, label) = (kind_of(name), label_of(name));
    match kind {
        // Where the key stood before records had types.
        _ if name == LEGACY_TOTP => {
            draft.totp(value.text());
        }
        "oneTimeCode" | "otp" if draft.cipher.login.as_ref().is_some_and(|login| login.totp.is_none()) => {
            draft.totp(value.text());
        }
        "oneTimeCode" | "otp" => {
            draft.hidden(label, value.text());
        }
        "url" => {
            draft.uri(value.text());
        }
        "paymentCard" => card(draft, value),
        "keyPair" => key_pair(draft, value),
        "name" => person(draft, label, value),
        "address" => address(draft, label, value),
        "email" if set(draft, |identity| &mut identity.email, value.text()) => {}
        "phone" if set(draft, |identity| &mut identity.phone, value.get("number").text()) => {}
        "text" if label == "company" && set(draft, |identity| &mut identity.company, value.text()) => {}
        "text" if label == "cardholderName" && draft.cipher.card.is_some() => {
            draft.on_card(|card| card.cardholder_name = some(value.text()));
        }
        "date" | "birthDate" | "expirationDate" => {
            // Milliseconds since 1970.
            let day = value.number().and_then(|millis| words::day(millis.div_euclid(1_000)));
            draft.field(label, day.as_deref().unwrap_or_else(|| value.text()));
        }
        "note" => {
            draft.notes(value.text());
        }
        "secret" | "pinCode" | "password" | "licenseNumber" => {
            draft.hidden(label, value.text());
        }
        _ if value.is_map() => {
            draft.field(label, &joined(value));
        }
        _ => {
            draft.field(label, value.text());
        }
    }
}

/// The members of a structured value in one line.
fn joined(value: &Json) -> String {
    let parts: Vec<&str> =
        value.members().iter().map(|(_, part)| part.text()).filter(|part| !part.is_empty()).collect();
    parts.join(" | ")
}

fn set(
    draft: &mut Draft,
    member: impl Fn(&mut portal_contracts::ciphers::Identity<SecretText>) -> &mut Option<SecretText>,
    text: &str,
) -> bool {
    let Some(slot) = draft.cipher.identity.as_mut().map(member) else { return false };
    if slot.is_some() {
        return false;
    }
    *slot = some(text);
    true
}

fn card(draft: &mut Draft, value: &Json) {
    if draft.cipher.card.is_none() {
        draft
            .hidden("cardNumber", value.get("cardNumber").text())
            .field("cardExpirationDate", value.get("cardExpirationDate").text());
        draft.hidden("cardSecurityCode", value.get("cardSecurityCode").text());
        return;
    }
    draft.on_card(|card| {
        words::card_number(card, value.get("cardNumber").text());
        words::card_expiry(card, value.get("cardExpirationDate").text());
        card.code = some(value.get("cardSecurityCode").text());
    });
}

fn key_pair(draft: &mut Draft, value: &Json) {
    let (private, public) = (value.get("privateKey").text(), value.get("publicKey").text());
    match draft.cipher.ssh_key.as_mut() {
        Some(key) if key.private_key.is_none() => (key.private_key, key.public_key) = (some(private), some(public)),
        _ => {
            draft.hidden("privateKey", private).field("publicKey", public);
        }
    }
}

fn person(draft: &mut Draft, label: &str, value: &Json) {
    let (given, middle, last) = (value.get("first").text(), value.get("middle").text(), value.get("last").text());
    match draft.cipher.identity.as_mut() {
        Some(identity) if identity.first_name.is_none() && identity.last_name.is_none() => {
            (identity.first_name, identity.middle_name, identity.last_name) = (some(given), some(middle), some(last));
        }
        _ => {
            let parts: Vec<&str> = [given, middle, last].into_iter().filter(|part| !part.is_empty()).collect();
            draft.field(label, &parts.join(" "));
        }
    }
}

fn address(draft: &mut Draft, label: &str, value: &Json) {
    let part = |name: &str| some(value.get(name).text());
    match draft.cipher.identity.as_mut() {
        Some(identity) if identity.address1.is_none() => {
            (identity.address1, identity.address2) = (part("street1"), part("street2"));
            (identity.city, identity.state) = (part("city"), part("state"));
            (identity.postal_code, identity.country) = (part("zip"), part("country"));
        }
        _ => {
            draft.field(label, &joined(value));
        }
    }
}
