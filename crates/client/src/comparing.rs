//! Comparing fingerprint words and sharing a key with exactly the compared people: the people of a provider and the
//! members of a client alike (crypto specification §11.4, §11.5, §12). One public key is fetched, shown and wrapped for.

use portal_agent::Fault;
use portal_agent::protocol::{Candidate, Handle, KeyOwner, PrepareConfirm, WrapForConfirmed};
use portal_contracts::List;
use portal_contracts::providers::{BulkConfirmKey, Ids, MemberPublicKey};

use crate::bulk::RowFailure;
use crate::error::ApiError;
use crate::portal::Portal;
use crate::send::Call;

/// A person ready to be compared: the words belong to the very key that will be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToCompare {
    /// Membership id.
    pub id: String,
    /// Words and the kept key, or why the person cannot be confirmed now.
    pub outcome: Result<ComparedKey, RowFailure>,
}

/// A kept public key with its words. Only preparing a confirmation makes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComparedKey {
    /// Fingerprint words, to be compared with what the person reads out.
    pub words: Vec<String>,
    pub(crate) handle: Handle,
}

/// Membership id and user id, as the list shows them that the admin looks at.
pub(crate) struct Waiting<'a> {
    pub(crate) id: &'a str,
    pub(crate) user_id: Option<&'a str>,
}

/// Fetches public keys once, keeps them in the key agent and returns their words.
pub(crate) async fn prepare(portal: &Portal, path: String, people: &[Waiting<'_>]) -> Result<Vec<ToCompare>, ApiError> {
    let ids = people.iter().map(|person| person.id.to_owned()).collect();
    let list: List<MemberPublicKey> = portal.read(Call::post(path).json(&Ids { ids }).large()).await?;
    let candidates = people.iter().filter_map(|person| {
        let found = list.data.iter().find(|key| key.id == person.id)?;
        // The words are about a user id: it has to be the one of the list that the admin looks at.
        let user_id = person.user_id.filter(|user_id| *user_id == found.user_id)?;
        Some(Candidate { id: person.id.to_owned(), user_id: user_id.to_owned(), public_key: found.key.clone() })
    });
    let mut prepared = portal.ask(PrepareConfirm { people: candidates.collect() }).await?.people.into_iter();
    let mut next = prepared.next();
    Ok(people
        .iter()
        .map(|person| {
            let outcome = match next.take_if(|found| found.id == person.id) {
                None => Err(RowFailure::NotAnswered),
                Some(found) => {
                    next = prepared.next();
                    found
                        .outcome
                        .map(|key| ComparedKey { words: key.fingerprint, handle: key.handle })
                        .map_err(RowFailure::Key)
                }
            };
            ToCompare { id: person.id.to_owned(), outcome }
        })
        .collect())
}

/// The key of `owner` wrapped for each compared person, or why it could not be.
pub(crate) async fn wrap(
    portal: &Portal,
    owner: KeyOwner,
    compared: Vec<(String, ComparedKey)>,
) -> Result<Vec<(String, Result<String, Fault>)>, ApiError> {
    let (ids, handles): (Vec<_>, Vec<_>) = compared.into_iter().map(|(id, key)| (id, key.handle)).unzip();
    let mut keys = portal.ask(WrapForConfirmed { owner, handles }).await?.keys.into_iter();
    Ok(ids.into_iter().map(|id| (id, keys.next().unwrap_or(Err(Fault::Stale)))).collect())
}

/// The entries of a confirmation: everybody whose key could be wrapped.
pub(crate) fn entries(wrapped: &[(String, Result<String, Fault>)]) -> Vec<BulkConfirmKey> {
    let entry = |(id, key): &(String, Result<String, Fault>)| {
        Some(BulkConfirmKey { id: id.clone(), key: key.as_ref().ok()?.clone() })
    };
    wrapped.iter().filter_map(entry).collect()
}
