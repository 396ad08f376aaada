//! The members of a client for choosing and naming them: also for roles that give access to people without managing them.

use portal_contracts::permissions::ClientAction;

use super::{Member, list_members, read};
use crate::error::ApiError;
use crate::organization::entry;
use crate::portal::Portal;

/// All members of a client, with as much as one may read about them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Roster {
    /// By name or address.
    pub members: Vec<Member>,
    /// Everything about them was read. Otherwise only ids, name, address, role and state are known: that no group or
    /// collection is named then says nothing.
    pub whole: bool,
}

/// Reads the members of a client in full or, where that is not allowed, in the short form for pickers.
///
/// # Errors
/// What went wrong with the request; [`ApiError::NotFound`] for people who may not even see the short form.
pub async fn read_roster(portal: &Portal, client_id: &str) -> Result<Roster, ApiError> {
    // Without this right the full list is refused, or is only about those who are enrolled in account recovery.
    if entry(portal, client_id)?.standing().allows(ClientAction::ManageMembers) {
        match list_members(portal, client_id).await {
            // Some servers ask for more than the right.
            Err(ApiError::Forbidden { .. } | ApiError::NotFound { .. }) => {}
            outcome => return outcome.map(|members| Roster { members, whole: true }),
        }
    }
    let members = read(portal, client_id, "/mini-details").await?;
    Ok(Roster { members, whole: false })
}
