//! Looking at unclaimed domains without being asked, and forgetting those that nobody proved.

use std::time::Duration;

use tokio::task::JoinHandle;

use super::{claim, store};
use crate::error::ApiResult;
use crate::events::{self, Event, EventKind, Source};
use crate::log;
use crate::state::AppState;

/// Pause between two rounds.
const PAUSE: Duration = Duration::from_secs(60 * 60);

/// Does a round now and every hour; abort the handle to stop.
#[must_use]
pub fn watch(app: AppState) -> JoinHandle<()> {
    tokio::spawn(async move {
        loop {
            if let Err(error) = run_due(&app).await {
                log::error(&format!("domains: {error}"));
            }
            tokio::time::sleep(PAUSE).await;
        }
    })
}

/// One round by the server's clock: each domain whose time has come is looked at once, and what was not proven in time
/// goes off the list.
///
/// # Errors
/// When the database fails.
pub async fn run_due(app: &AppState) -> ApiResult<()> {
    let now = app.clock.now();
    // First: looking may take long.
    app.db
        .write(move |tx| {
            let source = Source::system(Source::DOMAIN_VERIFICATION);
            for domain in store::stale(tx, now)? {
                store::delete(tx, domain.id)?;
                let removed =
                    Event::of_domain(EventKind::DOMAIN_REMOVED, &source, domain.organization_id, &domain.name);
                events::write(tx, now, &removed)?;
            }
            Ok(())
        })
        .await?;
    for domain in app.db.read(move |conn| store::due(conn, now)).await? {
        let says = app.dns.says(&domain.name, &domain.txt).await;
        app.db.write(move |tx| claim::by_itself(tx, &domain, says, now)).await?;
    }
    Ok(())
}
