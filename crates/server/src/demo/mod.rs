//! Demo data: a provider with its people and clients, made through the portal's own operations, so
//! that everything decrypts with the passphrases that are printed at start.
//!
//! - [`personas`]: who one can sign in as.
//! - `story`: what they did, in the order in which they did it, by the portal's operations.
//! - `direct`: what no operation of the portal leads to yet, written with SQL.
//! - `devices`: devices of members that ask to be let in.
//! - `members`, `structure`: the clients' people, and the collections and groups they share.
//! - `large`: clients, members and events in great number.

mod catalogue;
mod devices;
mod direct;
mod keys;
mod large;
mod members;
mod names;
pub mod personas;
mod story;
mod structure;

use portal_client::invitation::{MailLink, parse_link};
use rusqlite::{OptionalExtension, params};
use time::Duration;
use uuid::Uuid;

use crate::clock::{Clock, Millis};
use crate::config::Config;
use crate::error::ApiError;
use crate::providers::renew_invitation;
use crate::state::AppState;
use crate::{ApiResult, App};
use personas::Persona;

/// What an empty database is filled with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seed {
    /// A provider with 24 clients.
    Demo,
    /// The same provider with 1,000 clients, 5,000 members in one of them, 2,000 members with 60 groups and 500
    /// collections in another, and 50,000 events.
    Large,
}

/// What a person needs to know to try the demo.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DemoInfo {
    /// Who one can sign in as; empty when the database holds something else.
    pub sign_ins: Vec<Persona>,
    /// Link of the open provider invitation; `None` when it was used or withdrawn.
    pub invitation_link: Option<String>,
}

impl DemoInfo {
    /// The same as lines for a terminal.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        let width = self.sign_ins.iter().map(|persona| persona.email.len()).max().unwrap_or_default();
        let sign_ins = self.sign_ins.iter().map(|persona| {
            let Persona { name, email, passphrase, role, .. } = persona;
            format!("Sign in: {email:width$}  {passphrase}  ({name}, {})", role.title())
        });
        let link = self.invitation_link.iter().map(|link| format!("Open invitation: {link}"));
        sign_ins.chain(link).collect()
    }
}

/// How old the oldest deed of the demo is.
const HISTORY: Duration = Duration::days(120);

/// Fills an empty database; one that holds accounts already stays as it is.
///
/// The future is not `Send`, as the portal's operations are not: await it on the main task. Demo
/// takes a few seconds, large less than a minute.
///
/// # Errors
/// When the database fails, or an earlier seeding of it was cut off.
pub async fn seed(app: &App, seed: Seed) -> ApiResult<DemoInfo> {
    let state = app.state();
    match found(state).await? {
        Found::Demo => info(state).await,
        Found::SomethingElse => Ok(DemoInfo::default()),
        Found::Unfinished => Err(ApiError::internal(
            "the demo data in this directory are incomplete: remove the directory and start again",
        )),
        Found::Nothing => {
            let now = state.clock.now();
            mark(state, Mark::Started, now).await?;
            fill(state, seed, now).await?;
            mark(state, Mark::Finished, now).await?;
            info(state).await
        }
    }
}

async fn fill(state: &AppState, seed: Seed, now: Millis) -> ApiResult<()> {
    let clock = Clock::stopped_at(now.saturating_sub(millis(HISTORY)));
    let mut settings =
        Config { rate_limits: None, new_device_check: None, verify_email: false, ..state.config.clone() };
    // Days pass between two steps of the same portal.
    settings.lifetimes.refresh_token = HISTORY;
    let past = state.beside(clock, settings).await?;
    let provider = story::tell(&past, now, included(seed)).await?;
    let keys = keys::ProviderKeys::open(&past, &personas::INES, provider).await?;
    direct::add_members(&past, &keys, now).await?;
    devices::add_requests(&past, provider, catalogue::TRUSTS_DEVICES, now).await?;
    direct::add_own_organization(&past, &keys, now).await?;
    if seed == Seed::Large {
        large::add_clients(&past, &keys, now).await?;
        large::add_events(&past, provider, now).await?;
    }
    direct::end_sessions(&past).await
}

/// Seats that the provider's contract includes.
fn included(seed: Seed) -> Vec<(portal_contracts::enums::PlanType, i64)> {
    let more = |plan| if seed == Seed::Large { large::seats_of(plan) } else { 0 };
    catalogue::INCLUDED.iter().map(|(plan, seats)| (*plan, seats + more(*plan))).collect()
}

fn millis(duration: Duration) -> Millis {
    i64::try_from(duration.whole_milliseconds()).unwrap_or(i64::MAX)
}

enum Found {
    Nothing,
    Demo,
    Unfinished,
    SomethingElse,
}

async fn found(state: &AppState) -> ApiResult<Found> {
    state
        .db
        .read(|conn| {
            let finished: Option<Option<Millis>> =
                conn.query_row("SELECT finished_at FROM demo", [], |row| row.get(0)).optional()?;
            let accounts: bool = conn.query_row("SELECT EXISTS (SELECT 1 FROM user)", [], |row| row.get(0))?;
            Ok(match (finished, accounts) {
                (Some(Some(_)), _) => Found::Demo,
                (Some(None), _) => Found::Unfinished,
                (None, true) => Found::SomethingElse,
                (None, false) => Found::Nothing,
            })
        })
        .await
}

enum Mark {
    Started,
    Finished,
}

async fn mark(state: &AppState, mark: Mark, now: Millis) -> ApiResult<()> {
    let sql = match mark {
        Mark::Started => "INSERT INTO demo (started_at) VALUES (?1)",
        Mark::Finished => "UPDATE demo SET finished_at = ?1",
    };
    state
        .db
        .write(move |tx| {
            tx.execute(sql, [now])?;
            Ok(())
        })
        .await
}

async fn info(state: &AppState) -> ApiResult<DemoInfo> {
    Ok(DemoInfo { sign_ins: personas::ALL.to_vec(), invitation_link: open_invitation(state).await? })
}

/// The link of the newest mail to the invited address; an invitation that is about to expire, or
/// leads to another origin, is mailed again, so that the link works whenever the server is started.
async fn open_invitation(state: &AppState) -> ApiResult<Option<String>> {
    let open: Option<(Uuid, Uuid)> = state
        .db
        .read(|conn| {
            let sql = "SELECT provider_id, id FROM provider_user WHERE email = ?1 AND status = 0";
            Ok(conn.query_row(sql, [personas::INVITED], |row| Ok((row.get(0)?, row.get(1)?))).optional()?)
        })
        .await?;
    let Some((provider, member)) = open else { return Ok(None) };
    let fresh_since = state.clock.now().saturating_sub(millis(state.config.lifetimes.invitation - Duration::days(1)));
    if let Some(link) = newest_invitation(state, fresh_since).await? {
        return Ok(Some(link));
    }
    renew_invitation(state, provider, member).await?;
    newest_invitation(state, fresh_since).await
}

async fn newest_invitation(state: &AppState, since: Millis) -> ApiResult<Option<String>> {
    let text: Option<String> = state
        .db
        .read(move |conn| {
            let sql = "SELECT text FROM mail WHERE to_address = ?1 AND created_at >= ?2 ORDER BY id DESC LIMIT 1";
            Ok(conn.query_row(sql, params![personas::INVITED, since], |row| row.get(0)).optional()?)
        })
        .await?;
    Ok(text.as_deref().and_then(link_in).filter(|link| link.starts_with(&state.config.origin)))
}

/// The first word of a mail that is an invitation to a provider.
fn link_in(text: &str) -> Option<String> {
    let is_invitation = |word: &&str| matches!(parse_link(word), Ok(MailLink::Provider(_)));
    text.split_whitespace().find(is_invitation).map(str::to_owned)
}
