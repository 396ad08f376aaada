//! Settings of collection management (ORG-02; screens §1.4).

use portal_contracts::organization::Organization as Wire;
use portal_contracts::profile::CollectionManagement;

use super::{Organization, confirm, read};
use crate::error::ApiError;
use crate::portal::Portal;
use crate::send::Call;
use crate::workspace;

/// Why the settings were not saved.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ManagementFailure {
    /// The server does not let these settings be changed: some products have none.
    #[error("not built into this server")]
    NotBuiltIn,
    /// Anything else. Repeating it is harmless.
    #[error(transparent)]
    Api(#[from] ApiError),
}

/// Saves the settings that the person changed; the others stay as they are now, also when somebody else changed them
/// after `base` was read.
///
/// # Errors
/// See [`ManagementFailure`].
pub async fn save_management(
    portal: &Portal,
    base: &Organization,
    wanted: CollectionManagement,
) -> Result<Organization, ManagementFailure> {
    let now = read(portal, &base.id).await?;
    let body = merge(base.management, wanted, now.management);
    if body == now.management {
        return Ok(now);
    }
    let path = ["organizations/", &base.id, "/collection-management"].concat();
    let answer: Wire = match portal.read(Call::put(path).json(&body)).await {
        // The unknown route of a server without providers has no message for people.
        Err(ApiError::NotFound { message: None }) => return Err(ManagementFailure::NotBuiltIn),
        answer => answer?,
    };
    let saved = confirm(answer, &base.id)?;
    // Collections pages read the settings from the profile.
    workspace::sync(portal).await?;
    Ok(saved)
}

fn merge(base: CollectionManagement, wanted: CollectionManagement, now: CollectionManagement) -> CollectionManagement {
    let pick = |base: bool, wanted: bool, now: bool| if wanted == base { now } else { wanted };
    CollectionManagement {
        limit_collection_creation: pick(
            base.limit_collection_creation,
            wanted.limit_collection_creation,
            now.limit_collection_creation,
        ),
        limit_collection_deletion: pick(
            base.limit_collection_deletion,
            wanted.limit_collection_deletion,
            now.limit_collection_deletion,
        ),
        limit_item_deletion: pick(base.limit_item_deletion, wanted.limit_item_deletion, now.limit_item_deletion),
        allow_admin_access_to_all_collection_items: pick(
            base.allow_admin_access_to_all_collection_items,
            wanted.allow_admin_access_to_all_collection_items,
            now.allow_admin_access_to_all_collection_items,
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_setting_that_somebody_else_changed_meanwhile_is_kept() {
        let base = CollectionManagement::default();
        let wanted = CollectionManagement { limit_item_deletion: true, ..base };
        let now = CollectionManagement { limit_collection_creation: true, ..base };
        let merged = merge(base, wanted, now);
        assert!(merged.limit_item_deletion && merged.limit_collection_creation);
        assert_eq!(merge(now, base, now), base, "switching off counts as much");
    }
}
