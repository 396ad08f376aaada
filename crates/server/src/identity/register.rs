//! `POST accounts/register/finish`: a new account, proven by a mail of its own or by an invitation.

use axum::Json;
use axum::extract::State;
use portal_contracts::SecretText;
use portal_contracts::kdf::{KdfSettings, KdfType};
use portal_contracts::limits::HINT;
use portal_contracts::register::{AuthenticationData, KeyPair, UnlockData};
use rusqlite::{OptionalExtension, Transaction, params};
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::sign_up_mail::claimed_error;
use crate::auth::PeerIp;
use crate::error::{ApiError, ApiResult};
use crate::fields::{self, Sealed};
use crate::json::Body;
use crate::limits::Kind;
use crate::organizations::domains;
use crate::password_data::{self, OldForm};
use crate::secrets::{self, StoredPassword};
use crate::state::AppState;
use crate::tokens::{Purpose, normal_email};
use crate::users::{self, User};

/// Longest wrapped private key, in characters.
const PRIVATE_KEY: usize = 10_000;

/// The body; unlike the portal's own type it takes either form alone, as real servers do.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Request {
    email: String,
    master_password_hash: Option<SecretText>,
    master_password_hint: Option<String>,
    user_symmetric_key: Option<String>,
    user_asymmetric_keys: Option<KeyPair>,
    kdf: Option<KdfType>,
    kdf_iterations: Option<i64>,
    kdf_memory: Option<i64>,
    kdf_parallelism: Option<i64>,
    master_password_authentication: Option<AuthenticationData>,
    master_password_unlock: Option<UnlockData>,
    email_verification_token: Option<SecretText>,
    organization_user_id: Option<Uuid>,
    org_invite_token: Option<SecretText>,
    provider_user_id: Option<Uuid>,
    provider_invite_token: Option<SecretText>,
    accept_emergency_access_invite_token: Option<SecretText>,
    org_sponsored_free_family_plan_token: Option<SecretText>,
    sales_assisted_token: Option<SecretText>,
}

/// How the address was proven.
enum Proof<'a> {
    Mail(&'a str),
    Organization(Uuid, &'a str),
    Provider(Uuid, &'a str),
}

/// An invitation that has to be open still.
#[derive(Clone, Copy)]
enum Invitation {
    None,
    Organization(Uuid),
    Provider(Uuid),
}

pub(super) async fn finish(
    State(state): State<AppState>,
    PeerIp(ip): PeerIp,
    Body(request): Body<Request>,
) -> ApiResult<Json<Value>> {
    state.limiter.check(Kind::Identity, ip)?;
    fields::email("Email", &request.email)?;
    fields::at_most("MasterPasswordHint", request.master_password_hint.as_deref(), HINT)?;
    let email = normal_email(&request.email);
    let now = state.clock.now();
    let (name, invitation) = check_proof(&state, &request, &email)?;
    let old_kdf = match (request.kdf, request.kdf_iterations) {
        (Some(kdf_type), Some(iterations)) => {
            Some(KdfSettings { kdf_type, iterations, memory: request.kdf_memory, parallelism: request.kdf_parallelism })
        }
        _ => None,
    };
    let password = password_data::agree(
        &OldForm {
            hash: request.master_password_hash.as_ref(),
            key: request.user_symmetric_key.as_deref(),
            kdf: old_kdf,
        },
        request.master_password_authentication.as_ref(),
        request.master_password_unlock.as_ref(),
        &email,
    )?;
    if let Some(keys) = &request.user_asymmetric_keys {
        fields::public_key("PublicKey", &keys.public_key)?;
        fields::encrypted("EncryptedPrivateKey", &keys.encrypted_private_key, Sealed::Symmetric, PRIVATE_KEY)?;
    }
    let stored = StoredPassword::make(&password.hash, state.config.password_hash_rounds).await?;
    let keys = request.user_asymmetric_keys;
    let hint = request.master_password_hint.filter(|hint| !hint.is_empty());
    state
        .db
        .write(move |tx| {
            require_open(tx, invitation, &email)?;
            if matches!(invitation, Invitation::None) && domains::blocks(tx, &email)? {
                return Err(claimed_error());
            }
            let (public_key, private_key) =
                keys.map_or((None, None), |keys| (Some(keys.public_key), Some(keys.encrypted_private_key)));
            let user = User {
                id: secrets::new_id(),
                email,
                email_verified: true,
                name,
                password: stored,
                password_hint: hint,
                kdf: password.kdf,
                key: password.key,
                public_key,
                private_key,
                security_stamp: secrets::new_id().to_string(),
                force_password_reset: false,
                verify_devices: true,
                avatar_color: None,
                culture: "en-US".to_owned(),
                created_at: now,
                revised_at: now,
            };
            users::insert(tx, &user)
        })
        .await?;
    Ok(Json(json!({ "object": "registerFinish" })))
}

/// Exactly one proof must be there and genuine. Returns the name given for the sign-up mail and the invitation.
fn check_proof(state: &AppState, request: &Request, email: &str) -> ApiResult<(Option<String>, Invitation)> {
    let text = |token: &'_ Option<SecretText>| token.as_ref().is_some_and(|token| !token.is_empty());
    let foreign = [
        &request.accept_emergency_access_invite_token,
        &request.org_sponsored_free_family_plan_token,
        &request.sales_assisted_token,
    ];
    if foreign.into_iter().any(text) {
        return Err(ApiError::rule("This kind of registration is not available on this server."));
    }
    let mut proofs = Vec::new();
    if let Some(token) = request.email_verification_token.as_ref().filter(|token| !token.is_empty()) {
        proofs.push(Proof::Mail(token.expose()));
    }
    if let (Some(id), Some(token)) = (request.organization_user_id, &request.org_invite_token) {
        proofs.push(Proof::Organization(id, token.expose()));
    }
    if let (Some(id), Some(token)) = (request.provider_user_id, &request.provider_invite_token) {
        proofs.push(Proof::Provider(id, token.expose()));
    }
    let [proof] = proofs.as_slice() else {
        return Err(ApiError::rule("Exactly one of the registration tokens is required."));
    };
    let now = state.clock.now();
    match *proof {
        Proof::Mail(token) => {
            if state.config.disable_registration {
                return Err(ApiError::rule("Open registration has been disabled by the system administrator."));
            }
            Ok((state.tokens.check(token, Purpose::SignUp, &[], email, now)?, Invitation::None))
        }
        Proof::Organization(id, token) => {
            state.tokens.check(token, Purpose::OrganizationInvitation, &[id], email, now)?;
            Ok((None, Invitation::Organization(id)))
        }
        Proof::Provider(id, token) => {
            state.tokens.check(token, Purpose::ProviderInvitation, &[id], email, now)?;
            Ok((None, Invitation::Provider(id)))
        }
    }
}

/// A withdrawn invitation opens no account, however fresh its token.
fn require_open(tx: &Transaction<'_>, invitation: Invitation, email: &str) -> ApiResult<()> {
    let (sql, id) = match invitation {
        Invitation::None => return Ok(()),
        Invitation::Organization(id) => ("SELECT 1 FROM organization_user WHERE id = ?1 AND email = ?2", id),
        Invitation::Provider(id) => ("SELECT 1 FROM provider_user WHERE id = ?1 AND email = ?2", id),
    };
    let open = tx.query_row(sql, params![id, email], |_| Ok(())).optional()?;
    open.ok_or_else(|| ApiError::rule("Invalid token."))
}
