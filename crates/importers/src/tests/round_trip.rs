//! What is written in a format and read again equals the source.

use portal_contracts::SecretText;
use portal_contracts::ciphers::{
    Cipher, CipherField, CipherType, FieldType, Login, LoginUri, OldPassword, PlainCipher, SecureNote,
};
use proptest::prelude::*;

use super::support::read;
use crate::Format;

fn secret(text: &str) -> SecretText {
    SecretText::new(text.to_owned())
}

/// Any text with something visible in it.
fn words() -> impl Strategy<Value = String> {
    "[ -~äöüß€漢\n\"',;]{0,20}[!-~ä]".prop_map(|text| text)
}

fn maybe() -> impl Strategy<Value = Option<SecretText>> {
    proptest::option::of(words()).prop_map(|text| text.as_deref().map(secret))
}

prop_compose! {
    fn field()(kind in 0_i64..=3, name in maybe(), value in maybe()) -> CipherField<SecretText> {
        let kind = FieldType::from_number(kind);
        let linked_id = (kind == FieldType::Linked).then_some(100);
        CipherField { r#type: kind, name, value, linked_id }
    }
}

prop_compose! {
    fn login()(username in maybe(), password in maybe(), totp in maybe(), uris in proptest::collection::vec(words(), 0..4)) -> Login<SecretText> {
        let uris = uris.iter().map(|uri| LoginUri { uri: Some(secret(uri)), uri_checksum: None, r#match: None }).collect();
        Login { username, password, totp, uris, ..Login::default() }
    }
}

prop_compose! {
    fn cipher()(
        note in any::<bool>(), name in words(), notes in maybe(), favorite in any::<bool>(), reprompt in 0_i64..=1,
        fields in proptest::collection::vec(field(), 0..4), old in proptest::collection::vec(words(), 0..3), login in login(),
    ) -> PlainCipher {
        let password_history = old.iter().map(|password| OldPassword { password: secret(password), last_used_date: Some("2024-05-06T07:08:09.000Z".into()) }).collect();
        Cipher {
            r#type: if note { CipherType::SecureNote } else { CipherType::Login },
            name: secret(&name), notes, favorite, reprompt, fields, password_history,
            login: (!note).then_some(login),
            secure_note: note.then(SecureNote::default),
            ..Cipher::default()
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn bitwarden_json_loses_nothing(ciphers in proptest::collection::vec(cipher(), 1..6)) {
        let json = serde_json::json!({ "encrypted": false, "folders": [], "items": ciphers });
        let parsed = read(Format::BitwardenJson, json.to_string().as_bytes(), "x.json").unwrap();
        let read: Vec<&PlainCipher> = parsed.items.iter().map(|item| &item.cipher).collect();
        prop_assert_eq!(read, ciphers.iter().collect::<Vec<_>>());
    }

    #[test]
    fn tables_lose_nothing(rows in proptest::collection::vec((words(), words(), words(), words(), words()), 1..8)) {
        let cell = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
        let mut table = String::from("name,url,username,password,note\r\n");
        for (name, url, username, password, note) in &rows {
            let cells = [name, url, username, password, note].map(|text| cell(text));
            table.push_str(&cells.join(","));
            table.push_str("\r\n");
        }
        let parsed = read(Format::ChromiumCsv, table.as_bytes(), "x.csv").unwrap();
        prop_assert_eq!(parsed.items.len(), rows.len());
        for (item, (name, url, username, password, note)) in parsed.items.iter().zip(&rows) {
            let login = item.cipher.login.as_ref().unwrap();
            prop_assert_eq!(item.cipher.name.expose(), name.trim());
            prop_assert_eq!(login.uris[0].uri.as_ref().unwrap().expose(), url.trim());
            prop_assert_eq!(login.username.as_ref().unwrap().expose(), username);
            prop_assert_eq!(login.password.as_ref().unwrap().expose(), password);
            prop_assert_eq!(item.cipher.notes.as_ref().unwrap().expose(), note.trim_matches(['\r', '\n']));
        }
    }

    #[test]
    fn keepass_xml_loses_nothing(rows in proptest::collection::vec((words(), words(), words()), 1..6)) {
        let escape = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('\r', "&#13;");
        let entries: String = rows.iter().map(|(title, user, password)| format!(
            "<Entry><String><Key>Title</Key><Value>{}</Value></String><String><Key>UserName</Key><Value>{}</Value></String><String><Key>Password</Key><Value>{}</Value></String></Entry>",
            escape(title), escape(user), escape(password),
        )).collect();
        let xml = format!("<?xml version=\"1.0\"?><KeePassFile><Root><Group><Name>x</Name>{entries}</Group></Root></KeePassFile>");
        let parsed = read(Format::KeePass2Xml, xml.as_bytes(), "x.xml").unwrap();
        for (item, (title, user, password)) in parsed.items.iter().zip(&rows) {
            let login = item.cipher.login.as_ref().unwrap();
            prop_assert_eq!(item.cipher.name.expose(), title.trim());
            prop_assert_eq!(login.username.as_ref().unwrap().expose(), user);
            prop_assert_eq!(login.password.as_ref().unwrap().expose(), password);
        }
    }
}
