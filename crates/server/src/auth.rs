//! Who calls: access tokens and the extractor [`Caller`].
//!
//! As with Bitwarden, memberships are claims inside the token (spec §1.6): a right gained after the token was issued works
//! only after a refresh. The security stamp is checked against the database on every call, so a changed password ends
//! all sessions at once.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::extract::FromRequestParts;
use axum::http::{HeaderMap, header, request::Parts};
use data_encoding::BASE64URL_NOPAD;
use rusqlite::OptionalExtension;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::clock::Millis;
use crate::error::{ApiError, ApiResult};
use crate::secrets::SigningKey;
use crate::state::AppState;

/// Confirmed provider memberships as they stand in a token.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProviderClaims {
    /// Providers the person administers.
    #[serde(rename = "providerprovideradmin", with = "one_or_many", default, skip_serializing_if = "Vec::is_empty")]
    pub admin: Vec<Uuid>,
    /// Providers the person serves.
    #[serde(rename = "providerserviceuser", with = "one_or_many", default, skip_serializing_if = "Vec::is_empty")]
    pub service: Vec<Uuid>,
}

/// Confirmed organisation memberships as they stand in a token.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganizationClaims {
    /// Organisations the person owns.
    #[serde(rename = "orgowner", with = "one_or_many", default, skip_serializing_if = "Vec::is_empty")]
    pub owner: Vec<Uuid>,
    /// Organisations the person administers.
    #[serde(rename = "orgadmin", with = "one_or_many", default, skip_serializing_if = "Vec::is_empty")]
    pub admin: Vec<Uuid>,
    /// Organisations the person uses.
    #[serde(rename = "orguser", with = "one_or_many", default, skip_serializing_if = "Vec::is_empty")]
    pub user: Vec<Uuid>,
    /// Organisations in which the person has named permissions.
    #[serde(rename = "orgcustom", with = "one_or_many", default, skip_serializing_if = "Vec::is_empty")]
    pub custom: Vec<Uuid>,
}

/// The claims of an access token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessClaims {
    /// User id.
    pub sub: Uuid,
    /// Seconds since 1970.
    pub exp: i64,
    /// Seconds since 1970.
    pub nbf: i64,
    /// Seconds since 1970.
    pub iat: i64,
    /// Issuer: the identity base.
    pub iss: String,
    /// Always `web`.
    pub client_id: String,
    /// Scopes.
    pub scope: Vec<String>,
    /// Methods of authentication.
    pub amr: Vec<String>,
    /// The account's address.
    pub email: String,
    /// Whether the address was proven.
    pub email_verified: bool,
    /// The account's name, empty when none.
    pub name: String,
    /// Always false here.
    pub premium: bool,
    /// Identifier of the device the session belongs to.
    pub device: String,
    /// Security stamp at the time of issue.
    pub sstamp: String,
    /// Name of the session it was made for, see [`crate::sessions::keep_only`].
    #[serde(rename = "sid", default, skip_serializing_if = "Option::is_none")]
    pub session: Option<String>,
    /// Provider memberships.
    #[serde(flatten)]
    pub providers: ProviderClaims,
    /// Organisation memberships.
    #[serde(flatten)]
    pub organizations: OrganizationClaims,
}

impl AccessClaims {
    /// Prints the signed token (JWT, HS256).
    ///
    /// # Errors
    /// Never in practice; [`ApiError::Internal`] when serialising fails.
    pub fn sign(&self, key: &SigningKey) -> ApiResult<String> {
        let header = BASE64URL_NOPAD.encode(br#"{"alg":"HS256","typ":"at+jwt"}"#);
        let payload = serde_json::to_vec(self).map_err(|_| ApiError::internal("access token"))?;
        let signed = format!("{header}.{}", BASE64URL_NOPAD.encode(&payload));
        let signature = BASE64URL_NOPAD.encode(&key.sign(signed.as_bytes()));
        Ok(format!("{signed}.{signature}"))
    }

    /// Reads a token: signature, then dates. `None` for anything that is not valid now.
    #[must_use]
    pub fn verify(token: &str, key: &SigningKey, now: Millis) -> Option<Self> {
        let (signed, signature) = token.rsplit_once('.')?;
        let signature = BASE64URL_NOPAD.decode(signature.as_bytes()).ok()?;
        // The algorithm of the header is never consulted: there is only one.
        if !key.verify(signed.as_bytes(), &signature) {
            return None;
        }
        let (_, payload) = signed.split_once('.')?;
        let claims: Self = serde_json::from_slice(&BASE64URL_NOPAD.decode(payload.as_bytes()).ok()?).ok()?;
        let seconds = now.div_euclid(1000);
        (claims.nbf <= seconds && seconds < claims.exp).then_some(claims)
    }
}

/// The signed-in person behind a request.
#[derive(Debug, Clone)]
pub struct Caller {
    /// Whose account it is.
    pub user_id: Uuid,
    /// The account's present address.
    pub email: String,
    /// Provider rights as the token carries them.
    pub providers: ProviderClaims,
    /// Organisation rights as the token carries them.
    pub organizations: OrganizationClaims,
    /// Name of the session, when the token tells.
    pub session: Option<String>,
    /// `Device-Type` of the request, for events.
    pub device_type: Option<i64>,
    /// Address of the caller, for events and limits.
    pub ip: IpAddr,
}

impl Caller {
    /// Whether the token names the person an administrator of this provider.
    #[must_use]
    pub fn is_provider_admin(&self, provider: Uuid) -> bool {
        self.providers.admin.contains(&provider)
    }

    /// Whether the token names the person a confirmed member of this provider, in whichever role.
    #[must_use]
    pub fn is_provider_member(&self, provider: Uuid) -> bool {
        self.is_provider_admin(provider) || self.providers.service.contains(&provider)
    }

    /// Asks for the right *provAdmin* of spec §1.6.
    ///
    /// # Errors
    /// [`ApiError::Forbidden`].
    pub fn require_provider_admin(&self, provider: Uuid) -> ApiResult<()> {
        if self.is_provider_admin(provider) { Ok(()) } else { Err(ApiError::Forbidden) }
    }

    /// Asks for the right *prov* of spec §1.6.
    ///
    /// # Errors
    /// [`ApiError::Forbidden`].
    pub fn require_provider_member(&self, provider: Uuid) -> ApiResult<()> {
        if self.is_provider_member(provider) { Ok(()) } else { Err(ApiError::Forbidden) }
    }
}

impl FromRequestParts<AppState> for Caller {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, ApiError> {
        let token = bearer(&parts.headers).ok_or(ApiError::Unauthorized)?;
        let claims = AccessClaims::verify(token, &state.access_key, state.clock.now()).ok_or(ApiError::Unauthorized)?;
        let user_id = claims.sub;
        let found: Option<(String, String)> = state
            .db
            .read(move |connection| {
                let row = connection
                    .prepare_cached("SELECT email, security_stamp FROM user WHERE id = ?1")?
                    .query_row([user_id], |row| Ok((row.get(0)?, row.get(1)?)))
                    .optional()?;
                Ok(row)
            })
            .await?;
        let (email, stamp) = found.ok_or(ApiError::Unauthorized)?;
        if stamp != claims.sstamp {
            return Err(ApiError::Unauthorized);
        }
        Ok(Self {
            user_id,
            email,
            providers: claims.providers,
            organizations: claims.organizations,
            session: claims.session,
            device_type: device_type(&parts.headers),
            ip: peer_ip(parts),
        })
    }
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())
}

/// The number in the `Device-Type` header.
#[must_use]
pub fn device_type(headers: &HeaderMap) -> Option<i64> {
    headers.get("device-type")?.to_str().ok()?.trim().parse().ok()
}

/// The other end of the connection; put into each request by the accept loop, missing in process.
#[derive(Debug, Clone, Copy)]
pub struct Peer(pub SocketAddr);

/// Address of the caller; in process that is the loopback address.
#[must_use]
pub fn peer_ip(parts: &Parts) -> IpAddr {
    parts.extensions.get::<Peer>().map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |peer| peer.0.ip())
}

/// The caller's address for handlers without a signed-in person.
#[derive(Debug, Clone, Copy)]
pub struct PeerIp(pub IpAddr);

impl<S: Send + Sync> FromRequestParts<S> for PeerIp {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Self::Rejection> {
        Ok(Self(peer_ip(parts)))
    }
}

/// A claim is an id when there is one, an array when there are more.
mod one_or_many {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};
    use uuid::Uuid;

    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Claim {
        One(Uuid),
        Many(Vec<Uuid>),
    }

    pub(super) fn serialize<S: Serializer>(ids: &[Uuid], serializer: S) -> Result<S::Ok, S::Error> {
        match ids {
            [one] => one.serialize(serializer),
            many => many.serialize(serializer),
        }
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Uuid>, D::Error> {
        Ok(match Claim::deserialize(deserializer)? {
            Claim::One(id) => vec![id],
            Claim::Many(ids) => ids,
        })
    }
}
