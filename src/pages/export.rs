//! The list as a file for spreadsheets (CSV). Pure but for the clock.

use crate::{pages::clients::fold::fold, platform::intl};

/// One line of cells. Cells that a spreadsheet would run as a formula are made harmless by an apostrophe.
pub fn line(cells: &[&str], out: &mut String) {
    for (place, cell) in cells.iter().enumerate() {
        if place > 0 {
            out.push(',');
        }
        out.push('"');
        if cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) {
            out.push('\'');
        }
        out.push_str(&cell.replace('"', "\"\""));
        out.push('"');
    }
    out.push_str("\r\n");
}

/// A whole file: a byte order mark, so that spreadsheets read accents, then head and lines.
#[must_use]
pub fn file(head: &[&str], lines: impl IntoIterator<Item = Vec<String>>) -> String {
    let mut out = String::from('\u{feff}');
    line(head, &mut out);
    for cells in lines {
        let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
        line(&cells, &mut out);
    }
    out
}

/// The name of a file: what it holds, whose it is, and when it was made (ISO 8601), in letters that every system takes.
#[must_use]
pub fn file_name(what: &str, whose: &str, now: &str, end: &str) -> String {
    let plain: String = fold(whose).chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let stamp: String = now.chars().filter(char::is_ascii_digit).take(14).collect();
    let words = std::iter::once(what).chain(plain.split('-').filter(|word| !word.is_empty()));
    let name: Vec<&str> = words.chain([stamp.as_str()].into_iter().filter(|stamp| !stamp.is_empty())).collect();
    [&name.join("-"), ".", end].concat()
}

/// The name of a table that is saved now.
#[must_use]
pub fn csv_name(what: &str, whose: &str) -> String {
    file_name(what, whose, &intl::iso(intl::now()), "csv")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_named_after_what_they_hold_whose_it_is_and_when_they_were_made() {
        let name = file_name("members", "Bäckerei & Söhne GmbH", "2026-11-26T18:40:05.123Z", "csv");
        assert_eq!(name, "members-backerei-sohne-gmbh-20261126184005.csv");
        assert_eq!(file_name("events", "…", "", "json"), "events.json");
    }

    #[test]
    fn formulas_become_text() {
        for evil in ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"] {
            let mut out = String::new();
            line(&[evil], &mut out);
            assert!(out.starts_with("\"'"), "{out}");
        }
    }

    #[test]
    fn quotes_and_commas_stay_inside_their_cell() {
        let written = file(&["Name", "Seats"], [vec!["Fabrikam, \"North\"\nLtd".to_owned(), "5".to_owned()]]);
        assert_eq!(written, "\u{feff}\"Name\",\"Seats\"\r\n\"Fabrikam, \"\"North\"\"\nLtd\",\"5\"\r\n");
    }
}
