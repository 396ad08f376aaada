//! SSH keys: what clients need of one, and what becomes of a key that lacks it.

use data_encoding::{BASE64, BASE64_NOPAD};
use portal_contracts::SecretText;
use portal_contracts::ciphers::{CipherType, SecureNote, SshKey};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use crate::draft::{Draft, some};
use crate::problem::{Kept, ProblemKind};

/// Clients cannot show an SSH key without all three of its texts. A fingerprint can be computed; a key that no client
/// could use becomes a note, so that nothing of it is lost. What is complete was made by a program that knows keys.
pub(crate) fn settle(draft: &mut Draft) {
    let Some(key) = draft.cipher.ssh_key.as_mut() else { return };
    let (private, public) = (shown(key.private_key.as_ref()), shown(key.public_key.as_ref()));
    if ![private, public, shown(key.key_fingerprint.as_ref())].contains(&"") {
        return;
    }
    match fingerprint(public).filter(|_| is_open(private)) {
        Some(print) => key.key_fingerprint = some(&print),
        None => into_note(draft),
    }
}

fn shown(text: Option<&SecretText>) -> &str {
    text.map_or("", |text| text.expose().trim())
}

fn into_note(draft: &mut Draft) {
    let Some(key) = draft.cipher.ssh_key.take() else { return };
    let SshKey { private_key, public_key, key_fingerprint } = &key;
    draft.cipher.r#type = CipherType::SecureNote;
    draft.cipher.secure_note = Some(SecureNote::default());
    for (name, text) in [("privateKey", private_key), ("publicKey", public_key), ("keyFingerprint", key_fingerprint)] {
        if let Some(text) = text {
            draft.hidden(name, text.expose());
        }
    }
    draft.notice(ProblemKind::Moved { what: "sshKey".to_owned(), kept: Kept::Field });
}

/// The fingerprint of a public key as one line, `ssh-ed25519 AAAA… comment`.
fn fingerprint(public: &str) -> Option<String> {
    let mut words = public.split_whitespace();
    let (kind, blob) = (words.next()?, BASE64.decode(words.next()?.as_bytes()).ok()?);
    // The blob is a row of strings: the kind again, then the numbers of the key.
    let (own, mut rest) = string(&blob)?;
    if own != kind.as_bytes() || rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        (_, rest) = string(rest)?;
    }
    Some(["SHA256:", &BASE64_NOPAD.encode(&Sha256::digest(&blob))].concat())
}

/// A string of the SSH protocol, and what comes after it.
fn string(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    rest.split_at_checked(usize::try_from(u32::from_be_bytes(*length)).ok()?)
}

/// Whether a private key is one of the two kinds that clients read, and needs no passphrase.
fn is_open(private: &str) -> bool {
    let Some((label, der)) = pem(private) else { return false };
    match label {
        "OPENSSH PRIVATE KEY" => {
            let cipher = der.strip_prefix(b"openssh-key-v1\0").and_then(string);
            cipher.is_some_and(|(cipher, _)| cipher == b"none")
        }
        // A sequence; an encrypted one has a label of its own.
        "PRIVATE KEY" => der.first() == Some(&0x30),
        _ => false,
    }
}

/// What is in a text between its first and last line, which name it.
fn pem(text: &str) -> Option<(&str, Zeroizing<Vec<u8>>)> {
    let (head, rest) = text.trim().split_once('\n')?;
    let label = head.trim_end().strip_prefix("-----BEGIN ")?.strip_suffix("-----")?;
    let (body, tail) = rest.rsplit_once('\n')?;
    let end = tail.strip_prefix("-----END ")?.strip_suffix("-----")?;
    let letters: Zeroizing<Vec<u8>> =
        Zeroizing::new(body.bytes().filter(|letter| !letter.is_ascii_whitespace()).collect());
    if end != label || letters.is_empty() {
        return None;
    }
    Some((label, Zeroizing::new(BASE64.decode(&letters).ok()?)))
}
