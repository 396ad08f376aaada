//! The people of a provider: invite, confirm, change, remove (PPL-01…04; screens §2.7).
//!
//! Everything here works on several people and returns one outcome per person.

use portal_agent::protocol::KeyOwner;
use portal_contracts::enums::{ProviderUserStatus, ProviderUserType};
use portal_contracts::providers::{
    BulkConfirm, BulkResult, Ids, InviteProviderUsers, ProviderUser, UpdateProviderUser,
};
use portal_contracts::{List, limits};

use crate::bulk::outcomes;
use crate::comparing::{self, Waiting};
use crate::error::ApiError;
use crate::portal::Portal;
use crate::send::Call;
use crate::text;
use crate::workspace::usable_provider;

pub use crate::bulk::{RowFailure, RowOutcome};
pub use crate::comparing::{ComparedKey, ToCompare};

/// One person of a provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Membership id.
    pub id: String,
    /// User id; missing while invited.
    pub user_id: Option<String>,
    /// Name, cleaned for display.
    pub name: Option<String>,
    /// Address, cleaned for display.
    pub email: String,
    /// Role.
    pub role: ProviderUserType,
    /// How far the person has come.
    pub status: ProviderUserStatus,
    /// The signed-in person.
    pub is_self: bool,
}

/// Reads the people of a provider, by name or address.
///
/// # Errors
/// [`ApiError::Forbidden`] for service users; what else went wrong with the request.
pub async fn list_people(portal: &Portal, provider_id: &str) -> Result<Vec<Person>, ApiError> {
    let own = portal.account().map(|account| account.user_id);
    let path = ["providers/", provider_id, "/users"].concat();
    let list: List<ProviderUser> = portal.read(Call::get(path).large()).await?;
    let mut people: Vec<Person> = list
        .data
        .into_iter()
        .map(|person| Person {
            is_self: person.user_id.is_some() && person.user_id == own,
            id: person.id,
            user_id: person.user_id,
            name: text::name(person.name.as_deref()),
            email: text::clean(&person.email, limits::EMAIL),
            role: person.r#type,
            status: person.status,
        })
        .collect();
    people.sort_by_cached_key(|person| person.name.as_deref().unwrap_or(&person.email).to_lowercase());
    Ok(people)
}

/// What became of one address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invited {
    /// The address.
    pub email: String,
    /// What became of it.
    pub outcome: InviteOutcome,
}

/// What became of an invitation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InviteOutcome {
    /// The mail is out.
    Invited,
    /// The person was there already; servers skip them silently.
    AlreadyThere,
    /// The server says yes, but the list does not show the person.
    NotInvited,
}

/// Why nobody was invited.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InviteFailure {
    /// None, or more than 20 addresses.
    #[error("number of addresses")]
    Number,
    /// Anything else. Repeating it is harmless.
    #[error(transparent)]
    Api(#[from] ApiError),
}

/// Invites up to 20 addresses and reads the list again to tell what became of each.
///
/// # Errors
/// See [`InviteFailure`].
pub async fn invite_people(
    portal: &Portal,
    provider_id: &str,
    emails: &[String],
    role: ProviderUserType,
) -> Result<Vec<Invited>, InviteFailure> {
    if emails.is_empty() || emails.len() > limits::INVITATIONS_PER_CALL {
        return Err(InviteFailure::Number);
    }
    let before = list_people(portal, provider_id).await?;
    let fresh: Vec<String> = emails.iter().filter(|email| !contains(&before, email)).cloned().collect();
    if fresh.is_empty() {
        return Ok(emails.iter().map(|email| outcome_of(email, &before, &before)).collect());
    }
    let path = ["providers/", provider_id, "/users/invite"].concat();
    let body = InviteProviderUsers { emails: fresh, r#type: role };
    portal.run(Call::post(path).json(&body)).await?;
    let after = list_people(portal, provider_id).await?;
    Ok(emails.iter().map(|email| outcome_of(email, &before, &after)).collect())
}

fn contains(people: &[Person], email: &str) -> bool {
    let email = email.trim().to_lowercase();
    people.iter().any(|person| person.email.to_lowercase() == email)
}

fn outcome_of(email: &str, before: &[Person], after: &[Person]) -> Invited {
    let outcome = if contains(before, email) {
        InviteOutcome::AlreadyThere
    } else if contains(after, email) {
        InviteOutcome::Invited
    } else {
        InviteOutcome::NotInvited
    };
    Invited { email: email.to_owned(), outcome }
}

/// Mails invitations again.
///
/// # Errors
/// What went wrong with the request as a whole.
pub async fn resend_invitations(
    portal: &Portal,
    provider_id: &str,
    ids: &[String],
) -> Result<Vec<RowOutcome>, ApiError> {
    let path = ["providers/", provider_id, "/users/reinvite"].concat();
    let list: List<BulkResult> = portal.read(Call::post(path).json(&Ids { ids: ids.to_vec() })).await?;
    Ok(outcomes(ids, &list.data))
}

/// Fetches the public keys of people once, keeps them in the key agent and returns their words (PPL-03).
///
/// # Errors
/// What went wrong with the request as a whole.
pub async fn prepare_confirm(
    portal: &Portal,
    provider_id: &str,
    people: &[Person],
) -> Result<Vec<ToCompare>, ApiError> {
    usable_provider(portal, provider_id)?;
    let waiting: Vec<Waiting<'_>> =
        people.iter().map(|person| Waiting { id: &person.id, user_id: person.user_id.as_deref() }).collect();
    comparing::prepare(portal, ["providers/", provider_id, "/users/public-keys"].concat(), &waiting).await
}

/// Shares the provider key with people whose words were compared, and reads the list again: servers
/// do not report every failure. One person or many.
///
/// # Errors
/// What went wrong with the requests as a whole; then read the list again before repeating.
pub async fn confirm_people(
    portal: &Portal,
    provider_id: &str,
    compared: Vec<(String, ComparedKey)>,
) -> Result<Vec<RowOutcome>, ApiError> {
    usable_provider(portal, provider_id)?;
    let ids: Vec<String> = compared.iter().map(|(id, _)| id.clone()).collect();
    let wrapped = comparing::wrap(portal, KeyOwner::Provider(provider_id.to_owned()), compared).await?;
    let keys = comparing::entries(&wrapped);
    let path = ["providers/", provider_id, "/users/confirm"].concat();
    let answered: Result<List<BulkResult>, ApiError> = if keys.is_empty() {
        Ok(List::default())
    } else {
        portal.read(Call::post(path).json(&BulkConfirm { keys })).await
    };
    let after = match (list_people(portal, provider_id).await, &answered) {
        (Ok(after), _) => after,
        (Err(_), Err(first)) => return Err(first.clone()),
        (Err(error), Ok(_)) => return Err(error),
    };
    let confirmed =
        |id: &str| after.iter().any(|person| person.id == id && person.status == ProviderUserStatus::Confirmed);
    let answered = match answered {
        Ok(answered) => answered.data,
        // Only the answer was lost.
        Err(_) if ids.iter().all(|id| confirmed(id)) => Vec::new(),
        Err(error) => return Err(error),
    };
    let mut rows = outcomes(&ids, &answered);
    for (row, (_, key)) in rows.iter_mut().zip(wrapped) {
        row.outcome = match (key, confirmed(&row.id), std::mem::replace(&mut row.outcome, Ok(()))) {
            (_, true, _) => Ok(()),
            (Err(fault), false, _) => Err(RowFailure::Key(fault)),
            (Ok(_), false, Ok(())) => Err(RowFailure::NotDone),
            (Ok(_), false, refused) => refused,
        };
    }
    Ok(rows)
}

/// Why a role was not changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RoleFailure {
    /// The provider would be left without a confirmed admin.
    #[error("last admin")]
    LastAdmin,
    /// Anything else. Repeating it is harmless.
    #[error(transparent)]
    Api(#[from] ApiError),
}

/// Changes the role of a person.
///
/// # Errors
/// See [`RoleFailure`].
pub async fn change_role(
    portal: &Portal,
    provider_id: &str,
    id: &str,
    role: ProviderUserType,
) -> Result<(), RoleFailure> {
    let path = ["providers/", provider_id, "/users/", id].concat();
    match portal.run(Call::put(path).json(&UpdateProviderUser { r#type: role })).await {
        Err(error) if error.says("at least one confirmed") => Err(RoleFailure::LastAdmin),
        outcome => Ok(outcome?),
    }
}

/// Removes people. Their accounts stay. Nobody can remove themselves. Repeating it is harmless: who is
/// gone already counts as removed.
///
/// # Errors
/// What went wrong with the request as a whole.
pub async fn remove_people(portal: &Portal, provider_id: &str, ids: &[String]) -> Result<Vec<RowOutcome>, ApiError> {
    let path = ["providers/", provider_id, "/users"].concat();
    let list: List<BulkResult> = portal.read(Call::delete(path).json(&Ids { ids: ids.to_vec() })).await?;
    let mut rows = outcomes(ids, &list.data);
    if rows.iter().any(|row| row.outcome.is_err()) {
        // An earlier try may have arrived although its answer did not; a refused row of somebody who is gone is that.
        let left = list_people(portal, provider_id).await?;
        for row in &mut rows {
            if !left.iter().any(|person| person.id == row.id) {
                row.outcome = Ok(());
            }
        }
    }
    Ok(rows)
}
