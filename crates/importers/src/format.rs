//! The formats by name.

use serde::{Deserialize, Serialize};

/// What kind of file a format is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A table of text.
    Csv,
    /// JSON.
    Json,
    /// XML.
    Xml,
    /// A zip archive.
    Zip,
}

macro_rules! formats {
    ($($(#[$meta:meta])* $name:ident = $id:literal $kind:ident),+ $(,)?) => {
        /// A format of a file.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum Format { $($(#[$meta])* #[serde(rename = $id)] $name),+ }

        impl Format {
            /// Every format, in the order in which they are offered.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// A short name for addresses and lists.
            #[must_use]
            pub const fn id(self) -> &'static str {
                match self { $(Self::$name => $id),+ }
            }

            /// What kind of file it is.
            #[must_use]
            pub const fn kind(self) -> Kind {
                match self { $(Self::$name => Kind::$kind),+ }
            }

            /// The format of a short name.
            #[must_use]
            pub fn from_id(id: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|format| format.id() == id)
            }
        }
    };
}

formats! {
    /// Bitwarden, not encrypted.
    BitwardenJson = "bitwarden-json" Json,
    /// Bitwarden table, personal or organisation.
    BitwardenCsv = "bitwarden-csv" Csv,
    /// Bitwarden, under a password of its own.
    BitwardenPassword = "bitwarden-password" Json,
    /// Bitwarden, only for the account or organisation it came from.
    BitwardenRestricted = "bitwarden-restricted" Json,
    /// 1Password archive.
    OnePassword1pux = "1password-1pux" Zip,
    /// 1Password table.
    OnePasswordCsv = "1password-csv" Csv,
    /// Chrome, Edge, Brave, Opera, Vivaldi: one format.
    ChromiumCsv = "chromium-csv" Csv,
    /// Firefox.
    FirefoxCsv = "firefox-csv" Csv,
    /// Safari and the passwords of macOS.
    SafariCsv = "safari-csv" Csv,
    /// Dashlane archive of tables.
    DashlaneZip = "dashlane-zip" Zip,
    /// One table of Dashlane.
    DashlaneCsv = "dashlane-csv" Csv,
    /// Enpass.
    EnpassJson = "enpass-json" Json,
    /// Enpass table of names and values.
    EnpassCsv = "enpass-csv" Csv,
    /// KeePass 2.
    KeePass2Xml = "keepass2-xml" Xml,
    /// Keeper.
    KeeperJson = "keeper-json" Json,
    /// Keeper table without a head.
    KeeperCsv = "keeper-csv" Csv,
    /// LastPass.
    LastPassCsv = "lastpass-csv" Csv,
    /// NordPass.
    NordPassCsv = "nordpass-csv" Csv,
    /// Passbolt, and other tables in the manner of KeePass.
    PassboltCsv = "passbolt-csv" Csv,
    /// Proton Pass archive.
    ProtonPassZip = "protonpass-zip" Zip,
    /// Proton Pass.
    ProtonPassJson = "protonpass-json" Json,
    /// Proton Pass table.
    ProtonPassCsv = "protonpass-csv" Csv,
    /// RoboForm.
    RoboFormCsv = "roboform-csv" Csv,
    /// Zoho Vault.
    ZohoCsv = "zoho-csv" Csv,
    /// Any table, columns chosen by hand.
    GenericCsv = "generic-csv" Csv,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_is_found_by_its_id() {
        for format in Format::ALL {
            assert_eq!(Format::from_id(format.id()), Some(*format));
        }
    }
}
