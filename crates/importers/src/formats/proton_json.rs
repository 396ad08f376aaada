//! Proton Pass: `data.json`, alone or in its archive. Vaults become folders.

use portal_contracts::SecretText;

use crate::build::Builder;
use crate::draft::{Draft, some};
use crate::failure::Failure;
use crate::model::Origin;
use crate::problem::Skip;
use crate::read::json::Json;
use crate::words;

/// Name of the JSON in the archive.
pub(crate) const ENTRY: &str = "data.json";

pub(crate) fn fits(json: &Json) -> bool {
    json.get("vaults").is_map() && json.has("version")
}

pub(crate) fn read(json: &Json, builder: &mut Builder) -> Result<(), Failure> {
    if !fits(json) {
        return Err(Failure::WrongFormat);
    }
    if json.get("encrypted").is_true() && json.get("vaults").members().is_empty() {
        return Err(Failure::Protected);
    }
    let mut nth = 0;
    for (_, vault) in json.get("vaults").members() {
        let place = builder.place([vault.get("name").text()]);
        for item in vault.get("items").list() {
            nth += 1;
            read_item(item, place, Origin::Nth(nth), builder)?;
        }
    }
    Ok(())
}

fn read_item(item: &Json, place: Option<usize>, origin: Origin, builder: &mut Builder) -> Result<(), Failure> {
    let data = item.get("data");
    let (meta, content) = (data.get("metadata"), data.get("content"));
    if item.get("state").number() == Some(2) {
        builder.skipped(origin, meta.get("name").text(), Skip::Deleted);
        return Ok(());
    }
    let mut draft = match data.get("type").text() {
        "login" => login(origin, content),
        "creditCard" => card(origin, content),
        "identity" => identity(origin, content),
        "sshKey" => ssh_key(origin, content),
        "alias" => {
            let mut draft = Draft::login(origin);
            draft.username(item.get("aliasEmail").text());
            draft
        }
        "wifi" => {
            let mut draft = Draft::login(origin);
            draft.username(content.get("ssid").text()).password(content.get("password").text());
            draft
        }
        _ => Draft::note(origin),
    };
    draft
        .name(meta.get("name").text())
        .notes(meta.get("note").text())
        .within(place)
        .favourite(item.get("pinned").is_true());
    extra(&mut draft, data.get("extraFields"));
    sections(&mut draft, content.get("sections"));
    if !content.get("passkeys").list().is_empty() {
        draft.notice(crate::problem::ProblemKind::Skipped { why: Skip::Passkey });
    }
    builder.add(draft)
}

fn login(origin: Origin, content: &Json) -> Draft {
    let mut draft = Draft::login(origin);
    for uri in content.get("urls").list() {
        draft.uri(uri.text());
    }
    // `username` in versions before user names and addresses were told apart.
    let (name, email) = (content.get("itemUsername").text(), content.get("itemEmail").text());
    draft.username(name).username(content.get("username").text());
    let only = draft.cipher.login.as_ref().is_some_and(|login| login.username.is_none());
    if only {
        draft.username(email)
    } else {
        draft.field("email", email)
    };
    draft.password(content.get("password").text()).totp(content.get("totpUri").text());
    draft
}

fn card(origin: Origin, content: &Json) -> Draft {
    let mut draft = Draft::card(origin);
    let expiry = content.get("expirationDate").text();
    let mut dated = true;
    draft.on_card(|card| {
        card.cardholder_name = some(content.get("cardholderName").text());
        words::card_number(card, content.get("number").text());
        card.code = some(content.get("verificationNumber").text());
        dated = words::card_expiry(card, expiry);
    });
    if !dated {
        draft.field("expirationDate", expiry);
    }
    draft.hidden("pin", content.get("pin").text());
    draft
}

fn ssh_key(origin: Origin, content: &Json) -> Draft {
    let mut draft = Draft::ssh_key(origin);
    if let Some(key) = draft.cipher.ssh_key.as_mut() {
        key.private_key = some(content.get("privateKey").text());
        key.public_key = some(content.get("publicKey").text());
    }
    draft
}

/// Members that stand in the identity itself; all others become fields.
fn identity(origin: Origin, content: &Json) -> Draft {
    let mut draft = Draft::identity(origin);
    draft.on_identity(|identity| words::full_name(identity, content.get("fullName").text()));
    for (name, value) in content.members() {
        if value.is_list() {
            if &**name == "extraSections" {
                sections(&mut draft, value)
            } else {
                extra(&mut draft, value)
            }
            continue;
        }
        let text = value.text();
        let Some(identity) = draft.cipher.identity.as_mut() else { continue };
        let slot: &mut Option<SecretText> = match &**name {
            "fullName" => continue,
            "firstName" => &mut identity.first_name,
            "middleName" => &mut identity.middle_name,
            "lastName" => &mut identity.last_name,
            "email" => &mut identity.email,
            "phoneNumber" => &mut identity.phone,
            "organization" => &mut identity.company,
            "company" if identity.company.is_none() => &mut identity.company,
            "streetAddress" => &mut identity.address1,
            "floor" => &mut identity.address2,
            "county" => &mut identity.address3,
            "zipOrPostalCode" => &mut identity.postal_code,
            "city" => &mut identity.city,
            "stateOrProvince" => &mut identity.state,
            "countryOrRegion" => &mut identity.country,
            "socialSecurityNumber" => &mut identity.ssn,
            "passportNumber" => &mut identity.passport_number,
            "licenseNumber" => &mut identity.license_number,
            _ => {
                draft.field(name, text);
                continue;
            }
        };
        if let Some(text) = some(text) {
            *slot = Some(text);
        }
    }
    draft
}

fn sections(draft: &mut Draft, list: &Json) {
    for section in list.list() {
        extra(draft, section.get("sectionFields"));
    }
}

fn extra(draft: &mut Draft, list: &Json) {
    for field in list.list() {
        let (name, data) = (field.get("fieldName").text(), field.get("data"));
        match field.get("type").text() {
            "totp" => {
                let seed = data.get("totpUri").text();
                let free = draft.cipher.login.as_ref().is_some_and(|login| login.totp.is_none());
                if free {
                    draft.totp(seed)
                } else {
                    draft.hidden(name, seed)
                };
            }
            "hidden" => {
                draft.hidden(name, data.get("content").text());
            }
            "timestamp" => {
                draft.field(name, data.get("timestamp").text());
            }
            _ => {
                draft.field(name, data.get("content").text());
            }
        }
    }
}
