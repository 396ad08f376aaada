//! What becomes of each row of something that is done for several collections.

use portal_agent::Fault;

use crate::bulk::{Control, Progress};
use crate::error::ApiError;
use crate::patience::{Limited, patiently};
use crate::portal::Portal;

/// What became of one collection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowOutcome {
    /// Collection id.
    pub id: String,
    /// Done, or why not. Doing it again is harmless in either case.
    pub outcome: Result<(), RowFailure>,
}

/// Why something was not done for one collection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowFailure {
    /// The server says yes, but reading again shows no change.
    NotDone,
    /// Somebody else gave it another name meanwhile.
    Renamed,
    /// It is gone.
    Gone,
    /// The server does not tell who has access: changing it could take access away.
    AccessUnknown,
    /// Nobody may manage it, which servers refuse: give somebody Manage first.
    NoManager,
    /// "My items" of a member.
    OwnItems,
    /// It was stopped before its turn came.
    Stopped,
    /// What went wrong with the request. When the connection, the session or the keys are gone, all rows after it have
    /// the same failure without having been tried.
    Api(ApiError),
}

impl From<ApiError> for RowFailure {
    fn from(error: ApiError) -> Self {
        match error {
            ApiError::NotFound { .. } => Self::Gone,
            error if error.says("can manage permission") => Self::NoManager,
            error if error.says("defaultusercollection") => Self::OwnItems,
            error => Self::Api(error),
        }
    }
}

impl Limited for RowFailure {
    fn wait(&self) -> Option<u32> {
        match self {
            Self::Api(error) => error.wait(),
            _ => None,
        }
    }
}

impl RowFailure {
    /// Whether trying again can help without anybody changing something first.
    #[must_use]
    pub const fn may_retry(&self) -> bool {
        match self {
            Self::NotDone | Self::Stopped => true,
            Self::Api(error) => !matches!(error, ApiError::Forbidden { .. }),
            Self::Renamed | Self::Gone | Self::AccessUnknown | Self::NoManager | Self::OwnItems => false,
        }
    }
}

/// Why nothing was done for several collections.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BulkFailure {
    /// More than may be chosen at once ([`portal_contracts::limits::SELECTION`]).
    #[error("too many at once")]
    TooMany,
    /// What went wrong before anything was sent.
    #[error(transparent)]
    Api(#[from] ApiError),
}

/// Whether the rows after this one would only meet the same.
pub(super) const fn ends_all(failure: &RowFailure) -> bool {
    matches!(
        failure,
        RowFailure::Api(
            ApiError::Offline
                | ApiError::Timeout
                | ApiError::Cancelled
                | ApiError::RateLimited { .. }
                | ApiError::SessionOver
                | ApiError::SignedOut
                | ApiError::Keys(Fault::Locked | Fault::Gone)
        )
    )
}

/// Does something row by row. A server that asks to slow down is waited for.
pub(super) async fn each<T, W>(
    portal: &Portal,
    rows: &[T],
    id: impl Fn(&T) -> String,
    control: &Control,
    work: W,
) -> Vec<RowOutcome>
where
    W: AsyncFn(&T) -> Result<(), RowFailure>,
{
    let total = rows.len();
    control.tell(Progress { done: 0, total, waiting: None });
    let mut outcomes = Vec::with_capacity(total);
    let mut ended = None;
    for row in rows {
        let outcome = match &ended {
            Some(failure) => Err(Clone::clone(failure)),
            None if control.is_stopped() => Err(RowFailure::Stopped),
            None => patiently(portal, (outcomes.len(), total), control, async || work(row).await).await,
        };
        let outcome = outcome.map_err(|failure| stopped(failure, control));
        if let Err(failure) = &outcome
            && ends_all(failure)
        {
            ended = Some(failure.clone());
        }
        outcomes.push(RowOutcome { id: id(row), outcome });
        control.tell(Progress { done: outcomes.len(), total, waiting: None });
    }
    outcomes
}

/// Who stops while the server is waited for has stopped the work; the server has not refused it.
pub(super) fn stopped(failure: RowFailure, control: &Control) -> RowFailure {
    match failure {
        RowFailure::Api(ApiError::RateLimited { .. }) if control.is_stopped() => RowFailure::Stopped,
        failure => failure,
    }
}
