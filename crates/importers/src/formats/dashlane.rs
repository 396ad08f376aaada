//! Dashlane: five tables, alone or together in an archive.

use super::table::{Layout, Outcome, Record};
use crate::build::Builder;
use crate::draft::{Draft, some};
use crate::failure::Failure;
use crate::format::Format;
use crate::problem::Skip;
use crate::read::archive::Archive;
use crate::read::{table, text};
use crate::words;

/// The tables of an archive.
pub(crate) const ENTRIES: [&str; 5] =
    ["credentials.csv", "securenotes.csv", "payments.csv", "personalInfo.csv", "ids.csv"];

pub(crate) const CREDENTIALS: Layout = Layout {
    format: Format::DashlaneCsv,
    needs: &[&["username", "title", "password", "note", "url", "category"]],
    reads: &["username2", "username3", "otpsecret", "otpurl", "collection"],
    ignores: &[],
    row: credential,
};

pub(crate) const NOTES: Layout =
    Layout { format: Format::DashlaneCsv, needs: &[&["title", "note"]], reads: &["category"], ignores: &[], row: note };

pub(crate) const PAYMENTS: Layout = Layout {
    format: Format::DashlaneCsv,
    needs: &[&["type", "account_name", "account_holder", "cc_number", "code", "expiration_month", "expiration_year"]],
    reads: &["name", "routing_number", "account_number", "country", "issuing_bank", "note"],
    ignores: &[],
    row: payment,
};

pub(crate) const PERSONAL: Layout = Layout {
    format: Format::DashlaneCsv,
    needs: &[&["type", "title", "first_name", "last_name", "email", "phone_number", "address"]],
    reads: &[
        "middle_name",
        "login",
        "date_of_birth",
        "place_of_birth",
        "email_type",
        "item_name",
        "country",
        "state",
        "city",
        "zip",
        "address_recipient",
        "address_building",
        "address_apartment",
        "address_floor",
        "address_door_code",
        "job_title",
        "url",
    ],
    ignores: &[],
    row: personal,
};

pub(crate) const IDS: Layout = Layout {
    format: Format::DashlaneCsv,
    needs: &[&["type", "number", "name", "issue_date", "expiration_date"]],
    reads: &["place_of_issue", "state"],
    ignores: &[],
    row: id,
};

/// The more columns a table needs, the earlier it is asked: notes would fit many.
pub(crate) const ALL: [&Layout; 5] = [&CREDENTIALS, &PERSONAL, &PAYMENTS, &IDS, &NOTES];

/// Reads every table of an archive that is there.
pub(crate) fn read_archive(archive: &Archive, builder: &mut Builder) -> Result<(), Failure> {
    let names: Vec<String> = ENTRIES.iter().filter_map(|name| archive.find(name)).map(str::to_owned).collect();
    if names.is_empty() {
        return Err(Failure::WrongFormat);
    }
    for name in names {
        let decoded = text::decode(&archive.read(&name)?);
        let table = table::read(&decoded.text)?;
        // A table that was never used has its head only, or nothing at all.
        if table.rows.is_empty() {
            continue;
        }
        let layout = ALL.iter().find(|layout| layout.score(&table).is_some()).ok_or(Failure::DAMAGED)?;
        layout.read(&table, Some(&name), builder)?;
    }
    Ok(())
}

fn credential(record: &Record<'_>, builder: &mut Builder) -> Outcome {
    let mut draft = Draft::login(record.origin());
    draft.name(record.get("title")).uri(record.get("url"));
    for name in ["username", "username2", "username3"] {
        draft.username(record.get(name));
    }
    draft.password(record.get("password")).totp(record.first(&["otpurl", "otpsecret"])).notes(record.get("note"));
    draft.within(builder.place([record.first(&["collection", "category"])]));
    draft.into()
}

fn note(record: &Record<'_>, builder: &mut Builder) -> Outcome {
    let mut draft = Draft::note(record.origin());
    draft.name(record.get("title")).notes(record.get("note")).within(builder.place([record.get("category")]));
    draft.into()
}

fn payment(record: &Record<'_>, _: &mut Builder) -> Outcome {
    let name = record.first(&["name", "account_name", "issuing_bank"]);
    if matches!(record.get("type").trim(), "bank") {
        let mut draft = Draft::note(record.origin());
        draft.name(name).field("account_holder", record.get("account_holder"));
        draft
            .hidden("account_number", record.get("account_number"))
            .hidden("routing_number", record.get("routing_number"));
        draft.field("issuing_bank", record.get("issuing_bank")).field("country", record.get("country"));
        draft.hidden("code", record.get("code")).notes(record.get("note"));
        return draft.into();
    }
    let mut draft = Draft::card(record.origin());
    draft.name(name).on_card(|card| {
        card.cardholder_name = some(record.get("account_holder"));
        words::card_number(card, record.get("cc_number"));
        card.code = some(record.get("code"));
        words::card_expiry(card, &[record.get("expiration_month"), record.get("expiration_year")].join("/"));
    });
    draft
        .field("issuing_bank", record.get("issuing_bank"))
        .field("country", record.get("country"))
        .notes(record.get("note"));
    draft.into()
}

fn personal(record: &Record<'_>, _: &mut Builder) -> Outcome {
    let mut draft = Draft::identity(record.origin());
    let names = [record.get("first_name"), record.get("last_name")].join(" ");
    draft.name(match record.first(&["item_name"]) {
        "" if names.trim().is_empty() => record.first(&["email", "phone_number", "address", "url", "type"]),
        "" => &names,
        given => given,
    });
    draft.on_identity(|identity| {
        identity.title = some(record.get("title"));
        identity.first_name = some(record.get("first_name"));
        identity.middle_name = some(record.get("middle_name"));
        identity.last_name = some(record.get("last_name"));
        identity.username = some(record.get("login"));
        identity.email = some(record.get("email"));
        identity.phone = some(record.get("phone_number"));
        identity.address1 = some(record.get("address"));
        identity.city = some(record.get("city"));
        identity.state = some(record.get("state"));
        identity.postal_code = some(record.get("zip"));
        identity.country = some(record.get("country"));
    });
    let rest = [
        "date_of_birth",
        "place_of_birth",
        "email_type",
        "address_recipient",
        "address_building",
        "address_apartment",
        "address_floor",
        "address_door_code",
        "job_title",
        "url",
    ];
    for name in rest {
        draft.field(name, record.get(name));
    }
    draft.into()
}

fn id(record: &Record<'_>, _: &mut Builder) -> Outcome {
    let (kind, number) = (record.get("type").trim(), record.get("number"));
    if kind.is_empty() && number.trim().is_empty() {
        return Outcome::Skip(Skip::NotAnItem);
    }
    let mut draft = Draft::identity(record.origin());
    draft.name(&[record.get("name"), " ", kind].concat()).on_identity(|identity| {
        words::full_name(identity, record.get("name"));
        match kind {
            "passport" => identity.passport_number = some(number),
            "license" => identity.license_number = some(number),
            "social_security" => identity.ssn = some(number),
            _ => {}
        }
        identity.state = some(record.get("state"));
    });
    if !matches!(kind, "passport" | "license" | "social_security") {
        draft.hidden("number", number);
    }
    for name in ["issue_date", "expiration_date", "place_of_issue"] {
        draft.field(name, record.get(name));
    }
    draft.into()
}
