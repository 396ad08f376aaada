//! Joining a provider: accept, wait for confirmation, or set a new provider up (JOIN-03, 05, 06, 09). Joining an
//! organisation as a member or as its owner: the modules below.

mod organization;
mod owner;

use portal_agent::Fault;
use portal_agent::protocol::{CheckKey, MakeProvider};
use portal_contracts::enums::ProviderStatus;
use portal_contracts::providers::{BillingAddress, SetUpProvider, TokenBody};

use crate::error::ApiError;
use crate::invitation::{ProviderInvitation, ProviderSetUp};
use crate::portal::Portal;
use crate::send::Call;
use crate::workspace::{self, KeyState};

pub use organization::{
    RecoveryKey, Terms, accept_organization_invitation, check_membership, read_terms, recovery_key,
};
pub use owner::{BeginFailure, begin_organization};

/// The invitation is accepted; an admin must still confirm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Accepted {
    /// Just now.
    Now,
    /// It had been accepted before, here or in another browser. Servers say the same when the account
    /// is in the provider already, or when somebody else used the link.
    Before,
}

/// Why an invitation could not be accepted (table of screens §2.1).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum JoinFailure {
    /// Older than five days, altered, or meant for another account: servers do not tell them apart.
    #[error("invitation refused")]
    LinkRefused,
    /// The account's address is not the invited one.
    #[error("other address")]
    OtherAddress,
    /// The invitation was withdrawn.
    #[error("invitation withdrawn")]
    Withdrawn,
    /// A policy of an organisation of this account forbids joining a provider.
    #[error("forbidden by a policy")]
    ForbiddenByPolicy,
    /// The access was taken away again before it began.
    #[error("access revoked")]
    Revoked,
    /// The organisation demands two-step login, and the account has none.
    #[error("two-step login needed")]
    TwoStepNeeded,
    /// The organisation's members may be in no other one, and this account is.
    #[error("the only organisation")]
    OnlyOne,
    /// Another organisation of this account forbids further ones.
    #[error("forbidden by another organisation")]
    ForbiddenElsewhere,
    /// The organisation enrols its people in account recovery, which needs an agreement first: read the terms again.
    #[error("enrolment needed")]
    RecoveryNeeded,
    /// Anything else.
    #[error(transparent)]
    Api(#[from] ApiError),
}

/// Accepts an invitation to a provider. Works while locked, too: no key is needed. Repeating it is
/// harmless.
///
/// # Errors
/// See [`JoinFailure`].
pub async fn accept_provider_invitation(
    portal: &Portal,
    invitation: &ProviderInvitation,
) -> Result<Accepted, JoinFailure> {
    let path = ["providers/", &invitation.provider_id, "/users/", &invitation.provider_user_id, "/accept"].concat();
    let body = TokenBody { token: invitation.token.duplicate() };
    match portal.run(Call::post(path).json(&body)).await {
        Ok(()) => Ok(Accepted::Now),
        Err(error) if error.says("already accepted") => Ok(Accepted::Before),
        Err(error) if error.says("invalid token") => Err(JoinFailure::LinkRefused),
        Err(error) if error.says("does not match") => Err(JoinFailure::OtherAddress),
        Err(error) if error.says("user invalid") => Err(JoinFailure::Withdrawn),
        Err(error) if error.says("automatic") || error.says("auto-confirm") || error.says("policy") => {
            Err(JoinFailure::ForbiddenByPolicy)
        }
        // A record that is gone answers 404 on some releases.
        Err(ApiError::NotFound { .. }) => Err(JoinFailure::Withdrawn),
        Err(error) => Err(JoinFailure::Api(error)),
    }
}

/// Whether an admin has confirmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Confirmation {
    /// Not yet.
    Waiting,
    /// Confirmed; the provider's portal can be entered.
    Confirmed,
    /// Confirmed, but its key cannot be used; see the provider's [`KeyState`].
    KeyRefused,
}

/// One look at whether the account was confirmed, for a page that polls. Asks for the revision date
/// and reads more only when something changed since `seen`, which it updates; start with `None`.
///
/// # Errors
/// What went wrong with the requests. `seen` is updated after success only.
pub async fn check_confirmation(
    portal: &Portal,
    provider_id: &str,
    seen: &mut Option<u64>,
) -> Result<Confirmation, ApiError> {
    look(portal, seen, || confirmation(portal, provider_id)).await
}

/// Looks at what is known, then at what is new since `seen`.
async fn look(
    portal: &Portal,
    seen: &mut Option<u64>,
    find: impl Fn() -> Option<Confirmation>,
) -> Result<Confirmation, ApiError> {
    if let Some(found) = find() {
        return Ok(found);
    }
    let revision: u64 = portal.read(Call::get("accounts/revision-date")).await?;
    if *seen != Some(revision) {
        // Rights are claims of the token (API contract §1.6): a new one first.
        workspace::refresh_rights(portal).await?;
        *seen = Some(revision);
    }
    Ok(find().unwrap_or(Confirmation::Waiting))
}

fn confirmation(portal: &Portal, provider_id: &str) -> Option<Confirmation> {
    match portal.workspace()?.provider(provider_id)?.key {
        KeyState::Ready | KeyState::Locked => Some(Confirmation::Confirmed),
        KeyState::Missing => None,
        KeyState::Refused(_) => Some(Confirmation::KeyRefused),
    }
}

/// What the first admin fills in (JOIN-09).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProviderDetails {
    /// Name, at most 50 characters.
    pub name: String,
    /// Legal name.
    pub business_name: Option<String>,
    /// Where invoices go.
    pub billing_email: String,
    /// Country (two letters) and postal code, where the server bills.
    pub billing_address: Option<BillingAddress>,
}

/// Why a provider could not be set up.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SetUpFailure {
    /// Expired, altered, or meant for another account.
    #[error("link refused")]
    LinkRefused,
    /// This account is not the one that may set the provider up.
    #[error("other account")]
    OtherAccount,
    /// The provider is set up already, and not by this page.
    #[error("set up already")]
    AlreadySetUp,
    /// The server returned another provider key than the one just made. Nothing may be done with it.
    #[error("the provider key was replaced")]
    KeyReplaced,
    /// Anything else. Repeat it in the same page: nothing is made twice.
    #[error(transparent)]
    Api(#[from] ApiError),
}

/// Makes the provider key, sets the provider up, and checks that the key which comes back is the
/// one that was made.
///
/// # Errors
/// See [`SetUpFailure`].
pub async fn set_up_provider(
    portal: &Portal,
    link: &ProviderSetUp,
    details: &ProviderDetails,
) -> Result<(), SetUpFailure> {
    // The right to do it is a claim of the token, which may be older than the provider (API contract §1.6).
    let generation = portal.inner.state.borrow().generation;
    portal.refresh(generation).await?;
    let made = portal.ask(MakeProvider { provider_id: link.provider_id.clone() }).await.map_err(ApiError::Keys)?;
    let body = SetUpProvider {
        name: details.name.trim().to_owned(),
        business_name: details.business_name.clone(),
        billing_email: details.billing_email.trim().to_owned(),
        token: link.token.duplicate(),
        key: made.key,
        billing_address: details.billing_address.clone(),
    };
    let call = Call::post(["providers/", &link.provider_id, "/setup"].concat()).json(&body);
    let outcome = portal.run(call).await;
    if outcome.as_ref().err().is_none_or(ApiError::outcome_unknown) {
        *portal.inner.set_up_sent.borrow_mut() = Some(link.provider_id.clone());
    }
    match outcome {
        Ok(()) => {
            let returned = returned_key(portal, &link.provider_id).await?;
            if workspace::check_made_key(portal, made.handle, &link.provider_id, returned).await? {
                Ok(())
            } else {
                Err(SetUpFailure::KeyReplaced)
            }
        }
        // An earlier try may have arrived although its answer did not: then the key that was made is there, or it was
        // replaced. Without such a try any other key is the one of the set-up that counts, and nothing speaks against it.
        Err(error) if error.says("already setup") => {
            let returned = returned_key(portal, &link.provider_id).await?;
            let id = &link.provider_id;
            let sent = portal.inner.set_up_sent.borrow().as_ref() == Some(id);
            if sent {
                let same = workspace::check_made_key(portal, made.handle, id, returned).await?;
                return if same { Ok(()) } else { Err(SetUpFailure::KeyReplaced) };
            }
            let question = CheckKey { handle: made.handle, id: id.clone(), returned };
            let same = portal.ask(question).await.map_err(ApiError::Keys)?.same;
            if same { Ok(()) } else { Err(SetUpFailure::AlreadySetUp) }
        }
        Err(error) if error.says("invalid token") => Err(SetUpFailure::LinkRefused),
        Err(error) if error.says("invalid owner") => Err(SetUpFailure::OtherAccount),
        Err(error) => Err(SetUpFailure::Api(error)),
    }
}

/// The provider's key in the profile.
async fn returned_key(portal: &Portal, provider_id: &str) -> Result<String, SetUpFailure> {
    let workspace = workspace::refresh_rights(portal).await?;
    let entry = workspace.profile.providers.iter().find(|provider| provider.id == provider_id);
    let Some(entry) = entry.filter(|entry| entry.provider_status != ProviderStatus::Pending) else {
        return Err(SetUpFailure::AlreadySetUp);
    };
    Ok(entry.key.clone().ok_or(ApiError::Keys(Fault::Key))?)
}
