//! What an administrator wants to know of a certificate: whose it is and until when it works. Nothing is verified: whether
//! an identity provider may be believed is decided by whoever pastes its certificate.

use crate::der::{INTEGER, Reader, SEQUENCE};
use crate::{Error, base64};

/// The readable part of an X.509 certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    /// Whom it names, for example `CN=idp.example, O=Example`; empty when it names nobody.
    pub subject: String,
    /// Who made it.
    pub issuer: String,
    /// From when it works, in seconds since 1970 UTC.
    pub not_before: i64,
    /// Until when it works, in seconds since 1970 UTC.
    pub not_after: i64,
}

/// Longest text that is looked at, in bytes; a certificate has a few thousand.
const LONGEST: usize = 64 * 1024;
const VERSION: u8 = 0xa0;
const OBJECT_ID: u8 = 0x06;
const SET: u8 = 0x31;
const BIT_STRING: u8 = 0x03;
const UTC_TIME: u8 = 0x17;
const GENERALISED_TIME: u8 = 0x18;

impl Certificate {
    /// Reads PEM, or its Base64 alone. Of several certificates the first one counts.
    ///
    /// # Errors
    /// [`Error::Parse`] when it is no Base64, [`Error::Key`] when it is no certificate.
    pub fn read(text: &str) -> Result<Self, Error> {
        if text.len() > LONGEST {
            return Err(Error::Parse);
        }
        let body = match text.split_once("-----BEGIN CERTIFICATE-----") {
            Some((_, rest)) => rest.split_once("-----END CERTIFICATE-----").ok_or(Error::Parse)?.0,
            None => text,
        };
        let digits: String = body.chars().filter(|letter| !letter.is_whitespace()).collect();
        if digits.is_empty() {
            return Err(Error::Parse);
        }
        Self::from_der(&base64::decode(&digits)?)
    }

    fn from_der(der: &[u8]) -> Result<Self, Error> {
        let mut outer = Reader(der);
        let mut signed = Reader(outer.take(SEQUENCE)?);
        outer.end()?;
        let mut fields = Reader(signed.take(SEQUENCE)?);
        signed.take(SEQUENCE)?;
        signed.take(BIT_STRING)?;
        signed.end()?;
        // The version may be missing; the serial number follows.
        match fields.next()? {
            (VERSION, _) => drop(fields.take(INTEGER)?),
            (INTEGER, _) => {}
            _ => return Err(Error::Key),
        }
        fields.take(SEQUENCE)?;
        let issuer = name(fields.take(SEQUENCE)?)?;
        let mut validity = Reader(fields.take(SEQUENCE)?);
        let (not_before, not_after) = (time(validity.next()?)?, time(validity.next()?)?);
        validity.end()?;
        let subject = name(fields.take(SEQUENCE)?)?;
        // The public key.
        fields.take(SEQUENCE)?;
        Ok(Self { subject, issuer, not_before, not_after })
    }
}

/// A distinguished name in the order in which it stands there; attributes without a usual short name are left out.
fn name(der: &[u8]) -> Result<String, Error> {
    let mut out = Vec::new();
    let mut sets = Reader(der);
    while !sets.0.is_empty() {
        let mut attributes = Reader(sets.take(SET)?);
        while !attributes.0.is_empty() {
            let mut pair = Reader(attributes.take(SEQUENCE)?);
            let kind = pair.take(OBJECT_ID)?;
            let (tag, value) = pair.next()?;
            pair.end()?;
            if let (Some(short), Some(value)) = (short_name(kind), text(tag, value)) {
                out.push([short, "=", &value].concat());
            }
        }
    }
    Ok(out.join(", "))
}

const fn short_name(object_id: &[u8]) -> Option<&'static str> {
    match object_id {
        [0x55, 0x04, 0x03] => Some("CN"),
        [0x55, 0x04, 0x06] => Some("C"),
        [0x55, 0x04, 0x07] => Some("L"),
        [0x55, 0x04, 0x08] => Some("ST"),
        [0x55, 0x04, 0x0a] => Some("O"),
        [0x55, 0x04, 0x0b] => Some("OU"),
        _ => None,
    }
}

fn text(tag: u8, value: &[u8]) -> Option<String> {
    match tag {
        // UTF-8, and the kinds that are ASCII.
        0x0c | 0x13 | 0x16 => std::str::from_utf8(value).ok().map(str::to_owned),
        // Latin-1, as it is used.
        0x14 => Some(value.iter().map(|byte| char::from(*byte)).collect()),
        // UTF-16, two bytes each.
        0x1e => {
            let units: Vec<u16> = value
                .chunks_exact(2)
                .map(|pair| pair.iter().fold(0, |unit, byte| unit << 8 | u16::from(*byte)))
                .collect();
            String::from_utf16(&units).ok()
        }
        _ => None,
    }
}

/// `YYMMDDHHMMSSZ` or `YYYYMMDDHHMMSSZ`, the only forms of certificates.
fn time((tag, value): (u8, &[u8])) -> Result<i64, Error> {
    let digits = value.strip_suffix(b"Z").ok_or(Error::Key)?;
    if !digits.iter().all(u8::is_ascii_digit) {
        return Err(Error::Key);
    }
    let mut pairs =
        digits.chunks_exact(2).map(|pair| pair.iter().fold(0, |sum, digit| sum * 10 + i64::from(digit - b'0')));
    let mut next = || pairs.next().ok_or(Error::Key);
    let year = match (tag, digits.len()) {
        (UTC_TIME, 12) => match next()? {
            year if year < 50 => 2000 + year,
            year => 1900 + year,
        },
        (GENERALISED_TIME, 14) => next()? * 100 + next()?,
        _ => return Err(Error::Key),
    };
    let (month, day, hour, minute, second) = (next()?, next()?, next()?, next()?, next()?);
    let sound = (1..=12).contains(&month) && (1..=31).contains(&day) && hour < 24 && minute < 60 && second <= 60;
    if sound { Ok(days(year, month, day) * 86_400 + hour * 3_600 + minute * 60 + second) } else { Err(Error::Key) }
}

/// Days since 1970. Years begin in March here, so that the leap day is the last of one.
const fn days(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let leaps = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    year * 365 + leaps + (month * 153 + 2) / 5 + day - 1 - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Made for this test with openssl: an EC key, UTCTime.
    const SHORT: &str = "-----BEGIN CERTIFICATE-----
MIIBrjCCAVSgAwIBAgIBBzAKBggqhkjOPQQDAjA2MR0wGwYDVQQDDBRpZHAuZmFi
cmlrYW0uZXhhbXBsZTEVMBMGA1UECgwMRmFicmlrYW0gTHRkMB4XDTI2MTEyNjEy
NDQyOFoXDTI3MTEyNjEyNDQyOFowNjEdMBsGA1UEAwwUaWRwLmZhYnJpa2FtLmV4
YW1wbGUxFTATBgNVBAoMDEZhYnJpa2FtIEx0ZDBZMBMGByqGSM49AgEGCCqGSM49
AwEHA0IABEaW2PuRtwoeozguf7aGUsRG2IkhZi9fJTP2HMsun3mVFwqrDyAl3EPg
vVM4kTeiP0k5Km1cgrZQhGkEWfgRNQejUzBRMB0GA1UdDgQWBBTKpw5aFUrUvn4a
TDN59uWzzmOAczAfBgNVHSMEGDAWgBTKpw5aFUrUvn4aTDN59uWzzmOAczAPBgNV
HRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0gAMEUCIQD+vPi+NP0/nq7ujMz4Owwz
3t5qZopd7P4Lu2a4ImsAKwIgF737c0SxOOaY4UAXZ3E4XMO0BpaY6ZoArC0BxZNh
lGQ=
-----END CERTIFICATE-----
";
    /// Made for this test with openssl: ends after 2050, so GeneralizedTime; letters beyond ASCII.
    const LONG: &str = "MIIBzzCCAXagAwIBAgIBCTAKBggqhkjOPQQDAjBGMQswCQYDVQQGEwJERTEZMBcGA1UECgwQTcO8bGxlciAmIFPDtmhuZTEcMBoG\
        A1UEAwwTaWRwLm11ZWxsZXIuZXhhbXBsZTAgFw0yNjExMjYxMjQ1MThaGA8yMDgxMDgyOTEyNDUxOFowRjELMAkGA1UEBhMCREUx\
        GTAXBgNVBAoMEE3DvGxsZXIgJiBTw7ZobmUxHDAaBgNVBAMME2lkcC5tdWVsbGVyLmV4YW1wbGUwWTATBgcqhkjOPQIBBggqhkjO\
        PQMBBwNCAARGltj7kbcKHqM4Ln+2hlLERtiJIWYvXyUz9hzLLp95lRcKqw8gJdxD4L1TOJE3oj9JOSptXIK2UIRpBFn4ETUHo1Mw\
        UTAdBgNVHQ4EFgQUyqcOWhVK1L5+Gkwzefbls85jgHMwHwYDVR0jBBgwFoAUyqcOWhVK1L5+Gkwzefbls85jgHMwDwYDVR0TAQH/\
        BAUwAwEB/zAKBggqhkjOPQQDAgNHADBEAiBRh1E4kiLaeYg28H0JEQqqSTeEnWX+a96JWR4hRwgLrgIgXxbVpKtv8fW2fyA2BO91\
        I7coGkmztK86MaGL1+3m3ig=";

    #[test]
    fn whose_it_is_and_until_when() {
        let read = Certificate::read(SHORT).unwrap();
        assert_eq!(read.subject, "CN=idp.fabrikam.example, O=Fabrikam Ltd");
        assert_eq!(read.issuer, read.subject);
        assert_eq!((read.not_before, read.not_after), (1_795_697_068, 1_827_233_068));
        let long = Certificate::read(LONG).unwrap();
        assert_eq!(long.subject, "C=DE, O=Müller & Söhne, CN=idp.mueller.example");
        assert_eq!(long.not_after, 3_523_697_118);
    }

    #[test]
    fn the_bare_text_is_the_same_and_the_first_of_several_counts() {
        let bare: String = SHORT.lines().filter(|line| !line.starts_with('-')).collect::<Vec<_>>().join("\r\n  ");
        assert_eq!(Certificate::read(&bare), Certificate::read(SHORT));
        assert_eq!(Certificate::read(&[SHORT, "garbage"].concat()), Certificate::read(SHORT));
    }

    #[test]
    fn anything_else_is_refused_without_a_crash() {
        for text in ["", "   ", "not base64!", "AAAA", "MIIB", "-----BEGIN CERTIFICATE-----", &"A".repeat(100_000)] {
            assert!(Certificate::read(text).is_err(), "{text:.40}");
        }
        let der = base64::decode(LONG).unwrap();
        for length in 0..der.len() {
            assert!(Certificate::from_der(&der[..length]).is_err(), "{length}");
        }
        // One changed byte at a time: an error or another certificate, never a crash.
        for at in 0..der.len() {
            for change in [0x01, 0x80, 0xff] {
                let mut damaged = der.clone();
                damaged[at] ^= change;
                let _ = Certificate::from_der(&damaged);
            }
        }
    }

    #[test]
    fn days_count_from_1970() {
        assert_eq!(
            (days(1970, 1, 1), days(2000, 2, 29), days(2000, 3, 1), days(1969, 12, 31)),
            (0, 11_016, 11_017, -1)
        );
    }
}
