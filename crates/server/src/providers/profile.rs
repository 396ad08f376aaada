//! Providers and their clients as the profile shows them (API contract §4.1) and as the token
//! claims them (§1.6).

use portal_contracts::enums::{
    OrganizationUserStatus, OrganizationUserType, ProviderStatus, ProviderType, ProviderUserStatus, ProviderUserType,
};
use portal_contracts::permissions::Permissions;
use rusqlite::{Connection, params};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::auth::ProviderClaims;
use crate::error::ApiResult;
use crate::organizations::profile::{ManagedBy, Standing, permissions, shared};
use crate::organizations::store;

/// `providers` of the profile: the person's confirmed memberships.
///
/// # Errors
/// When the database fails.
pub fn entries(conn: &Connection, user: Uuid) -> ApiResult<Vec<Value>> {
    let mut statement = conn.prepare_cached(
        "SELECT p.id, p.name, m.key, m.status, m.type, p.enabled, p.use_events, p.status, p.type
         FROM provider_user m JOIN provider p ON p.id = m.provider_id
         WHERE m.user_id = ?1 AND m.status = ?2 ORDER BY p.name, p.id",
    )?;
    let entries = statement
        .query_map(params![user, ProviderUserStatus::Confirmed.number()], |row| {
            Ok(json!({
                "object": "profileProvider",
                "id": row.get::<_, Uuid>(0)?,
                "name": row.get::<_, Option<String>>(1)?,
                "key": row.get::<_, Option<String>>(2)?,
                "status": ProviderUserStatus::from_number(row.get(3)?),
                "type": ProviderUserType::from_number(row.get(4)?),
                "enabled": row.get::<_, bool>(5)?,
                "permissions": permissions(Permissions::default()),
                "userId": user,
                "useEvents": row.get::<_, bool>(6)?,
                "providerStatus": ProviderStatus::from_number(row.get(7)?),
                "providerType": ProviderType::from_number(row.get(8)?),
            }))
        })?
        .collect::<Result<_, _>>()?;
    Ok(entries)
}

/// `providerOrganizations` of the profile: every client of the person's providers, those out of
/// service too, in which the person acts like an owner.
///
/// # Errors
/// When the database fails.
pub fn client_entries(conn: &Connection, user: Uuid) -> ApiResult<Vec<Value>> {
    let sql = format!(
        "SELECT {}, c.key, p.id, p.name, p.type
         FROM provider_user m
         JOIN provider p ON p.id = m.provider_id
         JOIN provider_organization c ON c.provider_id = p.id
         JOIN organization o ON o.id = c.organization_id
         WHERE m.user_id = ?1 AND m.status = ?2 ORDER BY o.name, o.id",
        store::COLUMNS
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let entries = statement
        .query_map(params![user, ProviderUserStatus::Confirmed.number()], |row| {
            let at = store::COLUMN_COUNT;
            let org = store::read(row)?;
            let key: String = row.get(at)?;
            let by = ManagedBy {
                id: row.get(at + 1)?,
                name: row.get(at + 2)?,
                kind: ProviderType::from_number(row.get(at + 3)?),
            };
            let standing = Standing {
                user,
                key: Some(&key),
                status: OrganizationUserStatus::Confirmed,
                kind: OrganizationUserType::Owner,
                recovery_enrolled: false,
                permissions: Permissions::default(),
            };
            Ok(Value::Object(shared("profileProviderOrganization", &org, Some(&by), standing)))
        })?
        .collect::<Result<_, _>>()?;
    Ok(entries)
}

/// The person's confirmed memberships, as the access token carries them.
///
/// # Errors
/// When the database fails.
pub fn claims(conn: &Connection, user: Uuid) -> ApiResult<ProviderClaims> {
    let mut statement = conn.prepare_cached(
        "SELECT provider_id, type FROM provider_user WHERE user_id = ?1 AND status = ?2 ORDER BY provider_id",
    )?;
    let mut rows = statement.query(params![user, ProviderUserStatus::Confirmed.number()])?;
    let mut claims = ProviderClaims::default();
    while let Some(row) = rows.next()? {
        let provider: Uuid = row.get(0)?;
        match ProviderUserType::from_number(row.get(1)?) {
            ProviderUserType::ProviderAdmin => claims.admin.push(provider),
            ProviderUserType::ServiceUser => claims.service.push(provider),
            ProviderUserType::Unknown(_) => {}
        }
    }
    Ok(claims)
}
