//! Event logs (API contract §14): of a provider, for its admins, and of a client; of one person, of one item.

use std::collections::BTreeMap;

use portal_contracts::List;
use portal_contracts::events::Event;
use portal_contracts::limits;
use portal_contracts::permissions::ProviderAction;
use serde::Deserialize;

use crate::clients::list_clients;
use crate::encode;
use crate::error::ApiError;
use crate::people::list_people;
use crate::portal::Portal;
use crate::send::Call;
use crate::text;

/// One page of events, newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventPage {
    /// The events.
    pub events: Vec<Event>,
    /// For the next page; `None` on the last one.
    pub continuation: Option<String>,
}

/// Whose log is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Log<'a> {
    /// Of a provider, by its id; for its admins.
    Provider(&'a str),
    /// Of a client, by its organisation id.
    Client(&'a str),
    /// What one person did for a provider; for its admins.
    Person {
        /// The provider.
        provider: &'a str,
        /// The membership of the person, see [`find_person`].
        member: &'a str,
    },
    /// What happened to one item of a client, by the id of the item. Servers know it as long as the item exists.
    Item(&'a str),
}

/// Reads a page of a log. Times are ISO 8601 with zone, at most 367 days apart; for further pages pass the same ones again.
///
/// # Errors
/// [`ApiError::NotFound`] or [`ApiError::Forbidden`] for those who may not read it, and where there is none.
pub async fn read_events(
    portal: &Portal,
    log: Log<'_>,
    start: &str,
    end: &str,
    continuation: Option<&str>,
) -> Result<EventPage, ApiError> {
    let mut fields = vec![("start", start), ("end", end)];
    fields.extend(continuation.map(|token| ("continuationToken", token)));
    let query = encode::form(&fields);
    let path = match log {
        Log::Provider(id) => ["providers/", id, "/events?", &query].concat(),
        Log::Client(id) => ["organizations/", id, "/events?", &query].concat(),
        Log::Person { provider, member } => ["providers/", provider, "/users/", member, "/events?", &query].concat(),
        Log::Item(id) => ["ciphers/", id, "/events?", &query].concat(),
    };
    read_page(portal, path).await
}

/// The membership of somebody at a provider, by user id, for [`Log::Person`]; `None` for whoever is gone.
///
/// # Errors
/// As [`list_people`].
pub async fn find_person(portal: &Portal, provider_id: &str, user_id: &str) -> Result<Option<String>, ApiError> {
    let people = list_people(portal, provider_id).await?;
    Ok(people.into_iter().find(|person| person.user_id.as_deref() == Some(user_id)).map(|person| person.id))
}

/// Most events that are read in one go: a year of a very busy client. Beyond it the range has to be made smaller.
pub const MOST: usize = 100_000;

/// How reading a whole range ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whole {
    /// All of it.
    All,
    /// Somebody stopped it.
    Stopped,
    /// [`MOST`] was reached; older events are missing.
    TooMany,
}

/// Reads a whole range, newest first. `take` gets each page as it comes and says whether to go on.
///
/// # Errors
/// As [`read_events`]; what was taken before stays.
pub async fn read_whole_range(
    portal: &Portal,
    log: Log<'_>,
    start: &str,
    end: &str,
    mut take: impl FnMut(Vec<Event>) -> bool,
) -> Result<Whole, ApiError> {
    let mut next: Option<String> = None;
    let mut count = 0;
    loop {
        let page = read_events(portal, log, start, end, next.as_deref()).await?;
        // A server that names the same page for ever, or pages without end, must not keep the tab busy.
        let stuck = page.events.is_empty() || page.continuation == next;
        count += page.events.len();
        if !take(page.events) {
            return Ok(Whole::Stopped);
        }
        match page.continuation {
            None => return Ok(Whole::All),
            Some(_) if stuck => return Ok(Whole::All),
            Some(_) if count >= MOST => return Ok(Whole::TooMany),
            more => next = more,
        }
    }
}

/// Somebody who acts in a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// Name, or address where there is none.
    pub name: String,
    /// Address.
    pub email: String,
    /// Works for the provider, and is no member of the client.
    pub staff: bool,
}

/// A client in the log of its provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedClient {
    /// Organisation id.
    pub organization_id: String,
    /// Name.
    pub name: String,
}

/// Names for the ids in a log, as far as they can be known. Who is gone keeps the id.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names {
    /// People, by user id.
    pub users: BTreeMap<String, Actor>,
    /// Members of the client, by membership id.
    pub members: BTreeMap<String, String>,
    /// Groups, by id.
    pub groups: BTreeMap<String, String>,
    /// People of the provider, by membership id.
    pub staff: BTreeMap<String, String>,
    /// Clients, by the id of the link to the provider.
    pub clients: BTreeMap<String, NamedClient>,
    /// The provider of the client whose log it is; only its admins may ask for the names of its people.
    pub provider: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[derive(Default)]
struct Mini {
    id: String,
    user_id: Option<String>,
    name: Option<String>,
    email: String,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Named {
    id: String,
    name: String,
}

/// Reads the names for a client's log. What cannot be read is left out: the log is worth reading without it.
pub async fn read_client_names(portal: &Portal, client_id: &str) -> Names {
    let at = |rest: &str| Call::get(["organizations/", client_id, "/", rest].concat()).large();
    let (members, groups) =
        futures::join!(portal.read::<List<Mini>>(at("users/mini-details")), portal.read::<List<Named>>(at("groups")),);
    let mut names = Names::default();
    for member in members.map(|list| list.data).unwrap_or_default() {
        let called = called(&member);
        if let Some(user) = member.user_id {
            let email = text::address(&member.email);
            names.users.insert(user, Actor { name: called.clone(), email, staff: false });
        }
        names.members.insert(member.id, called);
    }
    for group in groups.map(|list| list.data).unwrap_or_default() {
        names.groups.insert(group.id, text::clean(&group.name, limits::GROUP_NAME));
    }
    // Provider staff act in the log without being members; only their admins may ask who they are.
    let workspace = portal.workspace();
    let provider = workspace.as_ref().and_then(|all| all.client(client_id)?.provider_id.clone());
    if let Some(provider) = provider {
        names.provider = workspace.and_then(|all| all.provider(&provider)?.name.clone());
        add_staff(portal, &provider, &mut names).await;
    }
    names
}

/// Reads the names for a provider's log.
pub async fn read_provider_names(portal: &Portal, provider_id: &str) -> Names {
    let mut names = Names::default();
    add_staff(portal, provider_id, &mut names).await;
    for client in list_clients(portal, provider_id).await.unwrap_or_default() {
        let named = NamedClient { organization_id: client.organization_id, name: client.name };
        names.clients.insert(client.link_id, named);
    }
    names
}

async fn add_staff(portal: &Portal, provider_id: &str, names: &mut Names) {
    let allowed = portal
        .workspace()
        .and_then(|all| all.provider(provider_id).map(|provider| provider.allows(ProviderAction::ManagePeople)));
    if allowed != Some(true) {
        return;
    }
    for person in list_people(portal, provider_id).await.unwrap_or_default() {
        let called = person.name.unwrap_or_else(|| person.email.clone());
        if let Some(user) = person.user_id {
            let actor = Actor { name: called.clone(), email: person.email, staff: true };
            names.users.entry(user).or_insert(actor);
        }
        names.staff.insert(person.id, called);
    }
}

fn called(member: &Mini) -> String {
    text::name(member.name.as_deref()).unwrap_or_else(|| text::address(&member.email))
}

pub(crate) async fn read_page(portal: &Portal, path: String) -> Result<EventPage, ApiError> {
    let list: List<Event> = portal.read(Call::get(path).large()).await?;
    Ok(EventPage { events: list.data, continuation: list.continuation_token })
}
