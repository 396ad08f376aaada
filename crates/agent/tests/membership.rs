//! Organisations that one is a member of: their keys, alone and beside those of a provider.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod support;

use futures::executor::block_on;
use portal_agent::protocol::{
    AdoptOrganization, Candidate, CheckKey, ClientMade, KeyRefusal, LoadClients, LoadProviders, LoadedKey, Lock,
    MakeOrganization, OpenTexts, PrepareConfirm, SealTexts, WrapForRecovery, WrappedClient, WrappedClientKey,
};
use portal_agent::{Fault, KeyAgent, ask};
use portal_crypto::{KeyPair, NativeBackend, SharedKey, UserKey};

use support::{agent, client, entry, sign_up, with_provider};

fn organization(agent: &dyn KeyAgent, id: &str) -> ClientMade {
    let question =
        MakeOrganization { organization_id: id.to_owned(), collection_name: "Default collection".to_owned() };
    block_on(ask(agent, question)).unwrap()
}

fn to_member(key: &str) -> WrappedClientKey {
    WrappedClientKey::ToMember { key: key.to_owned() }
}

fn by_provider(provider_id: &str, key: &str) -> WrappedClientKey {
    WrappedClientKey::ByProvider { provider_id: provider_id.to_owned(), key: key.to_owned() }
}

fn known(id: &str, keys: Vec<WrappedClientKey>) -> WrappedClient {
    WrappedClient { id: id.to_owned(), keys, pin: None }
}

fn load(agent: &dyn KeyAgent, entries: Vec<WrappedClient>) -> Vec<LoadedKey> {
    block_on(ask(agent, LoadClients { entries })).unwrap().entries
}

/// The same organisation key under the provider key.
fn adopted(agent: &dyn KeyAgent, key: &str) -> String {
    block_on(ask(agent, AdoptOrganization { provider_id: "p".to_owned(), key: key.to_owned() })).unwrap().key
}

fn seal(agent: &dyn KeyAgent, id: &str, text: &str) -> Result<String, Fault> {
    let question = SealTexts { organization_id: id.to_owned(), texts: vec![text.to_owned()] };
    block_on(ask(agent, question)).map(|sealed| sealed.texts[0].clone())
}

fn open(agent: &dyn KeyAgent, id: &str, text: &str) -> Result<String, Fault> {
    let question = OpenTexts { organization_id: id.to_owned(), texts: vec![text.to_owned()] };
    block_on(ask(agent, question)).unwrap().texts.remove(0)
}

#[test]
fn a_member_without_a_provider_works_with_the_own_key() {
    let agent = agent();
    sign_up(&agent, "correct horse battery");
    let made = organization(&agent, "a");
    assert!(load(&agent, vec![known("a", vec![to_member(&made.key)])])[0].outcome.is_ok());
    assert_eq!(open(&agent, "a", &made.collection_name).as_deref(), Ok("Default collection"));
    let sealed = seal(&agent, "a", "Finance").unwrap();
    assert_eq!(open(&agent, "a", &sealed).as_deref(), Ok("Finance"));
    block_on(ask(&agent, Lock {})).unwrap();
    assert_eq!(seal(&agent, "a", "Finance"), Err(Fault::Locked), "locking takes the wrapped keys along");
}

#[test]
fn two_ways_to_one_key_agree_and_the_membership_is_used() {
    let agent = agent();
    sign_up(&agent, "correct horse battery");
    with_provider(&agent);
    let made = organization(&agent, "a");
    let wrapped = adopted(&agent, &made.key);
    for keys in
        [vec![to_member(&made.key), by_provider("p", &wrapped)], vec![by_provider("p", &wrapped), to_member(&made.key)]]
    {
        assert!(load(&agent, vec![known("a", keys)])[0].outcome.is_ok());
    }
    block_on(ask(&agent, LoadProviders { entries: Vec::new() })).unwrap();
    assert_eq!(open(&agent, "a", &made.collection_name).as_deref(), Ok("Default collection"));
}

#[test]
fn two_ways_to_different_keys_are_an_alarm() {
    let agent = agent();
    sign_up(&agent, "correct horse battery");
    with_provider(&agent);
    let (made, (_, other)) = (organization(&agent, "a"), client(&agent));
    for keys in
        [vec![to_member(&made.key), by_provider("p", &other)], vec![by_provider("p", &other), to_member(&made.key)]]
    {
        assert_eq!(load(&agent, vec![known("a", keys)])[0].outcome, Err(KeyRefusal::Differs));
    }
    assert_eq!(seal(&agent, "a", "Finance"), Err(Fault::Key));
}

#[test]
fn a_way_that_does_not_open_refuses_the_client_whatever_the_others_say() {
    let agent = agent();
    sign_up(&agent, "correct horse battery");
    with_provider(&agent);
    let made = organization(&agent, "a");
    let stranger = {
        let other = support::agent();
        sign_up(&other, "staple staple staple");
        organization(&other, "a")
    };
    let wrapped = adopted(&agent, &made.key);
    let loaded = load(
        &agent,
        vec![
            known("torn", vec![to_member("4.AAAA"), by_provider("p", &wrapped)]),
            known("foreign", vec![to_member(&stranger.key)]),
            known("kind", vec![to_member(&wrapped)]),
            known("none", Vec::new()),
            known("no provider", vec![by_provider("gone", &wrapped)]),
            known("own", vec![by_provider("gone", &wrapped), to_member(&made.key)]),
        ],
    );
    for entry in &loaded[..4] {
        assert!(matches!(entry.outcome, Err(KeyRefusal::Broken(_))), "{}", entry.id);
    }
    assert_eq!(loaded[4].outcome, Err(KeyRefusal::NoProviderKey));
    assert_eq!(loaded[5].outcome, Err(KeyRefusal::NoProviderKey));
}

#[test]
fn one_key_for_an_own_organisation_and_a_client_is_refused_for_both() {
    let agent = agent();
    sign_up(&agent, "correct horse battery");
    with_provider(&agent);
    let (made, (_, other)) = (organization(&agent, "a"), client(&agent));
    let wrapped = adopted(&agent, &made.key);
    let loaded =
        load(&agent, vec![known("own", vec![to_member(&made.key)]), entry("client", &wrapped), entry("other", &other)]);
    assert_eq!(loaded[0].outcome, Err(KeyRefusal::Shared));
    assert_eq!(loaded[1].outcome, Err(KeyRefusal::Shared));
    assert!(loaded[2].outcome.is_ok());
    assert_eq!(seal(&agent, "own", "Finance"), Err(Fault::Key));
}

#[test]
fn an_own_key_that_changed_under_its_id_is_refused() {
    let agent = agent();
    sign_up(&agent, "correct horse battery");
    let (first, second) = (organization(&agent, "a"), organization(&agent, "b"));
    let pin = load(&agent, vec![known("a", vec![to_member(&first.key)])])[0].outcome.clone().ok();
    let changed = WrappedClient { pin, ..known("a", vec![to_member(&second.key)]) };
    assert_eq!(load(&agent, vec![changed])[0].outcome, Err(KeyRefusal::Changed));
    assert_eq!(seal(&agent, "a", "Finance"), Err(Fault::Key));
}

#[test]
fn a_new_organisation_counts_only_with_the_very_key_that_was_made() {
    let agent = agent();
    sign_up(&agent, "correct horse battery");
    let (made, other) = (organization(&agent, "a"), organization(&agent, "b"));
    let same = |returned: &str| {
        let question = CheckKey { handle: made.handle, id: "a".to_owned(), returned: returned.to_owned() };
        block_on(ask(&agent, question)).unwrap().same
    };
    assert!(same(&made.key));
    assert!(!same(&other.key));
    assert!(!same("4.damaged"));
    assert!(!same(""));
    assert_eq!(organization(&agent, "a"), made, "repeating makes no second key");
}

#[test]
fn recovery_gets_the_user_key_and_only_by_the_key_whose_words_were_shown() {
    let agent = agent();
    let (_, opened) = sign_up(&agent, "correct horse battery");
    let backend = NativeBackend::default();
    let pair = block_on(KeyPair::generate(&backend)).unwrap();
    let candidate = Candidate {
        id: "organisation".to_owned(),
        user_id: "organisation".to_owned(),
        public_key: pair.public().to_base64(),
    };
    let prepared = block_on(ask(&agent, PrepareConfirm { people: vec![candidate] })).unwrap();
    let kept = prepared.people[0].outcome.clone().unwrap();
    let wrapped = block_on(ask(&agent, WrapForRecovery { handle: kept.handle })).unwrap().key;
    let private = block_on(pair.into_private(&backend)).unwrap();
    let shared: SharedKey = wrapped.parse().unwrap();
    let user_key: UserKey = block_on(private.unwrap(&backend, &shared)).unwrap();
    assert_eq!(user_key.key_id().to_string(), opened.key_id);
    let made = organization(&agent, "a");
    assert_eq!(block_on(ask(&agent, WrapForRecovery { handle: made.handle })).unwrap_err(), Fault::Stale);
    block_on(ask(&agent, Lock {})).unwrap();
    assert_eq!(block_on(ask(&agent, WrapForRecovery { handle: kept.handle })).unwrap_err(), Fault::Locked);
}
