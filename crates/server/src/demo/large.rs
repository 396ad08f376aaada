//! Great numbers: clients up to 1,000, one of them with 5,000 members, and 50,000 events.
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
use super::direct::{Dormant, NewMember};
use super::keys::{ProviderKeys, broken};
use super::personas::{INES, MIA, OMAR, TOM};
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
/// Events of the last year.
const EVENTS: i64 = 50_000;

/// One generated client.
struct Generated {
    name: String,
    domain: String,
    plan: PlanType,
    seats: i64,
    confirmed: usize,
    invited: usize,
}

/// The client of a number; 0 is the crowded one.
fn generated(number: usize) -> Generated {
    if number == 0 {
        return Generated {
            name: CROWDED.to_owned(),
            domain: "metropolitan-hospital.example".to_owned(),
            plan: PlanType::EnterpriseMonthly,
            seats: CROWDED_SEATS,
            confirmed: CROWD - 1,
            invited: 0,
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
        // The owner and the confirmed ones have seats already.
        invited: (seats * (number * 37 % 101) / 100).saturating_sub(1 + confirmed),
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
    Ok(Ready { body, members: people(keys, client, &org_key, next_name, at).await? })
}

async fn people(
    keys: &ProviderKeys,
    client: &Generated,
    org_key: &OrgKey,
    next_name: &mut usize,
    at: Millis,
) -> ApiResult<Vec<NewMember>> {
    let mut members = Vec::with_capacity(client.confirmed + client.invited);
    for number in 0..client.confirmed + client.invited {
        *next_name += 1;
        let email = names::address(*next_name, &client.domain);
        members.push(if number < client.confirmed {
            let account = Dormant::new(keys, names::person(*next_name), email, at).await?;
            NewMember::confirmed(keys, org_key, account).await?
        } else {
            NewMember::invited(email)
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
            for member in &client.members {
                member.write(tx, organization, now)?;
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
    Ok(Source { acting_user_id: Some(user.id), device_type: Some(9), ip_address: Some(address) })
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
            let used = i64::try_from(1 + client.confirmed + client.invited).unwrap();
            assert!(used <= client.seats, "{}: {used} of {}", client.name, client.seats);
        }
    }
}
