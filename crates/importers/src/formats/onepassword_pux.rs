//! 1Password's archive: `export.data` is JSON, vaults become folders.

use portal_contracts::SecretText;

use crate::build::Builder;
use crate::draft::{Draft, some};
use crate::failure::Failure;
use crate::model::Origin;
use crate::problem::Skip;
use crate::read::json::Json;
use crate::words;

/// Name of the JSON in the archive.
pub(crate) const ENTRY: &str = "export.data";

pub(crate) fn fits(json: &Json) -> bool {
    json.get("accounts").list().first().is_some_and(|account| account.get("vaults").is_list())
}

pub(crate) fn read(json: &Json, builder: &mut Builder) -> Result<(), Failure> {
    if !fits(json) {
        return Err(Failure::WrongFormat);
    }
    let mut nth = 0;
    for account in json.get("accounts").list() {
        for vault in account.get("vaults").list() {
            let place = builder.place([vault.at(&["attrs", "name"]).text()]);
            for item in vault.get("items").list() {
                nth += 1;
                // Earlier versions wrap each item once more.
                let item = if item.get("item").is_map() { item.get("item") } else { item };
                read_item(item, place, Origin::Nth(nth), builder)?;
            }
        }
    }
    Ok(())
}

fn read_item(item: &Json, place: Option<usize>, origin: Origin, builder: &mut Builder) -> Result<(), Failure> {
    let (details, overview) = (item.get("details"), item.get("overview"));
    let title = overview.get("title").text();
    if matches!(item.get("state").text(), "archived" | "trashed") || item.get("trashed").is_true() {
        builder.skipped(origin, title, Skip::Deleted);
        return Ok(());
    }
    let mut draft = match item.get("categoryUuid").text() {
        "002" => Draft::card(origin),
        "004" => Draft::identity(origin),
        "114" => Draft::ssh_key(origin),
        "003" | "006" => Draft::note(origin),
        // Everything else may have a user name, a password and an address.
        _ => Draft::login(origin),
    };
    draft.name(title).within(place).favourite(item.get("favIndex").number() == Some(1));
    for entry in overview.get("urls").list() {
        draft.uri(entry.get("url").text());
    }
    draft.uri(overview.get("url").text());
    draft.password(details.get("password").text());
    for field in details.get("loginFields").list() {
        login_field(&mut draft, field);
    }
    for section in details.get("sections").list() {
        for field in section.get("fields").list() {
            section_field(&mut draft, field);
        }
    }
    draft.notes(details.get("notesPlain").text());
    for old in details.get("passwordHistory").list() {
        draft.old_password(old.get("value").text(), old.get("time").number().and_then(words::instant));
    }
    let tags: Vec<&str> = overview.get("tags").list().iter().map(Json::text).collect();
    draft.field("tags", &tags.join(", "));
    if details.get("documentAttributes").is_map() {
        draft.attachment();
    }
    draft.note_when_bare();
    builder.add(draft)
}

fn login_field(draft: &mut Draft, field: &Json) {
    let value = field.get("value");
    let text = if value.is_map() {
        [value.get("email_address").text(), value.get("string").text()]
            .into_iter()
            .find(|text| !text.is_empty())
            .unwrap_or_default()
    } else {
        value.text()
    };
    match field.get("designation").text() {
        "username" => {
            draft.username(text);
        }
        "password" => {
            draft.password(text);
        }
        // Boxes to tick and buttons of the page the login was saved from.
        _ if matches!(field.get("fieldType").text(), "C" | "B" | "I") => {}
        _ => {
            let name = [field.get("name").text(), field.get("id").text()].into_iter().find(|name| !name.is_empty());
            match field.get("fieldType").text() {
                "P" => draft.hidden(name.unwrap_or_default(), text),
                _ => draft.field(name.unwrap_or_default(), text),
            };
        }
    }
}

fn section_field(draft: &mut Draft, field: &Json) {
    let (id, title, value) = (field.get("id").text(), field.get("title").text(), field.get("value"));
    let name = if title.is_empty() { id } else { title };
    let Some((kind, content)) = value.members().first() else { return };
    match &**kind {
        "address" => return address(draft, name, content),
        "sshKey" => return ssh_key(draft, content),
        "file" => {
            draft.attachment();
            return;
        }
        "totp" => {
            draft.totp(content.text());
            return;
        }
        _ => {}
    }
    let text = match &**kind {
        "email" if content.is_map() => content.get("email_address").text().to_owned(),
        "date" => content.number().and_then(words::day).unwrap_or_default(),
        // 202704
        "monthYear" => words::expiry(content.text())
            .map_or_else(|| content.text().to_owned(), |(month, year)| [month, year].join("/")),
        _ => content.text().to_owned(),
    };
    let text = zeroize::Zeroizing::new(text);
    if text.trim().is_empty()
        || on_card(draft, id, &text)
        || on_identity(draft, id, &text)
        || on_login(draft, id, kind, &text)
    {
        return;
    }
    match &**kind {
        "concealed" => draft.hidden(name, &text),
        _ => draft.field(name, &text),
    };
}

/// Servers, databases, e-mail accounts and routers have their members in sections.
fn on_login(draft: &mut Draft, id: &str, kind: &str, text: &str) -> bool {
    let Some(login) = draft.cipher.login.as_ref() else { return false };
    match id {
        "username" | "pop_username" if login.username.is_none() => {
            draft.username(text);
        }
        "password" | "credential" | "wireless_password" | "pop_password" if login.password.is_none() => {
            draft.password(text);
        }
        "url" | "hostname" | "website" if kind == "url" || login.uris.is_empty() => {
            draft.uri(text);
        }
        _ => return false,
    }
    true
}

fn on_card(draft: &mut Draft, id: &str, text: &str) -> bool {
    let Some(card) = draft.cipher.card.as_mut() else { return false };
    match id {
        "cardholder" => card.cardholder_name = some(text),
        "ccnum" => words::card_number(card, text),
        "cvv" => card.code = some(text),
        "expiry" => return words::card_expiry(card, text),
        "type" => return words::card_brand(card, text),
        _ => return false,
    }
    true
}

fn on_identity(draft: &mut Draft, id: &str, text: &str) -> bool {
    let Some(identity) = draft.cipher.identity.as_mut() else { return false };
    let slot: &mut Option<SecretText> = match id {
        "firstname" => &mut identity.first_name,
        "initial" => &mut identity.middle_name,
        "lastname" => &mut identity.last_name,
        "company" => &mut identity.company,
        "email" => &mut identity.email,
        "defphone" => &mut identity.phone,
        "username" => &mut identity.username,
        _ => return false,
    };
    *slot = some(text);
    true
}

fn address(draft: &mut Draft, name: &str, content: &Json) {
    let part = |member: &str| content.get(member).text();
    let parts = [part("street"), part("zip"), part("city"), part("state"), part("country")];
    match draft.cipher.identity.as_mut() {
        Some(identity) if identity.address1.is_none() => {
            identity.address1 = some(part("street"));
            identity.postal_code = some(part("zip"));
            identity.city = some(part("city"));
            identity.state = some(part("state"));
            identity.country = some(&part("country").to_uppercase());
        }
        _ => {
            let line: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
            draft.field(name, &line.join(", "));
        }
    }
}

fn ssh_key(draft: &mut Draft, content: &Json) {
    let meta = content.get("metadata");
    let Some(key) = draft.cipher.ssh_key.as_mut() else {
        draft.hidden("privateKey", content.get("privateKey").text());
        return;
    };
    key.private_key = some(content.get("privateKey").text()).or_else(|| some(meta.get("privateKey").text()));
    key.public_key = some(meta.get("publicKey").text());
    key.key_fingerprint = some(meta.get("fingerprint").text());
}
