//! The tables of browsers: Chrome and its relatives, Firefox, Safari.

use super::table::{Layout, Outcome, Record};
use crate::build::Builder;
use crate::draft::Draft;
use crate::format::Format;
use crate::problem::Skip;

/// Chrome, Edge, Brave, Opera, Vivaldi. Older ones have no notes.
pub(crate) const CHROMIUM: Layout = Layout {
    format: Format::ChromiumCsv,
    needs: &[&["name", "url", "username", "password"]],
    reads: &["note", "notes"],
    ignores: &[],
    row: chromium,
};

fn chromium(record: &Record<'_>, _: &mut Builder) -> Outcome {
    let mut draft = Draft::login(record.origin());
    let name = record.get("name");
    // Passwords of Android programs: android://<signature>@<package>/
    let android = record.get("url").strip_prefix("android://").and_then(|rest| rest.rsplit_once('@'));
    match android {
        Some((_, package)) if name.trim().is_empty() => draft.name(package.trim_end_matches('/')),
        _ => draft.name(name),
    };
    match android {
        Some((_, package)) => draft.uri(&["androidapp://", package.trim_end_matches('/')].concat()),
        None => draft.uri(record.get("url")),
    };
    draft.username(record.get("username")).password(record.get("password")).notes(record.first(&["note", "notes"]));
    draft.into()
}

/// Firefox. Names are not part of it.
pub(crate) const FIREFOX: Layout = Layout {
    format: Format::FirefoxCsv,
    needs: &[&["url", "username", "password", "httprealm", "formactionorigin", "guid"]],
    reads: &[],
    ignores: &["timecreated", "timelastused", "timepasswordchanged"],
    row: firefox,
};

fn firefox(record: &Record<'_>, _: &mut Builder) -> Outcome {
    // The browser's own account is kept among the passwords.
    if record.get("url").starts_with("chrome://") {
        return Outcome::Skip(Skip::NotAnItem);
    }
    let mut draft = Draft::login(record.origin());
    let url = record.get("url");
    let host = url.split_once("://").map_or(url, |(_, rest)| rest).split('/').next().unwrap_or_default();
    draft.name(host.strip_prefix("www.").unwrap_or(host)).uri(url);
    draft.username(record.get("username")).password(record.get("password")).field("httpRealm", record.get("httprealm"));
    draft.into()
}

/// Safari, and the Passwords program of macOS.
pub(crate) const SAFARI: Layout = Layout {
    format: Format::SafariCsv,
    needs: &[
        &["title", "url", "username", "password", "notes", "otpauth"],
        &["title", "url", "username", "password", "otpauth"],
    ],
    reads: &["notes"],
    ignores: &[],
    row: safari,
};

fn safari(record: &Record<'_>, _: &mut Builder) -> Outcome {
    let mut draft = Draft::login(record.origin());
    draft.name(record.get("title")).uri(record.get("url")).username(record.get("username"));
    draft.password(record.get("password")).totp(record.get("otpauth")).notes(record.get("notes"));
    draft.into()
}
