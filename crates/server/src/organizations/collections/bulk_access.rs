//! Access for several collections at once: given entries are added or overwritten, all other access stays.

use axum::extract::State;
use serde::Deserialize;
use uuid::Uuid;

use super::entries::{self, Entry};
use super::rules::{self, Rights};
use super::store::{self, Side};
use crate::auth::Caller;
use crate::error::{ApiError, ApiResult};
use crate::events::{self, Event, EventKind, Source};
use crate::ids::PathIds;
use crate::json::Body;
use crate::organizations::store as organizations;
use crate::plans;
use crate::state::AppState;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct BulkBody {
    collection_ids: Vec<Uuid>,
    #[serde(default)]
    groups: Vec<Entry>,
    #[serde(default)]
    users: Vec<Entry>,
}

pub(super) async fn give(
    State(app): State<AppState>,
    caller: Caller,
    PathIds(organization): PathIds<Uuid>,
    Body(body): Body<BulkBody>,
) -> ApiResult<()> {
    let now = app.clock.now();
    app.db
        .write(move |tx| {
            let rights = Rights::of(tx, &caller, organization)?;
            if body.collection_ids.is_empty() {
                return Err(ApiError::invalid("CollectionIds", "The CollectionIds field is required."));
            }
            entries::check(&body.groups)?;
            let source = Source::from(&caller);
            let groups = plans::features(rights.organization.plan).use_groups;
            for id in &body.collection_ids {
                let row = rules::shared(tx, organization, *id)?;
                if !rights.edits(tx, *id)? {
                    return Err(ApiError::NotFound);
                }
                if row.is_own_items() {
                    return Err(ApiError::rule(
                        "You cannot add access to collections with the type as DefaultUserCollection.",
                    ));
                }
                let managed = store::has_manager(tx, *id)?;
                entries::give(tx, Side::Users, organization, *id, &body.users)?;
                if groups {
                    entries::give(tx, Side::Groups, organization, *id, &body.groups)?;
                }
                // Nobody takes the last manager away without noticing; one that had none may wait for one.
                if managed {
                    rights.require_manager(tx, *id)?;
                }
                let event = Event::of_collection(EventKind::COLLECTION_UPDATED, &source, organization, *id);
                events::write(tx, now, &event)?;
            }
            organizations::touch_members(tx, organization, now)
        })
        .await
}
