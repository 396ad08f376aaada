//! What becomes of each row of something that is done for several collections.

use portal_agent::Fault;

use crate::error::ApiError;

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

/// Watches long work: hears how many rows are done, and may stop it between two rows.
#[derive(Clone, Copy)]
pub struct Watch<'a> {
    /// Called after each row with the number of rows that are behind.
    pub done: &'a dyn Fn(usize),
    /// Asked before each row.
    pub stop: &'a dyn Fn() -> bool,
}

impl Watch<'_> {
    /// Nobody watches.
    pub const NOBODY: Watch<'static> = Watch { done: &|_| {}, stop: &|| false };
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

/// Does something row by row.
pub(super) async fn each<T, W>(rows: &[T], id: impl Fn(&T) -> String, watch: Watch<'_>, work: W) -> Vec<RowOutcome>
where
    W: AsyncFn(&T) -> Result<(), RowFailure>,
{
    let mut outcomes = Vec::with_capacity(rows.len());
    let mut ended = None;
    for row in rows {
        let outcome = match &ended {
            Some(failure) => Err(Clone::clone(failure)),
            None if (watch.stop)() => Err(RowFailure::Stopped),
            None => work(row).await,
        };
        if let Err(failure) = &outcome
            && ends_all(failure)
        {
            ended = Some(failure.clone());
        }
        outcomes.push(RowOutcome { id: id(row), outcome });
        (watch.done)(outcomes.len());
    }
    outcomes
}
