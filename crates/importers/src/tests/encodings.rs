//! Every table and document in every encoding reads the same.

use super::support::{all, dump, read};
use crate::format::Kind;
use crate::problem::{Encoding, ProblemKind};

/// The text in Windows-1252; `None` when a letter has no place in it.
fn windows_1252(text: &str) -> Option<Vec<u8>> {
    text.chars()
        .map(|letter| match letter {
            '\0'..='\u{7f}' | '\u{a0}'..='\u{ff}' => u8::try_from(u32::from(letter)).ok(),
            '€' => Some(0x80),
            '–' => Some(0x96),
            _ => None,
        })
        .collect()
}

#[test]
fn byte_order_marks_utf_16_and_windows_1252_read_like_utf_8() {
    for (format, name, bytes) in all().into_iter().filter(|(format, ..)| format.kind() != Kind::Zip) {
        // The mark for ticks is the one letter of the samples that Windows-1252 lacks.
        let text = String::from_utf8(bytes).unwrap().replace('✓', "ü");
        let plain = dump(&read(format, text.as_bytes(), name).unwrap());
        let marked = dump(&read(format, format!("\u{feff}{text}").as_bytes(), name).unwrap());
        assert_eq!(marked, plain, "{name} with a mark");

        let wide: Vec<u8> = format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect();
        let mut parsed = read(format, &wide, name).unwrap();
        assert_eq!(parsed.problems.remove(0).kind, ProblemKind::Encoding { read_as: Encoding::Utf16 }, "{name}");
        assert_eq!(dump(&parsed), plain, "{name} in UTF-16");

        let narrow = windows_1252(&text).unwrap();
        if narrow != text.as_bytes() {
            let mut parsed = read(format, &narrow, name).unwrap();
            assert_eq!(
                parsed.problems.remove(0).kind,
                ProblemKind::Encoding { read_as: Encoding::Windows1252 },
                "{name}"
            );
            assert_eq!(dump(&parsed), plain, "{name} in Windows-1252");
        }
    }
}

#[test]
fn tables_with_umlauts_read_in_windows_1252() {
    let table = "name,url,username,password\nMüller – Köln,https://m.example,jürgen,pä€\n";
    let parsed = read(crate::Format::ChromiumCsv, &windows_1252(table).unwrap(), "x.csv").unwrap();
    assert_eq!(parsed.items[0].cipher.name.expose(), "Müller – Köln");
    assert_eq!(parsed.items[0].cipher.login.as_ref().unwrap().password.as_ref().unwrap().expose(), "pä€");
}

#[test]
fn every_separator_reads_the_same() {
    for separator in [",", ";", "\t"] {
        let cells = [["name", "url", "username", "password"], ["A", "https://a.example", "u", "\"p,;\t\nx\""]];
        let text: String = cells.iter().map(|row| row.join(separator) + "\r\n").collect();
        let parsed = read(crate::Format::ChromiumCsv, text.as_bytes(), "x.csv").unwrap();
        assert_eq!(parsed.items[0].cipher.login.as_ref().unwrap().password.as_ref().unwrap().expose(), "p,;\t\nx");
    }
}
