//! Provider keys and client keys: reading them (crypto specification §10), and what they open.

use std::collections::BTreeMap;
use std::rc::Rc;

use portal_crypto::{Backend, EncString, KeyId, OrgKey, ProviderKey, SealingKey as _, SharedKey};

use crate::agent::{Agent, KnownClient};
use crate::derive::Derive;
use crate::digest;
use crate::fault::Fault;
use crate::protocol::{
    KeyRefusal, KeysLoaded, LoadClients, LoadProviders, LoadedKey, OpenTexts, Pin, SealTexts, TextsOpened, TextsSealed,
    WrappedClient,
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

    pub(crate) fn load_clients(&self, question: LoadClients) -> Result<KeysLoaded, Fault> {
        self.account()?;
        let read: Vec<_> = question.entries.into_iter().map(|entry| (self.read_client(&entry), entry)).collect();
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        for (_, key) in read.iter().filter_map(|(outcome, _)| outcome.as_ref().ok()) {
            *seen.entry(key.to_string()).or_default() += 1;
        }
        let mut clients = BTreeMap::new();
        let mut entries = Vec::with_capacity(read.len());
        for (outcome, entry) in read {
            let outcome = outcome.and_then(|(wrapped, key)| {
                if seen.get(&key.to_string()).is_some_and(|times| *times > 1) {
                    return Err(KeyRefusal::Shared);
                }
                let pin = digest::pin(key, &entry.id);
                check_pin(&pin, entry.pin.as_ref())?;
                clients.insert(entry.id.clone(), KnownClient { provider_id: entry.provider_id, wrapped });
                Ok(pin)
            });
            entries.push(LoadedKey { id: entry.id, outcome });
        }
        self.state.borrow_mut().clients = clients;
        Ok(KeysLoaded { entries })
    }

    fn read_client(&self, entry: &WrappedClient) -> Result<(EncString, KeyId), KeyRefusal> {
        let provider = self.provider(&entry.provider_id).map_err(|_| KeyRefusal::NoProviderKey)?;
        let broken = |error: portal_crypto::Error| KeyRefusal::Broken(error.into());
        let wrapped: EncString = entry.key.parse().map_err(broken)?;
        let key = provider.open_org_key(&wrapped).map_err(broken)?;
        Ok((wrapped, key.key_id()))
    }

    /// The key of a loaded client, for as long as the caller holds it.
    pub(crate) fn client_key(&self, id: &str) -> Result<OrgKey, Fault> {
        self.account()?;
        let client = self.state.borrow().clients.get(id).cloned().ok_or(Fault::Key)?;
        Ok(self.provider(&client.provider_id)?.open_org_key(&client.wrapped)?)
    }

    pub(crate) fn seal_texts(&self, question: &SealTexts) -> Result<TextsSealed, Fault> {
        let key = self.client_key(&question.organization_id)?;
        let texts: Result<Vec<_>, _> = question.texts.iter().map(|text| key.seal_text(text)).collect();
        Ok(TextsSealed { texts: texts?.iter().map(EncString::to_text).collect() })
    }

    pub(crate) fn open_texts(&self, question: &OpenTexts) -> Result<TextsOpened, Fault> {
        let key = self.client_key(&question.organization_id)?;
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
