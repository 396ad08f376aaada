//! What is wrong with an import, by index and member: nothing is stored unless all of it is right.

use std::collections::BTreeMap;

use portal_contracts::ciphers::{Cipher, CipherType, ImportRequest};
use portal_contracts::limits;
use uuid::Uuid;

use crate::error::{ApiError, ApiResult};
use crate::fields::{self, Sealed};

/// Errors that are listed; a file that is wrong throughout needs no longer list.
const LISTED: usize = 200;

const NO_CARDS: &str = "The Remove card item type policy of the organization does not allow cards.";

type Errors = BTreeMap<String, Vec<String>>;

/// Who imports, and what the organisation does not take.
pub(super) struct Terms {
    /// The account that imports.
    pub user: Uuid,
    /// A policy keeps cards out.
    pub no_cards: bool,
}

/// Checks numbers, then every member.
pub(super) fn check(request: &ImportRequest, terms: &Terms) -> ApiResult<()> {
    let too_much = request.ciphers.len() > limits::IMPORT_ITEMS
        || request.collections.len() > limits::IMPORT_COLLECTIONS
        || request.collection_relationships.len() > limits::IMPORT_RELATIONS;
    if too_much {
        return Err(ApiError::rule("You cannot import this much data at once."));
    }
    let mut errors = Errors::new();
    for (at, cipher) in request.ciphers.iter().enumerate() {
        if errors.len() >= LISTED {
            break;
        }
        let path = format!("Ciphers[{at}]");
        check_cipher(&path, cipher, &mut errors);
        check_terms(&path, cipher, terms, &mut errors);
    }
    for (at, collection) in request.collections.iter().enumerate() {
        let property = format!("Collections[{at}].Name");
        note(&mut errors, fields::encrypted(&property, &collection.name, Sealed::Symmetric, limits::ENCRYPTED_NAME))?;
    }
    if errors.is_empty() { Ok(()) } else { Err(ApiError::Invalid(errors)) }
}

fn check_cipher(path: &str, cipher: &Cipher<String>, errors: &mut Errors) {
    let body = match cipher.r#type {
        CipherType::Login => cipher.login.is_some(),
        CipherType::SecureNote => cipher.secure_note.is_some(),
        CipherType::Card => cipher.card.is_some(),
        CipherType::Identity => cipher.identity.is_some(),
        CipherType::SshKey => cipher.ssh_key.is_some(),
        CipherType::Unknown(_) => false,
    };
    if !body {
        let message = "The field Type must name the one part that is filled.".to_owned();
        errors.entry(format!("{path}.Type")).or_default().push(message);
    }
    if !(0..=1).contains(&cipher.reprompt) {
        errors.entry(format!("{path}.Reprompt")).or_default().push("The field Reprompt is invalid.".to_owned());
    }
    let mut judge = |property: String, text: &str, most| {
        if let Err(ApiError::Invalid(found)) = fields::encrypted(&property, text, Sealed::Symmetric, most) {
            errors.extend(found);
        }
    };
    if let Some(key) = &cipher.key {
        judge(format!("{path}.Key"), key, limits::ENCRYPTED_NAME);
    }
    cipher.visit(&mut |part, text| judge(format!("{path}.{}", part.path()), text, part.limit()));
    check_dates(path, cipher, errors);
}

/// The dates that the vendor's server wants; without one of them it refuses the request.
fn check_dates(path: &str, cipher: &Cipher<String>, errors: &mut Errors) {
    let mut require = |property: String, date: Option<&String>| {
        if date.is_none_or(|date| date.trim().is_empty()) {
            let message = format!("The {property} field is required.");
            errors.entry(property).or_default().push(message);
        }
    };
    for (at, old) in cipher.password_history.iter().enumerate() {
        require(format!("{path}.PasswordHistory[{at}].LastUsedDate"), old.last_used_date.as_ref());
    }
    let passkeys = cipher.login.iter().flat_map(|login| &login.fido2_credentials);
    for (at, passkey) in passkeys.enumerate() {
        require(format!("{path}.Login.Fido2Credentials[{at}].CreationDate"), passkey.creation_date.as_ref());
    }
}

fn check_terms(path: &str, cipher: &Cipher<String>, terms: &Terms, errors: &mut Errors) {
    let mut wrong =
        |part: &str, message: &str| errors.entry(format!("{path}.{part}")).or_default().push(message.to_owned());
    if terms.no_cards && cipher.r#type == CipherType::Card {
        wrong("Type", NO_CARDS);
    }
    // Ids are compared as ids: their letters may be large.
    let somebody_else = |id: &str| !id.is_empty() && id.parse::<Uuid>() != Ok(terms.user);
    if cipher.encrypted_for.as_deref().is_some_and(somebody_else) {
        wrong("EncryptedFor", "The item was encrypted for another user.");
    }
}

/// Collects what is invalid; everything else ends the check.
fn note(errors: &mut Errors, checked: ApiResult<()>) -> ApiResult<()> {
    match checked {
        Err(ApiError::Invalid(found)) => {
            errors.extend(found);
            Ok(())
        }
        other => other,
    }
}
