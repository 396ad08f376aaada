//! Percent-encoding, without the weight of a URL library.

/// Encodes by RFC 3986: everything but unreserved characters.
pub(crate) fn component(text: &str, out: &mut String) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push('%');
            for half in [byte >> 4, byte & 15] {
                out.push(HEX.get(usize::from(half)).copied().map_or('0', char::from));
            }
        }
    }
}

/// `name=value&…`, for form bodies and queries.
pub(crate) fn form(fields: &[(&str, &str)]) -> String {
    let mut out = String::new();
    for (name, value) in fields {
        if !out.is_empty() {
            out.push('&');
        }
        component(name, &mut out);
        out.push('=');
        component(value, &mut out);
    }
    out
}

/// Undoes form encoding once: `+` is a space, `%2B` a plus. `None` when the escapes are broken or
/// the result is no UTF-8.
pub(crate) fn decode(text: &str) -> Option<String> {
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        out.push(match byte {
            b'+' => b' ',
            b'%' => {
                let high = char::from(bytes.next()?).to_digit(16)?;
                let low = char::from(bytes.next()?).to_digit(16)?;
                u8::try_from(high * 16 + low).ok()?
            }
            other => other,
        });
    }
    String::from_utf8(out).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_encoded_strictly() {
        assert_eq!(
            form(&[("username", "a+b@c.d"), ("scope", "api offline_access")]),
            "username=a%2Bb%40c.d&scope=api%20offline_access"
        );
    }

    #[test]
    fn decoding_happens_exactly_once() {
        assert_eq!(decode("a%2Bb+c%252B").as_deref(), Some("a+b c%2B"));
        assert_eq!(decode("M%C3%BCller").as_deref(), Some("Müller"));
        for broken in ["%", "%2", "%zz", "%FF"] {
            assert_eq!(decode(broken), None, "{broken}");
        }
    }
}
