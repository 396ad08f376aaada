//! Bodies of items that are nothing but texts.

use serde::{Deserialize, Serialize};

use super::parts::{self, Part, opt};

/// A body whose members are all texts that may be missing.
macro_rules! body {
    ($(#[$meta:meta])* $name:ident, $wire:literal, $($(#[$member_meta:meta])* $member:ident = $label:literal <= $limit:ident),+ $(,)?) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(rename_all = "camelCase", default, bound(deserialize = "T: Deserialize<'de> + Default"))]
        pub struct $name<T> {
            $($(#[$member_meta])* #[serde(skip_serializing_if = "Option::is_none")] pub $member: Option<T>,)+
        }

        impl<T> $name<T> {
            pub(super) fn try_map<U, E>(&self, change: &mut impl FnMut(Part, &T) -> Result<U, E>) -> Result<$name<U>, E> {
                Ok($name {
                    $($member: opt(&self.$member, Part::Member { body: $wire, member: $label, limit: parts::$limit }, change)?,)+
                })
            }
        }
    };
}

body! {
    /// Body of a card.
    Card, "Card",
    /// Name on it.
    cardholder_name = "CardholderName" <= NAME,
    /// Brand, for example `Visa`.
    brand = "Brand" <= NAME,
    /// Number.
    number = "Number" <= NAME,
    /// Month, `1` to `12`.
    exp_month = "ExpMonth" <= NAME,
    /// Year, four digits.
    exp_year = "ExpYear" <= NAME,
    /// Security code.
    code = "Code" <= NAME,
}

body! {
    /// Body of an identity.
    Identity, "Identity",
    /// Mr, Mrs, Dr.
    title = "Title" <= NAME,
    /// First name.
    first_name = "FirstName" <= NAME,
    /// Middle name.
    middle_name = "MiddleName" <= NAME,
    /// Last name.
    last_name = "LastName" <= NAME,
    /// First line of the address.
    address1 = "Address1" <= NAME,
    /// Second line.
    address2 = "Address2" <= NAME,
    /// Third line.
    address3 = "Address3" <= NAME,
    /// Town.
    city = "City" <= NAME,
    /// State or county.
    state = "State" <= NAME,
    /// Post code.
    postal_code = "PostalCode" <= NAME,
    /// Country.
    country = "Country" <= NAME,
    /// Company.
    company = "Company" <= NAME,
    /// E-mail address.
    email = "Email" <= NAME,
    /// Telephone.
    phone = "Phone" <= NAME,
    /// Social security number.
    ssn = "SSN" <= NAME,
    /// User name.
    username = "Username" <= NAME,
    /// Passport number.
    passport_number = "PassportNumber" <= NAME,
    /// Driving licence number.
    license_number = "LicenseNumber" <= NAME,
}

body! {
    /// Body of an SSH key.
    SshKey, "SshKey",
    /// Private key.
    private_key = "PrivateKey" <= SECRET,
    /// Public key.
    public_key = "PublicKey" <= SECRET,
    /// Its fingerprint.
    key_fingerprint = "KeyFingerprint" <= NAME,
}

body! {
    /// The texts of a passkey.
    PasskeyTexts, "Login.Fido2Credentials",
    /// Id.
    credential_id = "CredentialId" <= NAME,
    /// Always `public-key`.
    key_type = "KeyType" <= NAME,
    /// Algorithm.
    key_algorithm = "KeyAlgorithm" <= NAME,
    /// Curve.
    key_curve = "KeyCurve" <= NAME,
    /// Private key.
    key_value = "KeyValue" <= NAME,
    /// Site.
    rp_id = "RpId" <= NAME,
    /// Name of the site.
    rp_name = "RpName" <= NAME,
    /// Handle of the account.
    user_handle = "UserHandle" <= NAME,
    /// Name of the account.
    user_name = "UserName" <= NAME,
    /// Name of the account as shown.
    user_display_name = "UserDisplayName" <= NAME,
    /// Signature counter.
    counter = "Counter" <= NAME,
    /// `true` or `false`.
    discoverable = "Discoverable" <= NAME,
}
