//! SSH keys: complete ones get their fingerprint, others become notes that keep everything. The keys were made for this.

use portal_contracts::ciphers::CipherType;

use super::support::{dump, read};
use crate::problem::{Kept, ProblemKind};
use crate::{Format, Parsed};

/// By `ssh-keygen -t ed25519`, without a passphrase.
pub const OPEN: &str = "-----BEGIN OPENSSH PRIVATE KEY-----
b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZW
QyNTUxOQAAACAeshKK2SjiS7gCiZzTPjL7U9sw94DzvvW3PaLO65WFdgAAAJgmjb6RJo2+
kQAAAAtzc2gtZWQyNTUxOQAAACAeshKK2SjiS7gCiZzTPjL7U9sw94DzvvW3PaLO65WFdg
AAAECIVR/Kh3i7W/iDc1wW3tTKPLKtmzHWaHnOG9H3A3bcBx6yEorZKOJLuAKJnNM+MvtT
2zD3gPO+9bc9os7rlYV2AAAADmRlcGxveUBjb250b3NvAQIDBAUGBw==
-----END OPENSSH PRIVATE KEY-----
";
pub const PUBLIC: &str =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIB6yEorZKOJLuAKJnNM+MvtT2zD3gPO+9bc9os7rlYV2 deploy@contoso";
/// What `ssh-keygen -lf` says of it.
pub const FINGERPRINT: &str = "SHA256:Ts6/QhbAXbhk1oq4trrS+UVXK4BB9bEc0Sjb3r0Ohw0";
/// Likewise, with a passphrase.
const LOCKED: &str = "-----BEGIN OPENSSH PRIVATE KEY-----
b3BlbnNzaC1rZXktdjEAAAAACmFlczI1Ni1jdHIAAAAGYmNyeXB0AAAAGAAAABDYgyR7F5
YjVejLqCTRumUjAAAAEAAAAAEAAAAzAAAAC3NzaC1lZDI1NTE5AAAAICttluRZGZBZsw/t
XO2ACqn5zbGCX+rzvdgPreAvlVffAAAAoM00d9x830nDnh/kCYc280Ouo/MkabzbdXpsa+
y+7YPWjiMQuJAODAD4gTGP9szH0LW0MxDYHOJBKu5FIr5gPY8n1+/C4HP4pPAgIP7lCOa7
OLmNJd+zP3Wjju43SEH41uMD90TZAR8bbmtg3L3IUUyUssfWX737iyKB9WkA7bG7eywwDB
BizpWZxh5gQaK5T5bDid4b9iUU44oX6Ve9Xak=
-----END OPENSSH PRIVATE KEY-----
";
/// By `openssl genpkey -algorithm ed25519`.
const PKCS8: &str = "-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEIK0N4wvs7YJQS/UdBYvYeZPEVYB13LcKl3SUyPGC7ecI
-----END PRIVATE KEY-----";

fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}

fn proton(private: &str, public: &str) -> Parsed {
    let content = format!(r#"{{"privateKey":{},"publicKey":{}}}"#, quoted(private), quoted(public));
    let json = format!(
        r#"{{"version":"1.31.0","encrypted":false,"vaults":{{"v":{{"name":"V","items":[{{"data":{{"metadata":{{"name":"Deploy"}},"extraFields":[],"type":"sshKey","content":{content}}},"state":1}}]}}}}}}"#
    );
    read(Format::ProtonPassJson, json.as_bytes(), "x").unwrap()
}

fn keeper(private: &str, public: &str) -> Parsed {
    let pair = format!(r#"{{"privateKey":{},"publicKey":{}}}"#, quoted(private), quoted(public));
    let json =
        format!(r#"{{"records":[{{"title":"Deploy","$type":"sshKeys","custom_fields":{{"$keyPair::1":{pair}}}}}]}}"#);
    read(Format::KeeperJson, json.as_bytes(), "x").unwrap()
}

fn lastpass(private: &str, public: &str) -> Parsed {
    let note = format!("NoteType:SSH Key\nPrivate Key:{}\nPublic Key:{public}\nDate:,\nNotes:", private.trim_end());
    let table = format!("url,username,password,totp,extra,name,grouping,fav\nhttp://sn,,,,\"{note}\",Deploy,,0\n");
    read(Format::LastPassCsv, table.as_bytes(), "x").unwrap()
}

const READERS: [fn(&str, &str) -> Parsed; 3] = [proton, keeper, lastpass];

#[test]
fn a_complete_key_gets_its_fingerprint() {
    let windows = OPEN.replace('\n', "\r\n");
    for (private, public) in
        [(OPEN, PUBLIC), (&windows, PUBLIC), (PKCS8, PUBLIC), (OPEN, PUBLIC.trim_end_matches(" deploy@contoso"))]
    {
        for reader in READERS {
            let parsed = reader(private, public);
            let key = parsed.items[0].cipher.ssh_key.as_ref().unwrap_or_else(|| panic!("{}", dump(&parsed)));
            assert_eq!(key.key_fingerprint.as_ref().unwrap().expose(), FINGERPRINT);
            assert_eq!(key.public_key.as_ref().unwrap().expose(), public);
            let lines = |text: &str| text.trim().lines().map(str::to_owned).collect::<Vec<_>>();
            assert_eq!(lines(key.private_key.as_ref().unwrap().expose()), lines(private));
            assert_eq!(parsed.items[0].cipher.r#type, CipherType::SshKey);
            assert!(parsed.problems.is_empty() && parsed.items[0].cipher.fields.is_empty());
        }
    }
}

#[test]
fn a_key_that_clients_cannot_use_becomes_a_note() {
    let cut = OPEN.replace("b3BlbnNz", "b3BlbnN!");
    let other = PUBLIC.replace("ssh-ed25519", "ssh-rsa");
    let short = &PUBLIC[..PUBLIC.len() - 31];
    let sealed = PKCS8.replace("PRIVATE KEY", "ENCRYPTED PRIVATE KEY");
    let old = PKCS8.replace("PRIVATE KEY", "RSA PRIVATE KEY");
    let pairs = [
        (OPEN, ""),
        (OPEN, "ssh-ed25519 AAAA"),
        (OPEN, other.as_str()),
        (OPEN, short),
        (LOCKED, PUBLIC),
        (&sealed, PUBLIC),
        (&old, PUBLIC),
        (&cut, PUBLIC),
        ("not a key", PUBLIC),
    ];
    for (private, public) in pairs {
        for reader in READERS {
            let parsed = reader(private, public);
            let (item, text) = (&parsed.items[0], dump(&parsed));
            assert_eq!(item.cipher.r#type, CipherType::SecureNote, "{text}");
            assert!(item.cipher.ssh_key.is_none() && item.cipher.secure_note.is_some());
            assert!(text.contains("Fields[0].Name = \"privateKey\"\n  Fields[0].Value (Hidden) = "), "{text}");
            let value = item.cipher.fields[0].value.as_ref().unwrap().expose();
            assert_eq!(value.trim(), private.trim());
            assert_eq!(text.contains(&format!("(Hidden) = {public:?}")), !public.is_empty(), "{text}");
            let kinds: Vec<_> = parsed.problems.iter().map(|problem| &problem.kind).collect();
            assert_eq!(kinds, [&ProblemKind::Moved { what: "sshKey".to_owned(), kept: Kept::Field }]);
        }
    }
}

/// A program that gives all three texts knows its keys.
#[test]
fn a_key_with_a_fingerprint_is_kept_as_it_is() {
    let json = format!(
        r#"{{"encrypted":false,"folders":[],"items":[{{"type":5,"name":"A","sshKey":{{"privateKey":"k","publicKey":"p","keyFingerprint":"f"}}}},{{"type":5,"name":"B","sshKey":{{"privateKey":{},"publicKey":{},"keyFingerprint":null}}}}]}}"#,
        quoted(OPEN),
        quoted(PUBLIC)
    );
    let parsed = read(Format::BitwardenJson, json.as_bytes(), "x").unwrap();
    let prints: Vec<&str> = parsed
        .items
        .iter()
        .map(|item| item.cipher.ssh_key.as_ref().unwrap().key_fingerprint.as_ref().unwrap().expose())
        .collect();
    assert_eq!(prints, ["f", FINGERPRINT]);
}
