//! What no server would take, and what is in the file twice.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::{Hash, Hasher};

use portal_contracts::SecretText;
use portal_contracts::ciphers::{Part, PlainCipher, limit_in_bytes};

use crate::build::{push, shown};
use crate::model::{Item, Origin, Parsed};
use crate::problem::{Problem, ProblemKind};

/// Most bytes of the name of a collection.
pub(crate) const COLLECTION_NAME: usize = limit_in_bytes(portal_contracts::limits::ENCRYPTED_NAME);

/// Marks the items that are too long or duplicates, and lists why. Judged by the bytes of the plaintext, since sealing
/// makes every text longer in a way that is known beforehand.
pub fn judge(parsed: &mut Parsed) {
    let firsts = firsts(&parsed.items);
    let mut found = Vec::new();
    for (item, first) in parsed.items.iter_mut().zip(firsts) {
        let name = shown(item.cipher.name.expose());
        let mut problem =
            |kind| found.push(Problem { origin: Some(item.origin.clone()), item: Some(name.clone()), kind });
        for kind in too_long(&item.cipher) {
            item.too_long = true;
            problem(kind);
        }
        if let Some((at, first)) = first {
            problem(ProblemKind::Duplicate { first });
            item.duplicate_of = Some(at);
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

/// For each item the first one that is the same as it, and where that was. Only what is equal in every part counts:
/// whatever a login has beside its password (notes, one-time codes, fields) would be lost with the second one.
fn firsts(items: &[Item]) -> Vec<Option<(usize, Origin)>> {
    let mut seen: HashMap<Whole<'_>, (usize, &Origin)> = HashMap::with_capacity(items.len());
    let mut firsts = Vec::with_capacity(items.len());
    for (at, item) in items.iter().enumerate() {
        firsts.push(match seen.entry(Whole(&item.cipher)) {
            Entry::Occupied(first) => {
                let (at, origin) = *first.get();
                Some((at, origin.clone()))
            }
            Entry::Vacant(free) => {
                free.insert((at, &item.origin));
                None
            }
        });
    }
    firsts
}

/// An item as the key of a table, so that a large file is not compared item by item.
#[derive(PartialEq, Eq)]
struct Whole<'a>(&'a PlainCipher);

impl Hash for Whole<'_> {
    /// Everything that a file can choose freely, so that none is made of items that all fall together.
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        let cipher = self.0;
        (cipher.r#type.number(), cipher.favorite, cipher.reprompt).hash(hasher);
        cipher.visit(&mut |part, text: &SecretText| (part, text.expose()).hash(hasher));
        for field in &cipher.fields {
            (field.r#type.number(), field.linked_id).hash(hasher);
        }
        for old in &cipher.password_history {
            old.last_used_date.hash(hasher);
        }
        if let Some(login) = &cipher.login {
            login.password_revision_date.hash(hasher);
            for uri in &login.uris {
                uri.r#match.hash(hasher);
            }
            for passkey in &login.fido2_credentials {
                passkey.creation_date.hash(hasher);
            }
        }
    }
}
