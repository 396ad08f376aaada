//! What every handler can reach.

use std::ops::Deref;
use std::sync::Arc;

use crate::clock::Clock;
use crate::config::Config;
use crate::db::Db;
use crate::dev::CspReports;
use crate::dns::{Dns, Network, Resolver};
use crate::error::ApiResult;
use crate::faults::Faults;
use crate::limits::Limiter;
use crate::mail::Mailer;
use crate::secrets::SigningKey;
use crate::tokens::Tokens;

/// The shared state; a clone is a pointer.
#[derive(Clone)]
pub struct AppState(Arc<Shared>);

/// The parts of the state.
pub struct Shared {
    /// The settings.
    pub config: Config,
    /// The time.
    pub clock: Clock,
    /// The database.
    pub db: Db,
    /// Tokens in mail links.
    pub tokens: Tokens,
    /// Signs access tokens.
    pub access_key: SigningKey,
    /// Makes up stable answers for accounts that do not exist.
    pub decoy_key: SigningKey,
    /// The outbox.
    pub mailer: Mailer,
    /// Counts calls.
    pub limiter: Limiter,
    /// Policy violations browsers reported.
    pub csp_reports: CspReports,
    /// What tests told the server to get wrong.
    pub faults: Faults,
    /// What domains say.
    pub dns: Dns,
}

impl AppState {
    /// Opens the database and loads the server's secrets.
    ///
    /// # Errors
    /// When the database cannot be opened or written.
    pub async fn open(config: Config) -> ApiResult<Self> {
        let storage = config.storage.clone();
        let db = tokio::task::spawn_blocking(move || Db::open(&storage))
            .await
            .map_err(|_| crate::error::ApiError::internal("opening the database was cut off"))??;
        let clock = Clock::new(config.clock);
        Self::over(db, clock, config).await
    }

    /// A server on the same database with another clock and other settings, for seeding.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(crate) async fn beside(&self, clock: Clock, config: Config) -> ApiResult<Self> {
        Self::over(self.db.clone(), clock, config).await
    }

    async fn over(db: Db, clock: Clock, config: Config) -> ApiResult<Self> {
        let (tokens, access_key, decoy_key) = db
            .write(|tx| {
                Ok((
                    SigningKey::load(tx, "mail-token")?,
                    SigningKey::load(tx, "access-token")?,
                    SigningKey::load(tx, "decoy")?,
                ))
            })
            .await?;
        Ok(Self(Arc::new(Shared {
            mailer: Mailer::new(db.clone(), clock.clone()),
            limiter: Limiter::new(config.rate_limits),
            csp_reports: CspReports::default(),
            faults: Faults::default(),
            dns: Dns::new(resolver(&config)),
            tokens: Tokens::new(tokens),
            access_key,
            decoy_key,
            clock,
            db,
            config,
        })))
    }
}

fn resolver(config: &Config) -> Option<Box<dyn Resolver>> {
    let network = config.ask_dns.then(Network::new).flatten()?;
    Some(Box::new(network))
}

impl Deref for AppState {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}
