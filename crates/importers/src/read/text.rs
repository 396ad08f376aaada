//! Bytes to text: UTF-8 and UTF-16 with or without a byte order mark, else Windows-1252, which every byte fits.

use zeroize::Zeroizing;

use crate::problem::Encoding;

/// Text, and the encoding when it was not UTF-8.
pub(crate) struct Decoded {
    pub(crate) text: Zeroizing<String>,
    pub(crate) encoding: Option<Encoding>,
}

pub(crate) fn decode(bytes: &[u8]) -> Decoded {
    let found = |text: String, encoding| Decoded { text: Zeroizing::new(text), encoding };
    if let Some(rest) = bytes.strip_prefix(b"\xEF\xBB\xBF")
        && let Ok(text) = std::str::from_utf8(rest)
    {
        return found(text.to_owned(), None);
    }
    if let Some(order) = utf16_order(bytes)
        && let Some(text) = utf16(bytes, order)
    {
        return found(text, Some(Encoding::Utf16));
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => found(text.to_owned(), None),
        Err(_) => found(bytes.iter().map(|byte| windows_1252(*byte)).collect(), Some(Encoding::Windows1252)),
    }
}

#[derive(Clone, Copy)]
enum Order {
    Little,
    Big,
}

/// By its mark, or by the zeros between the letters of a mostly Latin text.
fn utf16_order(bytes: &[u8]) -> Option<Order> {
    match bytes {
        [0xFF, 0xFE, ..] => return Some(Order::Little),
        [0xFE, 0xFF, ..] => return Some(Order::Big),
        _ => {}
    }
    let start: Vec<&[u8]> = bytes.chunks_exact(2).take(64).collect();
    let zeros = |place: usize| start.iter().filter(|pair| pair.get(place) == Some(&0)).count();
    let most = |count: usize| start.len() >= 4 && count * 4 >= start.len() * 3;
    if most(zeros(1)) && zeros(0) == 0 {
        return Some(Order::Little);
    }
    (most(zeros(0)) && zeros(1) == 0).then_some(Order::Big)
}

fn utf16(bytes: &[u8], order: Order) -> Option<String> {
    let pairs = bytes.chunks_exact(2);
    if !pairs.remainder().is_empty() {
        return None;
    }
    let units = pairs.filter_map(|pair| <[u8; 2]>::try_from(pair).ok()).map(|pair| match order {
        Order::Little => u16::from_le_bytes(pair),
        Order::Big => u16::from_be_bytes(pair),
    });
    let text: Result<String, _> = char::decode_utf16(units).collect();
    let text = Zeroizing::new(text.ok()?);
    Some(text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned())
}

/// The 32 places where Windows-1252 differs from Latin-1; five of them are empty and stand for themselves.
const HIGH: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘', '’',
    '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

fn windows_1252(byte: u8) -> char {
    match byte {
        0x80..=0x9F => HIGH.get(usize::from(byte - 0x80)).copied().unwrap_or('\u{fffd}'),
        other => char::from(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf16_of(text: &str, mark: bool, big: bool) -> Vec<u8> {
        let mark = if mark { "\u{feff}" } else { "" };
        let units = mark.encode_utf16().chain(text.encode_utf16());
        units.flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
    }

    #[test]
    fn every_encoding_gives_the_same_text() {
        let text = "name,url\r\nMüller – €,https://example.com\r\n";
        assert_eq!(*decode(text.as_bytes()).text, text);
        assert_eq!(*decode(format!("\u{feff}{text}").as_bytes()).text, text);
        for (mark, big) in [(true, false), (true, true), (false, false), (false, true)] {
            let decoded = decode(&utf16_of(text, mark, big));
            assert_eq!((&**decoded.text, decoded.encoding), (text, Some(Encoding::Utf16)), "{mark} {big}");
        }
        let decoded = decode(b"name,url\r\nM\xFCller \x96 \x80,https://example.com\r\n");
        assert_eq!((&**decoded.text, decoded.encoding), (text, Some(Encoding::Windows1252)));
    }

    #[test]
    fn nothing_and_half_a_letter_are_text_too() {
        assert_eq!(*decode(b"").text, "");
        assert_eq!(*decode(&[0xFF, 0xFE, 0x41]).text, "ÿþA");
    }
}
