//! Numbers of the events this server writes (API contract §14.3).

/// What happened. Only numbers that something here writes have a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct EventKind(pub i64);

impl EventKind {
    /// Signed in.
    pub const LOGGED_IN: Self = Self(1000);
    /// Changed the master password.
    pub const PASSWORD_CHANGED: Self = Self(1001);
    /// Set up or changed a second step.
    pub const TWO_FACTOR_CHANGED: Self = Self(1002);
    /// Switched a second step off.
    pub const TWO_FACTOR_DISABLED: Self = Self(1003);
    /// Used the recovery code.
    pub const TWO_FACTOR_RECOVERED: Self = Self(1004);
    /// Wrong password.
    pub const LOGIN_FAILED: Self = Self(1005);
    /// Wrong second step.
    pub const LOGIN_FAILED_TWO_FACTOR: Self = Self(1006);
    /// Exported the own vault; reported by the client.
    pub const VAULT_EXPORTED: Self = Self(1007);

    /// A member was invited.
    pub const MEMBER_INVITED: Self = Self(1500);

    /// Name or settings of an organisation changed.
    pub const ORGANIZATION_UPDATED: Self = Self(1600);
    /// An organisation's vault was exported; reported by the client.
    pub const ORGANIZATION_EXPORTED: Self = Self(1602);
    /// An organisation was opened by its provider; organisation's log.
    pub const ORGANIZATION_ACCESSED: Self = Self(1603);

    /// A provider's person was invited.
    pub const PROVIDER_USER_INVITED: Self = Self(1800);
    /// A provider's person got the provider key.
    pub const PROVIDER_USER_CONFIRMED: Self = Self(1801);
    /// A provider's person changed role.
    pub const PROVIDER_USER_UPDATED: Self = Self(1802);
    /// A provider's person was removed.
    pub const PROVIDER_USER_REMOVED: Self = Self(1803);

    /// A client was created.
    pub const CLIENT_CREATED: Self = Self(1900);
    /// An existing organisation became a client.
    pub const CLIENT_ADDED: Self = Self(1901);
    /// A client was unlinked.
    pub const CLIENT_REMOVED: Self = Self(1902);
    /// A client was opened by the provider; provider log.
    pub const CLIENT_ACCESSED: Self = Self(1903);
}
