//! A client of the demo whose members sign in by single sign-on and open their vault on trusted devices, with devices that
//! ask to be let in. Their keys are real; the private halves are gone with the devices.

use portal_contracts::policies::PolicyType;
use portal_crypto::{KeyPair, NativeBackend};
use rusqlite::{Transaction, params};
use serde_json::json;
use time::Duration;
use uuid::Uuid;

use super::keys::broken;
use super::millis;
use crate::ApiResult;
use crate::clock::Millis;
use crate::device_requests::store::{self, DeviceRequest};
use crate::events::{self, EventKind, Source};
use crate::organizations::policies;
use crate::organizations::sso;
use crate::secrets::{new_id, random, sha256};
use crate::state::AppState;

/// A device: its kind, where it asks from, and how long ago it asked.
struct Asks {
    device_type: i64,
    address: &'static str,
    before: Duration,
    /// Whether its member is enrolled in account recovery.
    enrolled: bool,
}

/// Newest last.
const ASKS: [Asks; 3] = [
    Asks { device_type: 7, address: "198.51.100.24", before: Duration::hours(51), enrolled: true },
    Asks { device_type: 1, address: "203.0.113.77", before: Duration::hours(5), enrolled: false },
    Asks { device_type: 2, address: "198.51.100.24", before: Duration::minutes(40), enrolled: true },
];

/// Lets a client trust devices, and has three of them ask.
pub(super) async fn add_requests(state: &AppState, provider: Uuid, client: &'static str, now: Millis) -> ApiResult<()> {
    let backend = NativeBackend::new();
    let mut keys = Vec::with_capacity(ASKS.len());
    for _ in &ASKS {
        keys.push(KeyPair::generate(&backend).await.map_err(broken)?.public().to_base64());
    }
    state
        .db
        .write(move |tx| {
            let sql = "SELECT o.id FROM organization o JOIN provider_organization c ON c.organization_id = o.id
                       WHERE c.provider_id = ?1 AND o.name = ?2";
            let organization: Uuid = tx.query_row(sql, params![provider, client], |row| row.get(0))?;
            trust_devices(tx, organization, now.saturating_sub(millis(Duration::days(2))))?;
            let mut used = Vec::new();
            for (asks, public_key) in ASKS.iter().zip(keys) {
                let user_id = member(tx, organization, asks.enrolled, &used)?;
                used.push(user_id);
                let at = now.saturating_sub(millis(asks.before));
                let request = DeviceRequest {
                    id: new_id(),
                    organization_id: organization,
                    user_id,
                    public_key,
                    device_identifier: new_id().to_string(),
                    device_type: asks.device_type,
                    ip_address: asks.address.to_owned(),
                    access_code_hash: sha256(&random::<16>()?),
                    key: None,
                    approved: None,
                    created_at: at,
                    answered_at: None,
                };
                store::insert(tx, &request)?;
                let source = Source {
                    acting_user_id: Some(user_id),
                    device_type: Some(asks.device_type),
                    ip_address: Some(asks.address.to_owned()),
                    system_user: None,
                };
                events::write_for_user(tx, at, EventKind::DEVICE_APPROVAL_ASKED, user_id, &source)?;
            }
            Ok(())
        })
        .await
}

/// Single sign-on with trusted devices, and the policies that it stands on.
fn trust_devices(tx: &Transaction<'_>, organization: Uuid, at: Millis) -> ApiResult<()> {
    let data = json!({
        "configType": 1, "memberDecryptionType": 2, "authority": "https://login.tidewater.example",
        "clientId": "password-manager", "clientSecret": "a-secret-of-the-demo", "redirectBehavior": 1,
        "getClaimsFromUserInfoEndpoint": true,
    });
    let stored = sso::store::Stored { enabled: true, data: data.as_object().cloned() };
    sso::store::put(tx, organization, &stored, at)?;
    tx.execute("UPDATE organization SET identifier = 'tidewater' WHERE id = ?1", [organization])?;
    let enrols = json!({ "autoEnrollEnabled": true });
    policies::store::put(tx, organization, PolicyType::SingleOrganization, true, None, at)?;
    policies::store::put(tx, organization, PolicyType::RequireSso, true, None, at)?;
    policies::store::put(tx, organization, PolicyType::AccountRecovery, true, enrols.as_object(), at)?;
    Ok(())
}

/// A confirmed user of the client who has not asked yet.
fn member(tx: &Transaction<'_>, organization: Uuid, enrolled: bool, used: &[Uuid]) -> ApiResult<Uuid> {
    let mut statement = tx.prepare(
        "SELECT user_id FROM organization_user WHERE organization_id = ?1 AND status = 2 AND type = 2
         AND (reset_password_key IS NOT NULL) = ?2 ORDER BY created_at, id",
    )?;
    let all =
        statement.query_map(params![organization, enrolled], |row| row.get(0))?.collect::<Result<Vec<Uuid>, _>>()?;
    all.into_iter()
        .find(|user| !used.contains(user))
        .ok_or_else(|| crate::error::ApiError::internal("demo data, devices: nobody to ask"))
}
