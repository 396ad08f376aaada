//! One file per format. Facts about columns and members come from the vendors' documentation and from exports.

pub(crate) mod bitwarden;
pub(crate) mod bitwarden_csv;
pub(crate) mod browsers;
pub(crate) mod dashlane;
pub(crate) mod enpass_csv;
pub(crate) mod enpass_json;
pub(crate) mod generic;
pub(crate) mod keepass2;
pub(crate) mod keeper_csv;
pub(crate) mod keeper_json;
pub(crate) mod lastpass;
pub(crate) mod nordpass;
pub(crate) mod onepassword_csv;
pub(crate) mod onepassword_pux;
pub(crate) mod passbolt;
pub(crate) mod proton_csv;
pub(crate) mod proton_json;
pub(crate) mod roboform;
pub(crate) mod table;
pub(crate) mod zoho;
