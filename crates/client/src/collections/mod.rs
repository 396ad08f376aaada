//! The collections of a client: read, make, change, nest, give access, delete (COL-01…07; screens §2.12).
//!
//! Names are encrypted: one request and one question to the key agent open all of them, and a damaged name harms no other
//! collection. A name is a path with `/`; [`tree`] draws the tree from it. The contract knows no version of a collection,
//! and every change replaces all of it: so each change reads the collection first and joins what was changed here with
//! what somebody else changed meanwhile ([`save_collection`]). Between that look and the write there is still a moment
//! that no client of this contract can close.

mod access;
mod create;
mod delete;
mod merge;
mod moving;
mod relocate;
mod rows;
mod save;
pub mod tree;

use std::collections::BTreeSet;

use portal_agent::Fault;
use portal_agent::protocol::OpenTexts;
use portal_contracts::access::AccessEntry;
use portal_contracts::collections::{Collection as Wire, CollectionAccessDetails, CollectionType};
use portal_contracts::{List, limits};

use crate::error::ApiError;
use crate::portal::Portal;
use crate::send::Call;
use crate::text;

pub use access::give_access;
pub use create::{Draft, create_collection};
pub use delete::delete_collections;
pub use moving::{Move, MoveFailure, prepare_move, relocate};
pub use relocate::{MoveRefusal, Step, left, plan_move};
pub use rows::{BulkFailure, RowFailure, RowOutcome};
pub use save::{Changed, SaveFailure, save_collection};

/// One collection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Collection {
    /// Collection id.
    pub id: String,
    /// Its whole name as a path with `/`, exactly as it was encrypted; clean its parts before they are shown
    /// ([`tree::shown`]). Or why it cannot be read.
    pub path: Result<String, Fault>,
    /// Id in a directory, cleaned for display.
    pub external_id: Option<String>,
    /// "My items" of one member: not to be changed, given away or deleted.
    pub own_items: bool,
    /// Who has access; `None` when the server does not tell, and then nothing about it may be changed.
    pub access: Option<AccessLists>,
    /// Whether nobody may manage it.
    pub unmanaged: bool,
    /// Whether oneself may manage it by a membership of one's own.
    pub managed_by_me: bool,
    /// The encrypted name as the server has it.
    wire_name: String,
    wire_external_id: Option<String>,
}

/// Who has access to a collection.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AccessLists {
    /// Groups, by group id.
    pub groups: Vec<AccessEntry>,
    /// Members, by membership id.
    pub users: Vec<AccessEntry>,
}

impl AccessLists {
    /// Whether somebody may manage the collection.
    #[must_use]
    pub fn has_manager(&self) -> bool {
        self.groups.iter().chain(&self.users).any(|entry| entry.manage)
    }

    /// Whether nobody has access.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty() && self.users.is_empty()
    }
}

/// Reads all collections of a client with who has access. Servers note each reading in the logs of provider and client,
/// so keep what was read.
///
/// # Errors
/// What went wrong with the request; [`ApiError::Keys`] when the client's key is not at hand.
pub async fn list_collections(portal: &Portal, organization: &str) -> Result<Vec<Collection>, ApiError> {
    let list: List<CollectionAccessDetails> = portal.read(Call::get(path(organization, "/details")).large()).await?;
    let found = list.data.into_iter().map(|details| {
        (details.collection, Some(Details::from_wire(details.groups, details.users, details.manage, details.unmanaged)))
    });
    open(portal, organization, found.collect()).await
}

/// Reads the names of all collections of a client, without who has access: for choosing one. Leaves no trace in the logs.
///
/// # Errors
/// As [`list_collections`].
pub async fn list_collection_names(portal: &Portal, organization: &str) -> Result<Vec<Collection>, ApiError> {
    let list: List<Wire> = portal.read(Call::get(path(organization, "")).large()).await?;
    open(portal, organization, list.data.into_iter().map(|wire| (wire, None)).collect()).await
}

/// Reads one collection with who has access; leaves no trace in the logs.
///
/// # Errors
/// [`ApiError::NotFound`] when it is gone, or not one's own to see.
pub async fn read_collection(portal: &Portal, organization: &str, id: &str) -> Result<Collection, ApiError> {
    let details = read_details(portal, organization, id).await?;
    let known = Details::from_wire(details.groups, details.users, details.manage, details.unmanaged);
    let mut found = open(portal, organization, vec![(details.collection, Some(known))]).await?;
    found.pop().ok_or(ApiError::BadAnswer)
}

/// Reads one collection with who has access, and leaves its name sealed: no key is needed.
async fn read_details(portal: &Portal, organization: &str, id: &str) -> Result<CollectionAccessDetails, ApiError> {
    let place = path(organization, &["/", id, "/details"].concat());
    let details: CollectionAccessDetails = portal.read(Call::get(place)).await?;
    if details.collection.id == id { Ok(details) } else { Err(ApiError::BadAnswer) }
}

/// A list of which one half is missing is not known: writing it back would take access away.
fn lists(groups: Option<Vec<AccessEntry>>, users: Option<Vec<AccessEntry>>) -> Option<AccessLists> {
    groups.zip(users).map(|(groups, users)| AccessLists { groups, users })
}

/// Path of the collections of a client, and on from there.
fn path(organization: &str, rest: &str) -> String {
    ["organizations/", organization, "/collections", rest].concat()
}

/// What only calls with details tell.
struct Details {
    access: Option<AccessLists>,
    manage: bool,
    unmanaged: bool,
}

impl Details {
    fn from_wire(
        groups: Option<Vec<AccessEntry>>,
        users: Option<Vec<AccessEntry>>,
        manage: bool,
        unmanaged: bool,
    ) -> Self {
        let access = lists(groups, users);
        // Not every server says that nobody manages; the lists do.
        let unmanaged = access.as_ref().map_or(unmanaged, |access| !access.has_manager());
        Self { access, manage, unmanaged }
    }
}

/// Opens all names with one question. Entries without an id, and an id for the second time, are passed over.
async fn open(
    portal: &Portal,
    organization: &str,
    found: Vec<(Wire, Option<Details>)>,
) -> Result<Vec<Collection>, ApiError> {
    let mut seen = BTreeSet::new();
    let found: Vec<_> =
        found.into_iter().filter(|(wire, _)| !wire.id.is_empty() && seen.insert(wire.id.clone())).collect();
    let texts = found.iter().map(|(wire, _)| readable(&wire.name)).collect();
    let names = open_names(portal, organization, texts).await?;
    Ok(found
        .into_iter()
        .zip(names)
        .map(|((wire, details), name)| Collection {
            id: wire.id,
            path: name,
            external_id: wire.external_id.as_deref().map(|id| text::clean(id, limits::EXTERNAL_ID)),
            own_items: wire.r#type == CollectionType::DefaultUserCollection,
            unmanaged: details.as_ref().is_some_and(|details| details.unmanaged),
            managed_by_me: details.as_ref().is_some_and(|details| details.manage),
            access: details.and_then(|details| details.access),
            wire_name: wire.name,
            wire_external_id: wire.external_id,
        })
        .collect())
}

/// What is far longer than any name can be is damaged; it never reaches the key agent.
fn readable(name: &str) -> String {
    if name.len() > 4 * limits::ENCRYPTED_NAME { String::new() } else { name.to_owned() }
}

async fn open_names(
    portal: &Portal,
    organization: &str,
    texts: Vec<String>,
) -> Result<Vec<Result<String, Fault>>, ApiError> {
    if texts.is_empty() {
        return Ok(Vec::new());
    }
    let count = texts.len();
    let opened = portal.ask(OpenTexts { organization_id: organization.to_owned(), texts }).await?.texts;
    if opened.len() == count { Ok(opened) } else { Err(ApiError::Keys(Fault::Gone)) }
}

/// Whether somebody has to manage each collection of this client, as far as it is known.
fn needs_manager(portal: &Portal, organization: &str) -> bool {
    portal.workspace().is_some_and(|workspace| {
        workspace
            .client(organization)
            .is_some_and(|client| !client.management.allow_admin_access_to_all_collection_items)
    })
}
