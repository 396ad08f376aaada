//! What a rule says.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// One way of misbehaving, as JSON in camelCase. All members but `path` may be left out.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Rule {
    /// HTTP method; missing = all.
    pub method: Option<String>,
    /// Path with `*` for any run of characters, e.g. `/api/providers/*/clients`.
    pub path: String,
    /// This many matching requests are served properly first.
    pub skip: u32,
    /// So many requests are struck after that; missing = all.
    pub times: Option<u32>,
    /// Waits before anything else, in milliseconds.
    pub delay_ms: u64,
    /// Closes the connection without an answer.
    pub cut: Option<CutAt>,
    /// Answers this status. Without `work` the request is not carried out.
    pub status: Option<u16>,
    /// Carries the request out although `status` hides its answer.
    pub work: bool,
    /// Headers set on the answer.
    pub headers: BTreeMap<String, String>,
    /// Replaces the answer's body: a text is sent as it is, anything else as JSON.
    pub body: Option<Value>,
    /// Changes the JSON answer by a merge patch (RFC 7396).
    pub merge: Option<Value>,
}

/// When the connection is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum CutAt {
    /// Nothing was done.
    Before,
    /// Everything was done, only the answer is lost.
    After,
}

impl Rule {
    pub(super) fn matches(&self, method: &str, path: &str) -> bool {
        self.method.as_deref().is_none_or(|wanted| wanted.eq_ignore_ascii_case(method))
            && glob(self.path.as_bytes(), path.as_bytes())
    }

    /// Whether the request that matched as number `count` (from 1) is struck.
    pub(super) fn strikes(&self, count: u32) -> bool {
        count > self.skip && self.times.is_none_or(|times| count - self.skip <= times)
    }
}

/// `*` stands for any run of characters.
fn glob(pattern: &[u8], text: &[u8]) -> bool {
    match pattern.split_first() {
        None => text.is_empty(),
        Some((b'*', rest)) => (0..=text.len()).any(|at| text.get(at..).is_some_and(|tail| glob(rest, tail))),
        Some((letter, rest)) => text.split_first().is_some_and(|(first, tail)| first == letter && glob(rest, tail)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_cross_segments() {
        assert!(glob(b"/api/*/clients", b"/api/providers/1/clients"));
        assert!(glob(b"*", b"/anything"));
        assert!(!glob(b"/api/*/clients", b"/api/providers/1/users"));
    }

    #[test]
    fn only_the_wanted_requests_are_struck() {
        let rule = Rule { skip: 1, times: Some(2), ..Rule::default() };
        assert_eq!([1, 2, 3, 4].map(|count| rule.strikes(count)), [false, true, true, false]);
    }
}
