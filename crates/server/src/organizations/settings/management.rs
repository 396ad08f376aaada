//! Settings of collection management (API contract §7.4, screens §1.4).

use axum::Json;
use axum::extract::State;
use portal_contracts::profile::CollectionManagement;
use rusqlite::params;
use serde_json::Value;
use uuid::Uuid;

use super::touch_all;
use crate::auth::Caller;
use crate::error::{ApiError, ApiResult};
use crate::events::{self, Event, EventKind, Source};
use crate::ids::PathIds;
use crate::json::Body;
use crate::organizations::details::wire;
use crate::organizations::{access, store};
use crate::state::AppState;

/// Each setting that really changes writes its own event.
pub(super) async fn update(
    State(app): State<AppState>,
    caller: Caller,
    PathIds(id): PathIds<Uuid>,
    Body(new): Body<CollectionManagement>,
) -> ApiResult<Json<Value>> {
    let now = app.clock.now();
    let organization = app
        .db
        .write(move |tx| {
            access::require_owner(tx, &caller, id)?;
            let old = store::organization(tx, id)?.ok_or(ApiError::NotFound)?.management;
            tx.execute(
                "UPDATE organization SET limit_collection_creation = ?2, limit_collection_deletion = ?3,
                        limit_item_deletion = ?4, allow_admin_access = ?5, revised_at = ?6 WHERE id = ?1",
                params![
                    id,
                    new.limit_collection_creation,
                    new.limit_collection_deletion,
                    new.limit_item_deletion,
                    new.allow_admin_access_to_all_collection_items,
                    now
                ],
            )?;
            let source = Source::from(&caller);
            for kind in flips(old, new) {
                events::write(tx, now, &Event::of_organization(kind, &source, id))?;
            }
            touch_all(tx, id, now)?;
            store::organization(tx, id)?.ok_or(ApiError::NotFound)
        })
        .await?;
    Ok(Json(wire(&organization)))
}

fn flips(old: CollectionManagement, new: CollectionManagement) -> impl Iterator<Item = EventKind> {
    let flip = |was: bool, is: bool, on: EventKind, off: EventKind| (was != is).then_some(if is { on } else { off });
    [
        flip(
            old.limit_collection_creation,
            new.limit_collection_creation,
            EventKind::COLLECTION_CREATION_LIMITED,
            EventKind::COLLECTION_CREATION_OPENED,
        ),
        flip(
            old.limit_collection_deletion,
            new.limit_collection_deletion,
            EventKind::COLLECTION_DELETION_LIMITED,
            EventKind::COLLECTION_DELETION_OPENED,
        ),
        flip(
            old.limit_item_deletion,
            new.limit_item_deletion,
            EventKind::ITEM_DELETION_LIMITED,
            EventKind::ITEM_DELETION_OPENED,
        ),
        flip(
            old.allow_admin_access_to_all_collection_items,
            new.allow_admin_access_to_all_collection_items,
            EventKind::ADMIN_ACCESS_OPENED,
            EventKind::ADMIN_ACCESS_LIMITED,
        ),
    ]
    .into_iter()
    .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_flip_has_its_own_number() {
        let off = CollectionManagement::default();
        let on = CollectionManagement {
            limit_collection_creation: true,
            limit_collection_deletion: true,
            limit_item_deletion: true,
            allow_admin_access_to_all_collection_items: true,
        };
        let numbers = |old, new| flips(old, new).map(|kind| kind.0).collect::<Vec<_>>();
        assert_eq!(numbers(off, on), [1610, 1612, 1614, 1616]);
        assert_eq!(numbers(on, off), [1611, 1613, 1615, 1617]);
        assert!(numbers(on, on).is_empty());
        let one = CollectionManagement { limit_item_deletion: true, ..off };
        assert_eq!(numbers(off, one), [1614]);
    }
}
