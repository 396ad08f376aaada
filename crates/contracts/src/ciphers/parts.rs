//! Which text of an item, and how long it may be (API contract §12.2, crypto specification §6.5).

/// Characters of names, user names, one-time code seeds and the members of cards and identities.
pub(super) const NAME: usize = 1_000;
/// Characters of passwords, custom field values and keys.
pub(super) const SECRET: usize = 5_000;
/// Characters of notes and addresses.
const NOTES: usize = 10_000;

/// One text of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    /// Its name.
    Name,
    /// Its notes.
    Notes,
    /// Name of a custom field.
    FieldName(usize),
    /// Value of a custom field.
    FieldValue(usize),
    /// An earlier password.
    OldPassword(usize),
    /// User name of a login.
    Username,
    /// Password of a login.
    Password,
    /// Seed of one-time codes.
    Totp,
    /// An address.
    Uri(usize),
    /// Digest of an address.
    UriChecksum(usize),
    /// A member of a card, identity, SSH key or passkey.
    Member {
        /// The body, as servers spell it.
        body: &'static str,
        /// The member, as servers spell it.
        member: &'static str,
        /// Most characters when sealed.
        limit: usize,
    },
}

impl Part {
    /// Most characters of the sealed text.
    #[must_use]
    pub const fn limit(self) -> usize {
        match self {
            Self::Name | Self::FieldName(_) | Self::Username | Self::Totp => NAME,
            Self::FieldValue(_) | Self::OldPassword(_) | Self::Password => SECRET,
            Self::Notes | Self::Uri(_) | Self::UriChecksum(_) => NOTES,
            Self::Member { limit, .. } => limit,
        }
    }

    /// Where it stands, as servers name it in their lists of errors: `Login.Uris[0].Uri`.
    #[must_use]
    pub fn path(self) -> String {
        match self {
            Self::Name => "Name".to_owned(),
            Self::Notes => "Notes".to_owned(),
            Self::FieldName(at) => format!("Fields[{at}].Name"),
            Self::FieldValue(at) => format!("Fields[{at}].Value"),
            Self::OldPassword(at) => format!("PasswordHistory[{at}].Password"),
            Self::Username => "Login.Username".to_owned(),
            Self::Password => "Login.Password".to_owned(),
            Self::Totp => "Login.Totp".to_owned(),
            Self::Uri(at) => format!("Login.Uris[{at}].Uri"),
            Self::UriChecksum(at) => format!("Login.Uris[{at}].UriChecksum"),
            Self::Member { body, member, .. } => format!("{body}.{member}"),
        }
    }
}

/// How many characters so many bytes of text take when sealed: padded to blocks, in Base64, with vector and code.
#[must_use]
pub const fn sealed_length(bytes: usize) -> usize {
    let data = (bytes / 16 + 1) * 16;
    2 + 24 + 1 + data.div_ceil(3) * 4 + 1 + 44
}

/// How many bytes of text fit into so many sealed characters.
#[must_use]
pub const fn limit_in_bytes(sealed: usize) -> usize {
    let blocks = sealed.saturating_sub(72) / 4 * 3 / 16;
    (blocks * 16).saturating_sub(1)
}

pub(super) fn opt<T, U, E>(
    text: &Option<T>,
    part: Part,
    change: &mut impl FnMut(Part, &T) -> Result<U, E>,
) -> Result<Option<U>, E> {
    text.as_ref().map(|text| change(part, text)).transpose()
}

pub(super) fn each<T, U, E>(list: &[T], mut change: impl FnMut(usize, &T) -> Result<U, E>) -> Result<Vec<U>, E> {
    list.iter().enumerate().map(|(at, one)| change(at, one)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_in_bytes_are_those_of_the_specification() {
        for (limit, bytes) in [(NAME, 687), (SECRET, 3_695), (NOTES, 7_439)] {
            assert_eq!(limit_in_bytes(limit), bytes);
            assert!(sealed_length(bytes) <= limit && sealed_length(bytes + 1) > limit);
        }
    }

    #[test]
    fn paths_are_spelled_as_servers_do() {
        assert_eq!(Part::Uri(2).path(), "Login.Uris[2].Uri");
        assert_eq!(Part::Member { body: "Card", member: "Code", limit: NAME }.path(), "Card.Code");
    }
}
