//! Letting devices in, and turning them away: one or many. Trying the failed rows again is safe.

use std::collections::{BTreeMap, BTreeSet};

use portal_agent::Fault;
use portal_agent::protocol::{DeviceToLetIn, WrapForDevices};
use portal_contracts::List;
use portal_contracts::devices::{AnswerDevice, PendingDevice};
use portal_contracts::members::RecoveryDetails;
use portal_contracts::providers::Ids;

use super::{DeviceRequest, Hindrance, path, pending};
use crate::bulk::{self, Control, Report, RowFailure, RowOutcome};
use crate::error::ApiError;
use crate::portal::Portal;
use crate::send::Call;
use crate::workspace::usable_client;

/// The answer to a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// Let in: it gets the member's user key.
    Approve,
    /// Turned away.
    Deny,
}

/// Answers devices. A request that is gone, because somebody else answered it or a week has passed, comes back as
/// [`ApiError::NotFound`] of its row or as what the server says of it, and one whose key was exchanged as a key that is
/// not the expected one; the latter is never sent. All keys are wrapped before the first one is sent, so that locking in
/// between does not tear a run apart.
///
/// One call per row: servers do not say what became of each of many, and a row that somebody else turned away meanwhile
/// must not be called let in. The list is read again afterwards for answers that were lost.
pub async fn answer_devices(
    portal: &Portal,
    client_id: &str,
    requests: &[DeviceRequest],
    verdict: Verdict,
    control: &Control,
) -> Report {
    let all = |error: ApiError| Report {
        rows: requests.iter().map(|request| failed(&request.id, RowFailure::Call(error.clone()))).collect(),
        stopped: false,
        error: Some(error),
    };
    let keys = match prepare(portal, client_id, requests, verdict).await {
        Ok(keys) => keys,
        Err(error) => return all(error),
    };
    let ready: Vec<String> =
        requests.iter().filter(|request| matches!(keys.get(&request.id), Some(Ok(_)))).map(|r| r.id.clone()).collect();
    let mut report = bulk::run(portal, &ready, 1, control, async |part| {
        let mut rows = Vec::with_capacity(part.len());
        for id in part {
            let outcome = match send(portal, client_id, id, &keys, verdict).await {
                // Gone is the trouble of this row alone.
                Err(error @ ApiError::NotFound { .. }) => Err(RowFailure::Call(error)),
                other => Ok(other?),
            };
            rows.push(RowOutcome { id: id.clone(), outcome });
        }
        Ok(rows)
    })
    .await;
    settle(portal, client_id, &mut report).await;
    let mut outcomes: BTreeMap<String, RowOutcome> = report.rows.into_iter().map(|row| (row.id.clone(), row)).collect();
    report.rows = requests
        .iter()
        .map(|request| match (outcomes.remove(&request.id), keys.get(&request.id)) {
            (Some(row), _) => row,
            (None, Some(Err(failure))) => failed(&request.id, failure.clone()),
            (None, _) => failed(&request.id, RowFailure::NotSent),
        })
        .collect();
    report
}

fn failed(id: &str, failure: RowFailure) -> RowOutcome {
    RowOutcome { id: id.to_owned(), outcome: Err(failure) }
}

/// By request: the key to send, none for a denial, or why nothing is sent.
type Keys = BTreeMap<String, Result<Option<String>, RowFailure>>;

async fn prepare(
    portal: &Portal,
    client_id: &str,
    requests: &[DeviceRequest],
    verdict: Verdict,
) -> Result<Keys, ApiError> {
    usable_client(portal, client_id)?;
    let now = pending(portal, client_id).await?;
    let by_id: BTreeMap<&str, &PendingDevice> = now.iter().map(|row| (row.id.as_str(), row)).collect();
    let mut keys: Keys = requests
        .iter()
        .map(|request| {
            let there = by_id.get(request.id.as_str());
            let judged = match (there, verdict) {
                (None, _) => Err(RowFailure::Call(ApiError::NotFound { message: None })),
                (Some(_), Verdict::Deny) => Ok(None),
                (Some(there), Verdict::Approve) => still(request, there).map(|()| None),
            };
            (request.id.clone(), judged)
        })
        .collect();
    if verdict == Verdict::Approve {
        let waiting: Vec<&DeviceRequest> =
            requests.iter().filter(|request| matches!(keys.get(&request.id), Some(Ok(_)))).collect();
        let wrapped = wrap(portal, client_id, &waiting).await?;
        keys.extend(wrapped);
    }
    Ok(keys)
}

/// The request is still the one whose words were shown, and its key can be trusted. The server judges the rest.
fn still(request: &DeviceRequest, there: &PendingDevice) -> Result<(), RowFailure> {
    let same = request.sent.public_key == there.public_key
        && request.sent.user_id == there.user_id
        && request.member_id == there.organization_user_id;
    match request.hindrance {
        Some(Hindrance::Key(fault)) => Err(RowFailure::Key(fault)),
        Some(Hindrance::Exchanged | Hindrance::Mismatch) => Err(RowFailure::Key(Fault::Key)),
        _ if same => Ok(()),
        _ => Err(RowFailure::Key(Fault::Key)),
    }
}

/// The user keys of the members, wrapped for their devices.
async fn wrap(portal: &Portal, client_id: &str, requests: &[&DeviceRequest]) -> Result<Keys, ApiError> {
    let mut keys = Keys::new();
    let mut devices = Vec::new();
    let mut ids = Vec::new();
    if requests.is_empty() {
        return Ok(keys);
    }
    let left = what_members_left(portal, client_id, requests).await?;
    for request in requests {
        let found = left.get(request.member_id.as_str());
        let parts = match found {
            Some(Ok(details)) => details.encrypted_private_key.clone().zip(details.reset_password_key.clone()),
            Some(Err(error)) => {
                keys.insert(request.id.clone(), Err(row_failure(error)));
                continue;
            }
            None => None,
        };
        match (parts, request.sent.handle) {
            (Some((encrypted_private_key, reset_password_key)), Some(handle)) => {
                ids.push(request.id.clone());
                devices.push(DeviceToLetIn { handle, encrypted_private_key, reset_password_key });
            }
            (None, _) => drop(keys.insert(request.id.clone(), Err(RowFailure::NotAnswered))),
            (_, None) => drop(keys.insert(request.id.clone(), Err(RowFailure::Key(Fault::Stale)))),
        }
    }
    let question = WrapForDevices { organization_id: client_id.to_owned(), devices };
    let mut wrapped = portal.ask(question).await?.keys.into_iter();
    for id in ids {
        let key = wrapped.next().unwrap_or(Err(Fault::Stale));
        keys.insert(id, key.map(Some).map_err(RowFailure::Key));
    }
    Ok(keys)
}

fn row_failure(error: &ApiError) -> RowFailure {
    match error.server_text() {
        Some(said) => RowFailure::Refused(said.to_owned()),
        None => RowFailure::Call(error.clone()),
    }
}

/// What members left at their enrolment, by membership. Servers leave members out of the answer for many when they cannot
/// be recovered; asked one by one they say why.
async fn what_members_left<'a>(
    portal: &Portal,
    client_id: &str,
    requests: &[&'a DeviceRequest],
) -> Result<BTreeMap<&'a str, Result<RecoveryDetails, ApiError>>, ApiError> {
    let members: BTreeSet<&str> = requests.iter().map(|request| request.member_id.as_str()).collect();
    let users = |rest: &str| ["organizations/", client_id, "/users/", rest].concat();
    let ids = members.iter().map(|id| (*id).to_owned()).collect();
    let call = Call::post(users("account-recovery-details")).json(&Ids { ids }).large();
    let list: List<RecoveryDetails> = match portal.read(call).await {
        Err(ApiError::NotFound { .. }) => List::default(),
        other => other?,
    };
    let mut found: BTreeMap<String, RecoveryDetails> =
        list.data.into_iter().map(|details| (details.organization_user_id.clone(), details)).collect();
    let mut left = BTreeMap::new();
    for member in members {
        let details = match found.remove(member) {
            Some(details) => Ok(details),
            None => match portal.read(Call::get(users(&[member, "/reset-password-details"].concat()))).await {
                Err(error) if error.outcome_unknown() => return Err(error),
                other => other,
            },
        };
        left.insert(member, details);
    }
    Ok(left)
}

async fn send(portal: &Portal, client_id: &str, id: &str, keys: &Keys, verdict: Verdict) -> Result<(), ApiError> {
    let body = AnswerDevice {
        encrypted_user_key: keys.get(id).and_then(|key| key.as_ref().ok()).cloned().flatten(),
        request_approved: verdict == Verdict::Approve,
    };
    portal.run(Call::post(path(client_id, &["/", id].concat())).json(&body)).await
}

/// What still waits was not answered; what is gone was. A list that cannot be read changes nothing.
async fn settle(portal: &Portal, client_id: &str, report: &mut Report) {
    if report.rows.iter().all(|row| row.outcome == Err(RowFailure::NotSent)) {
        return;
    }
    let Ok(now) = pending(portal, client_id).await else { return };
    let waits: BTreeSet<&str> = now.iter().map(|row| row.id.as_str()).collect();
    for row in &mut report.rows {
        match (&row.outcome, waits.contains(row.id.as_str())) {
            (Ok(()), true) => row.outcome = Err(RowFailure::NotDone),
            (Err(RowFailure::Unknown), true) => row.outcome = Err(RowFailure::NotSent),
            (Err(RowFailure::Unknown), false) => row.outcome = Ok(()),
            _ => {}
        }
    }
}
