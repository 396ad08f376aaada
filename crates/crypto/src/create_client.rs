//! Keys of a new client organisation (spec §11.2), and the check of what a server gives back.

use serde::{Deserialize, Serialize};

use crate::{Backend, EncString, Error, KeyPair, OrgKey, PrivateKey, ProviderKey, PublicKey, SealingKey as _};

/// The encrypted members of `POST /providers/{id}/clients`, in their wire spelling.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ClientKeys {
    /// The organisation key under the provider key; nothing is wrapped for the future owner.
    pub key: EncString,
    /// The organisation's own RSA pair.
    pub key_pair: WrappedKeyPair,
    /// The name of the first collection under the organisation key.
    pub collection_name: EncString,
}

/// An RSA pair as servers store it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WrappedKeyPair {
    /// Base64 SubjectPublicKeyInfo.
    pub public_key: String,
    /// PKCS#8 under the organisation key.
    pub encrypted_private_key: EncString,
}

impl WrappedKeyPair {
    /// A fresh pair for an organisation: a new one, or an old one without a pair (spec §11.6). Never replaces an
    /// existing pair.
    ///
    /// # Errors
    /// `environment` when the platform cannot make keys.
    pub async fn make<B: Backend>(backend: &B, org_key: &OrgKey) -> Result<Self, Error> {
        let pair = KeyPair::generate(backend).await?;
        Ok(Self { public_key: pair.public().to_base64(), encrypted_private_key: pair.wrap_private(org_key)? })
    }
}

/// What a create-client request contains, opened.
pub struct OpenedClient {
    /// The organisation key.
    pub org_key: OrgKey,
    /// Whether the public key belongs to the wrapped private key. If not, somebody else may hold the private key.
    pub pair_matches: bool,
    /// The name of the first collection.
    pub collection_name: zeroize::Zeroizing<String>,
}

impl ClientKeys {
    /// Makes everything encrypted that the request needs. Keep the returned organisation key until the server's copy has
    /// been read back: it must be [`OrgKey::same_as`] before success is shown.
    ///
    /// # Errors
    /// `environment` when the platform cannot make keys.
    pub async fn make<B: Backend>(
        backend: &B,
        provider: &ProviderKey,
        collection_name: &str,
    ) -> Result<(Self, OrgKey), Error> {
        let org_key = OrgKey::generate()?;
        let keys = Self {
            key: provider.seal_org_key(&org_key)?,
            key_pair: WrappedKeyPair::make(backend, &org_key).await?,
            collection_name: org_key.seal_text(collection_name)?,
        };
        Ok((keys, org_key))
    }

    /// Opens such a request, made here or elsewhere.
    ///
    /// # Errors
    /// `decrypt` when it was made for another provider, `key` or `parse` when a part is damaged.
    pub async fn open<B: Backend>(&self, backend: &B, provider: &ProviderKey) -> Result<OpenedClient, Error> {
        let org_key = provider.open_org_key(&self.key)?;
        let private = PrivateKey::open(backend, &org_key, &self.key_pair.encrypted_private_key).await?;
        let claimed = PublicKey::from_base64(&self.key_pair.public_key)?;
        Ok(OpenedClient {
            pair_matches: private.check_public(&claimed).is_ok(),
            collection_name: org_key.open_text(&self.collection_name)?,
            org_key,
        })
    }
}
