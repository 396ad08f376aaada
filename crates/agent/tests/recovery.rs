//! Sharing a client's key with its members, recovering their accounts, and letting their devices in, over the native
//! backend.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use futures::executor::block_on;
use portal_agent::protocol::{
    AccountMade, Candidate, ClientMade, DeviceToLetIn, FinishSignIn, Handle, KeyOwner, LoadClients, LoadProviders,
    Lock, MakeAccount, MakeClient, MakeProvider, OpenTexts, Password, PrepareConfirm, PreparedKey, RecoverMember,
    WrapForConfirmed, WrapForDevices, WrappedAccount, WrappedClient, WrappedClientKey, WrappedProvider,
};
use portal_agent::{Fault, InPlace, KeyAgent, LocalAgent, ask};
use portal_contracts::SecretText;
use portal_contracts::kdf::{KdfSettings, KdfType};
use portal_crypto::{
    Fingerprint, Kdf, KeyPair, MasterKey, NativeBackend, OrgKey, PrivateKey, PublicKey, Salt, SealingKey, UserKey,
};

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

/// A device's pair, and its public half kept by the agent with the words of the member's address.
fn device(agent: &dyn KeyAgent) -> (PrivateKey<NativeBackend>, PreparedKey) {
    let backend = NativeBackend::default();
    let pair = block_on(KeyPair::generate(&backend)).unwrap();
    let asks = Candidate { id: "r".to_owned(), user_id: MEMBER.to_owned(), public_key: pair.public().to_base64() };
    let words = Fingerprint::of(pair.public(), MEMBER).unwrap().words().map(str::to_owned).to_vec();
    let prepared =
        block_on(ask(agent, PrepareConfirm { people: vec![asks] })).unwrap().people.remove(0).outcome.unwrap();
    assert_eq!(prepared.fingerprint, words, "the words that the device shows");
    (block_on(pair.into_private(&backend)).unwrap(), prepared)
}

fn let_in(client: &ClientMade, handle: Handle, left: &str) -> DeviceToLetIn {
    DeviceToLetIn {
        handle,
        encrypted_private_key: client.encrypted_private_key.clone(),
        reset_password_key: left.to_owned(),
    }
}

#[test]
fn a_device_that_is_let_in_opens_the_members_own_key_and_no_other_device_does() {
    let (agent, a, _) = staff();
    let (member, before, left) = enrolled(&agent, &a);
    let ((laptop, of_laptop), (phone, of_phone)) = (device(&agent), device(&agent));
    let question = || WrapForDevices {
        organization_id: "a".to_owned(),
        devices: vec![let_in(&a, of_laptop.handle, &left), let_in(&a, of_phone.handle, &left)],
    };
    let keys = block_on(ask(&agent, question())).unwrap().keys;
    let backend = NativeBackend::default();
    let open = |private: &PrivateKey<NativeBackend>, place: usize| {
        block_on(private.unwrap::<UserKey>(&backend, &keys[place].as_ref().unwrap().parse().unwrap()))
    };
    let opened = open(&laptop, 0).unwrap();
    assert!(opened.same_as(&before) && open(&phone, 1).unwrap().same_as(&before));
    assert!(open(&phone, 0).is_err() && open(&laptop, 1).is_err());
    assert!(block_on(PrivateKey::open(&backend, &opened, &member.private_key.parse().unwrap())).is_ok());
    assert!(
        block_on(ask(&agent, question())).unwrap().keys.iter().all(Result::is_ok),
        "another try needs no new words"
    );
}

#[test]
fn devices_are_judged_one_by_one_and_only_with_keys_that_fit() {
    let (agent, a, b) = staff();
    let (_, _, left) = enrolled(&agent, &a);
    let (_, kept) = device(&agent);
    let ask_for = |id: &str, devices| {
        let question = WrapForDevices { organization_id: id.to_owned(), devices };
        block_on(ask(&agent, question)).map(|wrapped| wrapped.keys)
    };
    let devices = vec![
        let_in(&a, Handle(9_999), &left),
        let_in(&a, kept.handle, "4.short"),
        let_in(&a, kept.handle, &a.key),
        let_in(&b, kept.handle, &left),
        let_in(&a, kept.handle, &left),
    ];
    let keys = ask_for("a", devices).unwrap();
    let faults: Vec<_> = keys.iter().map(|key| key.as_ref().err().copied()).collect();
    assert_eq!(faults, [Some(Fault::Stale), Some(Fault::Parse), Some(Fault::Unsupported), Some(Fault::Decrypt), None]);
    assert_eq!(ask_for("b", vec![let_in(&b, kept.handle, &left)]).unwrap(), [Err(Fault::Decrypt)]);
    assert_eq!(ask_for("c", Vec::new()).unwrap_err(), Fault::Key);
    block_on(ask(&agent, Lock {})).unwrap();
    assert_eq!(ask_for("a", vec![let_in(&a, kept.handle, &left)]).unwrap_err(), Fault::Locked);
}

#[test]
fn a_damaged_or_strange_key_of_a_device_gets_no_words() {
    let (agent, _, _) = staff();
    let pair = block_on(KeyPair::generate(&NativeBackend::default())).unwrap();
    let whole = pair.public().to_base64();
    let strange = ["".to_owned(), "no base64".to_owned(), whole[..whole.len() - 8].to_owned(), format!("AAAA{whole}")];
    let people = strange
        .into_iter()
        .map(|public_key| Candidate { id: "r".to_owned(), user_id: MEMBER.to_owned(), public_key })
        .collect();
    let prepared = block_on(ask(&agent, PrepareConfirm { people })).unwrap().people;
    assert!(prepared.iter().all(|one| matches!(one.outcome, Err(Fault::Key | Fault::Parse))), "{prepared:?}");
}
