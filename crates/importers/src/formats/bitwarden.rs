//! Bitwarden's JSON: unencrypted ones are read here; the restricted one has the same shape with every text sealed.

use portal_contracts::SecretText;
use portal_contracts::ciphers::{
    Card, Cipher, CipherField, CipherType, FieldType, Identity, Login, LoginUri, OldPassword, Passkey, PasskeyTexts,
    PlainCipher, SecureNote, SshKey,
};

use crate::build::Builder;
use crate::draft::{self, Draft, some};
use crate::failure::Failure;
use crate::model::Origin;
use crate::problem::{ProblemKind, Skip};
use crate::read::json::Json;
use crate::words;

/// What kind of Bitwarden file it is, if it is one.
pub(crate) enum Shape {
    Plain,
    Password,
    Restricted,
    /// Encrypted, and what tells its key is missing.
    Unopenable,
}

pub(crate) fn shape(json: &Json) -> Option<Shape> {
    let validated = !json.get("encKeyValidation_DO_NOT_EDIT").text().is_empty();
    // Either member says that the texts are sealed: taken for plain, they would be imported as they stand.
    let encrypted = json.get("encrypted").is_true() || validated;
    if encrypted && json.get("passwordProtected").is_true() && json.has("data") {
        return Some(if validated { Shape::Password } else { Shape::Unopenable });
    }
    if !json.get("items").is_list() || !(json.has("folders") || json.has("collections") || json.has("encrypted")) {
        return None;
    }
    // Enpass has folders and items too, but says nothing of encryption and names kinds by words.
    if json.get("items").list().first().is_some_and(|item| item.has("template_type")) {
        return None;
    }
    Some(match (encrypted, validated) {
        (false, _) => Shape::Plain,
        (true, true) => Shape::Restricted,
        (true, false) => Shape::Unopenable,
    })
}

/// Reads an unencrypted export.
pub(crate) fn read(json: &Json, builder: &mut Builder) -> Result<(), Failure> {
    if !matches!(shape(json), Some(Shape::Plain)) {
        return Err(Failure::WrongFormat);
    }
    let mut known = Vec::new();
    for kind in ["collections", "folders"] {
        for place in json.get(kind).list() {
            known.push((place.get("id").text(), builder.place_of(place.get("name").text(), '/')));
        }
    }
    for (at, item) in json.get("items").list().iter().enumerate() {
        let origin = Origin::Nth(at + 1);
        let name = item.get("name").text();
        if !item.get("deletedDate").text().is_empty() {
            builder.skipped(origin, name, Skip::Deleted);
            continue;
        }
        let Some(cipher) = cipher(item) else {
            builder.skipped(origin, name, Skip::UnknownKind);
            continue;
        };
        let mut draft = Draft { cipher, places: Vec::new(), origin, notices: Vec::new() };
        for id in place_ids(item) {
            draft.within(known.iter().find(|(own, _)| *own == id).and_then(|(_, place)| *place));
        }
        if !item.get("attachments").list().is_empty() {
            draft.attachment();
        }
        if is_newer_kind(item) {
            draft.notice(ProblemKind::Moved { what: "type".to_owned(), kept: crate::problem::Kept::Field });
        }
        builder.add(draft)?;
    }
    Ok(())
}

/// The collections of an item and its folder.
pub(crate) fn place_ids(item: &Json) -> Vec<&str> {
    let ids = item.get("collectionIds").list().iter().map(Json::text);
    ids.chain([item.get("folderId").text()]).filter(|id| !id.is_empty()).collect()
}

/// Bank accounts, driving licences and passports: kinds that few servers take.
fn is_newer_kind(item: &Json) -> bool {
    matches!(item.get("type").number(), Some(6..=8))
}

fn text(json: &Json) -> Option<SecretText> {
    // Blank texts of a vault are kept as they are; only the empty one is none.
    Some(json.text()).filter(|text| !text.is_empty()).map(|text| SecretText::new(text.to_owned()))
}

fn date(json: &Json) -> Option<String> {
    words::wire_date(json.text())
}

/// An item as it stands in the file; `None` for a kind that is not known.
pub(crate) fn cipher(item: &Json) -> Option<PlainCipher> {
    let kind = CipherType::from_number(item.get("type").number()?);
    let mut cipher: PlainCipher = Cipher {
        r#type: kind,
        favorite: item.get("favorite").is_true(),
        reprompt: i64::from(item.get("reprompt").number() == Some(1)),
        name: text(item.get("name")).unwrap_or_default(),
        notes: text(item.get("notes")),
        fields: item.get("fields").list().iter().map(field).collect(),
        password_history: item.get("passwordHistory").list().iter().filter_map(old_password).collect(),
        ..Cipher::default()
    };
    match kind {
        CipherType::Login => cipher.login = Some(login(item.get("login"))),
        CipherType::SecureNote => cipher.secure_note = Some(SecureNote::default()),
        CipherType::Card => cipher.card = Some(card(item.get("card"))),
        CipherType::Identity => cipher.identity = Some(identity(item.get("identity"))),
        CipherType::SshKey => cipher.ssh_key = Some(ssh_key(item.get("sshKey"))),
        CipherType::Unknown(6..=8) => {
            let body = ["bankAccount", "driversLicense", "passport"].map(|name| item.get(name));
            as_note(&mut cipher, body.into_iter().find(|body| body.is_map())?);
        }
        CipherType::Unknown(_) => return None,
    }
    Some(cipher)
}

/// A kind without a counterpart becomes a note with its members as fields.
fn as_note(cipher: &mut PlainCipher, body: &Json) {
    cipher.r#type = CipherType::SecureNote;
    cipher.secure_note = Some(SecureNote::default());
    for (name, value) in body.members() {
        if let Some(value) = text(value) {
            let field = CipherField { r#type: FieldType::Text, name: some(name), value: Some(value), linked_id: None };
            cipher.fields.push(field);
        }
    }
}

fn field(json: &Json) -> CipherField<SecretText> {
    CipherField {
        r#type: FieldType::from_number(json.get("type").number().unwrap_or_default()),
        name: text(json.get("name")),
        value: text(json.get("value")),
        linked_id: json.get("linkedId").number(),
    }
}

fn old_password(json: &Json) -> Option<OldPassword<SecretText>> {
    Some(draft::old_password(text(json.get("password"))?, date(json.get("lastUsedDate"))))
}

fn login(json: &Json) -> Login<SecretText> {
    let uri = |uri: &Json| LoginUri {
        uri: text(uri.get("uri")),
        uri_checksum: text(uri.get("uriChecksum")),
        r#match: uri.get("match").number(),
    };
    Login {
        username: text(json.get("username")),
        password: text(json.get("password")),
        totp: text(json.get("totp")),
        password_revision_date: date(json.get("passwordRevisionDate")),
        uris: json.get("uris").list().iter().map(uri).filter(|uri| uri.uri.is_some()).collect(),
        fido2_credentials: json.get("fido2Credentials").list().iter().map(passkey).collect(),
    }
}

fn passkey(json: &Json) -> Passkey<SecretText> {
    Passkey {
        texts: PasskeyTexts {
            credential_id: text(json.get("credentialId")),
            key_type: text(json.get("keyType")),
            key_algorithm: text(json.get("keyAlgorithm")),
            key_curve: text(json.get("keyCurve")),
            key_value: text(json.get("keyValue")),
            rp_id: text(json.get("rpId")),
            rp_name: text(json.get("rpName")),
            user_handle: text(json.get("userHandle")),
            user_name: text(json.get("userName")),
            user_display_name: text(json.get("userDisplayName")),
            counter: text(json.get("counter")),
            discoverable: text(json.get("discoverable")),
        },
        creation_date: Some(words::or_unknown(date(json.get("creationDate")))),
    }
}

fn card(json: &Json) -> Card<SecretText> {
    Card {
        cardholder_name: text(json.get("cardholderName")),
        brand: text(json.get("brand")),
        number: text(json.get("number")),
        exp_month: text(json.get("expMonth")),
        exp_year: text(json.get("expYear")),
        code: text(json.get("code")),
    }
}

fn identity(json: &Json) -> Identity<SecretText> {
    Identity {
        title: text(json.get("title")),
        first_name: text(json.get("firstName")),
        middle_name: text(json.get("middleName")),
        last_name: text(json.get("lastName")),
        address1: text(json.get("address1")),
        address2: text(json.get("address2")),
        address3: text(json.get("address3")),
        city: text(json.get("city")),
        state: text(json.get("state")),
        postal_code: text(json.get("postalCode")),
        country: text(json.get("country")),
        company: text(json.get("company")),
        email: text(json.get("email")),
        phone: text(json.get("phone")),
        ssn: text(json.get("ssn")),
        username: text(json.get("username")),
        passport_number: text(json.get("passportNumber")),
        license_number: text(json.get("licenseNumber")),
    }
}

fn ssh_key(json: &Json) -> SshKey<SecretText> {
    SshKey {
        private_key: text(json.get("privateKey")),
        public_key: text(json.get("publicKey")),
        key_fingerprint: text(json.get("keyFingerprint")),
    }
}
