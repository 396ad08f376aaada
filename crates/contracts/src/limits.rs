//! Length and number limits of the wire (API contract §17; screens §2).

/// Longest e-mail address, in characters.
pub const EMAIL: usize = 256;
/// Longest name of an organisation, provider or person, in characters.
pub const NAME: usize = 50;
/// Longest name of a group, in characters.
pub const GROUP_NAME: usize = 100;
/// Longest password hint, in characters.
pub const HINT: usize = 50;
/// Shortest master password that the portal lets people set, in characters.
pub const MASTER_PASSWORD: usize = 12;
/// Most addresses in one invitation call.
pub const INVITATIONS_PER_CALL: usize = 20;
/// Most rows that may be ticked at once.
pub const SELECTION: usize = 500;
/// Lifetime of provider and organisation invitations, in hours.
pub const INVITATION_HOURS: i64 = 120;
/// Longest encrypted name on the wire, in characters.
pub const ENCRYPTED_NAME: usize = 1_000;
/// Longest range of an event query, in days.
pub const EVENT_RANGE_DAYS: i64 = 367;
/// Longest id that a directory gives to a member, group or collection, in characters.
pub const EXTERNAL_ID: usize = 300;
/// Most items of one import.
pub const IMPORT_ITEMS: usize = 40_000;
/// Most collections of one import.
pub const IMPORT_COLLECTIONS: usize = 2_000;
/// Most items in collections of one import, an item in two collections counted twice.
pub const IMPORT_RELATIONS: usize = 80_000;
