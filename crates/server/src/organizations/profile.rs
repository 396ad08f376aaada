//! Organisations as the profile shows them (API contract §4.1) and as the token claims them (§1.6).

use portal_contracts::enums::{OrganizationUserStatus, OrganizationUserType, ProviderType};
use portal_contracts::permissions::Permissions;
use portal_contracts::sso::MemberDecryption;
use rusqlite::{Connection, params};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::store::{self, Organization};
use crate::auth::OrganizationClaims;
use crate::error::ApiResult;
use crate::plans;

/// The provider behind an organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ManagedBy {
    /// Provider id.
    pub id: Uuid,
    /// Its name.
    pub name: Option<String>,
    /// Its kind.
    pub kind: ProviderType,
}

/// What a profile entry says about the person, in either view.
#[derive(Debug, Clone, Copy)]
pub struct Standing<'a> {
    /// The person.
    pub user: Uuid,
    /// Organisation key as this person can open it.
    pub key: Option<&'a str>,
    /// How far the person has come.
    pub status: OrganizationUserStatus,
    /// Role.
    pub kind: OrganizationUserType,
    /// Enrolled in account recovery.
    pub recovery_enrolled: bool,
    /// Named permissions.
    pub permissions: Permissions,
}

/// Members both views share.
#[must_use]
pub fn shared(object: &str, org: &Organization, by: Option<&ManagedBy>, standing: Standing<'_>) -> Map<String, Value> {
    let features = plans::features(org.plan);
    let decryption = org.sso.decryption();
    let parts = [
        json!({
            "object": object,
            "id": org.id,
            "userId": standing.user,
            "name": org.name,
            "enabled": org.enabled,
            "identifier": org.identifier,
            "productTierType": plans::tier(org.plan),
            "seats": org.seats,
            "maxCollections": org.max_collections,
            "maxStorageGb": org.max_storage_gb,
            "key": standing.key,
            "hasPublicAndPrivateKeys": org.public_key.is_some() && org.encrypted_private_key.is_some(),
            "ssoBound": false,
            "resetPasswordEnrolled": standing.recovery_enrolled,
            "providerId": by.map(|by| by.id),
            "providerName": by.and_then(|by| by.name.as_deref()),
            "providerType": by.map(|by| by.kind),
            "ssoEnabled": org.sso.enabled,
            "keyConnectorEnabled": decryption == Some(MemberDecryption::KeyConnector),
            "keyConnectorUrl": org.sso.settings().text("keyConnectorUrl"),
            "ssoMemberDecryptionType": decryption,
            "accessSecretsManager": false,
            "accessPam": false,
            "status": standing.status,
            "type": standing.kind,
            "permissions": permissions(standing.permissions),
        }),
        json!(features),
        json!(org.management),
        flags_without_a_plan(),
    ];
    parts
        .into_iter()
        .filter_map(|part| match part {
            Value::Object(members) => Some(members),
            _ => None,
        })
        .flatten()
        .collect()
}

/// Flags of the contract that are the same for every organisation here.
pub(crate) fn flags_without_a_plan() -> Value {
    json!({
        "usePasswordManager": true,
        "useRiskInsights": false,
        "useAdminSponsoredFamilies": false,
        "useDisableSMAdsForUsers": false,
        "usePhishingBlocker": false,
        "usePam": false,
    })
}

/// The permissions object with the member that only newer servers have.
#[must_use]
pub fn permissions(permissions: Permissions) -> Value {
    let mut value = json!(permissions);
    if let Value::Object(members) = &mut value {
        members.insert("manageAccessRules".to_owned(), json!(false));
    }
    value
}

/// `organizations` of the profile: the person's confirmed memberships, in the member view.
///
/// # Errors
/// When the database fails.
pub fn entries(conn: &Connection, user: Uuid) -> ApiResult<Vec<Value>> {
    memberships(conn, user, &[OrganizationUserStatus::Confirmed])
}

/// `organizationsNew` of the profile: accepted memberships too.
///
/// # Errors
/// When the database fails.
pub fn entries_with_accepted(conn: &Connection, user: Uuid) -> ApiResult<Vec<Value>> {
    memberships(conn, user, &[OrganizationUserStatus::Accepted, OrganizationUserStatus::Confirmed])
}

fn memberships(conn: &Connection, user: Uuid, statuses: &[OrganizationUserStatus]) -> ApiResult<Vec<Value>> {
    let sql = format!(
        "SELECT {}, m.id, m.key, m.status, m.type, m.permissions, m.reset_password_key IS NOT NULL,
                p.id, p.name, p.type
         FROM organization_user m
         JOIN organization o ON o.id = m.organization_id
         LEFT JOIN provider_organization c ON c.organization_id = o.id
         LEFT JOIN provider p ON p.id = c.provider_id
         WHERE m.user_id = ?1 ORDER BY o.name, o.id",
        store::COLUMNS
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let mut rows = statement.query([user])?;
    let mut entries = Vec::new();
    while let Some(row) = rows.next()? {
        let at = store::COLUMN_COUNT;
        let status = OrganizationUserStatus::from_number(row.get(at + 2)?);
        if !statuses.contains(&status) {
            continue;
        }
        let org = store::read(row)?;
        let key: Option<String> = row.get(at + 1)?;
        let permissions: Option<String> = row.get(at + 4)?;
        let by = match row.get::<_, Option<Uuid>>(at + 6)? {
            Some(id) => {
                Some(ManagedBy { id, name: row.get(at + 7)?, kind: ProviderType::from_number(row.get(at + 8)?) })
            }
            None => None,
        };
        let standing = Standing {
            user,
            key: key.as_deref(),
            status,
            kind: OrganizationUserType::from_number(row.get(at + 3)?),
            recovery_enrolled: row.get(at + 5)?,
            permissions: permissions.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default(),
        };
        let mut entry = shared("profileOrganization", &org, by.as_ref(), standing);
        let member: Uuid = row.get(at)?;
        entry.insert("organizationUserId".to_owned(), json!(member));
        entry.extend(no_sponsorship());
        entries.push(Value::Object(entry));
    }
    Ok(entries)
}

/// Family sponsorship does not exist here; the contract has its members all the same.
fn no_sponsorship() -> Map<String, Value> {
    [
        ("userIsClaimedByOrganization", json!(false)),
        ("familySponsorshipFriendlyName", Value::Null),
        ("familySponsorshipAvailable", json!(false)),
        ("familySponsorshipLastSyncDate", Value::Null),
        ("familySponsorshipToDelete", Value::Null),
        ("familySponsorshipValidUntil", Value::Null),
        ("isAdminInitiated", json!(false)),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value))
    .collect()
}

/// The person's confirmed memberships, as the access token carries them. Of an organisation out of service only the owners
/// keep theirs: they alone still enter it (screens §2.10).
///
/// # Errors
/// When the database fails.
pub fn claims(conn: &Connection, user: Uuid) -> ApiResult<OrganizationClaims> {
    let mut statement = conn.prepare_cached(
        "SELECT m.organization_id, m.type FROM organization_user m JOIN organization o ON o.id = m.organization_id
         WHERE m.user_id = ?1 AND m.status = ?2 AND (o.enabled OR m.type = ?3) ORDER BY m.organization_id",
    )?;
    let confirmed = OrganizationUserStatus::Confirmed.number();
    let mut rows = statement.query(params![user, confirmed, OrganizationUserType::Owner.number()])?;
    let mut claims = OrganizationClaims::default();
    while let Some(row) = rows.next()? {
        let organization: Uuid = row.get(0)?;
        match OrganizationUserType::from_number(row.get(1)?) {
            OrganizationUserType::Owner => claims.owner.push(organization),
            OrganizationUserType::Admin => claims.admin.push(organization),
            OrganizationUserType::User => claims.user.push(organization),
            OrganizationUserType::Custom => claims.custom.push(organization),
            OrganizationUserType::Unknown(_) => {}
        }
    }
    Ok(claims)
}
