//! What is done for several collections: it goes on while one looks at other pages, and what became of each stays until it
//! was read, also over a lock.

use std::collections::BTreeMap;

use portal_client::{
    ApiError, Portal,
    bulk::Control,
    collections::{
        AccessLists, BulkFailure, Move, MoveFailure, RowFailure, RowOutcome, Step, delete_collections, give_access,
        prepare_move, relocate,
    },
};

use super::words;
use crate::{i18n::text::collections as text, pages::people::results::Line};

/// What is done.
#[derive(Clone, Debug)]
pub enum Task {
    /// Carry out these steps; whoever is named here manages what nobody manages.
    Move(Vec<Step>, AccessLists),
    /// Give this access.
    Give(AccessLists),
    /// Delete.
    Delete,
}

impl Task {
    /// The kind of the work.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Move(..) => "move",
            Self::Give(_) => "give",
            Self::Delete => "delete",
        }
    }

    /// What is done, as a title.
    pub const fn title(&self) -> &'static str {
        match self {
            Self::Move(..) => text::result_move(),
            Self::Give(_) => text::result_give(),
            Self::Delete => text::result_delete(),
        }
    }

    /// The notice that it was done for so many.
    pub fn done(&self, count: i64) -> String {
        match self {
            Self::Move(..) => text::moved(count),
            Self::Give(_) => text::given(count),
            Self::Delete => text::deleted(count),
        }
    }

    /// Does it for these, pairs of id and name. A move that is `ready` was judged already.
    pub async fn run(
        self,
        portal: Portal,
        client: String,
        ready: Option<Move>,
        rows: Vec<(String, String)>,
        control: Control,
    ) -> Vec<Line> {
        let ids: Vec<String> = rows.iter().map(|(id, _)| id.clone()).collect();
        let outcomes = match self {
            Self::Move(steps, managers) => {
                let steps: Vec<Step> = steps.into_iter().filter(|step| ids.contains(&step.id)).collect();
                let ready = match ready {
                    Some(ready) => Ok(ready),
                    None => prepare_move(&portal, &client, &steps, &managers).await,
                };
                match ready {
                    Ok(ready) => relocate(&portal, &client, &ready, &control).await,
                    Err(failure) => not_begun(&ids, &failure),
                }
            }
            Self::Give(lists) => match give_access(&portal, &client, &ids, &lists, &control).await {
                Ok((outcomes, _)) => outcomes,
                Err(failure) => refused(&ids, failure),
            },
            Self::Delete => match delete_collections(&portal, &client, &ids, &control).await {
                Ok(outcomes) => outcomes,
                Err(failure) => refused(&ids, failure),
            },
        };
        lines(&rows, &outcomes)
    }
}

fn all(ids: &[String], failure: &RowFailure) -> Vec<RowOutcome> {
    ids.iter().map(|id| RowOutcome { id: id.clone(), outcome: Err(failure.clone()) }).collect()
}

fn refused(ids: &[String], failure: BulkFailure) -> Vec<RowOutcome> {
    match failure {
        BulkFailure::TooMany => all(ids, &RowFailure::Stopped),
        BulkFailure::Api(error) => all(ids, &RowFailure::Api(error)),
    }
}

/// Those for whose sake nothing was begun say why, the others only that it was not their turn.
fn not_begun(ids: &[String], failure: &MoveFailure) -> Vec<RowOutcome> {
    let (culprits, why): (Vec<&String>, RowFailure) = match failure {
        MoveFailure::Api(error) => return all(ids, &RowFailure::Api(error.clone())),
        MoveFailure::NoManager(found) => (found.iter().map(|found| &found.id).collect(), RowFailure::NoManager),
        MoveFailure::AccessUnknown(found) => (found.iter().collect(), RowFailure::AccessUnknown),
    };
    let outcome = |id: &String| Err(if culprits.contains(&id) { why.clone() } else { RowFailure::Stopped });
    ids.iter().map(|id| RowOutcome { id: id.clone(), outcome: outcome(id) }).collect()
}

fn lines(rows: &[(String, String)], outcomes: &[RowOutcome]) -> Vec<Line> {
    let by_id: BTreeMap<&str, &RowOutcome> = outcomes.iter().map(|row| (row.id.as_str(), row)).collect();
    let lost = RowFailure::Api(ApiError::BadAnswer);
    rows.iter()
        .map(|(id, called)| {
            let outcome = by_id.get(id.as_str()).map_or(Err(&lost), |row| row.outcome.as_ref().map(|&()| ()));
            Line {
                id: id.clone(),
                called: called.clone(),
                again: outcome.is_err_and(RowFailure::may_retry),
                outcome: outcome.map_err(words::row_failure),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_begun_says_for_whose_sake_and_the_rest_may_be_tried_again() {
        let ids = ["a", "b"].map(str::to_owned);
        let outcomes = not_begun(&ids, &MoveFailure::AccessUnknown(vec!["b".to_owned()]));
        let rows = ["a", "b", "c"].map(|id| (id.to_owned(), id.to_uppercase()));
        let lines = lines(&rows, &outcomes);
        assert_eq!(lines.iter().map(|line| line.again).collect::<Vec<_>>(), [true, false, true]);
        assert!(lines.iter().all(|line| line.outcome.is_err()));
        assert_eq!(lines[1].outcome, Err(words::row_failure(&RowFailure::AccessUnknown)));
    }
}
