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
        text::csv_thing_id(),
        text::column_who(),
        text::csv_user_id(),
        text::csv_email(),
        text::csv_program(),
        text::csv_address(),
        text::csv_kind(),
        text::csv_installation(),
    ];
    export::file(
        &head,
        rows.iter().map(|row| {
            vec![
                row.date.clone(),
                row.what.clone(),
                label(&row.thing).to_owned(),
                row.thing.id().to_owned(),
                row.who.clone(),
                row.acting.clone().unwrap_or_default(),
                row.email.clone(),
                row.program.to_owned(),
                row.address.clone(),
                row.kind.to_string(),
                row.installation.clone(),
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

#[cfg(test)]
mod tests {
    use portal_client::events::{Actor, Names};

    use super::*;

    #[test]
    fn both_files_say_who_did_what_to_whom_with_ids_and_addresses() {
        let mut names = Names::default();
        names.users.insert("u-1".into(), Actor { name: "=Ada".into(), email: "ada@x.example".into(), staff: false });
        let event = Event {
            object: "event".into(),
            r#type: 1501,
            date: "2026-11-01T10:00:00Z".into(),
            acting_user_id: Some("u-1".into()),
            organization_user_id: Some("m1-x".into()),
            device_type: Some(9),
            ip_address: Some("192.0.2.1".into()),
            installation_id: Some("i-1".into()),
            ..Event::default()
        };
        let row = Row::new(0, &event, &names, "me");
        let table = csv(std::slice::from_ref(&row));
        let lines: Vec<&str> = table.trim_end().split("\r\n").collect();
        assert_eq!(lines[0].split(',').count(), 11);
        for cell in ["\"m1\"", "\"m1-x\"", "\"'=Ada\"", "\"u-1\"", "\"ada@x.example\"", "\"192.0.2.1\"", "\"1501\""] {
            assert!(lines[1].contains(cell), "{cell} in {}", lines[1]);
        }
        assert!(lines[1].ends_with("\"i-1\""), "the installation stands in {}", lines[1]);
        let list: Value = serde_json::from_str(&json(&[event], &[row])).unwrap();
        assert_eq!((&list[0]["installationId"], &list[0]["actor"]), (&json!("i-1"), &json!("=Ada")));
        assert!(list[0].get("groupId").is_none(), "what the server left out stays out");
    }
}
