//! A file of every format, read, sealed and opened again: nothing of it is lost or changed on the way.

use std::collections::{BTreeSet, HashMap};

use futures::executor::block_on;
use portal_agent::ask;
use portal_agent::protocol::{ExportKey, OpenItems, SealItems};
use portal_client::bulk::Watch;
use portal_client::collections::list_collection_names;
use portal_client::import::import_items;
use portal_contracts::ciphers::{Cipher, PlainCipher};
use portal_importers::{Format, Options, Parsed, Source, suggest_mapping};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use crate::import::sample;
use crate::organization::Scene;

/// Every sample with its format, archives aside.
fn plain() -> impl Iterator<Item = (Format, &'static str)> {
    let list = include_str!("../../../importers/samples/formats.csv");
    list.lines().filter_map(|line| line.split_once(',')).map(|(id, name)| (Format::from_id(id).unwrap(), name))
}

/// Archives with what is in them.
const ARCHIVES: [(Format, &[(&str, &str)]); 3] = [
    (Format::OnePassword1pux, &[("export.data", "onepassword.export.data.json")]),
    (Format::ProtonPassZip, &[("Proton Pass/data.json", "proton.json")]),
    (
        Format::DashlaneZip,
        &[
            ("credentials.csv", "dashlane-credentials.csv"),
            ("securenotes.csv", "dashlane-securenotes.csv"),
            ("payments.csv", "dashlane-payments.csv"),
            ("personalInfo.csv", "dashlane-personalInfo.csv"),
            ("ids.csv", "dashlane-ids.csv"),
        ],
    ),
];

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0_u32, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| if sum & 1 == 1 { 0xEDB8_8320 ^ (sum >> 1) } else { sum >> 1 })
    })
}

/// A zip archive of entries that are stored as they are.
fn pack(entries: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let (mut out, mut central) = (Vec::new(), Vec::new());
    for (name, content) in entries {
        let size = u32::try_from(content.len()).unwrap().to_le_bytes();
        let mut common = vec![20, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        common.extend(crc32(content).to_le_bytes());
        common.extend(size);
        common.extend(size);
        common.extend(u16::try_from(name.len()).unwrap().to_le_bytes());
        common.extend([0, 0]);
        let at = u32::try_from(out.len()).unwrap().to_le_bytes();
        out.extend([b"PK\x03\x04".as_slice(), &common, name.as_bytes(), content].concat());
        central.extend([b"PK\x01\x02\x14\x00".as_slice(), &common, &[0; 10], &at, name.as_bytes()].concat());
    }
    let (at, length) = (u32::try_from(out.len()).unwrap(), u32::try_from(central.len()).unwrap());
    let count = u16::try_from(entries.len()).unwrap().to_le_bytes();
    let end = [&count[..], &count, &length.to_le_bytes(), &at.to_le_bytes(), &[0, 0]].concat();
    [out, central, b"PK\x05\x06\0\0\0\0".to_vec(), end].concat()
}

/// Every format with a file; `change` may change the text of it.
fn files(change: impl Fn(String) -> String) -> Vec<(Format, &'static str, Vec<u8>)> {
    let text = |name: &str| change(String::from_utf8(sample(name)).unwrap()).into_bytes();
    let plain = plain().map(|(format, name)| (format, name, text(name)));
    let archives = ARCHIVES.into_iter().map(|(format, entries)| {
        let entries: Vec<(&str, Vec<u8>)> = entries.iter().map(|(entry, name)| (*entry, text(name))).collect();
        (format, format.id(), pack(&entries))
    });
    plain.chain(archives).collect()
}

fn read(format: Format, name: &str, bytes: Vec<u8>) -> Parsed {
    let source = Source::open(bytes.into(), name).unwrap_or_else(|failure| panic!("{name}: {failure}"));
    let mapping = source.columns().map(|columns| suggest_mapping(&columns.head));
    source.parse(format, &Options { mapping }).unwrap_or_else(|failure| panic!("{name}: {failure}"))
}

fn texts(items: &[PlainCipher]) -> String {
    let mut all = String::new();
    for item in items {
        item.visit(&mut |_, text| all.extend([text.expose(), "\n"]));
    }
    all
}

#[test]
fn every_format_has_a_file() {
    let tried: BTreeSet<Format> = files(|text| text).into_iter().map(|(format, ..)| format).collect();
    // The two encrypted ones have tests of their own: they are made under the keys of the scene.
    let encrypted = [Format::BitwardenPassword, Format::BitwardenRestricted];
    let all = Format::ALL.iter().copied().filter(|format| !encrypted.contains(format)).collect();
    assert_eq!(tried, all);
}

#[tokio::test]
async fn what_is_imported_and_opened_again_equals_every_file() {
    let scene = Scene::new().await;
    let mut wanted: Vec<(PlainCipher, BTreeSet<String>)> = Vec::new();
    for (format, name, bytes) in files(|text| text) {
        let parsed = read(format, name, bytes);
        let plan = scene.plan(&parsed).await;
        assert_eq!(plan.items.len() + plan.counts.duplicates, parsed.items.len(), "{name}");
        let receipt = import_items(&scene.sam.portal, &scene.client, &parsed, &plan, Watch::NOBODY).await.unwrap();
        assert_eq!(receipt.counts, plan.counts, "{name}");
        assert_eq!(receipt.kinds.iter().map(|(_, count)| count).sum::<usize>(), plan.items.len(), "{name}");
        let mut places = vec![BTreeSet::new(); plan.items.len()];
        for (item, place) in &plan.relations {
            places[*item].insert(plan.collections[*place].name.clone());
        }
        wanted.extend(parsed.copies(&plan.items).unwrap().into_iter().zip(places));
    }
    let stored = scene.stored().await;
    let opened = scene.opened(&stored).await;
    assert_eq!(opened.len(), wanted.len());
    let names: HashMap<String, String> = list_collection_names(&scene.sam.portal, &scene.client)
        .await
        .unwrap()
        .into_iter()
        .map(|one| (one.id, one.path.unwrap()))
        .collect();
    for ((stored, opened), (item, places)) in stored.iter().zip(opened).zip(&wanted) {
        assert_eq!(opened, *item);
        assert_eq!(stored.collection_ids.iter().map(|id| names[id].clone()).collect::<BTreeSet<_>>(), *places);
    }
    // Each has a key of its own, and each address its digest, whatever the server says of itself.
    assert!(stored.iter().all(|stored| stored.cipher.key.is_some()));
    let uris = stored.iter().filter_map(|stored| stored.cipher.login.as_ref()).flat_map(|login| &login.uris);
    assert!(uris.clone().count() > 0 && uris.clone().all(|uri| uri.uri_checksum.is_some()));
    // The server has not seen a letter of it.
    let seen = serde_json::to_string(&stored).unwrap();
    assert!(!seen.contains("Intranet") && !seen.contains("anna"));
}

/// What may stand in every kind of file without being written in another way there.
fn word() -> impl Strategy<Value = String> {
    "[a-zÅßœ漢🔑][A-Za-zäöüß€漢字Ωœ🔑!%*+=?_~^$ ]{12,40}[a-zÅßœ漢🔑]"
}

/// Whatever stands in the files: sealed and opened again it is the same, and nothing of it is left in the clear.
#[tokio::test]
async fn whatever_a_file_holds_is_the_same_after_sealing_and_opening() {
    let scene = Scene::new().await;
    let validation = scene.seal_text("x").await;
    let mut runner = TestRunner::new(ProptestConfig::with_cases(16));
    let outcome = runner.run(&word(), |word| {
        for (format, name, bytes) in
            files(|text| ["anna", "Anna", "Door", "Printer"].iter().fold(text, |text, one| text.replace(one, &word)))
        {
            let parsed = read(format, name, bytes);
            let all: Vec<usize> = (0..parsed.items.len()).collect();
            let source = parsed.copies(&all).unwrap();
            prop_assert!(texts(&source).contains(&word), "{} does not hold {:?}", name, word);
            let items = parsed.copies(&all).unwrap();
            let question = SealItems { organization_id: scene.client.clone(), items };
            let sealed = block_on(ask(&*scene.sam.agent, question)).unwrap().items;
            prop_assert!(!sealed.iter().any(|item| item.contains(&word)), "{}", name);
            let items: Vec<Cipher<String>> = sealed.iter().map(|item| serde_json::from_str(item).unwrap()).collect();
            let key = ExportKey::Client(scene.client.clone());
            let question = OpenItems { key, validation: validation.clone(), names: Vec::new(), items };
            let opened = block_on(ask(&*scene.sam.agent, question)).unwrap().items;
            let opened: Vec<PlainCipher> = opened.into_iter().map(Result::unwrap).collect();
            prop_assert_eq!(opened, source, "{}", name);
        }
        Ok(())
    });
    outcome.unwrap();
}
