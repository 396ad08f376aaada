//! Reading a log: a range of dates, newest first, 50 to a page (API contract §14.1).

use data_encoding::BASE64URL_NOPAD;
use portal_contracts::events::Event as WireEvent;
use portal_contracts::limits::EVENT_RANGE_DAYS;
use rusqlite::{Connection, Row, named_params};
use uuid::Uuid;

use crate::clock::{self, Millis};
use crate::error::{ApiError, ApiResult};

/// Events on one page.
pub const PAGE_SIZE: usize = 50;

const DAY: Millis = 24 * 60 * 60 * 1000;
/// Range when none is given.
const DEFAULT_DAYS: i64 = 30;

/// Whose log is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Log {
    /// All events of a provider.
    Provider(Uuid),
    /// What one person did for a provider.
    ProviderPerson {
        /// The provider.
        provider: Uuid,
        /// The account of the person.
        user: Uuid,
    },
    /// All events of an organisation.
    Organization(Uuid),
    /// What was done to a member of an organisation, and what the member did.
    Member {
        /// The organisation.
        organization: Uuid,
        /// The membership.
        member: Uuid,
        /// The account, once there is one.
        user: Option<Uuid>,
    },
    /// What happened to an item of an organisation.
    Item {
        /// The organisation.
        organization: Uuid,
        /// The item.
        cipher: Uuid,
    },
}

/// Which part of a log is read; both ends belong to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Range {
    /// Earliest.
    pub start: Millis,
    /// Latest.
    pub end: Millis,
}

impl Range {
    /// Reads `start` and `end` of a request: the last 30 days when one is missing, swapped when
    /// they are reversed.
    ///
    /// # Errors
    /// 400 for texts that are no date-time with zone, and `Range too large.` beyond 367 days.
    pub fn read(start: Option<&str>, end: Option<&str>, now: Millis) -> ApiResult<Self> {
        let (Some(start), Some(end)) = (start, end) else {
            return Ok(Self { start: now - DEFAULT_DAYS * DAY, end: now });
        };
        let instant = |property: &str, text: &str| {
            clock::parse_iso(text)
                .ok_or_else(|| ApiError::invalid(property, format!("The {property} field is not a valid date.")))
        };
        let (start, end) = (instant("Start", start)?, instant("End", end)?);
        let (start, end) = if start <= end { (start, end) } else { (end, start) };
        if end.saturating_sub(start) > EVENT_RANGE_DAYS * DAY {
            return Err(ApiError::rule("Range too large."));
        }
        Ok(Self { start, end })
    }
}

/// One page of a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The events, newest first.
    pub events: Vec<WireEvent>,
    /// Leads to the next page; `None` on the last one.
    pub continuation_token: Option<String>,
}

/// Reads one page. `token` is what the page before it gave.
///
/// # Errors
/// 400 for a token that is not one of ours.
pub fn page(conn: &Connection, log: Log, range: Range, token: Option<&str>) -> ApiResult<Page> {
    let before = match token {
        Some(token) => Position::read(token)?,
        None => Position { date: Millis::MAX, seq: i64::MAX },
    };
    // `about` is what a part of a log is about: a member or an item.
    let (filter, owner, user, about) = match log {
        Log::Provider(provider) => ("provider_id = :owner AND :user IS NULL AND :about IS NULL", provider, None, None),
        Log::Organization(organization) => {
            ("organization_id = :owner AND :user IS NULL AND :about IS NULL", organization, None, None)
        }
        Log::ProviderPerson { provider, user } => {
            ("provider_id = :owner AND acting_user_id = :user AND :about IS NULL", provider, Some(user), None)
        }
        Log::Member { organization, member, user } => (
            "organization_id = :owner AND (organization_user_id = :about OR acting_user_id = :user OR user_id = :user)",
            organization,
            user,
            Some(member),
        ),
        Log::Item { organization, cipher } => {
            ("organization_id = :owner AND cipher_id = :about AND :user IS NULL", organization, None, Some(cipher))
        }
    };
    let sql = format!(
        "SELECT seq, date, type, user_id, acting_user_id, organization_id, provider_id, cipher_id, collection_id,
                group_id, policy_id, organization_user_id, provider_user_id, provider_organization_id, device_type,
                ip_address, system_user, domain_name
         FROM event
         WHERE {filter} AND date BETWEEN :start AND :end AND (date, seq) < (:date, :seq)
         ORDER BY date DESC, seq DESC LIMIT :limit"
    );
    let limit = i64::try_from(PAGE_SIZE + 1).unwrap_or(i64::MAX);
    let mut statement = conn.prepare_cached(&sql)?;
    let mut rows: Vec<(Position, WireEvent)> = statement
        .query_map(
            named_params! {
                ":owner": owner, ":user": user, ":about": about, ":start": range.start, ":end": range.end,
                ":date": before.date, ":seq": before.seq, ":limit": limit,
            },
            read_row,
        )?
        .collect::<Result<_, _>>()?;
    let more = rows.len() > PAGE_SIZE;
    rows.truncate(PAGE_SIZE);
    let continuation_token = if more { rows.last().map(|(position, _)| position.print()) } else { None };
    Ok(Page { events: rows.into_iter().map(|(_, event)| event).collect(), continuation_token })
}

/// Place of an event in its log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Position {
    date: Millis,
    seq: i64,
}

impl Position {
    fn print(self) -> String {
        BASE64URL_NOPAD.encode(format!("{}:{}", self.date, self.seq).as_bytes())
    }

    fn read(token: &str) -> ApiResult<Self> {
        let read = || {
            let text = String::from_utf8(BASE64URL_NOPAD.decode(token.as_bytes()).ok()?).ok()?;
            let (date, seq) = text.split_once(':')?;
            Some(Self { date: date.parse().ok()?, seq: seq.parse().ok()? })
        };
        read().ok_or_else(|| ApiError::rule("Invalid continuation token."))
    }
}

fn read_row(row: &Row<'_>) -> rusqlite::Result<(Position, WireEvent)> {
    let id = |name: &str| -> rusqlite::Result<Option<String>> {
        Ok(row.get::<_, Option<Uuid>>(name)?.map(|id| id.to_string()))
    };
    let date = row.get("date")?;
    let event = WireEvent {
        object: "event".to_owned(),
        r#type: row.get("type")?,
        date: clock::iso(date),
        user_id: id("user_id")?,
        acting_user_id: id("acting_user_id")?,
        organization_id: id("organization_id")?,
        provider_id: id("provider_id")?,
        cipher_id: id("cipher_id")?,
        collection_id: id("collection_id")?,
        group_id: id("group_id")?,
        policy_id: id("policy_id")?,
        organization_user_id: id("organization_user_id")?,
        provider_user_id: id("provider_user_id")?,
        provider_organization_id: id("provider_organization_id")?,
        device_type: row.get("device_type")?,
        ip_address: row.get("ip_address")?,
        system_user: row.get("system_user")?,
        domain_name: row.get("domain_name")?,
        // Of self-hosted installations, the secrets manager and Sends, none of which this server has.
        ..WireEvent::default()
    };
    Ok((Position { date, seq: row.get("seq")? }, event))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Millis = 1_790_000_000_000;

    #[test]
    fn a_missing_end_means_the_last_thirty_days() {
        let range = Range::read(Some("2026-01-01T00:00:00Z"), None, NOW).unwrap();
        assert_eq!(range, Range { start: NOW - 30 * DAY, end: NOW });
    }

    #[test]
    fn reversed_ends_are_swapped_and_long_ranges_refused() {
        let range = Range::read(Some("2026-02-01T00:00:00.000Z"), Some("2026-01-01T00:00:00+00:00"), NOW).unwrap();
        assert!(range.start < range.end);
        let year = Range::read(Some("2025-01-01T00:00:00Z"), Some("2026-01-03T00:00:00Z"), NOW);
        assert!(year.is_ok());
        let longer = Range::read(Some("2025-01-01T00:00:00Z"), Some("2026-01-04T00:00:00Z"), NOW);
        assert!(matches!(longer, Err(ApiError::Rule(text)) if text == "Range too large."));
        assert!(Range::read(Some("yesterday"), Some("2026-01-04T00:00:00Z"), NOW).is_err());
    }

    #[test]
    fn positions_survive_the_trip_and_foreign_tokens_do_not() {
        let position = Position { date: NOW, seq: 7 };
        assert_eq!(Position::read(&position.print()).unwrap(), position);
        for token in ["", "x", "!!!", &BASE64URL_NOPAD.encode(b"1"), &BASE64URL_NOPAD.encode(b"1:b")] {
            assert!(Position::read(token).is_err(), "{token}");
        }
    }
}
