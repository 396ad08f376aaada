//! Numbers with a meaning (API contract §18). Each keeps numbers it does not know.

/// Declares an enum that travels as a number and keeps unknown numbers.
#[macro_export]
macro_rules! wire_enum {
    ($(#[$meta:meta])* $name:ident { $($(#[$arm_meta:meta])* $number:literal => $arm:ident),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $name {
            $($(#[$arm_meta])* $arm,)+
            /// A number that this version does not know; shown as such, written back unchanged.
            Unknown(i64),
        }

        impl $name {
            /// The number on the wire.
            #[must_use]
            pub const fn number(self) -> i64 {
                match self { $(Self::$arm => $number,)+ Self::Unknown(number) => number }
            }

            /// The meaning of a number from the wire.
            #[must_use]
            pub const fn from_number(number: i64) -> Self {
                match number { $($number => Self::$arm,)+ other => Self::Unknown(other) }
            }

            /// All meanings this version knows, in the order of the specification.
            pub const KNOWN: &'static [Self] = &[$(Self::$arm),+];
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_i64(self.number())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                <i64 as serde::Deserialize>::deserialize(deserializer).map(Self::from_number)
            }
        }
    };
}

wire_enum! {
    /// Role of a provider's person.
    ProviderUserType {
        /// Manages the provider itself: people, clients, billing.
        0 => ProviderAdmin,
        /// Works inside the clients.
        1 => ServiceUser,
    }
}

wire_enum! {
    /// How far a provider's person has come.
    ProviderUserStatus {
        /// The mail is out.
        0 => Invited,
        /// The person agreed; a provider admin must still share the provider key.
        1 => Accepted,
        /// The person holds the provider key.
        2 => Confirmed,
    }
}

wire_enum! {
    /// Kind of provider.
    ProviderType {
        /// Managed service provider.
        0 => Msp,
        /// Reseller; does not use the portal.
        1 => Reseller,
        /// Business unit: clients are called business units, Enterprise plans only.
        2 => BusinessUnit,
    }
}

wire_enum! {
    /// Stage of a provider.
    ProviderStatus {
        /// Not set up yet.
        0 => Pending,
        /// Set up, without billing.
        1 => Created,
        /// Set up, clients are billed through it.
        2 => Billable,
    }
}

wire_enum! {
    /// Role of a member in a client organisation.
    OrganizationUserType {
        /// May do everything.
        0 => Owner,
        /// May do everything but what concerns owners and billing.
        1 => Admin,
        /// Uses what is shared with them.
        2 => User,
        /// Has named permissions (Enterprise).
        4 => Custom,
    }
}

wire_enum! {
    /// How far a member of a client organisation has come.
    OrganizationUserStatus {
        /// Access taken away; keeps the data, frees the seat.
        -1 => Revoked,
        /// The mail is out.
        0 => Invited,
        /// Agreed, waits for the organisation key.
        1 => Accepted,
        /// Holds the organisation key.
        2 => Confirmed,
        /// Provisioned by a directory, no mail sent, no seat taken.
        3 => Staged,
    }
}

wire_enum! {
    /// Whether an organisation belongs to a provider.
    OrganizationStatus {
        /// Not set up yet.
        0 => Pending,
        /// Stands on its own.
        1 => Created,
        /// Managed by a provider.
        2 => Managed,
    }
}

wire_enum! {
    /// Subscription plans; only those that a provider can give to clients have a name here.
    PlanType {
        /// Free organisation.
        0 => Free,
        /// Teams, billed monthly.
        17 => TeamsMonthly,
        /// Teams, billed annually.
        18 => TeamsAnnually,
        /// Enterprise, billed monthly.
        19 => EnterpriseMonthly,
        /// Enterprise, billed annually.
        20 => EnterpriseAnnually,
    }
}

wire_enum! {
    /// Family of plans.
    ProductTier {
        /// Free.
        0 => Free,
        /// Families.
        1 => Families,
        /// Teams.
        2 => Teams,
        /// Enterprise.
        3 => Enterprise,
        /// Teams starter.
        4 => TeamsStarter,
    }
}

wire_enum! {
    /// Second step at sign-in.
    TwoFactorProvider {
        /// Authenticator app, six digits.
        0 => Authenticator,
        /// Code by e-mail.
        1 => Email,
        /// Duo of the person.
        2 => Duo,
        /// YubiKey one-time password.
        3 => YubiKey,
        /// Token from "remember this device".
        5 => Remember,
        /// Duo of an organisation.
        6 => OrganizationDuo,
        /// Passkey or security key.
        7 => WebAuthn,
        /// Recovery code.
        8 => RecoveryCode,
    }
}

wire_enum! {
    /// Program that sent a request, as servers log it.
    DeviceType {
        /// Chrome and other Chromium browsers.
        9 => Chrome,
        /// Firefox.
        10 => Firefox,
        /// Opera.
        11 => Opera,
        /// Edge.
        12 => Edge,
        /// Browser that could not be recognised.
        14 => UnknownBrowser,
        /// Safari.
        17 => Safari,
        /// Vivaldi.
        18 => Vivaldi,
        /// The embedded server itself, for demo data.
        22 => Server,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_numbers_survive_a_round_trip() {
        for number in [-7_i64, 3, 999_999] {
            let read: OrganizationUserType = serde_json::from_str(&number.to_string()).unwrap();
            assert_eq!(read, OrganizationUserType::Unknown(number));
            assert_eq!(serde_json::to_string(&read).unwrap(), number.to_string());
        }
    }

    #[test]
    fn known_numbers_have_their_meaning() {
        for known in OrganizationUserStatus::KNOWN {
            assert_eq!(OrganizationUserStatus::from_number(known.number()), *known);
        }
        assert_eq!(serde_json::from_str::<OrganizationUserStatus>("-1").unwrap(), OrganizationUserStatus::Revoked);
    }
}
