//! The event log of a provider (API contract §14), for its admins.

use portal_contracts::List;
use portal_contracts::events::Event;

use crate::encode;
use crate::error::ApiError;
use crate::portal::Portal;
use crate::send::Call;

/// One page of events, newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventPage {
    /// The events.
    pub events: Vec<Event>,
    /// For the next page; `None` on the last one.
    pub continuation: Option<String>,
}

/// Reads a page of the provider's event log. Times are ISO 8601 with zone, at most 367 days apart;
/// for further pages pass the same ones again.
///
/// # Errors
/// [`ApiError::NotFound`] or [`ApiError::Forbidden`] for service users.
pub async fn read_provider_events(
    portal: &Portal,
    provider_id: &str,
    start: &str,
    end: &str,
    continuation: Option<&str>,
) -> Result<EventPage, ApiError> {
    let mut fields = vec![("start", start), ("end", end)];
    fields.extend(continuation.map(|token| ("continuationToken", token)));
    let path = ["providers/", provider_id, "/events?", &encode::form(&fields)].concat();
    read_page(portal, path).await
}

pub(crate) async fn read_page(portal: &Portal, path: String) -> Result<EventPage, ApiError> {
    let list: List<Event> = portal.read(Call::get(path).large()).await?;
    Ok(EventPage { events: list.data, continuation: list.continuation_token })
}
