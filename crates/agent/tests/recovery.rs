//! Sharing a client's key with its members, and recovering their accounts, over the native backend.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use futures::executor::block_on;
use portal_agent::protocol::{
    AccountMade, Candidate, ClientMade, FinishSignIn, KeyOwner, LoadClients, LoadProviders, Lock, MakeAccount,
    MakeClient, MakeProvider, OpenTexts, Password, PrepareConfirm, RecoverMember, WrapForConfirmed, WrappedAccount,
    WrappedClient, WrappedClientKey, WrappedProvider,
};
use portal_agent::{Fault, InPlace, KeyAgent, LocalAgent, ask};
use portal_contracts::SecretText;
use portal_contracts::kdf::{KdfSettings, KdfType};
use portal_crypto::{Kdf, MasterKey, NativeBackend, OrgKey, PrivateKey, PublicKey, Salt, SealingKey, UserKey};

const ROUNDS: u32 = 600_000;
const PBKDF2: KdfSettings =
    KdfSettings { kdf_type: KdfType::Pbkdf2Sha256, iterations: ROUNDS as i64, memory: None, parallelism: None };
const MEMBER: &str = "ulla@bakery.example";

fn password(text: &str, salt: &str, kdf: KdfSettings) -> Password {
    Password { password: SecretText::new(text.to_owned()), salt: salt.to_owned(), kdf }
}

/// An agent of somebody who works for a provider with two clients, `a` and `b`.
fn staff() -> (impl KeyAgent, ClientMade, ClientMade) {
    let agent = LocalAgent::new(NativeBackend::default(), InPlace(NativeBackend::default()));
    let made = account(&agent, "correct horse battery", "ada@example.com");
    let account = WrappedAccount {
        user_id: "7d0a3f51-0000-4000-8000-000000000001".to_owned(),
        user_key: made.user_key,
        key_id: Some(made.key_id),
        private_key: made.private_key,
        public_key: Some(made.public_key),
    };
    block_on(ask(&agent, FinishSignIn { handle: made.handle, account })).unwrap();
    let provider = block_on(ask(&agent, MakeProvider { provider_id: "p".to_owned() })).unwrap();
    let entries = vec![WrappedProvider { id: "p".to_owned(), key: provider.key, pin: None }];
    block_on(ask(&agent, LoadProviders { entries })).unwrap();
    let make = || {
        let question = MakeClient { provider_id: "p".to_owned(), collection_name: "Default collection".to_owned() };
        block_on(ask(&agent, question)).unwrap()
    };
    let (a, b) = (make(), make());
    let entries = [("a", &a), ("b", &b)]
        .map(|(id, made)| WrappedClient {
            id: id.to_owned(),
            keys: vec![WrappedClientKey::ByProvider { provider_id: "p".to_owned(), key: made.key.clone() }],
            pin: None,
        })
        .to_vec();
    assert!(block_on(ask(&agent, LoadClients { entries })).unwrap().entries.iter().all(|row| row.outcome.is_ok()));
    (agent, a, b)
}

fn account(agent: &dyn KeyAgent, text: &str, salt: &str) -> AccountMade {
    block_on(ask(agent, MakeAccount { password: password(text, salt, PBKDF2) })).unwrap()
}

/// What the member's own program would open with a password.
fn opened(wrapped: &str, text: &str) -> Result<(MasterKey, UserKey), portal_crypto::Error> {
    let (backend, salt) = (NativeBackend::default(), Salt::from_email(MEMBER).unwrap());
    let master = block_on(MasterKey::derive(&backend, text, &salt, Kdf::Pbkdf2 { iterations: ROUNDS })).unwrap();
    let key = master.open_user_key(&wrapped.parse().unwrap())?;
    Ok((master, key))
}

#[test]
fn a_confirmed_member_opens_the_key_of_that_client_and_of_no_other() {
    let (agent, a, b) = staff();
    let member = account(&agent, "staple staple staple", MEMBER);
    let person = Candidate {
        id: "m".to_owned(),
        user_id: "7d0a3f51-0000-4000-8000-000000000002".to_owned(),
        public_key: member.public_key.clone(),
    };
    let prepared = block_on(ask(&agent, PrepareConfirm { people: vec![person] })).unwrap();
    let handle = prepared.people[0].outcome.clone().unwrap().handle;
    let question = WrapForConfirmed { owner: KeyOwner::Client("a".to_owned()), handles: vec![handle] };
    let wrapped = block_on(ask(&agent, question)).unwrap().keys.remove(0).unwrap();
    let (_, user_key) = opened(&member.user_key, "staple staple staple").unwrap();
    let backend = NativeBackend::default();
    let private = block_on(PrivateKey::open(&backend, &user_key, &member.private_key.parse().unwrap())).unwrap();
    let key: OrgKey = block_on(private.unwrap(&backend, &wrapped.parse().unwrap())).unwrap();
    let name = key.open_text(&a.collection_name.parse().unwrap()).unwrap();
    assert_eq!(&*name, "Default collection");
    assert!(key.open_text(&b.collection_name.parse().unwrap()).is_err());

    let again = WrapForConfirmed { owner: KeyOwner::Client("a".to_owned()), handles: vec![handle] };
    assert_eq!(block_on(ask(&agent, again)).unwrap().keys, [Err(Fault::Stale)], "handles are used up");
    // A provider's id is no client's id: keys of one kind never stand in for the other.
    for owner in
        [KeyOwner::Client("p".to_owned()), KeyOwner::Provider("a".to_owned()), KeyOwner::Client("c".to_owned())]
    {
        let foreign = WrapForConfirmed { owner, handles: Vec::new() };
        assert_eq!(block_on(ask(&agent, foreign)).unwrap_err(), Fault::Key);
    }
}

/// A member with an account, enrolled with a client.
fn enrolled(agent: &dyn KeyAgent, client: &ClientMade) -> (AccountMade, UserKey, String) {
    let member = account(agent, "staple staple staple", MEMBER);
    let (_, user_key) = opened(&member.user_key, "staple staple staple").unwrap();
    let public = PublicKey::from_base64(&client.public_key).unwrap();
    let left = block_on(public.wrap(&NativeBackend::default(), &user_key)).unwrap().to_text();
    (member, user_key, left)
}

fn recover(client: &ClientMade, id: &str, left: &str, kdf: KdfSettings) -> RecoverMember {
    RecoverMember {
        organization_id: id.to_owned(),
        encrypted_private_key: client.encrypted_private_key.clone(),
        reset_password_key: left.to_owned(),
        password: password("a temporary passphrase", " Ulla@Bakery.example ", kdf),
    }
}

#[test]
fn a_recovered_account_opens_with_the_new_password_and_has_the_same_key() {
    let (agent, a, _) = staff();
    let (_, before, left) = enrolled(&agent, &a);
    let made = block_on(ask(&agent, recover(&a, "a", &left, PBKDF2))).unwrap();
    let (master, after) = opened(&made.user_key, "a temporary passphrase").unwrap();
    assert!(after.same_as(&before), "the member's data stays valid");
    assert_eq!(made.key_id, before.key_id().to_string());
    assert!(made.hash.expose() == master.server_hash("a temporary passphrase").as_str());
    assert!(opened(&made.user_key, "staple staple staple").is_err());
    // Nothing of it stays: the agent is as it was.
    let texts = OpenTexts { organization_id: "a".to_owned(), texts: vec![a.collection_name] };
    assert!(block_on(ask(&agent, texts)).unwrap().texts[0].is_ok());
}

#[test]
fn recovery_needs_the_very_client_and_settings_that_are_not_weak() {
    let (agent, a, b) = staff();
    let (_, _, left) = enrolled(&agent, &a);
    let ask_for = |question| block_on(ask(&agent, question)).map(drop).unwrap_err();
    assert_eq!(ask_for(recover(&a, "b", &left, PBKDF2)), Fault::Decrypt, "another client's key opens no private key");
    assert_eq!(ask_for(recover(&b, "b", &left, PBKDF2)), Fault::Decrypt, "the member left nothing for that client");
    assert_eq!(ask_for(recover(&a, "c", &left, PBKDF2)), Fault::Key);
    assert_eq!(ask_for(recover(&a, "a", &left, KdfSettings { iterations: 4_999, ..PBKDF2 })), Fault::Kdf);
    assert_eq!(ask_for(recover(&a, "a", &a.key, PBKDF2)), Fault::Unsupported, "a symmetric text is no shared key");
    assert_eq!(ask_for(recover(&a, "a", "4.short", PBKDF2)), Fault::Parse);
    block_on(ask(&agent, Lock {})).unwrap();
    assert_eq!(ask_for(recover(&a, "a", &left, PBKDF2)), Fault::Locked);
}
