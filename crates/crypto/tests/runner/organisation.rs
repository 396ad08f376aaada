//! Providers, organisations, their items and export files.

use std::collections::BTreeMap;

use portal_crypto::{
    Backend, ClientKeys, EncString, Error, ItemCipher, MasterKey, OrgKey, PasswordExport, PrivateKey, ProviderKey,
    RestrictedExport, Salt, SealingKey as _, testing,
};
use serde_json::Value;

use super::case::{Case, Fail, same};

/// The whole tree from the password to the decrypted names.
pub async fn provider_chain<B: Backend>(backend: &B, case: &Case) -> Result<(), Fail> {
    let (expect, password) = (case.part("expect")?, case.text("password")?);
    let salt = Salt::from_email(case.text("email")?)?;
    let master = MasterKey::derive(backend, password, &salt, case.kdf()?).await?;
    same("server hash", master.server_hash(password).as_str(), expect.text("server_hash_b64")?)?;
    let user_key = master.open_user_key(&case.text("protected_user_key")?.parse()?)?;
    same("user key", testing::key_bytes(&user_key), expect.bytes("user_key_b64")?)?;
    same("key id", user_key.key_id().to_string().as_str(), expect.text("user_key_id_hex")?)?;
    let private = PrivateKey::open(backend, &user_key, &case.text("wrapped_private_key")?.parse()?).await?;
    private.check_public(&case.public_key("public_key")?)?;

    let mut providers = BTreeMap::new();
    for entry in case.parts("providers")? {
        let key: ProviderKey = private.unwrap(backend, &entry.text("key")?.parse()?).await?;
        providers.insert(entry.text("id")?.to_owned(), key);
    }
    let mut organisations = BTreeMap::new();
    for entry in case.parts("organizations")? {
        let key: OrgKey = private.unwrap(backend, &entry.text("key")?.parse()?).await?;
        organisations.insert(entry.text("id")?.to_owned(), key);
    }
    // Later, because the provider's entry wins.
    for entry in case.parts("providerOrganizations")? {
        let provider = providers.get(entry.text("providerId")?).ok_or_else(|| Fail::wrong("unknown provider"))?;
        organisations.insert(entry.text("id")?.to_owned(), provider.open_org_key(&entry.text("key")?.parse()?)?);
    }

    let wanted = expect.part("provider_keys_b64")?;
    same("number of provider keys", providers.len(), members(&wanted))?;
    for (id, key) in &providers {
        same("provider key", key.same_as(&ProviderKey::from_bytes(&wanted.bytes(id)?)?), true)?;
    }
    let wanted = expect.part("organization_keys_b64")?;
    same("number of organisation keys", organisations.len(), members(&wanted))?;
    for (id, key) in &organisations {
        same("organisation key", testing::key_bytes(key), wanted.bytes(id)?)?;
    }
    for name in expect.parts("names")? {
        let key = organisations.get(name.text("organizationId")?).ok_or_else(|| Fail::wrong("unknown organisation"))?;
        let opened = key.open_text(&name.text("enc_string")?.parse()?)?;
        same("name", opened.as_str(), name.text("plaintext")?)?;
    }
    Ok(())
}

fn members(object: &Case) -> usize {
    object.value.as_object().map_or(0, serde_json::Map::len)
}

pub async fn create_client<B: Backend>(backend: &B, case: &Case) -> Result<(), Fail> {
    let provider = ProviderKey::from_bytes(&case.bytes("provider_key_b64")?)?;
    let expect = case.part("expect")?;
    let request: ClientKeys =
        serde_json::from_value(case.part("request")?.value).map_err(|error| Fail::Wrong(error.to_string()))?;
    let opened = request.open(backend, &provider).await?;
    same("organisation key", testing::key_bytes(&opened.org_key), expect.bytes("organization_key_b64")?)?;
    same("pair", opened.pair_matches, expect.flag("public_key_matches_private")?)?;
    same("collection name", opened.collection_name.as_str(), expect.text("collection_name")?)?;

    // Our own request, opened the same way; another provider must not be able to.
    let (made, org_key) = ClientKeys::make(backend, &provider, &opened.collection_name).await?;
    let again = made.open(backend, &provider).await?;
    same("made pair", again.pair_matches, true)?;
    same("made key", again.org_key.same_as(&org_key), true)?;
    same("made name", again.collection_name.as_str(), opened.collection_name.as_str())?;
    let stranger = made.open(backend, &ProviderKey::generate()?).await.err();
    same("stranger", stranger, Some(Error::Decrypt))
}

pub fn vault_item(case: &Case) -> Result<(), Fail> {
    let org_key = OrgKey::from_bytes(&case.bytes("organization_key_b64")?)?;
    let (item, expect) = (case.part("item")?, case.part("expect")?);
    let wrapped = item.get("key").map(|_| item.text("key")?.parse::<EncString>().map_err(Fail::from)).transpose()?;
    let cipher = ItemCipher::for_item(&org_key, wrapped.as_ref())?;
    let login = item.part("login")?;
    let mut kept = Vec::new();
    let (mut uris, mut checksums) = (Vec::new(), Vec::new());
    for entry in login.parts("uris")? {
        let uri = cipher.open_text(&entry.text("uri")?.parse()?)?;
        let stored =
            entry.get("uriChecksum").map(|_| entry.text("uriChecksum")?.parse::<EncString>().map_err(Fail::from));
        let stored = stored.transpose()?;
        if cipher.keeps_uri(&uri, stored.as_ref()) {
            kept.push(uri.to_string());
        }
        if let Some(stored) = stored {
            checksums.push(cipher.open_text(&stored)?.to_string());
        }
        same("fresh checksum", cipher.keeps_uri(&uri, Some(&cipher.seal_uri_checksum(&uri)?)), true)?;
        uris.push(uri.to_string());
    }
    if expect.get("uris_after_check").is_some() {
        same("addresses after the check", kept, owned(&expect.texts("uris_after_check")?))?;
    } else {
        same("addresses after the check", &kept, &uris)?;
    }
    for name in expect.value.as_object().into_iter().flatten().map(|(name, _)| name.as_str()) {
        match name {
            "item_key_b64" => {
                let key = match &cipher {
                    ItemCipher::Own(key) => testing::key_bytes(key),
                    ItemCipher::Organisation(key) => testing::key_bytes(*key),
                };
                same(name, key, expect.bytes(name)?)?;
            }
            "name" | "notes" => field(&cipher, &item, &expect, name)?,
            "username" | "password" => field(&cipher, &login, &expect, name)?,
            "uri" => same(name, &uris, &owned(&[expect.text(name)?]))?,
            "uriChecksum" => same(name, &checksums, &owned(&[expect.text(name)?]))?,
            "uris_after_check" => {}
            _ => return Err(Fail::Wrong(format!("unknown expectation {name}"))),
        }
    }
    Ok(())
}

fn owned(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|&text| text.to_owned()).collect()
}

fn field(cipher: &ItemCipher<'_>, holder: &Case, expect: &Case, name: &str) -> Result<(), Fail> {
    let opened = cipher.open_text(&holder.text(name)?.parse()?)?;
    same(name, opened.as_str(), expect.text(name)?)
}

pub async fn export<B: Backend>(backend: &B, case: &Case) -> Result<(), Fail> {
    let file = case.part("file")?;
    match case.text("kind")? {
        "password" => {
            let export: PasswordExport = serde_json::from_value(file.value).map_err(|_| Error::Parse)?;
            let opened = export.open(backend, case.text("password")?).await?;
            same("plaintext", opened.as_str(), case.text("plaintext")?)
        }
        "account" => {
            let key = OrgKey::from_bytes(&case.bytes("key_b64")?)?;
            let head: RestrictedExport = serde_json::from_value(file.value.clone()).map_err(|_| Error::Parse)?;
            head.check(&key)?;
            for (list, names) in
                [("collections", "collection_names"), ("folders", "folder_names"), ("items", "item_names")]
            {
                if file.get(list).is_none() && case.get(names).is_none() {
                    continue;
                }
                let mut opened = Vec::new();
                for entry in file.parts(list)? {
                    let wrapped = entry.get("key").and_then(Value::as_str).map(str::parse::<EncString>).transpose()?;
                    let cipher = ItemCipher::for_item(&key, wrapped.as_ref())?;
                    opened.push(cipher.open_text(&entry.text("name")?.parse()?)?.to_string());
                }
                same(names, opened, owned(&case.texts(names)?))?;
            }
            Ok(())
        }
        other => Err(Fail::Wrong(format!("unknown kind {other}"))),
    }
}
