//! What the log of a client tells about one member (MEM-13).

use super::users;
use crate::encode;
use crate::error::ApiError;
use crate::events::{EventPage, read_page};
use crate::portal::Portal;

/// Reads a page of the events around one member, newest first. Times are ISO 8601 with zone, at most 367 days apart; for
/// further pages pass the same ones again.
///
/// # Errors
/// [`ApiError::NotFound`] when the client keeps no log or one may not read it.
pub async fn read_member_events(
    portal: &Portal,
    client_id: &str,
    member_id: &str,
    start: &str,
    end: &str,
    continuation: Option<&str>,
) -> Result<EventPage, ApiError> {
    let mut fields = vec![("start", start), ("end", end)];
    fields.extend(continuation.map(|token| ("continuationToken", token)));
    let query = encode::form(&fields);
    read_page(portal, users(client_id, &["/", member_id, "/events?", &query].concat())).await
}
