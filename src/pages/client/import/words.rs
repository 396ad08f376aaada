//! Formats, columns, places and problems in words. Pure.

use portal_contracts::ciphers::CipherType;
use portal_importers::{Format, Origin, Problem, ProblemKind, Skip, Target};

use crate::i18n::{number, text::import as text};

/// A number for display.
pub fn count(value: usize) -> String {
    number(wide(value))
}

/// A number for plurals.
pub fn wide(value: usize) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

/// What a format is called.
pub const fn format(format: Format) -> &'static str {
    match format {
        Format::BitwardenJson => text::format_bitwarden_json(),
        Format::BitwardenCsv => text::format_bitwarden_csv(),
        Format::BitwardenPassword => text::format_bitwarden_password(),
        Format::BitwardenRestricted => text::format_bitwarden_restricted(),
        Format::OnePassword1pux => text::format_onepassword_pux(),
        Format::OnePasswordCsv => text::format_onepassword_csv(),
        Format::ChromiumCsv => text::format_chromium(),
        Format::FirefoxCsv => text::format_firefox(),
        Format::SafariCsv => text::format_safari(),
        Format::DashlaneZip => text::format_dashlane_zip(),
        Format::DashlaneCsv => text::format_dashlane_csv(),
        Format::EnpassJson => text::format_enpass_json(),
        Format::EnpassCsv => text::format_enpass_csv(),
        Format::KeePass2Xml => text::format_keepass(),
        Format::KeeperJson => text::format_keeper_json(),
        Format::KeeperCsv => text::format_keeper_csv(),
        Format::LastPassCsv => text::format_lastpass(),
        Format::NordPassCsv => text::format_nordpass(),
        Format::PassboltCsv => text::format_passbolt(),
        Format::ProtonPassZip => text::format_proton_zip(),
        Format::ProtonPassJson => text::format_proton_json(),
        Format::ProtonPassCsv => text::format_proton_csv(),
        Format::RoboFormCsv => text::format_roboform(),
        Format::ZohoCsv => text::format_zoho(),
        Format::GenericCsv => text::format_generic(),
    }
}

/// What a kind of item is called, many of it.
pub const fn kind(kind: CipherType) -> &'static str {
    match kind {
        CipherType::Login => text::kind_login(),
        CipherType::SecureNote => text::kind_note(),
        CipherType::Card => text::kind_card(),
        CipherType::Identity => text::kind_identity(),
        CipherType::SshKey => text::kind_ssh(),
        CipherType::Unknown(_) => text::kind_other(),
    }
}

/// What a column is.
pub const fn target(target: Target) -> &'static str {
    match target {
        Target::Ignore => text::target_ignore(),
        Target::Name => text::target_name(),
        Target::Uri => text::target_uri(),
        Target::Username => text::target_username(),
        Target::Password => text::target_password(),
        Target::Totp => text::target_totp(),
        Target::Notes => text::target_notes(),
        Target::Folder => text::target_folder(),
        Target::Favourite => text::target_favourite(),
        Target::Field => text::target_field(),
        Target::HiddenField => text::target_hidden(),
    }
}

/// Where something is in the file.
pub fn place(origin: &Origin) -> String {
    let of = |line: u64| number(i64::try_from(line).unwrap_or(i64::MAX));
    match origin {
        Origin::Line(line) => text::line(&of(*line)),
        Origin::Nth(nth) => text::nth(&count(*nth)),
        Origin::Entry(file, line) => text::entry(file, &of(*line)),
    }
}

/// A member of an item, by the name that servers have for it.
pub fn part(path: &str) -> String {
    match path {
        "Name" => text::part_name(),
        "Notes" => text::part_notes(),
        "Login.Username" => text::part_username(),
        "Login.Password" => text::part_password(),
        "Login.Totp" => text::part_totp(),
        path if path.starts_with("Login.Uris") => text::part_uri(),
        path if path.starts_with("PasswordHistory") => text::part_history(),
        path if path.starts_with("Fields") => text::part_field(),
        other => return text::part_other(other),
    }
    .to_owned()
}

/// What is the matter, in one line.
pub fn what(problem: &Problem) -> String {
    match &problem.kind {
        ProblemKind::TooLong { field: Some(field), bytes, most, .. } => {
            text::what_too_long_field(field, &count(*bytes), &count(*most))
        }
        ProblemKind::TooLong { part: path, bytes, most, .. } => {
            text::what_too_long(&part(path), &count(*bytes), &count(*most))
        }
        ProblemKind::Duplicate { first } => text::what_duplicate(&place(first)),
        ProblemKind::UnknownColumn { name } => text::what_column(name),
        ProblemKind::EmptyRow => text::what_empty().to_owned(),
        ProblemKind::RaggedRow { expected, found } => text::what_ragged(&count(*found), &count(*expected)),
        ProblemKind::Encoding { read_as } => match read_as {
            portal_importers::Encoding::Utf16 => text::what_utf16().to_owned(),
            portal_importers::Encoding::Windows1252 => text::what_windows().to_owned(),
        },
        ProblemKind::OpenQuote => text::what_quote().to_owned(),
        ProblemKind::NoName => text::what_no_name().to_owned(),
        ProblemKind::Skipped { why } => match why {
            Skip::Deleted => text::what_deleted(),
            Skip::UnknownKind => text::what_unknown_kind(),
            Skip::NotAnItem => text::what_not_an_item(),
            Skip::Unreadable => text::what_unreadable(),
            Skip::Card => text::what_card(),
            Skip::Attachment => text::what_attachment(),
            Skip::Passkey => text::what_passkey(),
        }
        .to_owned(),
        ProblemKind::Moved { .. } => text::what_moved().to_owned(),
        ProblemKind::LongFolder { bytes, most } => text::what_folder(&count(*bytes), &count(*most)),
    }
}

/// Where a problem is: the line and the item's name.
pub fn spot(problem: &Problem) -> (String, String) {
    let place = problem.origin.as_ref().map_or_else(|| text::whole_file().to_owned(), place);
    (place, problem.item.clone().unwrap_or_default())
}
