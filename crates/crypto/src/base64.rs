//! Base64 as the protocol reads and writes it (spec §6.2): strict alphabet, lenient padding.

use crate::Error;

/// Standard alphabet, padded: the only spelling we ever write.
pub(crate) fn encode(bytes: &[u8]) -> String {
    data_encoding::BASE64.encode(bytes)
}

/// Reads standard Base64. Missing padding and non-zero trailing bits are tolerated because old clients wrote them; any
/// other character is a `parse` error. No ready-made decoder allows exactly this, hence the few lines of our own.
pub(crate) fn decode(text: &str) -> Result<Vec<u8>, Error> {
    let digits = text.trim_end_matches('=');
    let padding = text.len() - digits.len();
    let allowed = match digits.len() % 4 {
        0 => 0,
        2 => 2,
        3 => 1,
        _ => return Err(Error::Parse),
    };
    if padding > allowed {
        return Err(Error::Parse);
    }
    let mut out = Vec::with_capacity(digits.len() / 4 * 3 + 2);
    let mut pending: u32 = 0;
    let mut bits: u32 = 0;
    for byte in digits.bytes() {
        pending = (pending << 6) | u32::from(digit(byte)?);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            out.push((pending >> bits) as u8);
            pending &= (1 << bits) - 1;
        }
    }
    Ok(out)
}

fn digit(byte: u8) -> Result<u8, Error> {
    match byte {
        b'A'..=b'Z' => Ok(byte - b'A'),
        b'a'..=b'z' => Ok(byte - b'a' + 26),
        b'0'..=b'9' => Ok(byte - b'0' + 52),
        b'+' => Ok(62),
        b'/' => Ok(63),
        _ => Err(Error::Parse),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_the_strict_decoder_on_canonical_text() {
        for length in 0..70usize {
            let bytes: Vec<u8> = (0..length).map(|i| (i * 37) as u8).collect();
            assert_eq!(decode(&encode(&bytes)), Ok(bytes));
        }
    }

    #[test]
    fn tolerates_missing_padding_and_trailing_bits_only() {
        assert_eq!(decode("QQ"), Ok(vec![b'A']));
        assert_eq!(decode("QQ="), Ok(vec![b'A']));
        assert_eq!(decode("QR=="), Ok(vec![b'A']));
        for bad in ["Q", "QQ===", "QUFB=", "=", "Q Q", "Q-_Q", "QQ\n", "Q=Q", "ä"] {
            assert_eq!(decode(bad), Err(Error::Parse), "{bad}");
        }
    }
}
