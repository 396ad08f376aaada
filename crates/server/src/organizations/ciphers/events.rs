//! What the log of an organisation tells about one item (API contract §14.1).

use axum::Json;
use axum::extract::{Query, State};
use portal_contracts::events::Event;
use portal_contracts::list::List;
use uuid::Uuid;

use super::store;
use crate::auth::Caller;
use crate::error::{ApiError, ApiResult};
use crate::events::{EventQuery, Log, answer};
use crate::ids::PathIds;
use crate::organizations::events::require_log;
use crate::state::AppState;

/// For whoever may read the whole log of the organisation that the item belongs to. Of an item that is gone nobody can
/// tell any more whose it was: 404, as on the vendor's server.
pub(super) async fn of_item(
    State(app): State<AppState>,
    caller: Caller,
    PathIds(cipher): PathIds<Uuid>,
    Query(query): Query<EventQuery>,
) -> ApiResult<Json<List<Event>>> {
    let now = app.clock.now();
    app.db
        .read(move |conn| {
            let organization = store::organization_of(conn, cipher)?.ok_or(ApiError::NotFound)?;
            require_log(conn, &caller, organization)?;
            answer(conn, Log::Item { organization, cipher }, &query, now)
        })
        .await
}
