//! The demo provider's keys, opened from a passphrase the way a portal opens them, for data that no
//! operation of the portal makes yet.

use std::str::FromStr;

use portal_contracts::enums::ProviderUserStatus;
use portal_crypto::{
    EncString, Kdf, KeyPair, MasterKey, NativeBackend, NewAccount, OrgKey, PrivateKey, ProviderKey, PublicKey, Salt,
    ShareableKey, SharedKey, UserKey,
};
use rusqlite::params;
use uuid::Uuid;

use super::personas::Persona;
use super::story::PAIRS;
use crate::ApiResult;
use crate::error::ApiError;
use crate::secrets::random;
use crate::state::AppState;
use crate::users::{self, User};

/// A provider's key with a pool of RSA pairs.
pub(super) struct ProviderKeys {
    pub(super) backend: NativeBackend,
    pub(super) id: Uuid,
    pub(super) key: ProviderKey,
}

/// Keys of an account that nobody signs in to.
pub(super) struct DormantKeys {
    pub(super) user_key: UserKey,
    pub(super) wrapped_user_key: String,
    pub(super) public_key: PublicKey,
    pub(super) private_key: String,
}

/// A fault in the demo's own keys; categories only, never content.
pub(super) fn broken(error: portal_crypto::Error) -> ApiError {
    ApiError::internal(format!("demo data, keys: {error}"))
}

impl ProviderKeys {
    /// Opens the chain password, user key, private key, provider key.
    pub(super) async fn open(state: &AppState, persona: &Persona, provider: Uuid) -> ApiResult<Self> {
        let email = persona.email;
        let (user, wrapped) = state
            .db
            .read(move |conn| {
                let user = users::find_by_email(conn, email)?.ok_or(ApiError::NotFound)?;
                let wrapped: String = conn.query_row(
                    "SELECT key FROM provider_user WHERE provider_id = ?1 AND user_id = ?2 AND status = ?3",
                    params![provider, user.id, ProviderUserStatus::Confirmed.number()],
                    |row| row.get(0),
                )?;
                Ok((user, wrapped))
            })
            .await?;
        let backend = NativeBackend::reusing_pairs(PAIRS);
        let key = open_provider_key(&backend, persona, &user, &wrapped).await.map_err(broken)?;
        Ok(Self { backend, id: provider, key })
    }

    /// Opens the key of a client.
    pub(super) fn org_key(&self, wrapped: &str) -> ApiResult<OrgKey> {
        let wrapped = EncString::from_str(wrapped).map_err(broken)?;
        self.key.open_org_key(&wrapped).map_err(broken)
    }

    /// Shares a client's key with a member, or a member's key with a client for account recovery.
    pub(super) async fn share<K: ShareableKey>(&self, key: &K, with: &PublicKey) -> ApiResult<String> {
        Ok(with.wrap(&self.backend, key).await.map_err(broken)?.to_text())
    }

    /// Keys under a master key that exists only here.
    pub(super) async fn dormant(&self) -> ApiResult<DormantKeys> {
        let master = MasterKey::from_bytes(&random::<32>()?);
        let account = NewAccount::make(&self.backend, &master, "").await.map_err(broken)?;
        Ok(DormantKeys {
            wrapped_user_key: master.wrap_user_key(&account.user_key).map_err(broken)?.to_text(),
            user_key: account.user_key,
            public_key: account.public_key,
            private_key: account.wrapped_private_key.to_text(),
        })
    }

    /// Base64 of the public key and the private key under an organisation key.
    pub(super) async fn pair_for(&self, key: &OrgKey) -> ApiResult<(String, String)> {
        let pair = KeyPair::generate(&self.backend).await.map_err(broken)?;
        Ok((pair.public().to_base64(), pair.wrap_private(key).map_err(broken)?.to_text()))
    }
}

async fn open_provider_key(
    backend: &NativeBackend,
    persona: &Persona,
    user: &User,
    wrapped: &str,
) -> Result<ProviderKey, portal_crypto::Error> {
    let salt = Salt::from_email(persona.email)?;
    let iterations = u32::try_from(user.kdf.iterations).map_err(|_| portal_crypto::Error::Kdf)?;
    let master = MasterKey::derive(backend, persona.passphrase, &salt, Kdf::Pbkdf2 { iterations }).await?;
    let user_key = master.open_user_key(&EncString::from_str(&user.key)?)?;
    let private = EncString::from_str(user.private_key.as_deref().unwrap_or_default())?;
    let private = PrivateKey::open(backend, &user_key, &private).await?;
    private.unwrap(backend, &SharedKey::from_str(wrapped)?).await
}
