//! A log as a file: for spreadsheets (CSV, with cells made harmless) and for programs (JSON, as the server told it, with the
//! words beside it). Pure but for the words.

use portal_contracts::events::Event;
use serde_json::{Value, json};

use super::row::{Row, label};
use crate::{i18n::text::event_log as text, pages::export};

/// The rows as CSV.
#[must_use]
pub fn csv(rows: &[Row]) -> String {
    let head = [
        text::column_when(),
        text::column_what(),
        text::column_thing(),
        text::column_who(),
        text::csv_user_id(),
        text::column_from(),
        text::csv_kind(),
    ];
    export::file(
        &head,
        rows.iter().map(|row| {
            vec![
                row.date.clone(),
                row.what.clone(),
                label(&row.thing).to_owned(),
                row.who.clone(),
                row.acting.clone().unwrap_or_default(),
                row.from.clone(),
                row.kind.to_string(),
            ]
        }),
    )
}

/// The events as JSON.
#[must_use]
pub fn json(events: &[Event], rows: &[Row]) -> String {
    let lines: Vec<Value> = events
        .iter()
        .zip(rows)
        .map(|(event, row)| {
            let mut value = json!(event);
            if let Value::Object(members) = &mut value {
                members.retain(|_, member| !member.is_null());
                members.insert("message".to_owned(), json!(row.what));
                members.insert("actor".to_owned(), json!(row.who));
            }
            value
        })
        .collect();
    // Values of our own always print.
    serde_json::to_string_pretty(&lines).unwrap_or_default()
}
