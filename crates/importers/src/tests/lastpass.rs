//! Typed notes of LastPass: keys of many lines, and dates that were not filled in.

use super::keys::{FINGERPRINT, OPEN, PUBLIC};
use super::support::{dump, read};
use crate::Format;

/// The head of an old key, which has lines with colons.
const OLD: &str = "-----BEGIN RSA PRIVATE KEY-----
Proc-Type: 4,ENCRYPTED
DEK-Info: AES-128-CBC,37467C56953F4157572ECEC7527E8822

QF7Yk3OxCB7misQ/DNaOO+FGEe9ssRAmt89XJJz5w6v3pz2qkffNsJuGnNC+geMx
XmNtE3N9Pawelx3kNcQpmKqkF9+raohA5TwAHVsX/SA5905jbwg5OC+gOsygWT3c
-----END RSA PRIVATE KEY-----";

fn note(extra: &str) -> String {
    let table = format!("url,username,password,totp,extra,name,grouping,fav\nhttp://sn,,,,\"{extra}\",Note,,0\n");
    dump(&read(Format::LastPassCsv, table.as_bytes(), "x").unwrap())
}

#[test]
fn lines_of_a_key_stay_together() {
    let text = note(&format!(
        "NoteType:SSH Key\nLanguage:en-US\nBit Strength:1024\nFormat:RSA\nPassphrase:secret\nPrivate Key:{OLD}\nPublic Key:{PUBLIC}\nHostname:prod.example\nDate:,\nNotes:Two\nlines: here"
    ));
    let names: Vec<&str> = text.lines().filter(|line| line.contains("].Name = ")).collect();
    let wanted = ["Bit Strength", "Format", "Passphrase", "Hostname", "privateKey", "publicKey"];
    for (at, (line, name)) in names.iter().zip(wanted).enumerate() {
        assert_eq!(*line, format!("  Fields[{at}].Name = {name:?}"));
    }
    assert_eq!(names.len(), wanted.len(), "{text}");
    assert!(text.contains(&format!("Fields[4].Value (Hidden) = {OLD:?}")), "{text}");
    assert!(text.contains("Notes = \"Two\\nlines: here\""), "{text}");
}

#[test]
fn a_key_may_begin_on_the_next_line() {
    let text = note(&format!("NoteType:SSH Key\nPrivate Key:\n{}\nPublic Key:{PUBLIC}\nNotes:", OPEN.trim_end()));
    assert!(text.contains(&format!("SshKey.PrivateKey = {:?}", OPEN.trim_end())), "{text}");
    assert!(text.contains(&format!("SshKey.KeyFingerprint = {FINGERPRINT:?}")), "{text}");
}

#[test]
fn a_key_without_an_end_does_not_take_the_rest() {
    let half = OPEN.lines().take(3).collect::<Vec<_>>().join("\n");
    let text = note(&format!("NoteType:SSH Key\nPrivate Key:{half}\nHostname:prod.example\nPublic Key:{OLD}\nNotes:n"));
    assert!(text.contains("Value (Text) = \"prod.example\"") && text.contains("Notes = \"n\""), "{text}");
    assert!(text.contains(&format!("Value (Hidden) = {OLD:?}")), "{text}");
}

#[test]
fn dates_that_were_not_filled_in_are_no_fields() {
    let text = note(
        "NoteType:Passport\nNumber:P123\nDate of Birth:,,\nIssued Date:,\nExpiration Date:May,1,2030\nPIN:,,\nNotes:",
    );
    let wanted = [("Number", "Text", "P123"), ("Expiration Date", "Text", "May,1,2030"), ("PIN", "Hidden", ",,")];
    for (at, (name, kind, value)) in wanted.into_iter().enumerate() {
        let lines = format!("  Fields[{at}].Name = {name:?}\n  Fields[{at}].Value ({kind}) = {value:?}\n");
        assert!(text.contains(&lines), "{name}: {text}");
    }
    assert!(!text.contains("Fields[3]"), "{text}");
}
