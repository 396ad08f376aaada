//! What the policies of an organisation stand on now.

use portal_contracts::policies::Footing;
use portal_contracts::sso::MemberDecryption;
use rusqlite::Connection;
use uuid::Uuid;

use super::store;
use crate::error::ApiResult;
use crate::organizations::access::Actor;
use crate::organizations::sso::store as sso;

/// Everything that a decision about a policy rests on. `asked_by` is nobody when the server itself decides.
///
/// # Errors
/// When the database fails.
pub fn footing(conn: &Connection, organization: Uuid, asked_by: Option<&Actor>) -> ApiResult<Footing> {
    let exists = |sql: &str| -> ApiResult<bool> {
        Ok(conn.prepare_cached(&format!("SELECT EXISTS ({sql})"))?.query_row([organization], |row| row.get(0))?)
    };
    let decryption = sso::find(conn, organization)?.decryption();
    Ok(Footing {
        on: store::on(conn, organization)?,
        claimed_domain: exists(
            "SELECT 1 FROM organization_domain WHERE organization_id = ?1 AND verified_at IS NOT NULL",
        )?,
        key_connector: decryption == Some(MemberDecryption::KeyConnector),
        trusted_devices: decryption == Some(MemberDecryption::TrustedDevices),
        // The vendor opens it for single organisations; this server for none.
        automatic_confirmation: false,
        provider_members: exists(
            "SELECT 1 FROM organization_user m JOIN provider_user p ON p.user_id = m.user_id
             WHERE m.organization_id = ?1 AND m.status <> -1",
        )?,
        members_elsewhere: exists(
            "SELECT 1 FROM organization_user m JOIN organization_user other ON other.user_id = m.user_id
             WHERE m.organization_id = ?1 AND other.organization_id <> ?1 AND m.status IN (1, 2) AND other.status IN (1, 2)",
        )?,
        asked_by_provider: asked_by.is_some_and(|actor| actor.member.is_none()),
    })
}
