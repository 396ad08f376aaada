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
    /// Wrong password.
    pub const LOGIN_FAILED: Self = Self(1005);
    /// Wrong second step.
    pub const LOGIN_FAILED_TWO_FACTOR: Self = Self(1006);
    /// Exported the own vault; reported by the client.
    pub const VAULT_EXPORTED: Self = Self(1007);
    /// Replaced the password that somebody else had set.
    pub const TEMPORARY_PASSWORD_CHANGED: Self = Self(1008);

    /// Asked the organisation to let a device in.
    pub const DEVICE_APPROVAL_ASKED: Self = Self(1010);

    /// A collection was made.
    pub const COLLECTION_CREATED: Self = Self(1300);
    /// Name or access of a collection changed.
    pub const COLLECTION_UPDATED: Self = Self(1301);
    /// A collection was deleted.
    pub const COLLECTION_DELETED: Self = Self(1302);

    /// A group was made.
    pub const GROUP_CREATED: Self = Self(1400);
    /// Name, members or collections of a group changed.
    pub const GROUP_UPDATED: Self = Self(1401);
    /// A group was deleted.
    pub const GROUP_DELETED: Self = Self(1402);

    /// A member was invited.
    pub const MEMBER_INVITED: Self = Self(1500);
    /// A member got the organisation key.
    pub const MEMBER_CONFIRMED: Self = Self(1501);
    /// Role, groups or collections of a member changed.
    pub const MEMBER_UPDATED: Self = Self(1502);
    /// A member was taken out.
    pub const MEMBER_REMOVED: Self = Self(1503);
    /// A member was put into other groups, or taken out of one.
    pub const MEMBER_GROUPS_CHANGED: Self = Self(1504);
    /// A member enrolled in account recovery.
    pub const MEMBER_ENROLLED: Self = Self(1506);
    /// A member left account recovery.
    pub const MEMBER_WITHDRAWN: Self = Self(1507);
    /// Somebody set a new master password for a member.
    pub const MEMBER_PASSWORD_RESET: Self = Self(1508);
    /// A member's access was taken away.
    pub const MEMBER_REVOKED: Self = Self(1511);
    /// A member got access back.
    pub const MEMBER_RESTORED: Self = Self(1512);
    /// A device of a member was let in.
    pub const MEMBER_DEVICE_APPROVED: Self = Self(1513);
    /// A device of a member was not let in.
    pub const MEMBER_DEVICE_DENIED: Self = Self(1514);
    /// The claimed account of a member was deleted.
    pub const MEMBER_DELETED: Self = Self(1515);
    /// A member left.
    pub const MEMBER_LEFT: Self = Self(1516);
    /// Somebody took a member's second steps away.
    pub const MEMBER_TWO_STEP_RESET: Self = Self(1519);
    /// A member lost access because two-step login is required.
    pub const MEMBER_REVOKED_TWO_FACTOR: Self = Self(1520);
    /// A member lost access because no other organisation is allowed.
    pub const MEMBER_REVOKED_SINGLE_ORGANIZATION: Self = Self(1521);

    /// Name or settings of an organisation changed.
    pub const ORGANIZATION_UPDATED: Self = Self(1600);
    /// An organisation's vault was exported; reported by the client.
    pub const ORGANIZATION_EXPORTED: Self = Self(1602);
    /// An organisation was opened by its provider; organisation's log.
    pub const ORGANIZATION_ACCESSED: Self = Self(1603);
    /// Single sign-on was switched on.
    pub const SSO_ENABLED: Self = Self(1604);
    /// Single sign-on was switched off.
    pub const SSO_DISABLED: Self = Self(1605);
    /// Members unlock by a key connector from now on.
    pub const KEY_CONNECTOR_ENABLED: Self = Self(1606);
    /// Members no longer unlock by a key connector.
    pub const KEY_CONNECTOR_DISABLED: Self = Self(1607);
    /// Only owners and admins may create collections from now on.
    pub const COLLECTION_CREATION_LIMITED: Self = Self(1610);
    /// Everybody may create collections again.
    pub const COLLECTION_CREATION_OPENED: Self = Self(1611);
    /// Only owners and admins may delete collections from now on.
    pub const COLLECTION_DELETION_LIMITED: Self = Self(1612);
    /// Whoever manages a collection may delete it again.
    pub const COLLECTION_DELETION_OPENED: Self = Self(1613);
    /// Only who manages a collection may delete its items from now on.
    pub const ITEM_DELETION_LIMITED: Self = Self(1614);
    /// Whoever may edit items may delete them again.
    pub const ITEM_DELETION_OPENED: Self = Self(1615);
    /// Owners and admins reach all items from now on.
    pub const ADMIN_ACCESS_OPENED: Self = Self(1616);
    /// Owners and admins reach only what is assigned to them again.
    pub const ADMIN_ACCESS_LIMITED: Self = Self(1617);

    /// A policy was saved.
    pub const POLICY_UPDATED: Self = Self(1700);

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

    /// A domain was put down to be claimed.
    pub const DOMAIN_ADDED: Self = Self(2000);
    /// A domain was taken off the list.
    pub const DOMAIN_REMOVED: Self = Self(2001);
    /// A domain was claimed.
    pub const DOMAIN_VERIFIED: Self = Self(2002);
    /// A domain did not say what it has to say.
    pub const DOMAIN_NOT_VERIFIED: Self = Self(2003);
}
