//! Saving single sign-on: plan, fields, the identifier that nobody else may have, and the policies it stands on.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use portal_contracts::permissions::ClientAction;
use portal_contracts::policies::{PolicyMetadata, PolicyType};
use portal_contracts::sso::{IDENTIFIER, MemberDecryption, OrganizationSso, SsoWrong, UpdateSso, problems};
use portal_crypto::Certificate;
use rusqlite::{Transaction, params};
use serde_json::json;
use uuid::Uuid;

use super::answer;
use super::store::{self, Stored};
use crate::auth::Caller;
use crate::clock::Millis;
use crate::error::{ApiError, ApiResult};
use crate::events::{self, Event, EventKind, Source};
use crate::ids::PathIds;
use crate::json::Raw;
use crate::organizations::policies::{self, Switch, store as policy_store};
use crate::organizations::{access, store as organizations};
use crate::plans;
use crate::state::AppState;

pub(super) async fn save(
    State(app): State<AppState>,
    caller: Caller,
    PathIds(organization): PathIds<Uuid>,
    Raw(body): Raw,
) -> ApiResult<Json<OrganizationSso>> {
    let now = app.clock.now();
    let origin = app.config.origin.clone();
    app.db
        .write(move |tx| {
            access::require(tx, &caller, organization, ClientAction::ManageSso)?;
            let found = organizations::organization(tx, organization)?.ok_or(ApiError::NotFound)?;
            let features = plans::features(found.plan);
            if !features.use_sso {
                return Err(ApiError::rule("Organization cannot use SSO."));
            }
            let UpdateSso { enabled, identifier, data } = UpdateSso::read(&body)?;
            let identifier = identifier.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
            let wanted = Stored { enabled, data };
            check_fields(&wanted, identifier.as_deref())?;
            if taken(tx, organization, identifier.as_deref())? {
                return Err(ApiError::invalid(
                    "Identifier",
                    "SSO Identifier is already in use by another organization.",
                ));
            }
            let source = Source::from(&caller);
            match wanted.decryption() {
                Some(MemberDecryption::KeyConnector) => {
                    check_key_connector(tx, organization, features.use_key_connector)?
                }
                Some(MemberDecryption::TrustedDevices) => stand_on_policies(tx, &source, organization, now)?,
                _ => {}
            }
            tx.prepare_cached("UPDATE organization SET identifier = ?2, revised_at = ?3 WHERE id = ?1")?
                .execute(params![organization, identifier, now])?;
            store::put(tx, organization, &wanted, now)?;
            organizations::touch_members(tx, organization, now)?;
            for kind in changes(&found.sso, &wanted) {
                events::write(tx, now, &Event::of_organization(kind, &source, organization))?;
            }
            answer(tx, organization, &origin)
        })
        .await
        .map(Json)
}

fn check_fields(wanted: &Stored, identifier: Option<&str>) -> ApiResult<()> {
    let found = problems(wanted.enabled, identifier, &wanted.settings(), |text| Certificate::read(text).is_ok());
    if found.is_empty() {
        return Ok(());
    }
    let texts = found.into_iter().map(|(name, wrong)| {
        let pascal: String = name.chars().take(1).flat_map(char::to_uppercase).chain(name.chars().skip(1)).collect();
        let property = if name == IDENTIFIER { pascal.clone() } else { ["Data.", &pascal].concat() };
        let text = match wrong {
            SsoWrong::Missing => format!("The {pascal} field is required."),
            SsoWrong::Long(most) => format!("The field {pascal} must be a string with a maximum length of {most}."),
            SsoWrong::NotAddress => format!("{pascal} is not a valid URL."),
            SsoWrong::NotCertificate => format!("{pascal} is not a valid X.509 certificate."),
            SsoWrong::Value => format!("{pascal} has a value that is not allowed."),
        };
        (property, vec![text])
    });
    Err(ApiError::Invalid(texts.collect::<BTreeMap<_, _>>()))
}

fn taken(tx: &Transaction<'_>, organization: Uuid, identifier: Option<&str>) -> ApiResult<bool> {
    let taken = tx
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM organization WHERE identifier = ?1 AND id <> ?2)")?
        .query_row(params![identifier, organization], |row| row.get(0))?;
    Ok(taken)
}

/// A key connector needs two policies, which somebody has to switch on first.
fn check_key_connector(tx: &Transaction<'_>, organization: Uuid, in_plan: bool) -> ApiResult<()> {
    if !in_plan {
        return Err(ApiError::rule("Organization cannot use Key Connector."));
    }
    let on = policy_store::on(tx, organization)?;
    if !on.has(PolicyType::SingleOrganization) || !on.has(PolicyType::RequireSso) {
        return Err(ApiError::rule(
            "Key Connector requires the Single organization and Require single sign-on policies. Turn them on first.",
        ));
    }
    Ok(())
}

/// Trusted devices stand on three policies, which go on with them.
fn stand_on_policies(tx: &Transaction<'_>, source: &Source, organization: Uuid, now: Millis) -> ApiResult<()> {
    for kind in [PolicyType::SingleOrganization, PolicyType::AccountRecovery, PolicyType::RequireSso] {
        let before = policy_store::one(tx, organization, kind)?;
        let mut settings = before.as_ref().map(policy_store::Stored::settings).unwrap_or_default();
        let mut done = before.is_some_and(|before| before.enabled);
        if kind == PolicyType::AccountRecovery && !settings.flag("autoEnrollEnabled") {
            settings.put("autoEnrollEnabled", Some(json!(true)));
            done = false;
        }
        if !done {
            let data = settings.into_data();
            let change = Switch { organization, kind, enabled: true, data, metadata: PolicyMetadata::default() };
            policies::switch(tx, source, &change, now)?;
        }
    }
    Ok(())
}

fn changes(before: &Stored, after: &Stored) -> Vec<EventKind> {
    let connector = |stored: &Stored| stored.decryption() == Some(MemberDecryption::KeyConnector);
    let switched = match (before.enabled, after.enabled) {
        (false, true) => Some(EventKind::SSO_ENABLED),
        (true, false) => Some(EventKind::SSO_DISABLED),
        _ => None,
    };
    let connected = match (connector(before), connector(after)) {
        (false, true) => Some(EventKind::KEY_CONNECTOR_ENABLED),
        (true, false) => Some(EventKind::KEY_CONNECTOR_DISABLED),
        _ => None,
    };
    switched.into_iter().chain(connected).collect()
}
