//! What the log of an organisation tells about one member (API contract §14.1).

use axum::Json;
use axum::extract::{Query, State};
use portal_contracts::events::Event;
use portal_contracts::list::List;
use portal_contracts::permissions::{ClientAction, Feature};
use uuid::Uuid;

use super::{Scope, rules};
use crate::auth::Caller;
use crate::error::{ApiError, ApiResult};
use crate::events::{EventQuery, Log, answer};
use crate::ids::PathIds;
use crate::plans;
use crate::state::AppState;

/// What was done to the member, and what the member did. A plan without a log answers 404.
pub(super) async fn of_member(
    State(app): State<AppState>,
    caller: Caller,
    PathIds((organization, member)): PathIds<(Uuid, Uuid)>,
    Query(query): Query<EventQuery>,
) -> ApiResult<Json<List<Event>>> {
    let now = app.clock.now();
    app.db
        .read(move |conn| {
            let scope = Scope::of(conn, &caller, organization, ClientAction::ReadEvents)?;
            if !Feature::Events.is_on(&plans::features(scope.organization.plan)) {
                return Err(ApiError::NotFound);
            }
            let member = rules::member(conn, organization, member)?;
            let log = Log::Member { organization, member: member.id, user: member.user_id };
            answer(conn, log, &query, now)
        })
        .await
}
