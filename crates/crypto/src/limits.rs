//! How long sealed text may be on the wire (spec §6.5). Check before sending, record by record.

/// Characters of item, collection, folder and field names, user names and one-time password seeds.
pub const NAME: usize = 1_000;
/// Characters of passwords, custom field values, password history and SSH keys.
pub const PASSWORD: usize = 5_000;
/// Characters of notes, addresses and their checksums.
pub const NOTES: usize = 10_000;

/// How many characters a plaintext of so many UTF-8 bytes takes as type 2 text.
#[must_use]
pub const fn sealed_len(plaintext_bytes: usize) -> usize {
    let data = (plaintext_bytes / 16 + 1) * 16;
    // "2." iv "|" data "|" mac
    2 + 24 + 1 + data.div_ceil(3) * 4 + 1 + 44
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{OrgKey, SealingKey as _};

    #[test]
    fn the_published_plaintext_limits_follow() {
        for (limit, bytes) in [(NAME, 687), (PASSWORD, 3_695), (NOTES, 7_439)] {
            assert!(sealed_len(bytes) <= limit);
            assert!(sealed_len(bytes + 1) > limit);
        }
    }

    #[test]
    fn the_length_is_that_of_real_text() {
        let key = OrgKey::generate().unwrap();
        for bytes in [0, 1, 15, 16, 17, 31, 32, 47, 687] {
            assert_eq!(key.seal_bytes(&vec![b'x'; bytes]).unwrap().to_text().len(), sealed_len(bytes), "{bytes}");
        }
    }
}
