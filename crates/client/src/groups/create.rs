//! Making a group. The name of a group is no secret and need not be the only one of its kind: what was made is known again
//! by not having been there before.

use std::collections::BTreeSet;

use portal_contracts::groups::Group as Wire;
use portal_contracts::limits;

use super::change::{GroupFailure, named, request, wanted};
use super::{Group, GroupDraft, check_name, list_groups, read_group, update_group};
use crate::error::ApiError;
use crate::organization::entry;
use crate::portal::Portal;
use crate::send::Call;
use crate::text;

/// A group about to be made. Keep it as long as the form is open: with the same one a repeat makes no second group, even
/// when the answer was lost, and the look whether it arrived as well.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Attempt(Option<Sent>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Sent {
    /// The groups that were there before the first try.
    before: BTreeSet<String>,
    /// What was sent and may have arrived.
    draft: GroupDraft,
}

impl Sent {
    /// The group that came of it. Somebody else's of the same name looks otherwise, or was there before.
    fn find(&self, groups: Vec<Group>) -> Option<String> {
        let name = text::clean(&self.draft.name, limits::GROUP_NAME);
        let made = |group: &Group| {
            group.name == name && group.collections == self.draft.collections && !self.before.contains(&group.id)
        };
        groups.into_iter().find(made).map(|group| group.id)
    }
}

/// Makes a group and gives its id.
///
/// # Errors
/// See [`GroupFailure`]. Repeating it with the same attempt makes no second group.
pub async fn create_group(
    portal: &Portal,
    client_id: &str,
    attempt: &mut Attempt,
    draft: &GroupDraft,
) -> Result<String, GroupFailure> {
    if let Some(problem) = check_name(&draft.name) {
        return Err(GroupFailure::Name(problem));
    }
    entry(portal, client_id)?;
    let there = list_groups(portal, client_id).await?;
    let draft = wanted(draft);
    let before = match attempt.0.take() {
        Some(sent) => {
            // Until this is over, what was sent then still counts.
            let made = sent.find(there);
            let before = sent.before.clone();
            attempt.0 = Some(sent);
            if let Some(id) = made {
                // It was made; the form may have been changed since.
                let seen = read_group(portal, client_id, &id).await?;
                update_group(portal, client_id, &seen, &draft).await?;
                return Ok(id);
            }
            before
        }
        None => there.into_iter().map(|group| group.id).collect(),
    };
    let sent = Sent { before, draft };
    let path = ["organizations/", client_id, "/groups"].concat();
    let call = Call::post(path).json(&request(&sent.draft));
    attempt.0 = Some(sent.clone());
    match portal.read::<Wire>(call).await {
        Ok(made) if !made.id.is_empty() => Ok(made.id),
        Ok(_) => look(portal, client_id, &sent, ApiError::BadAnswer).await,
        Err(error) if error.outcome_unknown() => look(portal, client_id, &sent, error).await,
        Err(error) => {
            // Refused: there is nothing to be found again.
            *attempt = Attempt::default();
            Err(named(error))
        }
    }
}

async fn look(portal: &Portal, client_id: &str, sent: &Sent, error: ApiError) -> Result<String, GroupFailure> {
    let found = list_groups(portal, client_id).await.ok().and_then(|groups| sent.find(groups));
    found.ok_or(GroupFailure::Api(error))
}
