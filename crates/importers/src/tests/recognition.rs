//! Each file is recognised by its content, whatever its name says.

use super::support::{all, open, sample};
use crate::format::Kind;
use crate::read::archive::pack;
use crate::{Failure, Format, Options, SealedFile, recognise};

#[test]
fn every_sample_is_recognised_by_its_content() {
    for (format, name, bytes) in all() {
        for file_name in [name, "export.dat", ""] {
            let best = recognise(&bytes, file_name).first().map(|candidate| candidate.format);
            assert_eq!(best, Some(format), "{name} as {file_name:?}: {:?}", recognise(&bytes, file_name));
        }
    }
}

#[test]
fn every_table_may_be_read_by_hand() {
    for (_, name, bytes) in all().into_iter().filter(|(_, name, _)| name.ends_with(".csv")) {
        let found = recognise(&bytes, name);
        assert!(found.iter().any(|candidate| candidate.format == Format::GenericCsv), "{name}");
    }
}

#[test]
fn the_choice_is_unique_and_ranked() {
    for (_, name, bytes) in all() {
        let found = recognise(&bytes, name);
        assert!(found.is_sorted_by(|one, other| one.score >= other.score), "{name}");
        for (at, candidate) in found.iter().enumerate() {
            assert!(!found[at + 1..].iter().any(|other| other.format == candidate.format), "{name}");
        }
    }
}

#[test]
fn encrypted_exports_ask_for_what_opens_them() {
    let source = open(&sample("bitwarden-password.json"), "x.json").unwrap();
    assert_eq!(source.candidates()[0].format, Format::BitwardenPassword);
    assert_eq!(source.parse(Format::BitwardenPassword, &Options::default()), Err(Failure::Encrypted));
    let Some(SealedFile::Password { file }) = source.sealed() else { panic!("not sealed") };
    assert!(file.contains("/9GtxMmeNcNg7gl5Lqq1aw==") && file.contains("5000"));

    let source = open(&sample("bitwarden-restricted.json"), "x.json").unwrap();
    assert_eq!(source.candidates()[0].format, Format::BitwardenRestricted);
    assert_eq!(source.parse(Format::BitwardenJson, &Options::default()), Err(Failure::Encrypted));
    let Some(SealedFile::Restricted(file)) = source.sealed() else { panic!("not sealed") };
    assert_eq!((file.items.len(), file.names.len(), file.organization), (1, 1, true));
    assert_eq!(file.items[0].key.as_deref(), Some("2.k"));
    assert_eq!(file.items[0].login.as_ref().unwrap().uris[0].uri.as_deref(), Some("2.i"));
}

/// Read as plain, every sealed text would be imported as a name or a password.
#[test]
fn an_encrypted_export_without_its_check_is_never_read_as_plain() {
    let check = |file: &str, change: &dyn Fn(&mut serde_json::Map<String, serde_json::Value>)| {
        let mut json: serde_json::Value = serde_json::from_slice(&sample(file)).unwrap();
        change(json.as_object_mut().unwrap());
        let bytes = json.to_string().into_bytes();
        assert_eq!(open(&bytes, "x.json").err(), Some(Failure::Unverifiable), "{json}");
        assert!(recognise(&bytes, "x.json").is_empty());
    };
    for file in ["bitwarden-restricted.json", "bitwarden-password.json"] {
        check(file, &|json| drop(json.remove("encKeyValidation_DO_NOT_EDIT")));
        check(file, &|json| drop(json.insert("encKeyValidation_DO_NOT_EDIT".into(), "".into())));
        check(file, &|json| drop(json.insert("encKeyValidation_DO_NOT_EDIT".into(), serde_json::Value::Null)));
    }
    // The check alone says that it is encrypted, too.
    let mut json: serde_json::Value = serde_json::from_slice(&sample("bitwarden-restricted.json")).unwrap();
    for encrypted in [None, Some(false)] {
        json.as_object_mut().unwrap().remove("encrypted");
        if let Some(encrypted) = encrypted {
            json["encrypted"] = encrypted.into();
        }
        let source = open(json.to_string().as_bytes(), "x.json").unwrap();
        assert!(matches!(source.sealed(), Some(SealedFile::Restricted(_))), "{json}");
        assert_eq!(source.parse(Format::BitwardenJson, &Options::default()), Err(Failure::Encrypted));
    }
}

#[test]
fn a_restricted_export_is_read_once_it_is_opened() {
    let source = open(&sample("bitwarden-restricted.json"), "x.json").unwrap();
    let Some(SealedFile::Restricted(file)) = source.sealed() else { panic!("not sealed") };
    let plain =
        file.items[0].try_map::<_, ()>(&mut |part, _| Ok(portal_contracts::SecretText::new(part.path()))).unwrap();
    let parsed = file.opened(&["Clients/Contoso".to_owned().into()], vec![Some(plain)]).unwrap();
    assert_eq!(parsed.places[parsed.items[0].places[0]].path, ["Clients", "Contoso"]);
    assert_eq!(parsed.items[0].cipher.name.expose(), "Name");
    assert_eq!(parsed.items[0].cipher.key, None);
    // The one in the bin was never opened, but is told of.
    assert_eq!(parsed.problems.len(), 1);
}

#[test]
fn archives_that_are_encrypted_say_so() {
    let source = open(&pack(&[("Proton Pass/data.pgp", b"-----BEGIN PGP MESSAGE-----")]), "x.zip").unwrap();
    assert_eq!(source.candidates()[0].format, Format::ProtonPassZip);
    assert_eq!(source.parse(Format::ProtonPassZip, &Options::default()), Err(Failure::Protected));
    for (format, name, mut locked) in all().into_iter().filter(|(format, ..)| format.kind() == Kind::Zip) {
        // The flag "encrypted" of every entry, in its own head and in the list at the end.
        for at in 0..locked.len() - 4 {
            match &locked[at..at + 4] {
                b"PK\x03\x04" => locked[at + 6] |= 1,
                b"PK\x01\x02" => locked[at + 8] |= 1,
                _ => {}
            }
        }
        let source = open(&locked, name).unwrap();
        assert_eq!(source.candidates()[0].format, format, "{name}");
        assert_eq!(source.parse(format, &Options::default()), Err(Failure::Protected), "{name}");
    }
}
