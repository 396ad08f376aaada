//! Making and sharing provider and organisation keys (crypto specification §11), comparing what a server returns.

use std::rc::Rc;

use portal_crypto::{
    Backend, ClientKeys, EncString, OrgKey, PrivateKey, ProviderKey, PublicKey, SealingKey as _, ShareableKey,
    SharedKey, WrappedKeyPair,
};

use crate::account::words;
use crate::agent::Agent;
use crate::derive::Derive;
use crate::digest;
use crate::fault::Fault;
use crate::kept::Kept;
use crate::protocol::{
    AdoptOrganization, Candidate, CheckKey, ClientMade, ConfirmPrepared, JudgeOrganizationKey, KeyChecked, KeyOrigin,
    KeyOwner, MakeClient, MakeOrganization, MakeProvider, OrganizationAdopted, OrganizationKeyJudged, PrepareConfirm,
    PreparedKey, PreparedPerson, ProviderMade, WrapForConfirmed, WrapForRecovery, WrappedForConfirmed,
    WrappedForRecovery,
};

/// The key that compared people get.
enum Shared {
    Provider(Rc<ProviderKey>),
    Client(OrgKey),
}

impl<B: Backend, D: Derive> Agent<B, D> {
    pub(crate) async fn make_provider(&self, question: MakeProvider) -> Result<ProviderMade, Fault> {
        let account = self.account()?;
        if let Some(made) = self.state.borrow().set_ups.get(&question.provider_id) {
            return Ok(made.clone());
        }
        let epoch = self.epoch();
        let key = ProviderKey::generate()?;
        let wrapped = self.wrap(account.private_key.public(), &key).await?;
        self.still(epoch)?;
        let made = ProviderMade { handle: self.keep(Kept::Provider(Rc::new(key))), key: wrapped };
        self.state.borrow_mut().set_ups.insert(question.provider_id, made.clone());
        Ok(made)
    }

    pub(crate) async fn make_client(&self, question: MakeClient) -> Result<ClientMade, Fault> {
        let provider = self.provider(&question.provider_id)?;
        let epoch = self.epoch();
        let (made, key) = ClientKeys::make(&self.backend, &provider, &question.collection_name).await?;
        self.still(epoch)?;
        Ok(ClientMade {
            handle: self.keep(Kept::Organization { provider_id: Some(question.provider_id), key: Rc::new(key) }),
            key: made.key.to_text(),
            public_key: made.key_pair.public_key,
            encrypted_private_key: made.key_pair.encrypted_private_key.to_text(),
            collection_name: made.collection_name.to_text(),
        })
    }

    pub(crate) async fn make_organization(&self, question: MakeOrganization) -> Result<ClientMade, Fault> {
        let account = self.account()?;
        if let Some(made) = self.state.borrow().beginnings.get(&question.organization_id) {
            return Ok(made.clone());
        }
        let epoch = self.epoch();
        let key = OrgKey::generate()?;
        let pair = WrappedKeyPair::make(&self.backend, &key).await?;
        let wrapped = self.wrap(account.private_key.public(), &key).await?;
        let collection_name = key.seal_text(&question.collection_name)?.to_text();
        self.still(epoch)?;
        let made = ClientMade {
            handle: self.keep(Kept::Organization { provider_id: None, key: Rc::new(key) }),
            key: wrapped,
            public_key: pair.public_key,
            encrypted_private_key: pair.encrypted_private_key.to_text(),
            collection_name,
        };
        self.state.borrow_mut().beginnings.insert(question.organization_id, made.clone());
        Ok(made)
    }

    pub(crate) async fn adopt_organization(&self, question: AdoptOrganization) -> Result<OrganizationAdopted, Fault> {
        let account = self.account()?;
        let provider = self.provider(&question.provider_id)?;
        let epoch = self.epoch();
        let shared: SharedKey = question.key.parse()?;
        let key: OrgKey = account.private_key.unwrap(&self.backend, &shared).await?;
        self.still(epoch)?;
        let wrapped = provider.seal_org_key(&key)?.to_text();
        let handle = self.keep(Kept::Organization { provider_id: Some(question.provider_id), key: Rc::new(key) });
        Ok(OrganizationAdopted { handle, key: wrapped })
    }

    /// A returned key that cannot be opened is as different as another one.
    pub(crate) async fn check_key(&self, question: CheckKey) -> Result<KeyChecked, Fault> {
        let (same, made) = match self.look(question.handle)? {
            Kept::Organization { provider_id: Some(provider_id), key } => {
                let provider = self.provider(&provider_id)?;
                let returned = question.returned.parse().and_then(|text: EncString| provider.open_org_key(&text));
                (returned.is_ok_and(|returned| returned.same_as(&key)), key.key_id())
            }
            Kept::Organization { provider_id: None, key } => {
                let returned = self.unwrap::<OrgKey>(&question.returned).await?;
                (returned.is_some_and(|returned| returned.same_as(&key)), key.key_id())
            }
            Kept::Provider(key) => {
                let returned = self.unwrap::<ProviderKey>(&question.returned).await?;
                (returned.is_some_and(|returned| returned.same_as(&key)), key.key_id())
            }
            _ => return Err(Fault::Stale),
        };
        Ok(KeyChecked { same, expected: digest::pin(made, &question.id) })
    }

    /// A key wrapped to the own public key; `None` when it does not open.
    async fn unwrap<K: ShareableKey>(&self, wrapped: &str) -> Result<Option<K>, Fault> {
        let account = self.account()?;
        let Ok(shared) = wrapped.parse::<SharedKey>() else { return Ok(None) };
        Ok(account.private_key.unwrap(&self.backend, &shared).await.ok())
    }

    pub(crate) fn prepare_confirm(&self, question: PrepareConfirm) -> Result<ConfirmPrepared, Fault> {
        self.account()?;
        let people = question.people.into_iter().map(|person| {
            let outcome = self.keep_public_key(&person);
            PreparedPerson { id: person.id, outcome }
        });
        Ok(ConfirmPrepared { people: people.collect() })
    }

    fn keep_public_key(&self, person: &Candidate) -> Result<PreparedKey, Fault> {
        let key = PublicKey::from_base64(&person.public_key)?;
        let fingerprint = words(&key, &person.user_id)?;
        Ok(PreparedKey { handle: self.keep(Kept::PublicKey(key)), fingerprint })
    }

    pub(crate) async fn wrap_for_confirmed(&self, question: WrapForConfirmed) -> Result<WrappedForConfirmed, Fault> {
        let epoch = self.epoch();
        let key = match &question.owner {
            KeyOwner::Provider(id) => Shared::Provider(self.provider(id)?),
            KeyOwner::Client(id) => Shared::Client(self.client_key(id).await?),
        };
        let mut keys = Vec::with_capacity(question.handles.len());
        for handle in question.handles {
            let wrapped = match self.look(handle) {
                Ok(Kept::PublicKey(public)) => match &key {
                    Shared::Provider(key) => self.wrap(&public, &**key).await,
                    Shared::Client(key) => self.wrap(&public, key).await,
                },
                Ok(_) => Err(Fault::Stale),
                Err(fault) => Err(fault),
            };
            self.forget(handle);
            keys.push(wrapped);
        }
        self.still(epoch)?;
        Ok(WrappedForConfirmed { keys })
    }

    pub(crate) async fn judge_organization_key(
        &self,
        question: JudgeOrganizationKey,
    ) -> Result<OrganizationKeyJudged, Fault> {
        self.account()?;
        let epoch = self.epoch();
        let claimed = PublicKey::from_base64(&question.public_key)?;
        let fingerprint = words(&claimed, &question.organization_id)?;
        let key = self.client_key(&question.organization_id).await;
        let origin = match (key, question.private_key) {
            (Ok(key), Some(wrapped)) => match self.public_half(&key, &wrapped).await {
                Ok(own) if own == claimed => KeyOrigin::Proven,
                // A private key that does not open under the client's key was put there by somebody who lacks it.
                Ok(_) | Err(Fault::Decrypt | Fault::Key) => KeyOrigin::Foreign,
                Err(_) => KeyOrigin::Claimed,
            },
            _ => KeyOrigin::Claimed,
        };
        self.still(epoch)?;
        Ok(OrganizationKeyJudged { fingerprint, origin })
    }

    async fn public_half(&self, key: &OrgKey, wrapped: &str) -> Result<PublicKey, Fault> {
        Ok(PrivateKey::open(&self.backend, key, &wrapped.parse()?).await?.public().clone())
    }

    pub(crate) async fn wrap_for_recovery(&self, question: &WrapForRecovery) -> Result<WrappedForRecovery, Fault> {
        let account = self.account()?;
        let epoch = self.epoch();
        let Kept::PublicKey(public) = self.look(question.handle)? else { return Err(Fault::Stale) };
        let key = self.wrap(&public, &account.user_key).await?;
        self.still(epoch)?;
        Ok(WrappedForRecovery { key })
    }

    pub(crate) async fn wrap<K: ShareableKey>(&self, public: &PublicKey, key: &K) -> Result<String, Fault> {
        Ok(public.wrap(&self.backend, key).await?.to_text())
    }
}
