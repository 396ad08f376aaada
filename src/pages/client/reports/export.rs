//! The report as a file for spreadsheets: one line per member and collection, so that it can be filtered there. Pure but for
//! the words.

use portal_client::reports::MemberReach;

use crate::{
    i18n::{list, text::reports as text},
    pages::{
        client::{access::permission, members::words},
        export,
    },
};

/// The report as CSV. A member who reaches nothing has one line all the same.
#[must_use]
pub fn csv<'a>(members: impl Iterator<Item = &'a MemberReach>) -> String {
    let head = [
        text::column_member(),
        text::csv_email(),
        text::column_status(),
        text::csv_role(),
        text::column_two_step(),
        text::csv_recovery(),
        text::column_groups(),
        text::csv_collection(),
        text::csv_permission(),
        text::csv_through(),
        text::column_items(),
    ];
    let yes = |on: bool| if on { text::two_step_on() } else { text::two_step_off() }.to_owned();
    let lines = members.flat_map(|member| {
        let person = move || {
            vec![
                member.name.clone(),
                member.email.clone(),
                words::status(member.status).2.to_owned(),
                words::role(member.role).to_owned(),
                yes(member.two_step),
                yes(member.recovery),
                list(&member.groups),
            ]
        };
        let mut lines: Vec<Vec<String>> = member
            .collections
            .iter()
            .map(|reach| {
                let mut cells = person();
                cells.push(reach.path.clone().unwrap_or_else(|| text::damaged().to_owned()));
                cells.push(permission(reach.access).to_owned());
                cells.push(if reach.direct { text::direct().to_owned() } else { list(&reach.through) });
                cells.push(reach.items.to_string());
                cells
            })
            .collect();
        if lines.is_empty() {
            let mut cells = person();
            cells.extend(["", "", "", "0"].map(str::to_owned));
            lines.push(cells);
        }
        lines
    });
    export::file(&head, lines)
}
