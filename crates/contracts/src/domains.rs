//! Claimed domains of an organisation (API contract §13.2; screens §2.17): the wire, what may be claimed, and when an
//! unproven domain is looked at again. Server and portal judge by the same rules.

use serde::{Deserialize, Serialize};

/// One domain, claimed or on its way there.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct OrganizationDomain {
    /// Discriminator `organizationDomain`.
    pub object: String,
    /// Domain id.
    pub id: String,
    /// Whose.
    pub organization_id: String,
    /// What the domain has to say in a TXT record to be claimed.
    pub txt: Option<String>,
    /// The domain.
    pub domain_name: String,
    /// When it was added, ISO 8601.
    pub creation_date: Option<String>,
    /// When the server looks again by itself.
    pub next_run_date: Option<String>,
    /// How often the server has looked by itself.
    pub job_run_count: i64,
    /// When it was claimed; missing until then.
    pub verified_date: Option<String>,
    /// When anybody looked last.
    pub last_checked_date: Option<String>,
}

/// `POST api/organizations/{id}/domain`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct AddDomain {
    /// The domain.
    pub domain_name: String,
}

/// `POST api/organizations/domain/sso/verified`: whose single sign-on an address could use.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct DomainsOfAddress {
    /// The address.
    pub email: String,
}

/// One answer to [`DomainsOfAddress`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct VerifiedDomain {
    /// Discriminator `verifiedOrganizationDomainSsoDetails`.
    pub object: String,
    /// The claimed domain.
    pub domain_name: String,
    /// What people type to sign in by single sign-on.
    pub organization_identifier: String,
    /// Who claimed it.
    pub organization_name: String,
}

/// Longest name of a domain, in characters.
pub const DOMAIN: usize = 253;
/// Longest label of a domain, in characters.
const LABEL: usize = 63;

/// Hours after adding at which the server looks by itself until the domain is claimed.
pub const CHECKS_AFTER_HOURS: [i64; 3] = [12, 36, 72];
/// Days after which an unproven domain is taken off the list.
pub const VANISHES_AFTER_DAYS: i64 = 7;

/// Why a text is no domain that could be claimed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DomainProblem {
    /// Nothing there.
    Missing,
    /// It begins with `https://` or the like.
    Scheme,
    /// It is an e-mail address.
    Address,
    /// Something follows the domain: a path, a port, a question.
    Path,
    /// There is a space in it.
    Space,
    /// It begins with `www`: that is one computer of the domain.
    Www,
    /// It begins with an asterisk: claiming a domain claims addresses, not names below it.
    Wildcard,
    /// Letters beyond a to z: DNS knows such a domain by another name, which begins with `xn--`.
    NotAscii,
    /// It is the address of a computer.
    Number,
    /// Only one word, without a dot.
    Single,
    /// Too long, as a whole or between two dots.
    Long,
    /// A character, or a place of a dot or a hyphen, that no domain has.
    Letters,
}

/// The domain that was typed, in the form in which it is kept: lower case, without a dot at the end.
///
/// # Errors
/// What is wrong with it, the most helpful reason first.
pub fn read_domain(typed: &str) -> Result<String, DomainProblem> {
    let text = typed.trim();
    let text = text.strip_suffix('.').unwrap_or(text);
    if text.is_empty() {
        return Err(DomainProblem::Missing);
    }
    if text.contains("://") {
        return Err(DomainProblem::Scheme);
    }
    if text.contains(char::is_whitespace) {
        return Err(DomainProblem::Space);
    }
    if text.contains('@') {
        return Err(DomainProblem::Address);
    }
    if text.contains(['/', '\\', '?', '#', ':']) {
        return Err(DomainProblem::Path);
    }
    let name = text.to_ascii_lowercase();
    if name == "www" || name.starts_with("www.") {
        return Err(DomainProblem::Www);
    }
    if name.starts_with('*') {
        return Err(DomainProblem::Wildcard);
    }
    if !name.is_ascii() {
        let strange = name.chars().any(|letter| !letter.is_alphanumeric() && !matches!(letter, '.' | '-' | '。'));
        return Err(if strange { DomainProblem::Letters } else { DomainProblem::NotAscii });
    }
    let labels: Vec<&str> = name.split('.').collect();
    if name.len() > DOMAIN || labels.iter().any(|label| label.len() > LABEL) {
        return Err(DomainProblem::Long);
    }
    if !labels.iter().all(|label| is_label(label)) {
        return Err(DomainProblem::Letters);
    }
    if labels.len() < 2 {
        return Err(DomainProblem::Single);
    }
    // No top-level domain is a number; an address of a computer ends with one.
    if labels.last().is_some_and(|last| last.bytes().all(|byte| byte.is_ascii_digit())) {
        return Err(DomainProblem::Number);
    }
    Ok(name)
}

fn is_label(label: &str) -> bool {
    !label.is_empty()
        && !label.starts_with('-')
        && !label.ends_with('-')
        && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// The domain of an address, in lower case; `None` when it has none.
#[must_use]
pub fn domain_of(address: &str) -> Option<String> {
    let (_, domain) = address.trim().rsplit_once('@')?;
    (!domain.is_empty()).then(|| domain.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn domains_are_kept_in_one_form() {
        for (typed, kept) in [
            ("fabrikam.example", "fabrikam.example"),
            ("  Fabrikam.EXAMPLE. ", "fabrikam.example"),
            ("mail.fabrikam.co.uk", "mail.fabrikam.co.uk"),
            ("xn--mller-kva.example", "xn--mller-kva.example"),
            ("wwwfabrikam.example", "wwwfabrikam.example"),
            ("3com.example", "3com.example"),
        ] {
            assert_eq!(read_domain(typed).as_deref(), Ok(kept), "{typed}");
        }
    }

    #[test]
    fn each_slip_has_its_own_reason() {
        let long_label = format!("{}.example", "a".repeat(64));
        let long = format!("{}.example", vec!["abcdefgh"; 30].join("."));
        for (typed, problem) in [
            ("", DomainProblem::Missing),
            (" . ", DomainProblem::Missing),
            ("https://fabrikam.example/about", DomainProblem::Scheme),
            ("http://www.fabrikam.example", DomainProblem::Scheme),
            ("fabrikam .example", DomainProblem::Space),
            ("ada@fabrikam.example", DomainProblem::Address),
            ("fabrikam.example/about", DomainProblem::Path),
            ("fabrikam.example:443", DomainProblem::Path),
            ("WWW.fabrikam.example", DomainProblem::Www),
            ("*.fabrikam.example", DomainProblem::Wildcard),
            ("müller.example", DomainProblem::NotAscii),
            ("例え.example", DomainProblem::NotAscii),
            ("fabrikam\u{202e}.example", DomainProblem::Letters),
            ("192.168.0.1", DomainProblem::Number),
            ("fabrikam", DomainProblem::Single),
            ("localhost", DomainProblem::Single),
            (long_label.as_str(), DomainProblem::Long),
            (long.as_str(), DomainProblem::Long),
            ("fabri_kam.example", DomainProblem::Letters),
            ("fabrikam..example", DomainProblem::Letters),
            ("-fabrikam.example", DomainProblem::Letters),
            ("fabrikam-.example", DomainProblem::Letters),
            (".example", DomainProblem::Letters),
        ] {
            assert_eq!(read_domain(typed), Err(problem), "{typed}");
        }
    }

    #[test]
    fn what_is_read_is_read_again_as_the_same() {
        for typed in ["Fabrikam.EXAMPLE.", "a.b.c.d", "x-1.y"] {
            let kept = read_domain(typed).unwrap();
            assert_eq!(read_domain(&kept), Ok(kept.clone()));
        }
    }

    #[test]
    fn addresses_have_the_domain_after_the_last_at() {
        assert_eq!(domain_of("Ada@Fabrikam.Example ").as_deref(), Some("fabrikam.example"));
        assert_eq!(domain_of("\"a@b\"@c.example").as_deref(), Some("c.example"));
        assert_eq!((domain_of("nobody"), domain_of("nobody@")), (None, None));
    }
}
