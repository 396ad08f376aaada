//! The people of the demo provider. Their passphrases are no secrets: they are printed at start and
//! good for nothing but trying the portal out.

use std::net::{IpAddr, Ipv4Addr};

/// Name of the demo provider.
pub const PROVIDER: &str = "Northwind IT";
/// Where its invoices go.
pub const BILLING_EMAIL: &str = "accounts@northwind.example";
/// Name that the first collection of each client gets, in the language of the demo.
pub const COLLECTION: &str = "Default collection";

/// What somebody is to the provider or to a client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Provider admin.
    Admin,
    /// Service user.
    ServiceUser,
    /// Invited as service user, agreed, not confirmed yet.
    Waiting,
    /// Owner of one client, nothing to the provider.
    ClientOwner,
}

impl Role {
    /// For the list of sign-ins.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Admin => "provider admin",
            Self::ServiceUser => "service user",
            Self::Waiting => "waits for confirmation",
            Self::ClientOwner => "owner of a client",
        }
    }
}

/// Somebody one can sign in as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Persona {
    /// Name.
    pub name: &'static str,
    /// Address.
    pub email: &'static str,
    /// Master password.
    pub passphrase: &'static str,
    /// What they are to the provider or to a client.
    pub role: Role,
    /// Last part of the address they work from, in a range kept for documentation (RFC 5737).
    desk: u8,
}

impl Persona {
    /// The address they work from, as the event log shows it.
    #[must_use]
    pub const fn address(&self) -> IpAddr {
        IpAddr::V4(Ipv4Addr::new(192, 0, 2, self.desk))
    }
}

/// Sets the provider up and creates its clients.
pub const INES: Persona = Persona {
    name: "Ines Duarte",
    email: "ines.duarte@northwind.example",
    passphrase: "marmalade-lighthouse-violin-42",
    role: Role::Admin,
    desk: 11,
};

/// The second admin, so that nobody is irreplaceable.
pub const OMAR: Persona = Persona {
    name: "Omar Haddad",
    email: "omar.haddad@northwind.example",
    passphrase: "cinnamon-telescope-drizzle-17",
    role: Role::Admin,
    desk: 12,
};

/// A service user.
pub const TOM: Persona = Persona {
    name: "Tom Berger",
    email: "tom.berger@northwind.example",
    passphrase: "pebble-orchestra-saffron-63",
    role: Role::ServiceUser,
    desk: 21,
};

/// A service user.
pub const MIA: Persona = Persona {
    name: "Mia Larsson",
    email: "mia.larsson@northwind.example",
    passphrase: "thimble-glacier-accordion-88",
    role: Role::ServiceUser,
    desk: 22,
};

/// Waits for confirmation.
pub const JONAS: Persona = Persona {
    name: "Jonas Weber",
    email: "jonas.weber@northwind.example",
    passphrase: "clarinet-compass-tapestry-29",
    role: Role::Waiting,
    desk: 31,
};

/// Waits for confirmation.
pub const PRIYA: Persona = Persona {
    name: "Priya Nair",
    email: "priya.nair@northwind.example",
    passphrase: "walnut-carousel-almanac-54",
    role: Role::Waiting,
    desk: 32,
};

/// Owns a client, Greenhouse Robotics, and has nothing to do with the provider.
pub const PETRA: Persona = Persona {
    name: "Petra Novak",
    email: "petra.novak@greenhouse-robotics.example",
    passphrase: "cartwheel-porcelain-lantern-71",
    role: Role::ClientOwner,
    desk: 41,
};

/// Everybody with an account.
pub const ALL: [Persona; 7] = [INES, OMAR, TOM, MIA, JONAS, PRIYA, PETRA];

/// Invited and not here yet: the open invitation that is printed at start.
pub const INVITED: &str = "lena.fischer@northwind.example";
