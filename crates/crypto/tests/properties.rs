//! Properties of the text form and of sealing, over arbitrary input.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use portal_crypto::{EncString, Error, ItemKey, OrgKey, SealingKey as _};
use proptest::collection::vec;
use proptest::prelude::*;

fn base64(bytes: &[u8]) -> String {
    data_encoding::BASE64.encode(bytes)
}

/// Any well-formed text: type, and the parts its type demands.
fn any_text() -> impl Strategy<Value = String> {
    (
        prop::sample::select(vec!["0", "2", "3", "4", "5", "6", "7"]),
        any::<[u8; 16]>(),
        vec(any::<u8>(), 0..300),
        any::<[u8; 32]>(),
    )
        .prop_map(|(kind, iv, data, mac)| {
            let (iv, data, mac) = (base64(&iv), base64(&data), base64(&mac));
            match kind {
                "0" => format!("0.{iv}|{data}"),
                "2" => format!("2.{iv}|{data}|{mac}"),
                "5" | "6" => format!("{kind}.{data}|{mac}"),
                _ => format!("{kind}.{data}"),
            }
        })
}

/// Texts close to well-formed ones, which arbitrary strings hardly ever are.
fn nearly_text() -> impl Strategy<Value = String> {
    (any_text(), any::<prop::sample::Index>(), "[-0-9A-Za-z+/=|._ \n\u{e9}]{0,3}").prop_map(|(text, at, insert)| {
        let at = at.index(text.len());
        format!("{}{insert}{}", &text[..at], &text[(at + 1).min(text.len())..])
    })
}

proptest! {
    #[test]
    fn printing_undoes_parsing(text in any_text()) {
        let parsed: EncString = text.parse().unwrap();
        prop_assert_eq!(parsed.to_text(), text);
    }

    #[test]
    fn dropped_padding_changes_nothing(text in any_text()) {
        let parsed: EncString = text.replace('=', "").parse().unwrap();
        prop_assert_eq!(parsed.to_text(), text);
    }

    #[test]
    fn parsing_never_panics(text in any::<String>()) {
        let _ = text.parse::<EncString>();
    }

    #[test]
    fn what_parses_prints_to_something_that_parses_equal(text in nearly_text()) {
        match text.parse::<EncString>() {
            Ok(parsed) => prop_assert_eq!(parsed.to_text().parse::<EncString>().unwrap(), parsed),
            Err(error) => prop_assert!(matches!(error, Error::Parse | Error::Unsupported)),
        }
    }

    #[test]
    fn serde_is_the_text(text in any_text()) {
        let parsed: EncString = serde_json::from_str(&serde_json::to_string(&text).unwrap()).unwrap();
        prop_assert_eq!(serde_json::to_value(&parsed).unwrap(), serde_json::Value::String(text));
    }

    #[test]
    fn debug_shows_only_the_type(text in any_text()) {
        let parsed: EncString = text.parse().unwrap();
        prop_assert_eq!(format!("{parsed:?}"), format!("EncString(type {})", parsed.kind()));
    }

    #[test]
    fn sealed_bytes_open(bytes in vec(any::<u8>(), 0..400)) {
        let key = OrgKey::generate().unwrap();
        let sealed = key.seal_bytes(&bytes).unwrap();
        prop_assert_eq!(sealed.kind(), 2);
        prop_assert_eq!(key.open_bytes(&sealed).unwrap().to_vec(), bytes.clone());
        prop_assert_eq!(key.open_file(&key.seal_file(&bytes).unwrap()).unwrap().to_vec(), bytes);
        prop_assert_eq!(ItemKey::generate().unwrap().open_bytes(&sealed).err(), Some(Error::Decrypt));
    }

    #[test]
    fn sealed_text_opens(text in any::<String>()) {
        let key = OrgKey::generate().unwrap();
        let opened = key.open_text(&key.seal_text(&text).unwrap()).unwrap();
        prop_assert_eq!(opened.as_str(), text);
    }

    #[test]
    fn any_changed_bit_is_the_same_error(
        bytes in vec(any::<u8>(), 0..80),
        at in any::<prop::sample::Index>(),
        bit in 0u8..8,
    ) {
        let key = OrgKey::generate().unwrap();
        let sealed = key.seal_bytes(&bytes).unwrap();
        let mut all = [sealed.iv().unwrap(), sealed.data(), sealed.mac().unwrap()].concat();
        let at = at.index(all.len());
        all[at] ^= 1 << bit;
        let (iv, rest) = all.split_at(16);
        let (data, mac) = rest.split_at(rest.len() - 32);
        let text: EncString = format!("2.{}|{}|{}", base64(iv), base64(data), base64(mac)).parse().unwrap();
        prop_assert_eq!(key.open_bytes(&text).err(), Some(Error::Decrypt));

        // The same for the binary form, whose first byte is the type.
        let mut file = key.seal_file(&bytes).unwrap();
        let at = 1 + at % (file.len() - 1);
        file[at] ^= 1 << bit;
        prop_assert_eq!(key.open_file(&file).err(), Some(Error::Decrypt));
    }

    #[test]
    fn truncated_data_is_the_same_error(bytes in vec(any::<u8>(), 0..80), cut in 1usize..16) {
        let key = OrgKey::generate().unwrap();
        let sealed = key.seal_bytes(&bytes).unwrap();
        let data = &sealed.data()[..sealed.data().len() - cut];
        let text = format!("2.{}|{}|{}", base64(sealed.iv().unwrap()), base64(data), base64(sealed.mac().unwrap()));
        prop_assert_eq!(key.open_bytes(&text.parse().unwrap()).err(), Some(Error::Decrypt));
    }

    #[test]
    fn opening_arbitrary_files_never_panics(file in vec(any::<u8>(), 0..200)) {
        prop_assert!(OrgKey::generate().unwrap().open_file(&file).is_err());
    }
}
