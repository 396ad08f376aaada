//! Error answers (API contract §1.7) and the rule for which of their texts is shown.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// An error answer of any server, all shapes in one: the ordinary model, problem details and the
/// errors of the token endpoint. Read with [`crate::read_json`]: `ErrorModel` and `errorModel` are the same.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ErrorAnswer {
    /// Ordinary message.
    #[serde(deserialize_with = "text_or_nothing")]
    pub message: Option<String>,
    /// Property path (first letter folded) to messages.
    pub validation_errors: BTreeMap<String, Vec<String>>,
    /// Problem details of newer endpoints.
    #[serde(deserialize_with = "problems_or_nothing")]
    pub errors: BTreeMap<String, Vec<ProblemDetail>>,
    /// Nested model of token errors.
    pub error_model: Option<NestedMessage>,
    /// OAuth error code; some servers put an object here, which reads as nothing.
    #[serde(deserialize_with = "text_or_nothing")]
    pub error: Option<String>,
    /// OAuth error text.
    #[serde(rename = "error_description", deserialize_with = "text_or_nothing")]
    pub error_description: Option<String>,
}

/// One entry of problem details.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ProblemDetail {
    /// Machine-readable kind, for example `email_already_in_use`.
    pub r#type: String,
    /// Text for people.
    pub detail: String,
}

/// The `ErrorModel` member of a token error.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct NestedMessage {
    /// Text for people.
    pub message: Option<String>,
}

impl ErrorAnswer {
    /// The text to show, by the display rule of API contract §1.7; `None` when the answer has none
    /// and the status has to speak.
    #[must_use]
    pub fn display_text(&self) -> Option<&str> {
        let validation = self.validation_errors.values().flatten().map(String::as_str);
        let problems = self.errors.values().flatten().map(|problem| problem.detail.as_str());
        let rest = [
            self.message.as_deref(),
            self.error_model.as_ref().and_then(|model| model.message.as_deref()),
            self.error_description.as_deref(),
        ];
        validation.chain(problems).chain(rest.into_iter().flatten()).find(|text| !text.trim().is_empty())
    }
}

fn text_or_nothing<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(match serde_json::Value::deserialize(deserializer)? {
        serde_json::Value::String(text) => Some(text),
        _ => None,
    })
}

fn problems_or_nothing<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<BTreeMap<String, Vec<ProblemDetail>>, D::Error> {
    Ok(serde_json::from_value(serde_json::Value::deserialize(deserializer)?).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read_json;

    fn shown(json: &str) -> Option<String> {
        read_json::<ErrorAnswer>(json.as_bytes()).unwrap().display_text().map(str::to_owned)
    }

    #[test]
    fn validation_comes_before_the_general_message() {
        let json =
            r#"{"message":"The model state is invalid.","validationErrors":{"Emails":["Email #2 is not valid."]}}"#;
        assert_eq!(shown(json).as_deref(), Some("Email #2 is not valid."));
    }

    #[test]
    fn token_errors_speak_through_their_model() {
        let json =
            r#"{"error":"invalid_grant","error_description":"x","ErrorModel":{"Message":"Wrong.","Object":"error"}}"#;
        assert_eq!(shown(json).as_deref(), Some("Wrong."));
    }

    #[test]
    fn problem_details_and_route_errors_are_read() {
        assert_eq!(
            shown(r#"{"status":400,"errors":{"email":[{"type":"t","detail":"Taken."}]}}"#).as_deref(),
            Some("Taken.")
        );
        assert_eq!(shown(r#"{"error":{"code":404,"reason":"Not Found"}}"#), None);
    }
}
