//! Joining an organisation: what it asks for, accepting, waiting for confirmation (JOIN-08; screens JOIN-D).

use portal_agent::Fault;
use portal_agent::protocol::{Candidate, Handle, PrepareConfirm, WrapForRecovery};
use portal_contracts::List;
use portal_contracts::enums::OrganizationUserStatus;
use portal_contracts::joining::AcceptInvitation;
use portal_contracts::policies::{Policy, PolicyType};
use portal_contracts::token::MasterPasswordPolicy;
use serde::Deserialize;

use super::{Accepted, Confirmation, JoinFailure, look};
use crate::encode;
use crate::error::ApiError;
use crate::invitation::OrganizationInvitation;
use crate::portal::Portal;
use crate::send::Call;
use crate::workspace::KeyState;

/// What an organisation asks of whoever joins it. Claims of the server: they are shown and followed, and nothing is given
/// away on their word alone (attack BW01).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Terms {
    /// Rules for the master password.
    pub password: MasterPasswordPolicy,
    /// Two-step login has to be set up first.
    pub two_step: bool,
    /// No other organisation beside this one.
    pub only_one: bool,
    /// Whoever joins enrols in account recovery: people who run the organisation can then set a new password and reach
    /// everything in the account.
    pub recovery: bool,
}

/// Reads by the token of an invitation, without an account, what joining asks for. No terms when the plan has no
/// policies; a link that no longer works says so when it is used.
///
/// # Errors
/// What went wrong with the request.
pub async fn read_terms(portal: &Portal, invitation: &OrganizationInvitation) -> Result<Terms, ApiError> {
    let query = encode::form(&[
        ("token", invitation.token.expose()),
        ("email", invitation.email.as_deref().unwrap_or_default()),
        ("organizationUserId", &invitation.organization_user_id),
    ]);
    let path = ["organizations/", &invitation.organization_id, "/policies/token?", &query].concat();
    let policies = match portal.read::<List<Policy>>(Call::get(path).anonymous()).await {
        Ok(list) => list.data,
        Err(ApiError::NotFound { .. }) => Vec::new(),
        Err(error) => return Err(error),
    };
    let on = |kind: PolicyType| policies.iter().find(|policy| policy.enabled && policy.r#type == kind);
    Ok(Terms {
        password: on(PolicyType::MasterPassword).and_then(MasterPasswordPolicy::of).unwrap_or_default(),
        two_step: on(PolicyType::TwoFactor).is_some(),
        only_one: on(PolicyType::SingleOrganization).is_some(),
        recovery: on(PolicyType::AccountRecovery).is_some_and(|policy| policy.flag("autoEnrollEnabled")),
    })
}

/// The public key to which the own user key goes at enrolment: fetched once, kept by the key agent, shown by its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecoveryKey {
    handle: Handle,
    /// Its words; whoever invites can read them in the organisation's settings.
    pub fingerprint: Vec<String>,
}

/// Fetches the organisation's public key and has its words computed. The session must be open.
///
/// # Errors
/// What went wrong with the request; [`ApiError::Keys`] when the key is missing or damaged.
pub async fn recovery_key(portal: &Portal, invitation: &OrganizationInvitation) -> Result<RecoveryKey, ApiError> {
    #[derive(Default, Deserialize)]
    #[serde(rename_all = "camelCase", default)]
    struct PublicKey {
        public_key: Option<String>,
    }
    let id = &invitation.organization_id;
    let found: PublicKey = match portal.read(Call::get(["organizations/", id, "/public-key"].concat())).await {
        // Older servers know it under another name.
        Err(ApiError::NotFound { message: None }) => {
            portal.read(Call::get(["organizations/", id, "/keys"].concat())).await?
        }
        found => found?,
    };
    let public_key = found.public_key.ok_or(ApiError::Keys(Fault::Key))?;
    let people = vec![Candidate { id: id.clone(), user_id: id.clone(), public_key }];
    let prepared = portal.ask(PrepareConfirm { people }).await?.people;
    let kept = prepared.into_iter().next().ok_or(ApiError::Keys(Fault::Gone))?.outcome?;
    Ok(RecoveryKey { handle: kept.handle, fingerprint: kept.fingerprint })
}

/// Accepts an invitation to an organisation. Works while locked, unless the person enrols in account recovery: that
/// happens with `recovery` only, whose words the person has agreed to. Repeating it is harmless.
///
/// # Errors
/// See [`JoinFailure`].
pub async fn accept_organization_invitation(
    portal: &Portal,
    invitation: &OrganizationInvitation,
    recovery: Option<&RecoveryKey>,
) -> Result<Accepted, JoinFailure> {
    let reset_password_key = match recovery {
        Some(agreed) => {
            let question = WrapForRecovery { handle: agreed.handle };
            Some(portal.ask(question).await.map_err(ApiError::Keys)?.key)
        }
        None => None,
    };
    let body = AcceptInvitation { token: invitation.token.duplicate(), reset_password_key };
    match portal.run(Call::post(path(invitation, "/accept")).json(&body)).await {
        Ok(()) => Ok(Accepted::Now),
        Err(error) => classify(error),
    }
}

pub(super) fn path(invitation: &OrganizationInvitation, call: &str) -> String {
    ["organizations/", &invitation.organization_id, "/users/", &invitation.organization_user_id, call].concat()
}

/// What a refusal means; the server families say it differently.
pub(super) fn classify(error: ApiError) -> Result<Accepted, JoinFailure> {
    let says = |needle: &str| error.says(needle);
    if says("already accepted") || says("already part of") {
        return Ok(Accepted::Before);
    }
    Err(if says("does not match") || says("different account") {
        JoinFailure::OtherAddress
    } else if says("revoked") {
        JoinFailure::Revoked
    } else if says("two-step") || says("two-factor") {
        JoinFailure::TwoStepNeeded
    } else if says("leave or remove all other") {
        JoinFailure::OnlyOne
    } else if says("another organization") {
        JoinFailure::ForbiddenElsewhere
    } else if says("reset") && says("required") {
        JoinFailure::RecoveryNeeded
    } else if says("user invalid") {
        JoinFailure::Withdrawn
    } else if says("invalid token") || says("expired") {
        JoinFailure::LinkRefused
    } else {
        match error {
            ApiError::NotFound { .. } => JoinFailure::Withdrawn,
            other => JoinFailure::Api(other),
        }
    })
}

/// One look at whether the membership was confirmed; see [`super::check_confirmation`].
///
/// # Errors
/// What went wrong with the requests. `seen` is updated after success only.
pub async fn check_membership(
    portal: &Portal,
    organization_id: &str,
    seen: &mut Option<u64>,
) -> Result<Confirmation, ApiError> {
    look(portal, seen, || membership(portal, organization_id)).await
}

fn membership(portal: &Portal, organization_id: &str) -> Option<Confirmation> {
    let workspace = portal.workspace()?;
    let own = workspace.profile.organizations.iter().find(|own| own.id == organization_id)?;
    if own.status != OrganizationUserStatus::Confirmed {
        return None;
    }
    // Somebody without a part in the console needs no key here.
    Some(match workspace.client(organization_id).map(|client| client.key) {
        Some(KeyState::Refused(_)) => Confirmation::KeyRefused,
        Some(KeyState::Missing) => return None,
        Some(KeyState::Ready | KeyState::Locked) | None => Confirmation::Confirmed,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refusals_are_told_apart() {
        let of = |message: &str| classify(ApiError::Refused { status: 400, message: Some(message.into()) });
        assert_eq!(of("Invitation already accepted. You will receive an email."), Ok(Accepted::Before));
        assert_eq!(of("You are already part of this organization."), Ok(Accepted::Before));
        assert_eq!(of("Invalid token."), Err(JoinFailure::LinkRefused));
        assert_eq!(of("User email does not match invite."), Err(JoinFailure::OtherAddress));
        assert_eq!(of("Your organization access has been revoked."), Err(JoinFailure::Revoked));
        assert_eq!(
            of("You cannot join this organization until you enable two-step login on your user account."),
            Err(JoinFailure::TwoStepNeeded)
        );
        assert_eq!(
            of("You may not join this organization until you leave or remove all other organizations."),
            Err(JoinFailure::OnlyOne)
        );
        assert_eq!(
            of("You cannot join this organization because you are a member of another organization which forbids it."),
            Err(JoinFailure::ForbiddenElsewhere)
        );
        assert_eq!(of("Master Password reset is required, but not provided."), Err(JoinFailure::RecoveryNeeded));
        assert_eq!(classify(ApiError::NotFound { message: None }), Err(JoinFailure::Withdrawn));
        assert_eq!(classify(ApiError::Offline), Err(JoinFailure::Api(ApiError::Offline)));
    }
}
