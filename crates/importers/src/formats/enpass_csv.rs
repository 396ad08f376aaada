//! Enpass's table: no columns, each row is a title, pairs of name and value, and the note last. `*` marks secrets.

use super::table::Outcome;
use crate::build::Builder;
use crate::draft::{Draft, some};
use crate::failure::Failure;
use crate::model::Origin;
use crate::problem::ProblemKind;
use crate::read::table::{Row, Table};
use crate::words;

/// Names of which a row has at least one.
const NAMES: [&str; 9] = ["username", "password", "email", "e-mail", "url", "website", "totp", "phone", "cardholder"];

/// Whether the rows look like pairs: nothing else tells.
pub(crate) fn score(table: &Table) -> Option<u32> {
    let titled = table.rows.first().is_some_and(|row| {
        row.cells.len() <= 2 && row.cell(0).eq_ignore_ascii_case("title") || row.cell(1).eq_ignore_ascii_case("field")
    });
    let rows: Vec<&Row> = table.rows.iter().skip(usize::from(titled)).filter(|row| !row.is_blank()).take(20).collect();
    let named = |row: &&&Row| pairs(row).any(|(name, _)| NAMES.contains(&plain_name(name).as_str()));
    let fitting = rows.iter().filter(named).count();
    // A head of any other table would be a row of names without values in between.
    (fitting > 0 && fitting * 2 >= rows.len()).then_some(if titled { 45 } else { 18 })
}

pub(crate) fn read(table: &Table, builder: &mut Builder) -> Result<(), Failure> {
    if score(table).is_none() {
        return Err(Failure::WrongFormat);
    }
    for (at, row) in table.rows.iter().enumerate() {
        let head = at == 0
            && (row.cell(0).eq_ignore_ascii_case("title")
                && !pairs(row).any(|(_, value)| !value.is_empty() && !value.eq_ignore_ascii_case("value")));
        if row.is_blank() {
            builder.problem(Some(Origin::Line(row.line)), None, ProblemKind::EmptyRow);
        } else if !head && let Outcome::Item(draft) = item(row) {
            builder.add(*draft)?;
        }
    }
    Ok(())
}

/// Name and value of every pair: cells 1 and 2, 3 and 4, …; a last cell without a partner is the note.
fn pairs(row: &Row) -> impl Iterator<Item = (&str, &str)> {
    let end = row.cells.len().saturating_sub(1) / 2;
    (0..end).map(|at| (row.cell(1 + at * 2), row.cell(2 + at * 2)))
}

fn plain_name(name: &str) -> String {
    name.trim().trim_start_matches('*').trim().to_lowercase()
}

fn item(row: &Row) -> Outcome {
    let origin = Origin::Line(row.line);
    let has = |wanted: &str| pairs(row).any(|(name, value)| plain_name(name) == wanted && !value.trim().is_empty());
    let mut draft = if has("cardholder") || (has("number") && has("expiry date")) {
        Draft::card(origin)
    } else {
        Draft::login(origin)
    };
    draft.name(row.cell(0));
    for (name, value) in pairs(row) {
        let secret = name.trim_start().starts_with('*');
        let plain = plain_name(name);
        if on_card(&mut draft, &plain, value) {
            continue;
        }
        let login = draft.cipher.login.as_ref();
        match plain.as_str() {
            "url" | "website" if login.is_some() => {
                draft.uri(value);
            }
            "username" | "email" | "e-mail" if login.is_some_and(|login| login.username.is_none()) => {
                draft.username(value);
            }
            "password" if login.is_some_and(|login| login.password.is_none()) => {
                draft.password(value);
            }
            "totp" if login.is_some() => {
                draft.totp(value);
            }
            _ if secret => {
                draft.hidden(name.trim().trim_start_matches('*'), value);
            }
            _ => {
                draft.field(name, value);
            }
        }
    }
    if row.cells.len().is_multiple_of(2) {
        draft.notes(row.cell(row.cells.len() - 1));
    }
    draft.note_when_bare();
    draft.into()
}

fn on_card(draft: &mut Draft, name: &str, value: &str) -> bool {
    let Some(card) = draft.cipher.card.as_mut() else { return false };
    match name {
        "cardholder" => card.cardholder_name = some(value),
        "number" => words::card_number(card, value),
        "cvc" => card.code = some(value),
        "expiry date" => return words::card_expiry(card, value),
        "type" => return words::card_brand(card, value),
        _ => return false,
    }
    true
}
