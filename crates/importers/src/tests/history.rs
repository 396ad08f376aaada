//! Earlier passwords always have a date: servers refuse a whole import for one without.

use super::support::read;
use crate::{Format, Parsed};

const UNKNOWN: &str = "1970-01-01T00:00:00.000Z";

fn history(parsed: &Parsed) -> Vec<(&str, &str)> {
    let old = parsed.items.iter().flat_map(|item| &item.cipher.password_history);
    old.map(|old| (old.password.expose(), old.last_used_date.as_deref().unwrap_or_default())).collect()
}

#[test]
fn keepass_dates_are_read_as_text_and_as_seconds() {
    let old = |password: &str, time: &str| {
        format!(
            "<Entry><Times><LastModificationTime>{time}</LastModificationTime></Times><String><Key>Password</Key><Value>{password}</Value></String></Entry>"
        )
    };
    let entries = [
        old("text", "2023-05-06T07:08:09Z"),
        // 2024-05-06 07:08:09 in seconds since the year 1, as databases of version 4 have it.
        old("seconds", "2XjK3Q4AAAA="),
        old("too late", "/////////38="),
        old("too early", "AAAAAAAAAIA="),
        old("short", "AAAA"),
        old("none", ""),
        "<Entry><String><Key>Password</Key><Value>bare</Value></String></Entry>".to_owned(),
    ];
    let xml = format!(
        "<KeePassFile><Root><Group><Name>x</Name><Entry><String><Key>Title</Key><Value>A</Value></String><String><Key>Password</Key><Value>now</Value></String><History>{}</History></Entry></Group></Root></KeePassFile>",
        entries.concat()
    );
    let parsed = read(Format::KeePass2Xml, xml.as_bytes(), "x").unwrap();
    let wanted = [
        ("bare", UNKNOWN),
        ("none", UNKNOWN),
        ("short", UNKNOWN),
        ("too early", UNKNOWN),
        ("too late", UNKNOWN),
        ("seconds", "2024-05-06T07:08:09.000Z"),
        ("text", "2023-05-06T07:08:09Z"),
    ];
    assert_eq!(history(&parsed), wanted);
}

#[test]
fn bitwarden_without_dates() {
    let json = r#"{"encrypted":false,"folders":[],"items":[{"type":1,"name":"A",
        "passwordHistory":[{"password":"null","lastUsedDate":null},{"password":"missing"},{"password":"wrong","lastUsedDate":"soon"},{"password":"dated","lastUsedDate":"2024-05-06T07:08:09.123Z"}],
        "login":{"fido2Credentials":[{"credentialId":"c"},{"credentialId":"d","creationDate":"2024-05-06T07:08:09.123Z"}]}}]}"#;
    let parsed = read(Format::BitwardenJson, json.as_bytes(), "x").unwrap();
    let date = "2024-05-06T07:08:09.123Z";
    assert_eq!(history(&parsed), [("null", UNKNOWN), ("missing", UNKNOWN), ("wrong", UNKNOWN), ("dated", date)]);
    let passkeys = &parsed.items[0].cipher.login.as_ref().unwrap().fido2_credentials;
    let dates: Vec<_> = passkeys.iter().map(|key| key.creation_date.as_deref().unwrap()).collect();
    assert_eq!(dates, [UNKNOWN, date]);
}

#[test]
fn onepassword_and_enpass_without_dates() {
    let json = r#"{"accounts":[{"vaults":[{"attrs":{"name":"V"},"items":[{"categoryUuid":"001","overview":{"title":"A"},
        "details":{"loginFields":[{"value":"p","designation":"password"}],"passwordHistory":[{"value":"old"},{"value":"older","time":1650000000}]}}]}]}]}"#;
    let bytes = crate::read::archive::pack(&[("export.data", json.as_bytes())]);
    let parsed = read(Format::OnePassword1pux, &bytes, "x").unwrap();
    assert_eq!(history(&parsed), [("old", UNKNOWN), ("older", "2022-04-15T05:20:00.000Z")]);
    let json = r#"{"folders":[],"items":[{"title":"A","template_type":"login.default","fields":[
        {"type":"password","label":"Password","value":"p","history":[{"value":"old"},{"value":"older","updated_at":1650000000}]}]}]}"#;
    let parsed = read(Format::EnpassJson, json.as_bytes(), "x").unwrap();
    assert_eq!(history(&parsed), [("old", UNKNOWN), ("older", "2022-04-15T05:20:00.000Z")]);
}
