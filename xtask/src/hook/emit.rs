//! Files under names made of their content.

use crate::problem::{During, Outcome};
use data_encoding::{BASE64, HEXLOWER};
use sha2::{Digest, Sha256, Sha384};
use std::path::Path;

/// A file as it stands in dist/.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Emitted {
    /// `stem-0123456789abcdef.ext`
    pub name: String,
    /// For an `integrity` attribute.
    pub integrity: String,
    /// Bytes, uncompressed.
    pub size: usize,
}

/// Writes `data` as `stem-<hash>.extension` into a folder.
pub fn file(folder: &Path, stem: &str, extension: &str, data: &[u8]) -> Outcome<Emitted> {
    let emitted = describe(stem, extension, data);
    std::fs::write(folder.join(&emitted.name), data).during(format_args!("writing {}", emitted.name))?;
    Ok(emitted)
}

fn describe(stem: &str, extension: &str, data: &[u8]) -> Emitted {
    let mut hash = HEXLOWER.encode(&Sha256::digest(data));
    hash.truncate(16);
    Emitted {
        name: format!("{stem}-{hash}.{extension}"),
        integrity: format!("sha384-{}", BASE64.encode(&Sha384::digest(data))),
        size: data.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn name_and_integrity_follow_the_content() {
        let empty = describe("style", "css", b"");
        assert_eq!(empty.name, "style-e3b0c44298fc1c14.css");
        // The well-known SHA-384 of nothing.
        assert_eq!(empty.integrity, "sha384-OLBgp1GsljhM2TJ+sbHjaiH9txEUvgdDTAzHv2P24donTt6/529l+9Ua0vFImLlb");
        assert_ne!(empty.name, describe("style", "css", b"a").name);
    }
}
