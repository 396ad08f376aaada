//! The list of problems as a file for spreadsheets. The words come from the page.

/// A cell that no spreadsheet runs as a formula.
#[must_use]
pub fn cell(text: &str) -> String {
    let formula = text
        .trim_start_matches(' ')
        .starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '|', '%', '＝', '＋', '－', '＠']);
    let mark = if formula { "'" } else { "" };
    ["\"", mark, &text.replace('"', "\"\""), "\""].concat()
}

/// A whole file, with the mark that tells spreadsheets it is UTF-8.
#[must_use]
pub fn csv(head: &[String], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let mut out = String::from("\u{feff}");
    let mut line = |cells: &[String]| {
        let cells: Vec<String> = cells.iter().map(|text| cell(text)).collect();
        out.push_str(&cells.join(","));
        out.push_str("\r\n");
    };
    line(head);
    for row in rows {
        line(&row);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_become_text() {
        for evil in ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\r=1", " =1", "|calc", "＝1"] {
            assert!(cell(evil).starts_with("\"'"), "{evil:?}");
        }
        assert_eq!(cell("plain"), "\"plain\"");
    }

    #[test]
    fn quotes_and_newlines_stay_in_their_cell() {
        assert_eq!(csv(&["a".into()], [vec!["x\"\ny".into()]]), "\u{feff}\"a\"\r\n\"x\"\"\ny\"\r\n");
    }
}
