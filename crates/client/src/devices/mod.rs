//! Devices of members that ask to be let in (DEV-01; screens §2.18). Whoever signs in by single sign-on has no master
//! password to open the vault on a new device with; somebody who may recover accounts gives the device the member's user
//! key, wrapped to the public key that the device sent along.
//!
//! A stranger's key in the place of the device's would open the vault, so the words of each key are shown, and the key whose
//! words were shown is the one that is used: it is fetched once and kept in the key agent.

mod answer;

use std::collections::BTreeMap;

use portal_agent::Fault;
use portal_agent::protocol::{Candidate, Forget, Handle, PrepareConfirm};
use portal_contracts::devices::PendingDevice;
use portal_contracts::enums::OrganizationUserStatus;
use portal_contracts::member_rules::may_recover;
use portal_contracts::permissions::{ClientAction, ClientStanding};
use portal_contracts::{List, limits};

use crate::error::ApiError;
use crate::members::{Member, list_members};
use crate::portal::Portal;
use crate::send::Call;
use crate::text;
use crate::workspace::usable_client;

pub use answer::{Verdict, answer_devices};

/// Longest text about a device that is shown, in characters.
const ABOUT: usize = 60;

/// One device that asks.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DeviceRequest {
    /// Request id.
    pub id: String,
    /// Membership id.
    pub member_id: String,
    /// The member's name, where it is known; cleaned for display.
    pub name: Option<String>,
    /// The member's address, cleaned for display.
    pub email: String,
    /// What kind of program asks, cleaned for display.
    pub device: Option<String>,
    /// Where it asks from, cleaned for display.
    pub address: Option<String>,
    /// The country of that address, cleaned for display.
    pub country: Option<String>,
    /// When it asked, ISO 8601.
    pub asked: String,
    /// Words of the device's public key: the very key that will be used. Empty when the key cannot be used.
    pub words: Vec<String>,
    /// Why it cannot be let in; it can be turned away all the same.
    pub hindrance: Option<Hindrance>,
    sent: Sent,
}

/// What the server sent about a request, and what the key agent keeps of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Sent {
    user_id: String,
    email: String,
    public_key: String,
    handle: Option<Handle>,
}

impl DeviceRequest {
    /// Name, or address of somebody without one.
    #[must_use]
    pub fn shown_name(&self) -> &str {
        self.name.as_deref().unwrap_or(&self.email)
    }

    /// Whether it can be let in, as far as is known here.
    #[must_use]
    pub const fn may_approve(&self) -> bool {
        self.hindrance.is_none()
    }
}

/// Why a device cannot be let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hindrance {
    /// Its public key is damaged, or of a kind that is not used.
    Key(Fault),
    /// The same request came with another key than before: somebody exchanged it.
    Exchanged,
    /// The request and the list of members disagree about whose device it is.
    Mismatch,
    /// The own device: somebody else has to answer.
    Yourself,
    /// The member's role is above the own one.
    Hierarchy,
    /// No confirmed member any more.
    NotMember,
    /// Not enrolled in account recovery: nobody else has a copy of the member's key.
    NotEnrolled,
}

/// The devices that ask, oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DeviceRequests {
    /// At most 500 of them.
    pub rows: Vec<DeviceRequest>,
    /// How many more the server sent.
    pub left_out: usize,
}

/// Reads the devices that ask. `before` is what was read last: keys that were fetched then stay the ones that are used, and
/// a request that comes with another key is refused.
///
/// # Errors
/// [`ApiError::NotFound`] for people who may not recover accounts; what else went wrong with the request.
pub async fn read_devices(
    portal: &Portal,
    client_id: &str,
    before: &[DeviceRequest],
) -> Result<DeviceRequests, ApiError> {
    let client = usable_client(portal, client_id)?;
    let found = pending(portal, client_id).await?;
    let left_out = found.len().saturating_sub(limits::SELECTION);
    let members = match list_members(portal, client_id).await {
        Ok(members) => Some(members),
        // Then the server judges.
        Err(ApiError::NotFound { .. } | ApiError::Forbidden { .. }) => None,
        Err(error) => return Err(error),
    };
    let members: Option<BTreeMap<&str, &Member>> =
        members.as_ref().map(|members| members.iter().map(|member| (member.id.as_str(), member)).collect());
    let standing = client.standing();
    let mut rows: Vec<DeviceRequest> = found
        .into_iter()
        .take(limits::SELECTION)
        .map(|wire| {
            let member = members.as_ref().map(|members| members.get(wire.organization_user_id.as_str()).copied());
            request(wire, member, &standing)
        })
        .collect();
    take_known(&mut rows, before);
    prepare(portal, &mut rows).await?;
    forget(portal, &rows, before).await;
    Ok(DeviceRequests { rows, left_out })
}

/// The requests as the server sends them, oldest first; what cannot be named, or comes twice, could not be worked with.
async fn pending(portal: &Portal, client_id: &str) -> Result<Vec<PendingDevice>, ApiError> {
    let list: List<PendingDevice> = portal.read(Call::get(path(client_id, "")).large()).await?;
    let mut rows: Vec<PendingDevice> = list.data.into_iter().filter(|row| is_id(&row.id)).collect();
    rows.sort_by(|a, b| (&a.creation_date, &a.id).cmp(&(&b.creation_date, &b.id)));
    let mut seen = std::collections::BTreeSet::new();
    rows.retain(|row| seen.insert(row.id.clone()));
    Ok(rows)
}

/// Ids become parts of paths.
fn is_id(id: &str) -> bool {
    !id.is_empty() && id.len() <= 64 && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// Path below the requests of a client.
fn path(client_id: &str, rest: &str) -> String {
    ["organizations/", client_id, "/auth-requests", rest].concat()
}

/// `member` is `None` while no list of members is known, and `Some(None)` when it lacks this one.
fn request(wire: PendingDevice, member: Option<Option<&Member>>, standing: &ClientStanding) -> DeviceRequest {
    let about = |text: Option<String>| {
        let cleaned = text::clean(text.as_deref().unwrap_or_default(), ABOUT);
        (!cleaned.is_empty()).then_some(cleaned)
    };
    let hindrance = match member {
        None => None,
        // Who may only recover accounts sees only those who are enrolled.
        Some(None) if standing.allows(ClientAction::ManageMembers) => Some(Hindrance::NotMember),
        Some(None) => Some(Hindrance::NotEnrolled),
        Some(Some(member)) => hindrance(&wire, member, standing),
    };
    let name = member.flatten().and_then(|member| member.name.clone());
    DeviceRequest {
        id: wire.id,
        member_id: wire.organization_user_id,
        name,
        email: text::address(&wire.email),
        device: about(wire.request_device_type),
        address: about(wire.request_ip_address),
        country: about(wire.request_country_name),
        asked: wire.creation_date,
        words: Vec::new(),
        hindrance,
        sent: Sent { user_id: wire.user_id, email: wire.email, public_key: wire.public_key, handle: None },
    }
}

fn hindrance(wire: &PendingDevice, member: &Member, standing: &ClientStanding) -> Option<Hindrance> {
    let same = text::address(&wire.email).eq_ignore_ascii_case(&member.email)
        && member.user_id.as_deref() == Some(wire.user_id.as_str());
    if !same {
        return Some(Hindrance::Mismatch);
    }
    if member.status != OrganizationUserStatus::Confirmed {
        return Some(Hindrance::NotMember);
    }
    if member.is_self {
        return Some(Hindrance::Yourself);
    }
    if !may_recover(standing, member.role()) {
        return Some(Hindrance::Hierarchy);
    }
    (!member.recovery).then_some(Hindrance::NotEnrolled)
}

/// Takes over keys and words that were fetched before.
fn take_known(rows: &mut [DeviceRequest], before: &[DeviceRequest]) {
    for row in rows {
        let Some(known) = before.iter().find(|known| known.id == row.id) else { continue };
        let same = known.sent.public_key == row.sent.public_key && known.sent.email == row.sent.email;
        if !same || known.hindrance == Some(Hindrance::Exchanged) {
            row.hindrance = Some(Hindrance::Exchanged);
            // The first key stays the one that later ones are compared with.
            row.sent.public_key.clone_from(&known.sent.public_key);
        } else {
            row.words.clone_from(&known.words);
            row.sent.handle = known.sent.handle;
            if let Some(Hindrance::Key(fault)) = known.hindrance {
                row.hindrance = Some(Hindrance::Key(fault));
            }
        }
    }
}

/// Keeps the keys of the rows that have none yet in the key agent, with their words.
async fn prepare(portal: &Portal, rows: &mut [DeviceRequest]) -> Result<(), ApiError> {
    let unknown = |row: &&DeviceRequest| {
        row.sent.handle.is_none() && !matches!(row.hindrance, Some(Hindrance::Exchanged | Hindrance::Key(_)))
    };
    let people: Vec<Candidate> = rows
        .iter()
        .filter(unknown)
        .map(|row| Candidate {
            id: row.id.clone(),
            // The words of a device are about the member's address (crypto specification §12).
            user_id: row.sent.email.trim().to_lowercase(),
            public_key: row.sent.public_key.clone(),
        })
        .collect();
    if people.is_empty() {
        return Ok(());
    }
    let mut prepared: BTreeMap<String, _> = portal
        .ask(PrepareConfirm { people })
        .await?
        .people
        .into_iter()
        .map(|person| (person.id, person.outcome))
        .collect();
    for row in rows {
        match prepared.remove(&row.id) {
            Some(Ok(key)) => (row.words, row.sent.handle) = (key.fingerprint, Some(key.handle)),
            Some(Err(fault)) => row.hindrance = Some(Hindrance::Key(fault)),
            None => {}
        }
    }
    Ok(())
}

/// Drops the kept keys of requests that are gone.
async fn forget(portal: &Portal, rows: &[DeviceRequest], before: &[DeviceRequest]) {
    for handle in before.iter().filter_map(|known| known.sent.handle) {
        if !rows.iter().any(|row| row.sent.handle == Some(handle)) {
            // Locked meanwhile: then nothing is kept any more.
            let _ = portal.ask(Forget { handle }).await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(key: &str) -> DeviceRequest {
        let wire =
            PendingDevice { id: "r".into(), email: "a@b.c".into(), public_key: key.into(), ..PendingDevice::default() };
        request(wire, None, &ClientStanding::PROVIDER)
    }

    #[test]
    fn a_key_that_was_shown_stays_and_an_exchanged_one_is_refused_for_good() {
        let shown = DeviceRequest { words: vec!["word".into()], ..row("one") };
        let mut same = [row("one")];
        take_known(&mut same, std::slice::from_ref(&shown));
        assert!(same[0] == shown);
        let mut other = [row("two")];
        take_known(&mut other, std::slice::from_ref(&shown));
        assert_eq!((other[0].hindrance, other[0].words.len()), (Some(Hindrance::Exchanged), 0));
        let mut back = [row("one")];
        take_known(&mut back, &other);
        assert_eq!(
            back[0].hindrance,
            Some(Hindrance::Exchanged),
            "a request that was tampered with is not trusted again"
        );
    }

    #[test]
    fn ids_are_plain() {
        assert!(is_id("7d0a3f51-0000-4000-8000-000000000001"));
        assert!(!is_id("") && !is_id("../x") && !is_id("a/b") && !is_id("a?b"));
    }
}
