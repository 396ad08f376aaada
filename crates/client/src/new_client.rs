//! Creating a client, and taking an existing organisation over (CLI-05, CLI-06; crypto specification
//! §11.2, §11.3).
//!
//! Keys are made in the key agent. Success is reported only after the key that came back was
//! compared with the one that was made (attack BW09).

use portal_agent::Fault;
use portal_agent::protocol::{AdoptOrganization, CheckKey, ClientMade, Forget, Handle, MakeClient};
use portal_contracts::clients::{AddExistingClient, AddableOrganization, CreateClient};
use portal_contracts::enums::{PlanType, ProviderType};
use portal_contracts::register::KeyPair;
use portal_contracts::seats::SeatPool;

use crate::error::ApiError;
use crate::portal::Portal;
use crate::send::Call;
use crate::workspace::{self, Workspace, usable_client, usable_provider};
use crate::{addresses, text};

/// What a new client is made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewClient {
    /// Provider that will manage it.
    pub provider_id: String,
    /// Name, 1–50 characters.
    pub name: String,
    /// The owner is invited by mail.
    pub owner_email: String,
    /// One of [`offered_plans`].
    pub plan: PlanType,
    /// At least 1.
    pub seats: i64,
    /// Name of the default collection, in the language of the interface.
    pub collection_name: String,
}

/// Why a client was not created.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CreateFailure {
    /// The server returned another key than the one just made. The client is refused from now on.
    #[error("the client's key was replaced")]
    KeyReplaced {
        /// The client that must not be used.
        organization_id: String,
    },
    /// The server says yes, but the client does not show up yet: look at the list again in a while.
    #[error("not visible yet")]
    NotVisibleYet,
    /// Whether the client was made is not known. Repeating the call with the same input looks first.
    #[error("outcome unknown: {0}")]
    Unknown(ApiError),
    /// Nothing was made.
    #[error(transparent)]
    Api(#[from] ApiError),
}

/// A creation whose outcome is not known yet.
#[derive(Clone)]
pub(crate) struct Draft {
    input: NewClient,
    handle: Handle,
    before: Vec<String>,
}

/// The plans that clients of this kind of provider can get.
#[must_use]
pub const fn offered_plans(kind: ProviderType) -> &'static [PlanType] {
    match kind {
        ProviderType::BusinessUnit => &[PlanType::EnterpriseMonthly, PlanType::EnterpriseAnnually],
        _ => &[PlanType::TeamsMonthly, PlanType::EnterpriseMonthly],
    }
}

/// The numbers that stand below the seats field (screens CLI-B): seats left over, seats bought.
#[must_use]
pub fn seat_hints(pool: &SeatPool, seats: i64) -> (i64, i64) {
    let effect = pool.change(0, seats);
    let bought = if pool.purchased > 0 { seats.max(0) } else { effect.to_purchase };
    (effect.unassigned, bought)
}

/// Creates a client and compares the key that comes back. Returns its organisation id.
///
/// # Errors
/// See [`CreateFailure`].
pub async fn create_client(portal: &Portal, input: &NewClient) -> Result<String, CreateFailure> {
    usable_provider(portal, &input.provider_id)?;
    if let Some(id) = settle_earlier(portal, input).await? {
        return Ok(id);
    }
    let question =
        MakeClient { provider_id: input.provider_id.clone(), collection_name: input.collection_name.clone() };
    let made = portal.ask(question).await.map_err(ApiError::Keys)?;
    let draft = Draft { input: input.clone(), handle: made.handle, before: known_ids(portal) };
    // Kept from here on, so that a page that is left half-way does not lead to a second client.
    *portal.inner.draft.borrow_mut() = Some(draft.clone());
    let call = Call::post(["providers/", &input.provider_id, "/clients"].concat()).json(&body(input, made));
    let sent = portal.run(call).await;
    let outcome = match sent {
        Err(error) if !error.outcome_unknown() => Err(CreateFailure::Api(error)),
        sent => match (find(portal, &draft).await, sent) {
            (Ok(Some(id)), _) => Ok(id),
            (Ok(None), Ok(())) => Err(CreateFailure::NotVisibleYet),
            // Not there now is no proof: the server may still be at it.
            (Ok(None), Err(error)) | (Err(CreateFailure::Api(error)), _) => Err(CreateFailure::Unknown(error)),
            (Err(failure), _) => Err(failure),
        },
    };
    if !matches!(outcome, Err(CreateFailure::NotVisibleYet | CreateFailure::Unknown(_))) {
        forget(portal).await;
    }
    outcome
}

/// Looks what became of an earlier try with the same input.
async fn settle_earlier(portal: &Portal, input: &NewClient) -> Result<Option<String>, CreateFailure> {
    let earlier = portal.inner.draft.borrow().clone();
    let found = match earlier {
        Some(draft) if draft.input == *input => match find(portal, &draft).await {
            Err(CreateFailure::Api(ApiError::Keys(Fault::Stale))) => None,
            found => found?,
        },
        _ => None,
    };
    forget(portal).await;
    Ok(found)
}

async fn forget(portal: &Portal) {
    let draft = portal.inner.draft.borrow_mut().take();
    if let Some(draft) = draft {
        // An agent that is gone holds nothing either.
        let _ = portal.ask(Forget { handle: draft.handle }).await;
    }
}

fn body(input: &NewClient, made: ClientMade) -> CreateClient {
    CreateClient {
        name: input.name.trim().to_owned(),
        owner_email: input.owner_email.trim().to_owned(),
        plan_type: input.plan,
        seats: input.seats,
        key: made.key,
        key_pair: KeyPair { public_key: made.public_key, encrypted_private_key: made.encrypted_private_key },
        collection_name: made.collection_name,
    }
}

fn known_ids(portal: &Portal) -> Vec<String> {
    portal
        .workspace()
        .map(|known| known.clients.iter().map(|client| client.organization_id.clone()).collect())
        .unwrap_or_default()
}

/// Looks for the client of a draft among those that are new since. A new one of the same name with
/// another key is the alarm; others are somebody else's work.
async fn find(portal: &Portal, draft: &Draft) -> Result<Option<String>, CreateFailure> {
    let workspace = workspace::refresh_rights(portal).await?;
    let mut replaced = None;
    for (id, name, key) in newcomers(&workspace, draft) {
        let name_fits = name.as_deref().map(str::trim) == Some(draft.input.name.trim());
        let question = CheckKey { handle: draft.handle, id: id.clone(), returned: key.clone() };
        if portal.ask(question).await.map_err(ApiError::Keys)?.same {
            return Ok(Some(id));
        }
        if name_fits {
            replaced = Some((id, key));
        }
    }
    let Some((organization_id, key)) = replaced else { return Ok(None) };
    // Pins the made key to the id, so that the exchanged one stays refused.
    let _ = workspace::check_made_key(portal, draft.handle, &organization_id, key).await?;
    Err(CreateFailure::KeyReplaced { organization_id })
}

fn newcomers(workspace: &Workspace, draft: &Draft) -> Vec<(String, Option<String>, String)> {
    workspace
        .profile
        .provider_organizations
        .iter()
        .filter(|client| client.provider_id.as_deref() == Some(draft.input.provider_id.as_str()))
        .filter(|client| !draft.before.contains(&client.id))
        .map(|client| (client.id.clone(), client.name.clone(), client.key.clone().unwrap_or_default()))
        .collect()
}

/// What is wrong with the input, checked before anything is made.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct InputProblems {
    /// Empty or longer than 50 characters.
    pub name: bool,
    /// No address.
    pub owner_email: bool,
    /// Fewer than one.
    pub seats: bool,
}

impl NewClient {
    /// Checks the input; the default value means that all is well.
    #[must_use]
    pub fn problems(&self) -> InputProblems {
        let length = self.name.trim().chars().count();
        InputProblems {
            name: length == 0 || length > portal_contracts::limits::NAME,
            owner_email: !addresses::is_address(self.owner_email.trim()),
            seats: self.seats < 1,
        }
    }
}

/// An organisation that could be taken over. Comes from [`list_addable`] only: there is no way to
/// name one by its id (attack P5).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Addable {
    id: String,
    /// Name, cleaned for display.
    pub name: String,
    /// Plan as display text.
    pub plan: String,
    /// Its seats.
    pub seats: i64,
    /// Its seats would have to be bought, which the own role may not.
    pub disabled: bool,
}

/// Organisations that the person owns and the provider could take over.
///
/// # Errors
/// What went wrong with the request.
pub async fn list_addable(portal: &Portal, provider_id: &str) -> Result<Vec<Addable>, ApiError> {
    let path = ["providers/", provider_id, "/clients/addable"].concat();
    let rows: Vec<AddableOrganization> = portal.read(Call::get(path)).await?;
    Ok(rows
        .into_iter()
        .map(|row| Addable {
            name: text::name(Some(&row.name)).unwrap_or_default(),
            plan: text::clean(&row.plan, 60),
            id: row.id,
            seats: row.seats,
            disabled: row.disabled,
        })
        .collect())
}

/// Takes an organisation over. Returns its organisation id.
///
/// # Errors
/// See [`CreateFailure`].
pub async fn add_existing(portal: &Portal, provider_id: &str, chosen: &Addable) -> Result<String, CreateFailure> {
    usable_provider(portal, provider_id)?;
    // A key that was refused must not get to all people of the provider.
    usable_client(portal, &chosen.id)?;
    let workspace = portal.workspace().ok_or(ApiError::SignedOut)?;
    let own = workspace.profile.organizations.iter().find(|organization| organization.id == chosen.id);
    let key = own.and_then(|organization| organization.key.clone()).ok_or(ApiError::NotFound { message: None })?;
    let question = AdoptOrganization { provider_id: provider_id.to_owned(), key };
    let adopted = portal.ask(question).await.map_err(ApiError::Keys)?;
    let body = AddExistingClient { organization_id: chosen.id.clone(), key: adopted.key };
    let path = ["providers/", provider_id, "/clients/existing"].concat();
    let outcome = match portal.run(Call::post(path).json(&body)).await {
        // Releases before the billing of clients have another path.
        Err(ApiError::NotFound { message: None }) => {
            portal.run(Call::post(["providers/", provider_id, "/organizations/add"].concat()).json(&body)).await
        }
        other => other,
    };
    let lost = match outcome {
        Err(error) if error.outcome_unknown() => Some(error),
        Err(error) if !error.says("already") => return Err(CreateFailure::Api(error)),
        _ => None,
    };
    let workspace = workspace::refresh_rights(portal).await?;
    let linked = workspace.profile.provider_organizations.iter().find(|client| client.id == chosen.id);
    let Some(returned) = linked.and_then(|client| client.key.clone()) else {
        return Err(lost.map_or(CreateFailure::NotVisibleYet, CreateFailure::Unknown));
    };
    if workspace::check_made_key(portal, adopted.handle, &chosen.id, returned).await? {
        Ok(chosen.id.clone())
    } else {
        Err(CreateFailure::KeyReplaced { organization_id: chosen.id.clone() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hints_follow_the_screens() {
        let pool = SeatPool { minimum: 50, assigned: 40, purchased: 0 };
        assert_eq!(seat_hints(&pool, 8), (2, 0));
        assert_eq!(seat_hints(&pool, 15), (0, 5));
        let full = SeatPool { minimum: 50, assigned: 55, purchased: 5 };
        assert_eq!(seat_hints(&full, 3), (0, 3));
    }

    #[test]
    fn input_is_checked_before_keys_are_made() {
        let mut input = NewClient {
            provider_id: "p".into(),
            name: " ".into(),
            owner_email: "nobody".into(),
            plan: PlanType::TeamsMonthly,
            seats: 0,
            collection_name: "Default collection".into(),
        };
        assert_eq!(input.problems(), InputProblems { name: true, owner_email: true, seats: true });
        input = NewClient { name: "ü".repeat(50), owner_email: "o@c.example".into(), seats: 1, ..input };
        assert_eq!(input.problems(), InputProblems::default());
    }
}
