//! The list as a file for spreadsheets (CSV). Pure.

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

#[cfg(test)]
mod tests {
    use super::*;

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
