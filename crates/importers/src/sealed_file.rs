//! Encrypted exports: recognised here, opened by whoever has the keys.

use portal_contracts::SecretText;
use portal_contracts::ciphers::{Cipher, PlainCipher};

use serde::{Deserialize, Serialize};

use crate::build::Builder;
use crate::draft::Draft;
use crate::failure::Failure;
use crate::format::Format;
use crate::formats::bitwarden::{self, Shape};
use crate::model::{Origin, Parsed};
use crate::problem::Skip;
use crate::read::json::Json;

/// An encrypted export.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum SealedFile {
    /// Under a password of its own: the small JSON that the key agent opens to the text of an unencrypted export.
    Password {
        /// The members that matter, as JSON.
        file: String,
    },
    /// Under the key of an organisation or account.
    Restricted(RestrictedFile),
}

/// A restricted export: everything of it is still sealed.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RestrictedFile {
    /// Opens only under the right key: to be tried first.
    pub validation: String,
    /// Whether it was made from an organisation; else from a personal vault.
    pub organization: bool,
    /// Sealed names of its collections or folders.
    pub names: Vec<String>,
    /// Sealed items.
    pub items: Vec<Cipher<String>>,
    /// Of each item: its folders, as places in `names`.
    places: Vec<Vec<usize>>,
    /// Of each item: where it was.
    origins: Vec<Origin>,
    /// What was left out.
    skipped: Vec<(Origin, Skip)>,
}

pub(crate) fn of(json: &Json) -> Option<SealedFile> {
    match bitwarden::shape(json)? {
        Shape::Plain | Shape::Unopenable => None,
        Shape::Password => {
            let number = |name: &str| json.get(name).number();
            let file = serde_json::json!({
                "encrypted": true,
                "passwordProtected": true,
                "salt": json.get("salt").text(),
                "kdfType": number("kdfType"),
                "kdfIterations": number("kdfIterations"),
                "kdfMemory": number("kdfMemory"),
                "kdfParallelism": number("kdfParallelism"),
                "encKeyValidation_DO_NOT_EDIT": json.get("encKeyValidation_DO_NOT_EDIT").text(),
                "data": json.get("data").text(),
            });
            Some(SealedFile::Password { file: file.to_string() })
        }
        Shape::Restricted => Some(SealedFile::Restricted(restricted(json))),
    }
}

fn restricted(json: &Json) -> RestrictedFile {
    let places: Vec<&Json> = ["collections", "folders"].iter().flat_map(|kind| json.get(kind).list()).collect();
    let mut file = RestrictedFile {
        validation: json.get("encKeyValidation_DO_NOT_EDIT").text().to_owned(),
        organization: json.get("collections").is_list(),
        names: places.iter().map(|place| place.get("name").text().to_owned()).collect(),
        items: Vec::new(),
        places: Vec::new(),
        origins: Vec::new(),
        skipped: Vec::new(),
    };
    for (at, item) in json.get("items").list().iter().enumerate() {
        let origin = Origin::Nth(at + 1);
        if !item.get("deletedDate").text().is_empty() {
            file.skipped.push((origin, Skip::Deleted));
            continue;
        }
        let Some(plain) = bitwarden::cipher(item) else {
            file.skipped.push((origin, Skip::UnknownKind));
            continue;
        };
        // The texts are sealed, so they are no secrets yet.
        let sealed: Result<Cipher<String>, std::convert::Infallible> =
            plain.try_map(&mut |_, text: &SecretText| Ok(text.expose().to_owned()));
        let Ok(mut sealed) = sealed;
        sealed.key = Some(item.get("key").text()).filter(|key| !key.is_empty()).map(str::to_owned);
        let ids = bitwarden::place_ids(item);
        let own =
            (0..places.len()).filter(|at| places.get(*at).is_some_and(|place| ids.contains(&place.get("id").text())));
        file.places.push(own.collect());
        file.items.push(sealed);
        file.origins.push(origin);
    }
    file
}

impl RestrictedFile {
    /// The file as read, from its opened names and items in the same order; an item that could not be opened is `None`.
    ///
    /// # Errors
    /// As for every other format.
    pub fn opened(self, names: &[SecretText], items: Vec<Option<PlainCipher>>) -> Result<Parsed, Failure> {
        let mut builder = Builder::new(Format::BitwardenRestricted);
        let places: Vec<Option<usize>> = names.iter().map(|name| builder.place_of(name.expose(), '/')).collect();
        for (origin, why) in self.skipped {
            builder.skipped(origin, "", why);
        }
        for ((cipher, own), origin) in items.into_iter().zip(self.places).zip(self.origins) {
            let Some(mut cipher) = cipher else {
                builder.skipped(origin, "", Skip::Unreadable);
                continue;
            };
            cipher.key = None;
            let places = own.iter().filter_map(|at| places.get(*at).copied().flatten()).collect();
            builder.add(Draft { cipher, places, origin, notices: Vec::new() })?;
        }
        builder.finish()
    }
}
