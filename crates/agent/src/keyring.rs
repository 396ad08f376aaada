//! Provider keys and client keys: reading them (crypto specification §10), and what they open.

use std::collections::BTreeMap;
use std::rc::Rc;

use portal_crypto::{Backend, EncString, KeyId, OrgKey, ProviderKey, SealingKey as _, SharedKey};

use crate::account::OpenAccount;
use crate::agent::{Agent, KnownClient};
use crate::derive::Derive;
use crate::digest;
use crate::fault::Fault;
use crate::protocol::{
    KeyRefusal, KeysLoaded, LoadClients, LoadProviders, LoadedKey, OpenTexts, Pin, SealTexts, TextsOpened, TextsSealed,
    WrappedClient, WrappedClientKey,
};

impl<B: Backend, D: Derive> Agent<B, D> {
    pub(crate) async fn load_providers(&self, question: LoadProviders) -> Result<KeysLoaded, Fault> {
        let account = self.account()?;
        let epoch = self.epoch();
        let mut found = BTreeMap::new();
        let mut entries = Vec::with_capacity(question.entries.len());
        for entry in question.entries {
            let outcome = match entry.key.parse::<SharedKey>() {
                Ok(shared) => account.private_key.unwrap::<ProviderKey>(&self.backend, &shared).await,
                Err(error) => Err(error),
            };
            let outcome = match outcome {
                Err(error) => Err(KeyRefusal::Broken(error.into())),
                Ok(key) => {
                    let pin = digest::pin(key.key_id(), &entry.id);
                    check_pin(&pin, entry.pin.as_ref()).map(|()| {
                        found.insert(entry.id.clone(), Rc::new(key));
                        pin
                    })
                }
            };
            entries.push(LoadedKey { id: entry.id, outcome });
        }
        self.still(epoch)?;
        self.state.borrow_mut().providers = found;
        Ok(KeysLoaded { entries })
    }

    pub(crate) async fn load_clients(&self, question: LoadClients) -> Result<KeysLoaded, Fault> {
        let account = self.account()?;
        let epoch = self.epoch();
        let load = self.state.borrow().client_loads + 1;
        self.state.borrow_mut().client_loads = load;
        let mut read = Vec::with_capacity(question.entries.len());
        for entry in question.entries {
            read.push((self.read_client(&account, &entry).await, entry));
        }
        self.still(epoch)?;
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        for (_, key) in read.iter().filter_map(|(outcome, _)| outcome.as_ref().ok()) {
            *seen.entry(key.to_string()).or_default() += 1;
        }
        let mut clients = BTreeMap::new();
        let mut entries = Vec::with_capacity(read.len());
        for (outcome, entry) in read {
            let outcome = outcome.and_then(|(client, key)| {
                if seen.get(&key.to_string()).is_some_and(|times| *times > 1) {
                    return Err(KeyRefusal::Shared);
                }
                let pin = digest::pin(key, &entry.id);
                check_pin(&pin, entry.pin.as_ref())?;
                clients.insert(entry.id.clone(), client);
                Ok(pin)
            });
            entries.push(LoadedKey { id: entry.id, outcome });
        }
        let mut state = self.state.borrow_mut();
        if state.client_loads == load {
            state.clients = clients;
        }
        Ok(KeysLoaded { entries })
    }

    /// Opens the key on every way it came. They have to agree; the own membership is the way that is kept. A way that does
    /// not open is no better than one that leads elsewhere: anybody can wrap a key to a member, and only the provider's way
    /// tells whose it is (crypto specification §10.4).
    async fn read_client(
        &self,
        account: &OpenAccount<B>,
        entry: &WrappedClient,
    ) -> Result<(KnownClient, KeyId), KeyRefusal> {
        let mut found: Option<(KnownClient, OrgKey)> = None;
        for wrapped in &entry.keys {
            let (client, key) = self.open_way(account, wrapped).await?;
            found = match found {
                Some((_, before)) if !before.same_as(&key) => return Err(KeyRefusal::Differs),
                Some((before @ KnownClient::ToMember(_), key)) => Some((before, key)),
                _ => Some((client, key)),
            };
        }
        found.map(|(client, key)| (client, key.key_id())).ok_or(KeyRefusal::Broken(Fault::Key))
    }

    async fn open_way(
        &self,
        account: &OpenAccount<B>,
        way: &WrappedClientKey,
    ) -> Result<(KnownClient, OrgKey), KeyRefusal> {
        let broken = |error: portal_crypto::Error| KeyRefusal::Broken(error.into());
        match way {
            WrappedClientKey::ByProvider { provider_id, key } => {
                let provider = self.provider(provider_id).map_err(|_| KeyRefusal::NoProviderKey)?;
                let wrapped: EncString = key.parse().map_err(broken)?;
                let key = provider.open_org_key(&wrapped).map_err(broken)?;
                Ok((KnownClient::ByProvider { provider_id: provider_id.clone(), wrapped }, key))
            }
            WrappedClientKey::ToMember { key } => {
                let shared: SharedKey = key.parse().map_err(broken)?;
                let key = account.private_key.unwrap(&self.backend, &shared).await.map_err(broken)?;
                Ok((KnownClient::ToMember(shared), key))
            }
        }
    }

    /// The key of a loaded client, for as long as the caller holds it.
    pub(crate) async fn client_key(&self, id: &str) -> Result<OrgKey, Fault> {
        let account = self.account()?;
        let client = self.state.borrow().clients.get(id).cloned().ok_or(Fault::Key)?;
        match client {
            KnownClient::ByProvider { provider_id, wrapped } => {
                Ok(self.provider(&provider_id)?.open_org_key(&wrapped)?)
            }
            KnownClient::ToMember(shared) => {
                let epoch = self.epoch();
                let key = account.private_key.unwrap(&self.backend, &shared).await?;
                self.still(epoch)?;
                Ok(key)
            }
        }
    }

    pub(crate) async fn seal_texts(&self, question: &SealTexts) -> Result<TextsSealed, Fault> {
        let key = self.client_key(&question.organization_id).await?;
        let texts: Result<Vec<_>, _> = question.texts.iter().map(|text| key.seal_text(text)).collect();
        Ok(TextsSealed { texts: texts?.iter().map(EncString::to_text).collect() })
    }

    pub(crate) async fn open_texts(&self, question: &OpenTexts) -> Result<TextsOpened, Fault> {
        let key = self.client_key(&question.organization_id).await?;
        let open = |text: &String| {
            let opened = text.parse().and_then(|sealed: EncString| key.open_text(&sealed))?;
            Ok(opened.to_string())
        };
        Ok(TextsOpened { texts: question.texts.iter().map(open).collect() })
    }
}

/// A key that differs from the one seen before under this id is refused: keys of providers and clients do not change.
fn check_pin(now: &Pin, before: Option<&Pin>) -> Result<(), KeyRefusal> {
    if before.is_some_and(|before| before != now) { Err(KeyRefusal::Changed) } else { Ok(()) }
}
