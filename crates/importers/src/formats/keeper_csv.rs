//! Keeper's table, which has no head: folder, title, login, password, address, notes, shared folder, then pairs of name
//! and value.

use crate::build::Builder;
use crate::draft::Draft;
use crate::failure::Failure;
use crate::model::Origin;
use crate::problem::{ProblemKind, Skip};
use crate::read::table::{Row, Table};

/// Cells before the pairs.
const FIXED: usize = 7;

/// The field of the one-time code key in records without a type.
pub(super) const LEGACY_TOTP: &str = "TFC:Keeper";

/// Whether the rows look like it; only their shape can tell.
pub(crate) fn score(table: &Table) -> Option<u32> {
    let rows: Vec<&Row> = table.rows.iter().filter(|row| !row.is_blank()).take(20).collect();
    let fits = |row: &&&Row| {
        let count = row.cells.len();
        let address = row.cell(4).trim();
        count >= FIXED
            && (count - FIXED).is_multiple_of(2)
            && !row.cell(1).is_empty()
            && (address.is_empty() || address.contains("://") || address.contains('.'))
    };
    let address = rows.iter().any(|row| row.cell(4).contains("://"));
    (!rows.is_empty() && address && rows.iter().all(|row| fits(&row))).then_some(16)
}

pub(crate) fn read(table: &Table, builder: &mut Builder) -> Result<(), Failure> {
    if !table.rows.iter().any(|row| row.cells.len() >= 6) {
        return Err(Failure::WrongFormat);
    }
    for row in &table.rows {
        let origin = Origin::Line(row.line);
        if row.is_blank() {
            builder.problem(Some(origin), None, ProblemKind::EmptyRow);
        } else if row.cell(0) == "Folder" && row.cell(1) == "Title" {
            // A head, in exports that were given one.
            builder.skipped(origin, "", Skip::NotAnItem);
        } else {
            if row.cells.len() < 6 {
                let found = row.cells.len();
                builder.problem(Some(origin.clone()), None, ProblemKind::RaggedRow { expected: FIXED, found });
            }
            let draft = item(row, origin, builder);
            builder.add(draft)?;
        }
    }
    Ok(())
}

fn item(row: &Row, origin: Origin, builder: &mut Builder) -> Draft {
    let mut draft = Draft::login(origin);
    draft.name(row.cell(1)).username(row.cell(2)).password(row.cell(3)).uri(row.cell(4)).notes(row.cell(5));
    let mut at = FIXED;
    while at < row.cells.len() {
        let (name, value) = (row.cell(at), row.cell(at + 1));
        let name = name.trim();
        match kind_of(name) {
            "oneTimeCode" | "otp" => draft.totp(value),
            "pinCode" | "secret" | "password" => draft.hidden(label_of(name), value),
            _ if matches!(name, LEGACY_TOTP | "oneTimeCode") => draft.totp(value),
            _ => draft.field(label_of(name), value),
        };
        at += 2;
    }
    for folder in [row.cell(0), row.cell(6)] {
        draft.within(builder.place(split(folder).iter().map(String::as_str)));
    }
    draft.note_when_bare();
    draft
}

/// `$text:company:1` → `text`; names without a dollar are fields that people made.
pub(super) fn kind_of(name: &str) -> &str {
    name.strip_prefix('$').and_then(|rest| rest.split(':').next()).unwrap_or_default()
}

/// `$text:company:1` → `company`, `$host::1` and `$host` → `host`: the number counts fields of one name, and is not in
/// every export. A single part after the kind is a label even when it is a number.
pub(super) fn label_of(name: &str) -> &str {
    let Some(rest) = name.strip_prefix('$') else { return name };
    let (kind, label) = rest.split_once(':').unwrap_or((rest, ""));
    let label = match label.rsplit_once(':') {
        Some((label, count)) if !count.is_empty() && count.bytes().all(|letter| letter.is_ascii_digit()) => label,
        _ => label,
    };
    let label = label.trim_matches(':');
    if label.is_empty() { kind } else { label }
}

/// Folders are separated by a backslash; a doubled one belongs to the name.
pub(crate) fn split(path: &str) -> Vec<String> {
    let mut names = vec![String::new()];
    let mut letters = path.chars().peekable();
    while let Some(letter) = letters.next() {
        if letter == '\\' && letters.next_if_eq(&'\\').is_none() {
            names.push(String::new());
        } else if let Some(last) = names.last_mut() {
            last.push(letter);
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_typed_fields_lose_their_count() {
        let known = [
            ("$text:company", ("text", "company")),
            ("$text:cardholderName:1", ("text", "cardholderName")),
            ("$host::1", ("host", "host")),
            ("$keyPair", ("keyPair", "keyPair")),
            ("$url:", ("url", "url")),
            ("$text:2024", ("text", "2024")),
            ("$text:Room 4:2", ("text", "Room 4")),
            ("Port:22", ("", "Port:22")),
            ("$", ("", "")),
            ("", ("", "")),
        ];
        for (name, wanted) in known {
            assert_eq!((kind_of(name), label_of(name)), wanted, "{name}");
        }
    }

    #[test]
    fn a_doubled_backslash_is_part_of_the_name() {
        assert_eq!(split(r"Work\Pro\\jects\2025"), ["Work", r"Pro\jects", "2025"]);
    }
}
