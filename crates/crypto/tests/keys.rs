//! Key pairs and chains beyond the shared vectors, on the native backend.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use futures::executor::block_on;
use portal_crypto::{
    Backend, Credentials, EncString, Error, Kdf, KeyId, KeyPair, MasterKey, NativeBackend, NewAccount, OrgKey,
    PrivateKey, ProviderKey, PublicKey, Salt, SealingKey as _, SharedKey, UserKey,
};

const QUICK: Kdf = Kdf::Pbkdf2 { iterations: 5_000 };

fn salt() -> Salt {
    Salt::from_email("member@example.com").unwrap()
}

fn refused<T>(result: Result<T, Error>) -> Option<Error> {
    result.err()
}

#[test]
fn a_new_account_opens_with_its_password_only() {
    let backend = NativeBackend::new();
    block_on(async {
        let master = MasterKey::derive(&backend, "correct horse", &salt(), QUICK).await.unwrap();
        let account = NewAccount::make(&backend, &master, "correct horse").await.unwrap();
        let protected = &account.credentials.protected_user_key;

        let again = MasterKey::derive(&backend, "correct horse", &salt(), QUICK).await.unwrap();
        let user_key = again.open_user_key(protected).unwrap();
        assert!(user_key.same_as(&account.user_key));
        user_key.check_key_id(&account.credentials.key_id).unwrap();
        let private = PrivateKey::open(&backend, &user_key, &account.wrapped_private_key).await.unwrap();
        private.check_public(&account.public_key).unwrap();

        let wrong = MasterKey::derive(&backend, "correct horsf", &salt(), QUICK).await.unwrap();
        assert_eq!(refused(wrong.open_user_key(protected)), Some(Error::Decrypt));
        assert!(!wrong.verifies(protected, &account.user_key));
        assert!(again.verifies(protected, &account.user_key));
    });
}

#[test]
fn parameters_are_judged_before_hashing() {
    /// Fails the test when anything is hashed.
    struct NeverHash;
    impl Backend for NeverHash {
        type PrivateKey = ();
        async fn pbkdf2_sha256(&self, _: &[u8], _: &[u8], _: u32) -> Result<zeroize::Zeroizing<[u8; 32]>, Error> {
            unreachable!("hashed with refused parameters")
        }
        async fn generate_rsa(&self) -> Result<portal_crypto::RawKeyPair, Error> {
            Err(Error::Environment)
        }
        async fn import_rsa(&self, _: &[u8]) -> Result<(), Error> {
            Err(Error::Environment)
        }
        async fn rsa_decrypt(
            &self,
            (): &(),
            _: portal_crypto::OaepHash,
            _: &[u8],
        ) -> Result<zeroize::Zeroizing<Vec<u8>>, Error> {
            Err(Error::Environment)
        }
        async fn rsa_encrypt(&self, _: &[u8], _: &[u8]) -> Result<Vec<u8>, Error> {
            Err(Error::Environment)
        }
    }
    for kdf in [
        Kdf::Pbkdf2 { iterations: 4_999 },
        Kdf::Pbkdf2 { iterations: u32::MAX },
        Kdf::Argon2id { iterations: 1, memory: 64, parallelism: 4 },
        Kdf::Argon2id { iterations: 3, memory: u32::MAX, parallelism: 4 },
    ] {
        assert_eq!(refused(block_on(MasterKey::derive(&NeverHash, "password", &salt(), kdf))), Some(Error::Kdf));
    }
}

#[test]
fn a_claimed_key_id_must_be_the_keys_own() {
    let key = UserKey::generate().unwrap();
    let other: KeyId = UserKey::generate().unwrap().key_id();
    assert_eq!(key.check_key_id(&other), Err(Error::Key));
    assert_eq!(key.check_key_id(&key.key_id().to_string().parse().unwrap()), Ok(()));
    assert_eq!("4ddfa54ab003bbb43f93e456581ddfd".parse::<KeyId>(), Err(Error::Parse));
}

#[test]
fn a_foreign_public_key_is_noticed() {
    let backend = NativeBackend::new();
    block_on(async {
        let (mine, theirs) = (KeyPair::generate(&backend).await.unwrap(), KeyPair::generate(&backend).await.unwrap());
        let claimed = theirs.public().clone();
        let private = mine.into_private(&backend).await.unwrap();
        assert_eq!(private.check_public(&claimed), Err(Error::Key));
    });
}

#[test]
fn damaged_key_files_are_key_errors() {
    let backend = NativeBackend::new();
    block_on(async {
        let key = UserKey::generate().unwrap();
        let pair = KeyPair::generate(&backend).await.unwrap();
        let der = key.open_bytes(&pair.wrap_private(&key).unwrap()).unwrap();
        let spki = pair.public().der();
        for cut in [0, 1, 2, 4, 20, 26, 30, 300, der.len() - 1] {
            assert_eq!(refused(PrivateKey::from_pkcs8(&backend, &der[..cut]).await), Some(Error::Key), "{cut}");
        }
        let trailing = [der.as_slice(), &[0]].concat();
        assert_eq!(refused(PrivateKey::from_pkcs8(&backend, &trailing).await), Some(Error::Key));
        for at in 0..33 {
            let mut changed = spki.to_vec();
            changed[at] ^= 0x40;
            assert_eq!(refused(PublicKey::from_der(changed)), Some(Error::Key), "{at}");
        }
        assert_eq!(refused(PublicKey::from_der(spki[..293].to_vec())), Some(Error::Key));
        assert_eq!(refused(PublicKey::from_base64("not base64!")), Some(Error::Parse));
        // A private key whose public half was exchanged does not load: the platform checks the numbers.
        let mut exchanged = der.to_vec();
        exchanged[60] ^= 1;
        assert_eq!(refused(PrivateKey::from_pkcs8(&backend, &exchanged).await), Some(Error::Key));
    });
}

#[test]
fn a_members_newer_user_key_is_unsupported_not_damaged() {
    let backend = NativeBackend::new();
    block_on(async {
        let pair = KeyPair::generate(&backend).await.unwrap();
        let long = backend.rsa_encrypt(pair.public().der(), &[7; 80]).await.unwrap();
        let shared: SharedKey = format!("4.{}", data_encoding::BASE64.encode(&long)).parse().unwrap();
        let private = pair.into_private(&backend).await.unwrap();
        assert_eq!(refused(private.unwrap::<UserKey>(&backend, &shared).await), Some(Error::Unsupported));
        assert_eq!(refused(private.unwrap::<OrgKey>(&backend, &shared).await), Some(Error::Key));
    });
}

#[test]
fn a_shared_key_is_never_symmetric_text() {
    let symmetric: EncString = OrgKey::generate().unwrap().seal_text("x").unwrap();
    assert_eq!(refused(SharedKey::try_from(symmetric.clone())), Some(Error::Unsupported));
    assert!(serde_json::from_value::<SharedKey>(serde_json::Value::String(symmetric.to_text())).is_err());
}

#[test]
fn changing_the_password_keeps_the_user_key() {
    let backend = NativeBackend::new();
    block_on(async {
        let user_key = UserKey::generate().unwrap();
        let argon = Kdf::Argon2id { iterations: 2, memory: 16, parallelism: 1 };
        let made = Credentials::make(&backend, "new password", &salt(), argon, &user_key).await.unwrap();
        let master = MasterKey::derive(&backend, "new password", &salt(), argon).await.unwrap();
        assert!(master.open_user_key(&made.protected_user_key).unwrap().same_as(&user_key));
        assert_eq!(master.server_hash("new password").as_str(), made.server_hash.as_str());
        assert_eq!(made.server_hash.as_str().len(), 44);
    });
}

#[test]
fn reused_pairs_are_limited_and_only_on_request() {
    let fresh = NativeBackend::new();
    let reusing = NativeBackend::reusing_pairs(2);
    block_on(async {
        let mut made = Vec::new();
        for _ in 0..5 {
            made.push(KeyPair::generate(&reusing).await.unwrap().public().to_base64());
        }
        assert_ne!(made[0], made[1]);
        assert_eq!((&made[0], &made[1], &made[0]), (&made[2], &made[3], &made[4]));
        let (a, b) = (KeyPair::generate(&fresh).await.unwrap(), KeyPair::generate(&fresh).await.unwrap());
        assert_ne!(a.public(), b.public());
    });
}

#[test]
fn a_provider_key_opens_only_its_own_clients() {
    let (ours, theirs) = (ProviderKey::generate().unwrap(), ProviderKey::generate().unwrap());
    let org_key = OrgKey::generate().unwrap();
    let wrapped = ours.seal_org_key(&org_key).unwrap();
    assert!(ours.open_org_key(&wrapped).unwrap().same_as(&org_key));
    assert_eq!(refused(theirs.open_org_key(&wrapped)), Some(Error::Decrypt));
    let item_key = portal_crypto::ItemKey::generate().unwrap();
    let wrapped = org_key.seal_item_key(&item_key).unwrap();
    assert!(org_key.open_item_key(&wrapped).unwrap().same_as(&item_key));
}
