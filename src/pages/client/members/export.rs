//! The list of members as a file for spreadsheets (MEM-12). Pure but for the words.

use std::collections::HashMap;

use super::{row::Row, words};
use crate::{i18n::text::members as text, pages::export};

/// The file of these rows. `groups` are the names of groups by id, as far as they are known; without it the plan has none.
#[must_use]
pub fn file<'a>(rows: impl Iterator<Item = &'a Row>, groups: Option<&HashMap<String, String>>) -> String {
    let mut head = vec![
        text::csv_email(),
        text::csv_name(),
        text::csv_status(),
        text::csv_role(),
        text::csv_two_step(),
        text::csv_recovery(),
    ];
    if groups.is_some() {
        head.push(text::csv_groups());
    }
    let on = |on: bool| if on { text::csv_on() } else { text::csv_off() }.to_owned();
    export::file(
        &head,
        rows.map(|row| {
            let mut cells = vec![
                row.member.email.clone(),
                row.member.name.clone().unwrap_or_default(),
                words::status(row.member.status).2.to_owned(),
                words::role(row.member.role()).to_owned(),
                on(row.member.two_step),
                on(row.member.recovery),
            ];
            if let Some(groups) = groups {
                // A group whose name is not known stands there by its id: an empty cell would say that there is none.
                let ids = row.member.access.groups.iter();
                cells.push(ids.map(|id| groups.get(id).unwrap_or(id).as_str()).collect::<Vec<_>>().join(", "));
            }
            cells
        }),
    )
}

#[cfg(test)]
mod tests {
    use portal_contracts::enums::{OrganizationUserStatus, OrganizationUserType};

    use super::super::row::tests::member;
    use super::*;

    #[test]
    fn groups_are_named_and_nothing_runs_as_a_formula() {
        let mut row =
            member("ada", "=HYPERLINK(\"x\")", OrganizationUserType::Owner, OrganizationUserStatus::Confirmed);
        row.member.access.groups = vec!["g1".into(), "gone".into(), "g2".into()];
        let groups = HashMap::from([("g1".to_owned(), "+Finance".to_owned()), ("g2".to_owned(), "HR".to_owned())]);
        let written = file([&row].into_iter(), Some(&groups));
        let line = written.lines().nth(1).unwrap();
        assert!(line.starts_with("\"ada@fabrikam.example\",\"'=HYPERLINK(\"\"x\"\")\""), "{line}");
        assert!(line.ends_with("\"'+Finance, gone, HR\""), "{line}");
        // No name is known.
        let written = file([&row].into_iter(), Some(&HashMap::new()));
        assert!(written.lines().nth(1).unwrap().ends_with("\"g1, gone, g2\""), "{written}");
        assert_eq!(file([&row].into_iter(), None).lines().next().unwrap().matches(',').count(), 5);
    }
}
