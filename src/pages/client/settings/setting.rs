//! The four settings of collection management in words, and how they are read and written. Pure.

use portal_contracts::profile::CollectionManagement;

use crate::i18n::text::client_settings as text;

/// One of the four.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    /// Owners and admins reach every collection.
    AdminAccess,
    /// Only owners and admins create collections.
    LimitCreation,
    /// Only owners and admins delete collections.
    LimitDeletion,
    /// Only people with Manage delete items.
    LimitItemDeletion,
}

impl Setting {
    /// All of them, in the order of the page.
    pub const ALL: [Self; 4] = [Self::AdminAccess, Self::LimitCreation, Self::LimitDeletion, Self::LimitItemDeletion];

    /// Id of its check box.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::AdminAccess => "setting-admin-access",
            Self::LimitCreation => "setting-creation",
            Self::LimitDeletion => "setting-deletion",
            Self::LimitItemDeletion => "setting-item-deletion",
        }
    }

    /// Whether it is on.
    #[must_use]
    pub const fn of(self, settings: &CollectionManagement) -> bool {
        match self {
            Self::AdminAccess => settings.allow_admin_access_to_all_collection_items,
            Self::LimitCreation => settings.limit_collection_creation,
            Self::LimitDeletion => settings.limit_collection_deletion,
            Self::LimitItemDeletion => settings.limit_item_deletion,
        }
    }

    /// Switches it.
    pub const fn put(self, settings: &mut CollectionManagement, on: bool) {
        match self {
            Self::AdminAccess => settings.allow_admin_access_to_all_collection_items = on,
            Self::LimitCreation => settings.limit_collection_creation = on,
            Self::LimitDeletion => settings.limit_collection_deletion = on,
            Self::LimitItemDeletion => settings.limit_item_deletion = on,
        }
    }

    /// What it is called.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::AdminAccess => text::admin_label(),
            Self::LimitCreation => text::create_label(),
            Self::LimitDeletion => text::delete_label(),
            Self::LimitItemDeletion => text::items_label(),
        }
    }

    /// What it means while it is on or off.
    #[must_use]
    pub const fn meaning(self, on: bool) -> &'static str {
        match (self, on) {
            (Self::AdminAccess, true) => text::admin_on(),
            (Self::AdminAccess, false) => text::admin_off(),
            (Self::LimitCreation, true) => text::create_on(),
            (Self::LimitCreation, false) => text::create_off(),
            (Self::LimitDeletion, true) => text::delete_on(),
            (Self::LimitDeletion, false) => text::delete_off(),
            (Self::LimitItemDeletion, true) => text::items_on(),
            (Self::LimitItemDeletion, false) => text::items_off(),
        }
    }

    /// What the switch does to the collections that exist.
    #[must_use]
    pub const fn effect(self, to: bool) -> &'static str {
        match (self, to) {
            (Self::AdminAccess, true) => text::admin_to_on(),
            (Self::AdminAccess, false) => text::admin_to_off(),
            (Self::LimitCreation, true) => text::create_to_on(),
            (Self::LimitCreation, false) => text::create_to_off(),
            (Self::LimitDeletion, true) => text::delete_to_on(),
            (Self::LimitDeletion, false) => text::delete_to_off(),
            (Self::LimitItemDeletion, true) => text::items_to_on(),
            (Self::LimitItemDeletion, false) => text::items_to_off(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_setting_is_its_own() {
        for setting in Setting::ALL {
            let mut settings = CollectionManagement::default();
            setting.put(&mut settings, true);
            for other in Setting::ALL {
                assert_eq!(other.of(&settings), other == setting, "{setting:?} {other:?}");
            }
            assert_ne!(setting.meaning(true), setting.meaning(false));
        }
    }
}
