//! RSA keys, and keys wrapped to them.

use portal_crypto::{
    Backend, EncString, Fingerprint, KeyPair, OrgKey, PrivateKey, ProviderKey, PublicKey, SealingKey as _,
    ShareableKey, SharedKey, UserKey, testing,
};

use super::case::{Case, Fail, Keys, same};

pub async fn rsa_keys<B: Backend>(backend: &B, case: &Case) -> Result<(), Fail> {
    same("bits", case.number("bits")?, 2048)?;
    let private = PrivateKey::from_pkcs8(backend, &case.bytes("private_pkcs8_der_b64")?).await?;
    let public = case.public_key("public_spki_der_b64")?;
    private.check_public(&public)?;
    same("public key", public.to_base64().as_str(), case.text("public_spki_der_b64")?)?;
    // A pair of our own must not pass for this one.
    let fresh = KeyPair::generate(backend).await?;
    if fresh.public() == &public || private.check_public(fresh.public()).is_ok() {
        return Err(Fail::wrong("a fresh pair equals the fixed one"));
    }
    let key = OrgKey::generate()?;
    let wrapped = fresh.public().wrap(backend, &key).await?;
    let opened: OrgKey = fresh.into_private(backend).await?.unwrap(backend, &wrapped).await?;
    same("key through a fresh pair", opened.same_as(&key), true)
}

pub async fn unwrap<B: Backend>(backend: &B, keys: &Keys<'_>, case: &Case) -> Result<(), Fail> {
    let private = PrivateKey::from_pkcs8(backend, &keys.rsa_private(case.text("key")?)?).await?;
    let wrapped: SharedKey = case.text("wrapped")?.parse()?;
    let opened: OrgKey = private.unwrap(backend, &wrapped).await?;
    let expected = OrgKey::from_bytes(&case.bytes("payload_b64")?)?;
    same("payload", opened.same_as(&expected), true)
}

pub async fn wrap<B: Backend>(backend: &B, keys: &Keys<'_>, case: &Case) -> Result<(), Fail> {
    let name = case.text("key")?;
    let public = PublicKey::from_der(keys.rsa_public(name)?)?;
    let private = PrivateKey::from_pkcs8(backend, &keys.rsa_private(name)?).await?;
    round_trip(backend, &public, &private, &ProviderKey::from_bytes(&case.bytes("payload_b64")?)?, |a, b| a.same_as(b))
        .await
}

/// Wraps twice: type 4, 256 bytes, different each time, and both open to the same key.
async fn round_trip<B: Backend, K: ShareableKey>(
    backend: &B,
    public: &PublicKey,
    private: &PrivateKey<B>,
    key: &K,
    equal: impl Fn(&K, &K) -> bool,
) -> Result<(), Fail> {
    let (first, second) = (public.wrap(backend, key).await?, public.wrap(backend, key).await?);
    if first == second {
        return Err(Fail::wrong("wrapping is not randomised"));
    }
    for wrapped in [first, second] {
        let text: EncString = wrapped.to_text().parse()?;
        same("type", text.kind(), 4)?;
        same("length", text.data().len(), 256)?;
        let opened: K = private.unwrap(backend, &text.try_into()?).await?;
        same("unwrapped key", equal(&opened, key), true)?;
    }
    Ok(())
}

pub async fn private_key<B: Backend>(backend: &B, case: &Case) -> Result<(), Fail> {
    let key = UserKey::from_bytes(&case.bytes("key_b64")?)?;
    let text = case.text("wrapped_private_key")?;
    let wrapped: EncString = text.parse()?;
    let private = PrivateKey::open(backend, &key, &wrapped).await?;
    private.check_public(&case.public_key("public_spki_der_b64")?)?;
    let der = case.bytes("private_pkcs8_der_b64")?;
    same("private key", key.open_bytes(&wrapped)?.to_vec(), der.clone())?;
    if let Some(iv) = case.iv()? {
        same("wrapped private key", testing::seal_with_iv(&key, iv, &der)?.to_text().as_str(), text)?;
    }
    Ok(())
}

pub async fn confirm<B: Backend>(backend: &B, keys: &Keys<'_>, case: &Case) -> Result<(), Fail> {
    let public = case.public_key("public_key")?;
    let phrase = Fingerprint::of(&public, case.text("member_id")?)?;
    same("fingerprint", phrase.to_string().as_str(), case.text("fingerprint")?)?;
    let private = PrivateKey::from_pkcs8(backend, &keys.rsa_private(case.text("private_key")?)?).await?;
    private.check_public(&public)?;
    let sample: SharedKey = case.text("sample_request_key")?.parse()?;
    let shared = case.bytes("shared_key_b64")?;
    match case.text("kind")? {
        "provider_user" => {
            let key = ProviderKey::from_bytes(&shared)?;
            let opened: ProviderKey = private.unwrap(backend, &sample).await?;
            same("sample key", opened.same_as(&key), true)?;
            round_trip(backend, &public, &private, &key, |a, b| a.same_as(b)).await
        }
        "organization_member" => {
            let key = OrgKey::from_bytes(&shared)?;
            let opened: OrgKey = private.unwrap(backend, &sample).await?;
            same("sample key", opened.same_as(&key), true)?;
            round_trip(backend, &public, &private, &key, |a, b| a.same_as(b)).await
        }
        other => Err(Fail::Wrong(format!("unknown kind {other}"))),
    }
}
