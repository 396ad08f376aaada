//! How to get a file out of the other password manager, for each format.

use leptos::prelude::*;
use portal_importers::Format;

use super::words;
use crate::{
    i18n::text::import as text,
    ui::{Callout, Choice, Select, Tone},
};

/// What to do there.
const fn steps(format: Format) -> &'static str {
    match format {
        Format::BitwardenJson => text::how_bitwarden_json(),
        Format::BitwardenCsv => text::how_bitwarden_csv(),
        Format::BitwardenPassword => text::how_bitwarden_password(),
        Format::BitwardenRestricted => text::how_bitwarden_restricted(),
        Format::OnePassword1pux => text::how_onepassword_pux(),
        Format::OnePasswordCsv => text::how_onepassword_csv(),
        Format::ChromiumCsv => text::how_chromium(),
        Format::FirefoxCsv => text::how_firefox(),
        Format::SafariCsv => text::how_safari(),
        Format::DashlaneZip => text::how_dashlane_zip(),
        Format::DashlaneCsv => text::how_dashlane_csv(),
        Format::EnpassJson => text::how_enpass_json(),
        Format::EnpassCsv => text::how_enpass_csv(),
        Format::KeePass2Xml => text::how_keepass(),
        Format::KeeperJson => text::how_keeper_json(),
        Format::KeeperCsv => text::how_keeper_csv(),
        Format::LastPassCsv => text::how_lastpass(),
        Format::NordPassCsv => text::how_nordpass(),
        Format::PassboltCsv => text::how_passbolt(),
        Format::ProtonPassZip => text::how_proton_zip(),
        Format::ProtonPassJson => text::how_proton_json(),
        Format::ProtonPassCsv => text::how_proton_csv(),
        Format::RoboFormCsv => text::how_roboform(),
        Format::ZohoCsv => text::how_zoho(),
        Format::GenericCsv => text::how_generic(),
    }
}

/// The maker's own help: host and path. Of those who move their pages about, only the entrance.
const fn help(format: Format) -> Option<(&'static str, &'static str)> {
    Some(match format {
        Format::BitwardenJson | Format::BitwardenCsv | Format::BitwardenPassword | Format::BitwardenRestricted => {
            ("bitwarden.com", "/help/export-your-data/")
        }
        Format::OnePassword1pux | Format::OnePasswordCsv => ("support.1password.com", "/export/"),
        Format::ChromiumCsv => ("support.google.com", "/chrome/answer/95606"),
        Format::FirefoxCsv => ("support.mozilla.org", "/kb/export-login-data-firefox"),
        Format::SafariCsv => ("support.apple.com", "/guide/safari/welcome/mac"),
        Format::DashlaneZip | Format::DashlaneCsv => ("support.dashlane.com", "/"),
        Format::EnpassJson | Format::EnpassCsv => ("support.enpass.io", "/"),
        Format::KeePass2Xml => ("keepass.info", "/help/base/importexport.html"),
        Format::KeeperJson | Format::KeeperCsv => ("docs.keeper.io", "/"),
        Format::LastPassCsv => ("support.lastpass.com", "/"),
        Format::NordPassCsv => ("support.nordpass.com", "/"),
        Format::ProtonPassZip | Format::ProtonPassJson | Format::ProtonPassCsv => ("proton.me", "/support/pass"),
        Format::RoboFormCsv => ("help.roboform.com", "/"),
        Format::ZohoCsv => ("help.zoho.com", "/portal/en/kb/vault/user-guide"),
        // Two makers, and nobody.
        Format::PassboltCsv | Format::GenericCsv => return None,
    })
}

/// The instructions of one format.
pub fn callout(format: Format) -> AnyView {
    view! {
        <Callout tone=Tone::Info title=text::how_callout(words::format(format))>
            <p>{steps(format)}</p>
            {help(format)
                .map(|(host, path)| {
                    view! {
                        <p>
                            <a href=["https://", host, path].concat() target="_blank" rel="noopener noreferrer">
                                {text::how_link(host)}
                                " "
                                <span class="visually-hidden">{text::how_link_new()}</span>
                            </a>
                        </p>
                    }
                })}
        </Callout>
    }
    .into_any()
}

/// Before a file is chosen: what can be read, and how to get it.
pub fn guide() -> AnyView {
    let chosen = RwSignal::new(String::new());
    let formats = Format::ALL.iter().map(|format| Choice::new(format.id(), words::format(*format)));
    let choices: Vec<Choice> = [Choice::new("", text::how_none())].into_iter().chain(formats).collect();
    view! {
        <section class="card" aria-labelledby="import-how">
            <div class="card__head">
                <h2 id="import-how">{text::how_title()}</h2>
            </div>
            <div class="card__body stack">
                <Select
                    id="import-how-format"
                    label=text::how_label()
                    value=chosen
                    choices=choices
                    help=Some(text::how_help().to_owned())
                />
                <div role="status">{move || chosen.with(|id| Format::from_id(id)).map(callout)}</div>
            </div>
        </section>
    }
    .into_any()
}
