//! The embedded server of Provider Portal: the REST contract in one process, with one SQLite file, an outbox for mail,
//! demo data, and faults on request. It exists for trying out, development and tests; it is not a production server.
//!
//! ```no_run
//! # async fn run() -> Result<(), Box<dyn std::error::Error>> {
//! use portal_server::{App, Config};
//! let app = App::open(Config::in_memory()).await?;
//! let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
//! app.serve(listener, None, std::future::pending()).await?;
//! # Ok(()) }
//! ```

pub mod accounts;
pub mod auth;
pub mod clock;
pub mod config;
pub mod db;
pub mod demo;
pub mod dev;
pub mod device_requests;
pub mod dns;
pub mod encode;
pub mod error;
pub mod events;
pub mod faults;
pub mod fields;
mod http;
pub mod identity;
pub mod ids;
pub mod in_process;
pub mod json;
pub mod limits;
pub mod log;
pub mod mail;
pub mod mailed_code;
pub mod organizations;
pub mod password_data;
pub mod plans;
pub mod providers;
pub mod secrets;
pub mod server_info;
pub mod sessions;
pub mod state;
pub mod static_files;
pub mod tokens;
pub mod totp;
pub mod two_step;
pub mod users;

use std::io;

use axum::Router;
use tokio::net::TcpListener;

pub use config::{Config, Storage};
pub use error::{ApiError, ApiResult};
pub use http::tls;
pub use state::AppState;

/// The server, opened and ready to answer.
#[derive(Clone)]
pub struct App {
    state: AppState,
}

impl App {
    /// Opens the database and makes what is missing.
    ///
    /// # Errors
    /// When the data directory or the database cannot be used.
    pub async fn open(config: Config) -> ApiResult<Self> {
        Ok(Self { state: AppState::open(config).await? })
    }

    /// The server as a service, for use in the same process (`tower::ServiceExt::oneshot`).
    pub fn router(&self) -> Router {
        http::router(self.state.clone())
    }

    /// Database, clock, outbox and settings, for seeding and tests.
    #[must_use]
    pub fn state(&self) -> &AppState {
        &self.state
    }

    /// Serves on the listener until `stop` is ready, then lets open requests finish. Meanwhile mail is
    /// handed to the relay, when one is configured, and domains that wait to be claimed are looked at.
    ///
    /// # Errors
    /// When the listener breaks down or the relay's address cannot be read.
    pub async fn serve(
        &self,
        listener: TcpListener,
        tls: Option<tls::Tls>,
        stop: impl Future<Output = ()>,
    ) -> io::Result<()> {
        let config = &self.state.config;
        let relay = match config.smtp_url.as_deref() {
            Some(url) => Some(mail::relay::start(url, &config.mail_from, self.state.mailer.clone())?),
            None => None,
        };
        let watch = organizations::domains::watch(self.state.clone());
        let result =
            http::serve::run(listener, tls.map(|tls| tls.acceptor), self.router(), stop, config.stop_grace).await;
        watch.abort();
        if let Some(relay) = relay {
            relay.abort();
        }
        result
    }
}
