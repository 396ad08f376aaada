//! What no server would take, and what is in the file twice.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use portal_contracts::SecretText;
use portal_contracts::ciphers::{CipherType, Part, PlainCipher, limit_in_bytes};

use crate::build::{push, shown};
use crate::model::{Origin, Parsed};
use crate::problem::{Problem, ProblemKind};

/// Most bytes of the name of a collection.
pub(crate) const COLLECTION_NAME: usize = limit_in_bytes(portal_contracts::limits::ENCRYPTED_NAME);

/// Marks the items that are too long or duplicates, and lists why. Judged by the bytes of the plaintext, since sealing
/// makes every text longer in a way that is known beforehand.
pub fn judge(parsed: &mut Parsed) {
    let mut seen: HashMap<u64, Origin> = HashMap::new();
    let mut found = Vec::new();
    for item in &mut parsed.items {
        let name = shown(item.cipher.name.expose());
        let mut problem =
            |kind| found.push(Problem { origin: Some(item.origin.clone()), item: Some(name.clone()), kind });
        for kind in too_long(&item.cipher) {
            item.too_long = true;
            problem(kind);
        }
        let print = fingerprint(&item.cipher);
        match seen.get(&print) {
            Some(first) => {
                item.duplicate = true;
                problem(ProblemKind::Duplicate { first: first.clone() });
            }
            None => drop(seen.insert(print, item.origin.clone())),
        }
    }
    for problem in found {
        push(parsed, problem);
    }
}

fn too_long(cipher: &PlainCipher) -> Vec<ProblemKind> {
    let mut found = Vec::new();
    cipher.visit(&mut |part, text| {
        let (bytes, most) = (text.expose().len(), limit_in_bytes(part.limit()));
        if bytes > most {
            found.push(ProblemKind::TooLong { part: part.path(), field: field_name(cipher, part), bytes, most });
        }
    });
    found
}

fn field_name(cipher: &PlainCipher, part: Part) -> Option<String> {
    let (Part::FieldName(at) | Part::FieldValue(at)) = part else { return None };
    cipher.fields.get(at).and_then(|field| field.name.as_ref()).map(|name| shown(name.expose()))
}

/// The same for items that a person would call the same.
fn fingerprint(cipher: &PlainCipher) -> u64 {
    let mut hasher = DefaultHasher::new();
    cipher.r#type.number().hash(&mut hasher);
    let whole = cipher.r#type != CipherType::Login;
    cipher.visit(&mut |part, text: &SecretText| {
        let counts = matches!(part, Part::Name | Part::Username | Part::Password | Part::Uri(_) | Part::Member { .. });
        if counts || (whole && matches!(part, Part::Notes | Part::FieldValue(_))) {
            std::mem::discriminant(&part).hash(&mut hasher);
            text.expose().trim().hash(&mut hasher);
        }
    });
    hasher.finish()
}
