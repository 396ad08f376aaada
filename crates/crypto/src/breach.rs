//! The breach check by k-anonymity (spec §16.1): only five hex digits of the password's hash leave the browser.

use sha1::{Digest as _, Sha1};
use zeroize::Zeroizing;

use crate::Error;

/// A password's hash, split into what is asked and what is compared locally. SHA-1 is what the service indexes by; it
/// protects nothing here.
pub struct BreachProbe {
    prefix: Zeroizing<String>,
    suffix: Zeroizing<String>,
}

impl BreachProbe {
    /// Hashes the password.
    #[must_use]
    pub fn new(password: &str) -> Self {
        let digest = Zeroizing::new(<[u8; 20]>::from(Sha1::digest(password)));
        let hash = Zeroizing::new(data_encoding::HEXUPPER.encode(digest.as_slice()));
        let (prefix, suffix) = hash.split_at_checked(5).unwrap_or_default();
        Self { prefix: Zeroizing::new(prefix.to_owned()), suffix: Zeroizing::new(suffix.to_owned()) }
    }

    /// Five upper-case hex digits for the path of the request.
    #[must_use]
    pub fn prefix(&self) -> &str {
        &self.prefix
    }

    /// The other 35 digits; stay here.
    #[must_use]
    pub fn suffix(&self) -> &str {
        &self.suffix
    }

    /// How often the password occurred, by the answer for the prefix; 0 also for padding lines.
    ///
    /// # Errors
    /// `parse` when the body is empty or not such a list, for instance the page of a proxy: the caller says "could not
    /// check", never "safe".
    pub fn count_in(&self, body: &str) -> Result<u64, Error> {
        let mut found = None;
        for line in body.lines().filter(|line| !line.trim().is_empty()) {
            let (suffix, count) = line.trim().split_once(':').ok_or(Error::Parse)?;
            let count: u64 = count.parse().map_err(|_| Error::Parse)?;
            if suffix.len() != self.suffix.len() || !suffix.bytes().all(|byte| byte.is_ascii_hexdigit()) {
                return Err(Error::Parse);
            }
            let here = if suffix.eq_ignore_ascii_case(&self.suffix) { count } else { 0 };
            found = Some(found.unwrap_or(0).max(here));
        }
        found.ok_or(Error::Parse)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_that_is_no_list_is_never_safe() {
        let probe = BreachProbe::new("password");
        for body in [
            "",
            "\r\n",
            "<html>blocked</html>",
            "1E4C9B93F3F0682250B6CF8331B7EE68FD8",
            "1E4C:1",
            "1E4C9B93F3F0682250B6CF8331B7EE68FD8:x",
        ] {
            assert_eq!(probe.count_in(body), Err(Error::Parse), "{body:?}");
        }
    }

    #[test]
    fn both_line_ends_and_cases_match() {
        let probe = BreachProbe::new("password");
        assert_eq!(probe.prefix(), "5BAA6");
        assert_eq!(probe.count_in("1e4c9b93f3f0682250b6cf8331b7ee68fd8:7\n"), Ok(7));
        assert_eq!(
            probe.count_in("00000000000000000000000000000000000:9\r\n1E4C9B93F3F0682250B6CF8331B7EE68FD8:3\r\n"),
            Ok(3)
        );
    }
}
