//! What happens to members without a look at their keys: mail again, take access away, give it back, take out
//! (MEM-06…MEM-09). One member or 500.
//!
//! None of them ends in an error as a whole: each returns an outcome per row, and trying the failed rows again is safe.

use portal_contracts::List;
use portal_contracts::enums::OrganizationUserStatus;
use portal_contracts::members::RestoreMembers;
use portal_contracts::providers::{BulkResult, Ids};

use super::policies::my_items_name;
use super::{Member, list_members, users};
use crate::bulk::{self, Control, Report, RowFailure, RowOutcome, outcomes};
use crate::error::ApiError;
use crate::portal::Portal;
use crate::send::Call;

/// Rows per request: large enough for few requests, small enough that progress moves and a lost answer concerns few.
pub(super) const PART: usize = 50;

/// Mails invitations again. Whether a mail went out shows in no list: a row whose answer was lost stays unknown.
pub async fn resend_invitations(portal: &Portal, client_id: &str, ids: &[String], control: &Control) -> Report {
    bulk::run(portal, ids, PART, control, async |part| {
        rows(portal, Call::post(users(client_id, "/reinvite")), &Ids { ids: part.to_vec() }, part).await
    })
    .await
}

/// Takes access away. Data and settings stay, the seat is free, and it can be given back.
pub async fn revoke_members(portal: &Portal, client_id: &str, ids: &[String], control: &Control) -> Report {
    let mut report = bulk::run(portal, ids, PART, control, async |part| {
        rows(portal, Call::put(users(client_id, "/revoke")), &Ids { ids: part.to_vec() }, part).await
    })
    .await;
    let revoked = |found: Option<&Member>| found.is_some_and(|member| member.status == OrganizationUserStatus::Revoked);
    settle(portal, client_id, &mut report, revoked).await;
    report
}

/// Gives access back, where seats and policies allow it: each refusal carries the server's reason. `my_items` is the name
/// of a member's own collection in the language of the interface, for clients that own their members' items.
pub async fn restore_members(
    portal: &Portal,
    client_id: &str,
    ids: &[String],
    my_items: &str,
    control: &Control,
) -> Report {
    let name = match my_items_name(portal, client_id, my_items).await {
        Ok(name) => name,
        Err(error) => return Report::not_begun(ids, error),
    };
    let mut report = bulk::run(portal, ids, PART, control, async |part| match part {
        [only] => restore_one(portal, client_id, only, name.clone()).await,
        _ => {
            let body = RestoreMembers { ids: Some(part.to_vec()), default_user_collection_name: name.clone() };
            rows(portal, Call::put(users(client_id, "/restore")), &body, part).await
        }
    })
    .await;
    let back = |found: Option<&Member>| found.is_some_and(|member| member.status != OrganizationUserStatus::Revoked);
    settle(portal, client_id, &mut report, back).await;
    report
}

/// Newer servers know `restore/vnext`, older ones only `restore` (API contract §8.7).
async fn restore_one(
    portal: &Portal,
    client_id: &str,
    id: &str,
    name: Option<String>,
) -> Result<Vec<RowOutcome>, ApiError> {
    let body = RestoreMembers { ids: None, default_user_collection_name: name };
    let path = users(client_id, &["/", id, "/restore/vnext"].concat());
    match portal.run(Call::put(path).json(&body)).await {
        Err(ApiError::NotFound { .. }) => {
            portal.run(Call::put(users(client_id, &["/", id, "/restore"].concat()))).await?;
        }
        outcome => outcome?,
    }
    Ok(vec![RowOutcome { id: id.to_owned(), outcome: Ok(()) }])
}

/// Takes members out of the client. Their accounts stay.
pub async fn remove_members(portal: &Portal, client_id: &str, ids: &[String], control: &Control) -> Report {
    let mut report = bulk::run(portal, ids, PART, control, async |part| {
        rows(portal, Call::delete(users(client_id, "")), &Ids { ids: part.to_vec() }, part).await
    })
    .await;
    settle(portal, client_id, &mut report, |found| found.is_none()).await;
    report
}

/// Deletes the accounts of claimed members with everything in them. It cannot be undone.
pub async fn delete_accounts(portal: &Portal, client_id: &str, ids: &[String], control: &Control) -> Report {
    let mut report = bulk::run(portal, ids, PART, control, async |part| {
        rows(portal, Call::delete(users(client_id, "/delete-account")), &Ids { ids: part.to_vec() }, part).await
    })
    .await;
    settle(portal, client_id, &mut report, |found| found.is_none()).await;
    report
}

async fn rows<T: serde::Serialize>(
    portal: &Portal,
    call: Call,
    body: &T,
    part: &[String],
) -> Result<Vec<RowOutcome>, ApiError> {
    let list: List<BulkResult> = portal.read(call.json(body)).await?;
    Ok(outcomes(part, &list.data))
}

/// Looks at the list when not every row was answered with yes. A list that cannot be read changes nothing.
pub(super) async fn settle(
    portal: &Portal,
    client_id: &str,
    report: &mut Report,
    reached: impl Fn(Option<&Member>) -> bool,
) {
    let untouched = report.rows.iter().all(|row| matches!(row.outcome, Ok(()) | Err(RowFailure::NotSent)));
    if untouched {
        return;
    }
    if let Ok(members) = list_members(portal, client_id).await {
        let by_id: std::collections::BTreeMap<&str, &Member> =
            members.iter().map(|member| (member.id.as_str(), member)).collect();
        report.settle(|id| reached(by_id.get(id).copied()));
    }
}
