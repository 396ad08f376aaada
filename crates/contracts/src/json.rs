//! Reading rules for answers of every server (API contract §1.4, §19.2).

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// Why an answer could not be read. Never carries the content, which may be secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum JsonError {
    /// The bytes are no JSON at all (an HTML error page, a cut answer).
    #[error("the answer is not JSON")]
    NotJson,
    /// JSON, but not of the shape that the call promises.
    #[error("the answer has an unexpected shape")]
    Shape,
}

/// Reads an answer: member names are compared without the case of their first letter, a null
/// member counts as missing, unknown members are passed over.
///
/// # Errors
/// [`JsonError::NotJson`] or [`JsonError::Shape`].
pub fn read_json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, JsonError> {
    let value: Value = serde_json::from_slice(bytes).map_err(|_| JsonError::NotJson)?;
    serde_json::from_value(normalise(value)).map_err(|_| JsonError::Shape)
}

/// Folds member names and drops null members, at every depth.
///
/// Where a name stands twice after folding, the spelling that was camelCase already wins: it is
/// the documented one. `serde_json` limits the depth of what it parses (128), so the recursion is
/// bounded.
#[must_use]
pub fn normalise(mut value: Value) -> Value {
    fold(&mut value);
    value
}

/// In place: most answers need no other names, and moving a few thousand members is what large ones wait for.
fn fold(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.retain(|_, member| !member.is_null());
            if members.keys().any(|name| name.starts_with(|first: char| first.is_ascii_uppercase())) {
                let mut out = Map::with_capacity(members.len());
                for (name, member) in std::mem::take(members) {
                    let folded = fold_first_letter(&name);
                    let exact = folded == name;
                    if exact || !out.contains_key(&folded) {
                        out.insert(folded, member);
                    }
                }
                *members = out;
            }
            members.values_mut().for_each(fold);
        }
        Value::Array(items) => items.iter_mut().for_each(fold),
        _ => {}
    }
}

fn fold_first_letter(name: &str) -> String {
    let mut letters = name.chars();
    match letters.next() {
        Some(first) if first.is_ascii_uppercase() => {
            let mut folded = String::with_capacity(name.len());
            folded.push(first.to_ascii_lowercase());
            folded.push_str(letters.as_str());
            folded
        }
        _ => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn pascal_and_camel_case_read_alike() {
        let read = normalise(json!({"UserDecryptionOptions": {"Kdf": {"KdfType": 0}}, "access_token": "t"}));
        assert_eq!(read, json!({"userDecryptionOptions": {"kdf": {"kdfType": 0}}, "access_token": "t"}));
    }

    #[test]
    fn null_counts_as_missing_even_inside_lists() {
        assert_eq!(normalise(json!({"a": null, "b": [{"c": null}]})), json!({"b": [{}]}));
    }

    #[test]
    fn the_documented_spelling_wins_over_its_twin() {
        assert_eq!(normalise(json!({"Key": "a", "key": "b"})), json!({"key": "b"}));
        let twin: Value = serde_json::from_str(r#"{"key":"b","Key":"a"}"#).unwrap();
        assert_eq!(normalise(twin), json!({"key": "b"}));
    }

    #[test]
    fn an_error_page_is_told_from_a_wrong_shape() {
        assert_eq!(read_json::<Vec<u8>>(b"<html>"), Err(JsonError::NotJson));
        assert_eq!(read_json::<Vec<u8>>(b"{}"), Err(JsonError::Shape));
    }

    #[test]
    fn deep_nesting_is_refused_not_crashed() {
        let deep = "[".repeat(100_000);
        assert_eq!(read_json::<Value>(deep.as_bytes()), Err(JsonError::NotJson));
    }
}
