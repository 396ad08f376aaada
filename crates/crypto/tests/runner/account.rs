//! From passwords to user keys: deriving, opening, changing, recovering, and refusing the newer encryption.

use portal_crypto::{
    Backend, Credentials, EncString, Error, MasterKey, PrivateKey, Salt, SealingKey as _, SharedKey, UserKey, recovery,
    testing,
};

use super::case::{Case, Fail, Keys, same};

async fn derive<B: Backend>(backend: &B, account: &Case) -> Result<MasterKey, Fail> {
    let salt = Salt::from_email(account.text("email")?)?;
    Ok(MasterKey::derive(backend, account.text("password")?, &salt, account.kdf()?).await?)
}

pub async fn master_key<B: Backend>(backend: &B, case: &Case) -> Result<(), Fail> {
    let password = case.text("password")?;
    same("salt", Salt::from_email(case.text("email")?)?.as_str(), case.text("salt")?)?;
    let master = derive(backend, case).await?;
    same("server hash", master.server_hash(password).as_str(), case.text("server_hash_b64")?)?;
    same("local hash", master.local_hash(password).as_str(), case.text("local_hash_b64")?)?;
    same("stretched key", testing::key_bytes(&master.stretch()?), case.bytes("stretched_key_b64")?)?;
    same("master key", master.into_bytes().to_vec(), case.bytes("master_key_b64")?)
}

pub async fn user_key<B: Backend>(backend: &B, case: &Case) -> Result<(), Fail> {
    let text = case.text("protected_user_key")?;
    let protected: EncString = text.parse()?;
    let master = derive(backend, case).await?;
    let user_key = master.open_user_key(&protected)?;
    let expected = UserKey::from_bytes(&case.bytes("user_key_b64")?)?;
    same("user key", user_key.same_as(&expected), true)?;
    same("re-entered password", master.verifies(&protected, &user_key), true)?;
    same("foreign user key", master.verifies(&protected, &UserKey::generate()?), false)?;
    if let Some(iv) = case.iv()? {
        let wrapped = testing::wrap_user_key_with_iv(&master, &user_key, iv)?;
        same("wrapped user key", wrapped.to_text().as_str(), text)?;
    }
    // Legacy protection is only read: wrapping again gives type 2.
    let rewrapped = master.wrap_user_key(&user_key)?;
    same("type of the new protection", rewrapped.kind(), 2)?;
    same("wrapped again", master.open_user_key(&rewrapped)?.same_as(&expected), true)
}

pub async fn change_credentials<B: Backend>(backend: &B, case: &Case) -> Result<(), Fail> {
    let (old, new, expect) = (case.part("old")?, case.part("new")?, case.part("expect")?);
    let before = derive(backend, &old).await?;
    same("old hash", before.server_hash(old.text("password")?).as_str(), expect.text("old_hash_b64")?)?;
    let user_key = before.open_user_key(&old.text("protected_user_key")?.parse()?)?;
    same("user key", user_key.same_as(&UserKey::from_bytes(&expect.bytes("user_key_b64")?)?), true)?;

    let salt = Salt::from_email(new.text("email")?)?;
    let made = Credentials::make(backend, new.text("password")?, &salt, new.kdf()?, &user_key).await?;
    let after = derive(backend, &new).await?;
    check(case, &made, &after, &user_key, &expect.text("new_protected_user_key")?.parse()?)?;
    same("new hash", made.server_hash.as_str(), expect.text("new_hash_b64")?)?;
    same("key id", made.key_id.to_string().as_str(), expect.text("contained_key_id_hex")?)
}

pub async fn recovery<B: Backend>(backend: &B, keys: &Keys<'_>, case: &Case) -> Result<(), Fail> {
    if case.get("organization_public_key").is_some() {
        return enrol(backend, keys, case).await;
    }
    let org_key = portal_crypto::OrgKey::from_bytes(&case.bytes("organization_key_b64")?)?;
    let (details, expect) = (case.part("details")?, case.part("expect")?);
    let private: EncString = details.text("encryptedPrivateKey")?.parse()?;
    let left: SharedKey = details.text("resetPasswordKey")?.parse()?;
    let salt = match details.get("salt") {
        Some(_) => Salt::from_server(details.text("salt")?)?,
        None => Salt::from_email(details.text("email")?)?,
    };
    let (password, kdf) = (case.text("new_password")?, details.kdf()?);

    let user_key = recovery::member_user_key(backend, &org_key, &private, &left).await?;
    same("user key", user_key.same_as(&UserKey::from_bytes(&expect.bytes("user_key_b64")?)?), true)?;
    let made = recovery::recover(backend, &org_key, &private, &left, password, &salt, kdf).await?;
    let after = MasterKey::derive(backend, password, &salt, kdf).await?;
    check(case, &made, &after, &user_key, &expect.text("master_key_wrapped_user_key")?.parse()?)?;
    same("hash", made.server_hash.as_str(), expect.text("master_password_authentication_hash_b64")?)?;
    same("key id", made.key_id.to_string().as_str(), expect.text("contained_key_id_hex")?)
}

/// The member's side: the user key wrapped to the organisation.
async fn enrol<B: Backend>(backend: &B, keys: &Keys<'_>, case: &Case) -> Result<(), Fail> {
    let user_key = UserKey::from_bytes(&case.bytes("user_key_b64")?)?;
    let wrapped = case.public_key("organization_public_key")?.wrap(backend, &user_key).await?;
    let private = PrivateKey::from_pkcs8(backend, &keys.rsa_private(case.text("private_key")?)?).await?;
    let opened: UserKey = private.unwrap(backend, &wrapped).await?;
    same("user key", opened.same_as(&user_key), true)
}

/// What was made opens with the new password, and under the reference's IV it is the reference's text.
fn check(
    case: &Case,
    made: &Credentials,
    master: &MasterKey,
    user_key: &UserKey,
    reference: &EncString,
) -> Result<(), Fail> {
    same("made protection", master.verifies(&made.protected_user_key, user_key), true)?;
    same("reference protection", master.verifies(reference, user_key), true)?;
    let iv = case.iv()?.ok_or_else(|| Fail::wrong("iv_b64 is missing"))?;
    let wrapped = testing::wrap_user_key_with_iv(master, user_key, iv)?;
    same("wrapped user key", wrapped.to_text(), reference.to_text())
}

/// Milestone 1: accounts with the newer encryption are refused as `unsupported`, at the user key and at every text,
/// whatever the case itself expects of a later milestone.
pub fn newer_encryption(keys: &Keys<'_>, case: &Case) -> Result<(), Fail> {
    let any_key = UserKey::generate()?;
    let mut refused = 0;
    for name in ["text", "private_key"] {
        if case.get(name).is_some() {
            let text: EncString = case.part(name)?.text("enc_string")?.parse()?;
            refusal(any_key.open_bytes(&text).err())?;
            refused += 1;
        }
    }
    if case.get("protected_user_key").is_some() {
        let protected = case.part("protected_user_key")?;
        let master = MasterKey::from_bytes(&keys.master_key(protected.text("master_key")?)?);
        refusal(master.open_user_key(&protected.text("enc_string")?.parse()?).err())?;
        refused += 1;
    }
    if refused == 0 { Err(Fail::wrong("nothing to refuse")) } else { Ok(()) }
}

fn refusal(error: Option<Error>) -> Result<(), Fail> {
    same("refusal of the newer encryption", error, Some(Error::Unsupported))
}
