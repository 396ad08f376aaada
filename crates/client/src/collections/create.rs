//! A new collection (COL-02).

use std::cell::RefCell;
use std::rc::Rc;

use portal_contracts::List;
use portal_contracts::collections::{Collection as Wire, SaveCollection};

use super::save::{SaveFailure, seal};
use super::{AccessLists, needs_manager, path};
use crate::error::ApiError;
use crate::portal::Portal;
use crate::send::Call;

/// A collection about to be made. Keep it as long as the form is open: with the same one a repeat makes no second
/// collection, even when the first answer was lost.
#[derive(Clone, Default)]
pub struct Draft(Rc<RefCell<Option<String>>>);

impl Draft {
    /// The encrypted name that may have arrived. Its random part makes it known again among all others.
    fn sent(&self) -> Option<String> {
        self.0.borrow().clone()
    }

    fn keep(&self, sent: Option<String>) {
        *self.0.borrow_mut() = sent;
    }
}

/// Makes a collection and returns its id. `name` is the whole path ([`super::tree::compose`]). A member who may not
/// change every collection gets Manage on it from the server.
///
/// # Errors
/// See [`SaveFailure`].
pub async fn create_collection(
    portal: &Portal,
    organization: &str,
    draft: &Draft,
    name: &str,
    access: &AccessLists,
) -> Result<String, SaveFailure> {
    if !access.has_manager() && needs_manager(portal, organization) && !becomes_manager(portal, organization) {
        return Err(SaveFailure::NoManager);
    }
    let earlier = match draft.sent() {
        Some(sent) => find(portal, organization, &sent).await?,
        None => None,
    };
    let sealed = seal(portal, organization, name).await?;
    let body = SaveCollection {
        name: sealed.clone(),
        external_id: None,
        groups: access.groups.clone(),
        users: access.users.clone(),
    };
    draft.keep(Some(sealed.clone()));
    if let Some(id) = earlier {
        // It was made; name and access may have been changed in the form since.
        portal.run(Call::put(path(organization, &["/", &id].concat())).json(&body)).await?;
        return Ok(id);
    }
    match portal.read::<Wire>(Call::post(path(organization, "")).json(&body)).await {
        Ok(made) if !made.id.is_empty() => Ok(made.id),
        Ok(_) => find(portal, organization, &sealed).await?.ok_or(SaveFailure::Api(ApiError::BadAnswer)),
        Err(error) if error.outcome_unknown() => match find(portal, organization, &sealed).await {
            Ok(Some(id)) => Ok(id),
            _ => Err(error.into()),
        },
        Err(error) => {
            // Refused: there is nothing to be found again.
            draft.keep(None);
            Err(match error {
                // Nothing can be gone that did not exist: the right is missing.
                ApiError::NotFound { message } => SaveFailure::Api(ApiError::Forbidden { message }),
                error => error.into(),
            })
        }
    }
}

async fn find(portal: &Portal, organization: &str, sealed: &str) -> Result<Option<String>, ApiError> {
    let list: List<Wire> = portal.read(Call::get(path(organization, "")).large()).await?;
    Ok(list.data.into_iter().find(|found| found.name == sealed).map(|found| found.id))
}

/// Whether the server lets oneself manage what one makes.
fn becomes_manager(portal: &Portal, organization: &str) -> bool {
    portal.workspace().is_some_and(|workspace| {
        workspace.client(organization).is_some_and(|client| client.provider_id.is_none() && client.membership.is_some())
    })
}
