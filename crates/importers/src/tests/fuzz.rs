//! A small mutation fuzzer on the stable toolchain: samples and earlier findings, cut, doubled, flipped and spliced with
//! the words of their formats. One target per format; nothing may panic, hang or take memory without bound.
//!
//! `cargo xtask test` gives each target five seconds of the same mutations in the same order, `cargo xtask fuzz [format]
//! [--seconds n]` as long as wanted of new ones, and a plain test run a few turns. A finding is saved to
//! `samples/findings/` and is a seed from then on.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use super::support::{all, folder, read};
use crate::{Destination, Format, Parent, plan, recognise};

/// Turns of one format where nobody says for how long.
const TURNS: u32 = 150;

/// Words that open doors in parsers.
const WORDS: [&[u8]; 26] = [
    b"\"",
    b"\"\"",
    b"\n",
    b"\r\n",
    b",",
    b";",
    b"\t",
    b"{",
    b"}",
    b"[",
    b"]",
    b":",
    b"null",
    b"-1",
    b"1e999",
    b"\\u0000",
    b"\\ud800",
    b"<",
    b"</",
    b"<![CDATA[",
    b"]]>",
    b"&#0;",
    b"<!DOCTYPE x>",
    b"PK\x01\x02",
    b"\xff\xff\xff\xff",
    b"\xEF\xBB\xBF",
];

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or_default() % sides.max(1)
    }
}

fn mutate(seed: &[u8], other: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for _ in 0..=dice.roll(6) {
        let at = dice.roll(bytes.len() + 1);
        let most = 1 << dice.roll(9);
        let length = dice.roll(most).min(bytes.len() - at);
        match dice.roll(8) {
            0 => bytes.truncate(at),
            1 => drop(bytes.drain(at..at + length)),
            2 => {
                let part = bytes[at..at + length].to_vec();
                bytes.splice(at..at, part);
            }
            3 if at < bytes.len() => bytes[at] ^= 1 << dice.roll(8),
            4 if at < bytes.len() => bytes[at] = u8::try_from(dice.roll(256)).unwrap(),
            5 => {
                let from = dice.roll(other.len() + 1);
                let to = (from + dice.roll(64)).min(other.len());
                bytes.splice(at..at, other[from..to].iter().copied());
            }
            _ => drop(bytes.splice(at..at, WORDS[dice.roll(WORDS.len())].iter().copied()).count()),
        }
    }
    bytes
}

/// Reads as the format and as whatever it is recognised as, and plans what comes out.
fn try_one(format: Format, bytes: &[u8]) {
    let candidates = recognise(bytes, "fuzz");
    for format in candidates.iter().map(|candidate| candidate.format).chain([format]) {
        if let Ok(parsed) = read(format, bytes, "fuzz") {
            let destination = Destination {
                parent: Parent::New("x".into()),
                merge: true,
                skip_duplicates: true,
                loose: String::new(),
                no_cards: false,
            };
            let plan = plan(&parsed, &[], &destination);
            assert!(plan.counts.items + plan.counts.left_out + plan.counts.duplicates == parsed.items.len());
            assert!(
                plan.relations.iter().all(|(item, place)| *item < plan.items.len() && *place < plan.collections.len())
            );
            assert!(parsed.items.iter().all(|item| !item.cipher.name.is_empty()));
        }
    }
}

fn seeds(format: Format) -> Vec<Vec<u8>> {
    let own = all().into_iter().filter(|(own, ..)| *own == format).map(|(.., bytes)| bytes);
    let findings = std::fs::read_dir(folder().join("findings")).into_iter().flatten().flatten();
    let findings = findings.filter(|entry| entry.file_name().to_string_lossy().starts_with(format.id()));
    own.chain(findings.filter_map(|entry| std::fs::read(entry.path()).ok())).collect()
}

fn fuzz(format: Format) {
    let number = |name| std::env::var(name).ok().and_then(|number| number.parse::<u64>().ok());
    let until = number("PORTAL_FUZZ_SECONDS").map(|seconds| Instant::now() + Duration::from_secs(seconds));
    let (seeds, others) = (seeds(format), all());
    for seed in &seeds {
        try_one(format, seed);
    }
    // A hunt starts elsewhere each time; a test run never does.
    let start = number("PORTAL_FUZZ_START").unwrap_or(1);
    let mut dice = Dice(start);
    let mut turn = 0;
    while until.map_or(turn < TURNS, |until| Instant::now() < until) {
        turn += 1;
        let seed = &seeds[dice.roll(seeds.len())];
        let other = &others[dice.roll(others.len())].2;
        let bytes = mutate(seed, other, &mut dice);
        if catch_unwind(AssertUnwindSafe(|| try_one(format, &bytes))).is_err() {
            let path = folder().join("findings").join(format!("{}-{turn}-{start}", format.id()));
            std::fs::create_dir_all(folder().join("findings")).unwrap();
            std::fs::write(&path, &bytes).unwrap();
            panic!("a finding was saved to {}", path.display());
        }
    }
}

macro_rules! targets {
    ($($name:ident = $format:ident),+ $(,)?) => {
        $(#[test] fn $name() { fuzz(Format::$format); })+

        #[test]
        fn every_format_with_a_parser_has_a_target() {
            let targets = [$(Format::$format),+];
            for format in Format::ALL {
                // The two encrypted ones are the plain one once they are open.
                let sealed = matches!(format, Format::BitwardenPassword | Format::BitwardenRestricted);
                assert!(sealed || targets.contains(format), "{format:?}");
            }
        }
    };
}

targets! {
    fuzz_bitwarden_json = BitwardenJson,
    fuzz_bitwarden_csv = BitwardenCsv,
    fuzz_1password_1pux = OnePassword1pux,
    fuzz_1password_csv = OnePasswordCsv,
    fuzz_chromium_csv = ChromiumCsv,
    fuzz_firefox_csv = FirefoxCsv,
    fuzz_safari_csv = SafariCsv,
    fuzz_dashlane_zip = DashlaneZip,
    fuzz_dashlane_csv = DashlaneCsv,
    fuzz_enpass_json = EnpassJson,
    fuzz_enpass_csv = EnpassCsv,
    fuzz_keepass2_xml = KeePass2Xml,
    fuzz_keeper_json = KeeperJson,
    fuzz_keeper_csv = KeeperCsv,
    fuzz_lastpass_csv = LastPassCsv,
    fuzz_nordpass_csv = NordPassCsv,
    fuzz_passbolt_csv = PassboltCsv,
    fuzz_protonpass_zip = ProtonPassZip,
    fuzz_protonpass_json = ProtonPassJson,
    fuzz_protonpass_csv = ProtonPassCsv,
    fuzz_roboform_csv = RoboFormCsv,
    fuzz_zoho_csv = ZohoCsv,
    fuzz_generic_csv = GenericCsv,
}
