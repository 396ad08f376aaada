//! Great numbers: clients up to 1,000, one of them with 5,000 members, one with 2,000 members, 60 groups and 500
//! collections, and 50,000 events.
//!
//! The keys are made by the same code as the key agent's, the rows by the same code as the server's
//! create-client call; only HTTP and the look at the profile after each client are left out, which
//! would read the growing profile a thousand times.

use portal_contracts::clients::CreateClient;
use portal_contracts::enums::PlanType;
use portal_contracts::register::KeyPair;
use portal_crypto::{ClientKeys, OrgKey};
use time::Duration;
use uuid::Uuid;

use super::catalogue::CLIENTS;
use super::keys::{ProviderKeys, broken};
use super::members::{Dormant, NewMember};
use super::personas::{INES, MIA, OMAR, TOM};
use super::structure::Structure;
use super::{names, personas};
use crate::ApiResult;
use crate::clock::Millis;
use crate::error::ApiError;
use crate::events::{self, Event, EventKind, Source};
use crate::providers::{insert_client, store};
use crate::state::AppState;
use crate::users;

/// Clients of the large demo, those of the catalogue included.
const CLIENTS_IN_ALL: usize = 1_000;
/// Clients and events written in one transaction.
const BATCH: usize = 100;
/// Name of the client with very many members.
const CROWDED: &str = "Metropolitan Hospital Trust";
/// Its members.
const CROWD: usize = 5_000;
/// Its seats.
const CROWDED_SEATS: i64 = 5_200;
/// Name of the client with many members, groups and collections.
const STRUCTURED: &str = "Lakeshore University";
/// Its members that take a seat, the owner included.
const STRUCTURED_MEMBERS: usize = 2_000;
/// Those of them who wait for confirmation.
const STRUCTURED_WAITING: usize = 40;
/// Those of them whose mail is out.
const STRUCTURED_INVITED: usize = 60;
/// Further members whose access was taken away.
const STRUCTURED_REVOKED: usize = 30;
/// Events of the last year.
const EVENTS: i64 = 50_000;

/// One generated client.
struct Generated {
    name: String,
    domain: String,
    plan: PlanType,
    seats: i64,
    confirmed: usize,
    accepted: usize,
    invited: usize,
    revoked: usize,
    /// With collections and groups in great number.
    structured: bool,
}

/// The client of a number; 0 is the crowded one, 1 the structured one.
fn generated(number: usize) -> Generated {
    if number == 0 {
        return Generated {
            name: CROWDED.to_owned(),
            domain: "metropolitan-hospital.example".to_owned(),
            plan: PlanType::EnterpriseMonthly,
            seats: CROWDED_SEATS,
            confirmed: CROWD - 1,
            accepted: 0,
            invited: 0,
            revoked: 0,
            structured: false,
        };
    }
    if number == 1 {
        return Generated {
            name: STRUCTURED.to_owned(),
            domain: "lakeshore-university.example".to_owned(),
            plan: PlanType::EnterpriseMonthly,
            seats: 2_100,
            confirmed: STRUCTURED_MEMBERS - 1 - STRUCTURED_WAITING - STRUCTURED_INVITED,
            accepted: STRUCTURED_WAITING,
            invited: STRUCTURED_INVITED,
            revoked: STRUCTURED_REVOKED,
            structured: true,
        };
    }
    let seats = 4 + number * 7 % 40;
    let confirmed = number % 4;
    Generated {
        name: names::client(number),
        domain: names::domain(number),
        plan: if number.is_multiple_of(3) { PlanType::EnterpriseMonthly } else { PlanType::TeamsMonthly },
        seats: i64::try_from(seats).unwrap_or(i64::MAX),
        confirmed,
        accepted: 0,
        // The owner and the confirmed ones have seats already.
        invited: (seats * (number * 37 % 101) / 100).saturating_sub(1 + confirmed),
        revoked: 0,
        structured: false,
    }
}

fn all() -> impl Iterator<Item = Generated> {
    (0..CLIENTS_IN_ALL - CLIENTS.len()).map(generated)
}

/// Seats of a plan that all generated clients have together.
pub(super) fn seats_of(plan: PlanType) -> i64 {
    all().filter(|client| client.plan == plan).map(|client| client.seats).sum()
}

/// A client ready to be written.
struct Ready {
    body: CreateClient,
    members: Vec<NewMember>,
    structure: Option<Structure>,
}

/// Adds the clients that the catalogue lacks, with some members each.
pub(super) async fn add_clients(state: &AppState, keys: &ProviderKeys, now: Millis) -> ApiResult<()> {
    let source = source(state, INES.email, INES.address().to_string()).await?;
    let mut next_name = 0;
    let mut batch = Vec::with_capacity(BATCH);
    for client in all() {
        batch.push(prepare(keys, &client, &mut next_name, now).await?);
        if batch.len() == BATCH {
            write(state, keys.id, &source, std::mem::take(&mut batch), now).await?;
        }
    }
    write(state, keys.id, &source, batch, now).await
}

async fn prepare(keys: &ProviderKeys, client: &Generated, next_name: &mut usize, at: Millis) -> ApiResult<Ready> {
    let (made, org_key) = ClientKeys::make(&keys.backend, &keys.key, personas::COLLECTION).await.map_err(broken)?;
    let body = CreateClient {
        name: client.name.clone(),
        owner_email: format!("owner@{}", client.domain),
        plan_type: client.plan,
        seats: client.seats,
        key: made.key.to_text(),
        key_pair: KeyPair {
            public_key: made.key_pair.public_key,
            encrypted_private_key: made.key_pair.encrypted_private_key.to_text(),
        },
        collection_name: made.collection_name.to_text(),
    };
    let structure = if client.structured { Some(Structure::large(&org_key)?) } else { None };
    Ok(Ready { body, members: people(keys, client, &org_key, next_name, at).await?, structure })
}

async fn people(
    keys: &ProviderKeys,
    client: &Generated,
    org_key: &OrgKey,
    next_name: &mut usize,
    at: Millis,
) -> ApiResult<Vec<NewMember>> {
    let seated = client.confirmed + client.accepted + client.invited;
    let mut members = Vec::with_capacity(seated + client.revoked);
    for number in 0..seated + client.revoked {
        *next_name += 1;
        let email = names::address(*next_name, &client.domain);
        if (client.confirmed + client.accepted..seated).contains(&number) {
            members.push(NewMember::invited(email));
            continue;
        }
        let account = Dormant::new(keys, names::person(*next_name), email, at).await?;
        members.push(if (client.confirmed..seated).contains(&number) {
            NewMember::accepted(account)
        } else {
            let member = NewMember::confirmed(keys, org_key, account, None).await?;
            let member = member.with_two_step(client.structured && number % 3 == 0);
            if number < seated { member } else { member.revoked() }
        });
    }
    Ok(members)
}

async fn write(state: &AppState, provider: Uuid, source: &Source, batch: Vec<Ready>, now: Millis) -> ApiResult<()> {
    let (state, source) = (state.clone(), source.clone());
    let db = state.db.clone();
    db.write(move |tx| {
        let provider = store::provider(tx, provider)?.ok_or(ApiError::NotFound)?;
        for client in &batch {
            let organization = insert_client(tx, &state, &source, &provider, &client.body, now)?;
            let mut placed = Vec::with_capacity(client.members.len());
            for member in &client.members {
                placed.push(member.write(tx, organization, now)?);
            }
            if let Some(structure) = &client.structure {
                structure.write(tx, organization, &placed, now)?;
            }
        }
        Ok(())
    })
    .await
}

/// Adds events of the last year: sign-ins, and clients that were opened.
pub(super) async fn add_events(state: &AppState, provider: Uuid, now: Millis) -> ApiResult<()> {
    let mut sources = Vec::new();
    for persona in [INES, OMAR, TOM, MIA] {
        sources.push(source(state, persona.email, persona.address().to_string()).await?);
    }
    let links: Vec<Uuid> = state
        .db
        .read(move |conn| {
            let mut statement =
                conn.prepare("SELECT id FROM provider_organization WHERE provider_id = ?1 ORDER BY created_at, id")?;
            Ok(statement.query_map([provider], |row| row.get(0))?.collect::<Result<_, _>>()?)
        })
        .await?;
    let gap = super::millis(Duration::days(365)) / EVENTS;
    state
        .db
        .write(move |tx| {
            let mut acting = sources.iter().cycle();
            let mut opened = links.iter().cycle();
            // Oldest first, as events are written.
            for number in (1..=EVENTS).rev() {
                let (Some(source), at) = (acting.next(), now.saturating_sub(number * gap)) else { break };
                let event = match opened.next() {
                    Some(link) if number % 5 != 0 => {
                        Event::of_client(EventKind::CLIENT_ACCESSED, source, provider, *link)
                    }
                    _ => Event {
                        user_id: source.acting_user_id,
                        provider_id: Some(provider),
                        ..Event::new(EventKind::LOGGED_IN, source)
                    },
                };
                events::write(tx, at, &event)?;
            }
            Ok(())
        })
        .await
}

async fn source(state: &AppState, email: &'static str, address: String) -> ApiResult<Source> {
    let user = state.db.read(move |conn| users::find_by_email(conn, email)).await?;
    let user = user.ok_or_else(|| ApiError::internal("demo data, events: no account"))?;
    Ok(Source { acting_user_id: Some(user.id), device_type: Some(9), ip_address: Some(address), system_user: None })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn a_thousand_clients_have_names_of_their_own_and_seats_for_everybody() {
        let clients: Vec<Generated> = all().collect();
        assert_eq!(clients.len() + CLIENTS.len(), 1_000);
        let names: BTreeSet<&str> = clients.iter().map(|client| client.name.as_str()).collect();
        assert_eq!(names.len(), clients.len());
        for client in &clients {
            let used = i64::try_from(1 + client.confirmed + client.accepted + client.invited).unwrap();
            assert!(used <= client.seats, "{}: {used} of {}", client.name, client.seats);
        }
    }
}
