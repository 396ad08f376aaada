//! Whole vault items: sealed for an import, opened from encrypted exports (crypto specification §14.2–14.4).

use portal_contracts::SecretText;
use portal_contracts::ciphers::{Cipher, PlainCipher};
use portal_crypto::{Backend, EncString, ItemCipher, ItemKey, OrgKey, PasswordExport, SealingKey, uri_checksum};

use crate::agent::Agent;
use crate::derive::Derive;
use crate::fault::Fault;
use crate::protocol::{ExportKey, ExportOpened, ItemsOpened, ItemsSealed, OpenExport, OpenItems, SealItems};

impl<B: Backend, D: Derive> Agent<B, D> {
    pub(crate) async fn seal_items(&self, question: SealItems) -> Result<ItemsSealed, Fault> {
        let key = self.client_key(&question.organization_id).await?;
        let sealed = question.items.into_iter().map(|item| {
            let item = seal(&key, &question.organization_id, item)?;
            serde_json::to_string(&item).map_err(|_| Fault::Environment)
        });
        Ok(ItemsSealed { items: sealed.collect::<Result<_, _>>()? })
    }

    pub(crate) async fn open_items(&self, question: &OpenItems) -> Result<ItemsOpened, Fault> {
        match &question.key {
            ExportKey::Client(id) => open_all(&self.client_key(id).await?, question),
            ExportKey::Account => open_all(&self.account()?.user_key, question),
        }
    }

    pub(crate) async fn open_export(&self, question: OpenExport) -> Result<ExportOpened, Fault> {
        // A file tells no account: but only somebody who is signed in has a use for it.
        self.account()?;
        let epoch = self.epoch();
        let file: PasswordExport = serde_json::from_str(&question.file).map_err(|_| Fault::Parse)?;
        let kdf = file.kdf().map_err(|_| Fault::Kdf)?;
        let master = self.derive.derive(question.password.expose(), &file.salt(), kdf).await?;
        self.still(epoch)?;
        Ok(ExportOpened { text: SecretText::new(file.open_with(&master)?.to_string()) })
    }
}

fn seal(key: &OrgKey, organization_id: &str, mut item: PlainCipher) -> Result<Cipher<String>, Fault> {
    let own = ItemKey::generate()?;
    for uri in item.login.iter_mut().flat_map(|login| &mut login.uris) {
        uri.uri_checksum = uri.uri.as_ref().map(|uri| SecretText::new(uri_checksum(uri.expose())));
    }
    item.organization_id = Some(organization_id.to_owned());
    item.key = Some(key.seal_item_key(&own)?.to_text());
    item.try_map(&mut |_, text: &SecretText| Ok(own.seal_text(text.expose())?.to_text()))
}

fn open_all<K: SealingKey>(key: &K, question: &OpenItems) -> Result<ItemsOpened, Fault> {
    key.open_bytes(&question.validation.parse()?)?;
    let name = |sealed: &String| {
        let opened = sealed.parse().and_then(|sealed: EncString| key.open_text(&sealed))?;
        Ok(SecretText::new(opened.to_string()))
    };
    Ok(ItemsOpened {
        names: question.names.iter().map(name).collect(),
        items: question.items.iter().map(|item| open(key, item)).collect(),
    })
}

fn open<K: SealingKey>(key: &K, item: &Cipher<String>) -> Result<PlainCipher, Fault> {
    let wrapped: Option<EncString> = item.key.as_deref().map(str::parse).transpose()?;
    let cipher = ItemCipher::for_item(key, wrapped.as_ref())?;
    let mut opened: PlainCipher = item.try_map(&mut |_, text: &String| {
        let opened = cipher.open_text(&text.parse()?)?;
        Ok::<_, Fault>(SecretText::new(opened.to_string()))
    })?;
    opened.key = None;
    opened.organization_id = None;
    if let Some(login) = &mut opened.login {
        // An address whose digest is of another address was exchanged. Where the item has a key of its own, so may be one
        // without a digest; others without are of older exports (crypto specification §14.2).
        login.uris.retain(|uri| match (&uri.uri, &uri.uri_checksum) {
            (Some(address), Some(digest)) => uri_checksum(address.expose()) == digest.expose(),
            (Some(_), None) => wrapped.is_none(),
            (None, _) => true,
        });
        for uri in &mut login.uris {
            uri.uri_checksum = None;
        }
    }
    Ok(opened)
}
