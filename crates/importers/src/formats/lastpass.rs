//! LastPass. Notes of a kind (cards, addresses, servers) are lines of `name:value` under `NoteType:`.

use std::str::Lines;

use zeroize::Zeroizing;

use super::table::{Layout, Outcome, Record};
use crate::build::Builder;
use crate::draft::{Draft, some};
use crate::format::Format;
use crate::words;

pub(crate) const LAYOUT: Layout = Layout {
    format: Format::LastPassCsv,
    needs: &[&["url", "username", "password", "extra", "name", "grouping"]],
    reads: &["totp", "fav"],
    ignores: &["id", "attachpresent"],
    row,
};

/// The address that stands for "this is a note".
const NOTE: &str = "http://sn";

/// How the first and the last line of a key begin.
const BEGIN: &str = "-----BEGIN ";
const END: &str = "-----END ";

fn row(record: &Record<'_>, builder: &mut Builder) -> Outcome {
    let extra = record.get("extra");
    let mut draft = if record.get("url").trim() == NOTE {
        match extra.trim_start().strip_prefix("NoteType:") {
            Some(_) => typed_note(record, extra),
            None => {
                let mut draft = Draft::note(record.origin());
                draft.notes(extra);
                draft
            }
        }
    } else {
        let mut draft = Draft::login(record.origin());
        let url = record.get("url").trim();
        // What LastPass writes for "no address".
        draft.uri(if url == "http://" { "" } else { url });
        draft.username(record.get("username")).password(record.get("password"));
        draft.totp(record.get("totp")).notes(extra);
        draft
    };
    draft.name(record.get("name")).favourite(record.flag("fav"));
    let grouping = record.get("grouping");
    draft.within(builder.place_of(if grouping == "(none)" { "" } else { grouping }, '\\'));
    draft.into()
}

/// The lines of a typed note: its members, and the notes at the end.
fn members(extra: &str) -> (Vec<(&str, Zeroizing<String>)>, Zeroizing<String>) {
    let mut members: Vec<(&str, Zeroizing<String>)> = Vec::new();
    let mut lines = extra.lines();
    while let Some(line) = lines.next() {
        let begins = match line.split_once(':') {
            // Notes come last and go on to the end.
            Some(("Notes", value)) => {
                let mut notes = Zeroizing::new(value.to_owned());
                lines.for_each(|line| go_on(&mut notes, line));
                return (members, notes);
            }
            Some((name, value)) => {
                members.push((name.trim(), Zeroizing::new(value.to_owned())));
                value
            }
            None => {
                if let Some((_, value)) = members.last_mut() {
                    go_on(value, line);
                }
                line
            }
        };
        // Lines within a key may have colons (`Proc-Type: 4,ENCRYPTED`) and are no members.
        if begins.trim_start().starts_with(BEGIN)
            && !begins.contains(END)
            && ends(lines.clone())
            && let Some((_, value)) = members.last_mut()
        {
            for line in lines.by_ref() {
                go_on(value, line);
                if line.trim_start().starts_with(END) {
                    break;
                }
            }
        }
    }
    (members, Zeroizing::default())
}

/// Whether a key that has begun comes to its end before another one begins; else nothing tells where it does.
fn ends(mut lines: Lines<'_>) -> bool {
    let mark = lines.find(|line| line.contains(BEGIN) || line.trim_start().starts_with(END));
    mark.is_some_and(|line| !line.contains(BEGIN))
}

fn go_on(value: &mut Zeroizing<String>, line: &str) {
    value.push('\n');
    value.push_str(line);
}

fn typed_note(record: &Record<'_>, extra: &str) -> Draft {
    let (members, notes) = members(extra);
    let kind = members.iter().find(|(name, _)| *name == "NoteType").map_or("", |(_, value)| value.trim()).to_owned();
    let mut draft = match kind.as_str() {
        "Credit Card" => Draft::card(record.origin()),
        "Address" => Draft::identity(record.origin()),
        "SSH Key" if members.iter().any(|(name, value)| *name == "Private Key" && !value.trim().is_empty()) => {
            Draft::ssh_key(record.origin())
        }
        _ => Draft::note(record.origin()),
    };
    for (name, value) in &members {
        let hidden = matches!(*name, "Password" | "Passphrase" | "PIN" | "Security Code");
        // Dates that were not filled in are nothing but their commas.
        let no_date = !hidden && value.trim().bytes().all(|letter| letter == b',');
        if no_date || matches!(*name, "NoteType" | "Language") {
            continue;
        }
        if !(on_card(&mut draft, name, value)
            || on_identity(&mut draft, name, value)
            || on_key(&mut draft, name, value))
        {
            if hidden {
                draft.hidden(name, value)
            } else {
                draft.field(name, value)
            };
        }
    }
    draft.notes(&notes);
    draft
}

fn on_card(draft: &mut Draft, name: &str, value: &str) -> bool {
    let Some(card) = draft.cipher.card.as_mut() else { return false };
    match name {
        "Name on Card" => card.cardholder_name = some(value),
        "Number" => words::card_number(card, value),
        "Security Code" => card.code = some(value),
        "Expiration Date" => return month_in_words(value).is_some_and(|date| words::card_expiry(card, &date)),
        "Type" => return words::card_brand(card, value),
        _ => return false,
    }
    true
}

/// `January,2027` as `1/2027`.
fn month_in_words(text: &str) -> Option<String> {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let (month, year) = text.split_once(',')?;
    let month = month.trim().to_lowercase();
    let number = MONTHS.iter().position(|name| month.starts_with(name))? + 1;
    Some(format!("{number}/{}", year.trim()))
}

fn on_identity(draft: &mut Draft, name: &str, value: &str) -> bool {
    let Some(identity) = draft.cipher.identity.as_mut() else { return false };
    let slot = match name {
        "Title" => &mut identity.title,
        "First Name" => &mut identity.first_name,
        "Middle Name" => &mut identity.middle_name,
        "Last Name" => &mut identity.last_name,
        "Username" => &mut identity.username,
        "Company" => &mut identity.company,
        "Address 1" => &mut identity.address1,
        "Address 2" => &mut identity.address2,
        "Address 3" => &mut identity.address3,
        "City / Town" => &mut identity.city,
        "State" => &mut identity.state,
        "Zip / Postal Code" => &mut identity.postal_code,
        "Country" => &mut identity.country,
        "Email Address" => &mut identity.email,
        "Phone" => {
            // {"num":"…","ext":"…"} in newer exports.
            let number = value.split("\"num\":\"").nth(1).and_then(|rest| rest.split('"').next());
            identity.phone = some(number.unwrap_or(value));
            return true;
        }
        _ => return false,
    };
    *slot = some(value);
    true
}

fn on_key(draft: &mut Draft, name: &str, value: &str) -> bool {
    let Some(key) = draft.cipher.ssh_key.as_mut() else { return false };
    match name {
        "Private Key" => key.private_key = some(value.trim_start()),
        "Public Key" => key.public_key = some(value.trim()),
        _ => return false,
    }
    true
}
