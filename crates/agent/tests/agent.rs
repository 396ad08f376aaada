//! The key agent over the native backend: what people do, and what a hostile server tries.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod support;

use futures::executor::block_on;
use portal_agent::protocol::{
    Candidate, CheckKey, FinishBreachCheck, FinishSignIn, JudgeOrganizationKey, KeyOrigin, KeyOwner, KeyRefusal,
    LoadClients, LoadProviders, Lock, MakeAccount, MakeClient, MakePassword, MakeProvider, OpenTexts, Password,
    PrepareBreachCheck, PrepareConfirm, PrepareSignIn, SealTexts, Unlock, VerifyPassword, WrapForConfirmed,
    WrappedAccount, WrappedClient, WrappedClientKey, WrappedProvider,
};
use portal_agent::{Fault, ask};
use portal_contracts::SecretText;
use portal_contracts::kdf::KdfSettings;

use support::{PBKDF2, agent, client, entry, password, sign_up, with_provider};

#[test]
fn an_account_locks_and_opens_again_and_a_wrong_password_does_not_open_it() {
    let agent = agent();
    let (account, opened) = sign_up(&agent, "correct horse battery");
    assert_eq!(opened.fingerprint.len(), 5);
    block_on(ask(&agent, Lock {})).unwrap();
    let wrong = Unlock { password: password("correct horse"), account: account.clone() };
    assert_eq!(block_on(ask(&agent, wrong)).unwrap_err(), Fault::Decrypt);
    let right = Unlock { password: password("correct horse battery"), account };
    assert_eq!(block_on(ask(&agent, right)).unwrap(), opened);
}

#[test]
fn signing_in_gives_the_hash_that_sign_up_registered() {
    let agent = agent();
    let made = block_on(ask(&agent, MakeAccount { password: password("correct horse battery") })).unwrap();
    let prepared = block_on(ask(&agent, PrepareSignIn { password: password("correct horse battery") })).unwrap();
    assert!(made.hash == prepared.hash && made.hash.expose().len() == 44);
}

#[test]
fn a_registration_that_comes_back_with_another_key_is_refused() {
    let agent = agent();
    let made = block_on(ask(&agent, MakeAccount { password: password("correct horse battery") })).unwrap();
    let other = block_on(ask(&agent, MakeAccount { password: password("correct horse battery") })).unwrap();
    let account = WrappedAccount {
        user_id: "u".to_owned(),
        user_key: other.user_key,
        key_id: None,
        private_key: other.private_key,
        public_key: None,
    };
    assert_eq!(block_on(ask(&agent, FinishSignIn { handle: made.handle, account })).unwrap_err(), Fault::Key);
}

#[test]
fn settings_outside_the_limits_are_refused_before_any_hashing() {
    let agent = agent();
    for iterations in [0, 1, 4_999, 10_000_001, i64::MAX, -1] {
        let weak = Password { kdf: KdfSettings { iterations, ..PBKDF2 }, ..password("x") };
        assert_eq!(block_on(ask(&agent, PrepareSignIn { password: weak })).unwrap_err(), Fault::Kdf, "{iterations}");
    }
    let old = Password { kdf: KdfSettings { iterations: 100_000, ..PBKDF2 }, ..password("x") };
    assert_eq!(block_on(ask(&agent, MakeAccount { password: old })).unwrap_err(), Fault::Kdf);
}

#[test]
fn swapped_and_downgraded_account_keys_are_refused() {
    let agent = agent();
    let (account, _) = sign_up(&agent, "correct horse battery");
    let (stranger, _) = sign_up(&agent, "correct horse battery");
    let unlock = |account: WrappedAccount| {
        block_on(ask(&agent, Unlock { password: password("correct horse battery"), account }))
    };
    let swapped = WrappedAccount { private_key: stranger.private_key.clone(), ..account.clone() };
    assert_eq!(unlock(swapped).unwrap_err(), Fault::Key);
    let other_public = WrappedAccount { public_key: stranger.public_key, ..account.clone() };
    assert_eq!(unlock(other_public).unwrap_err(), Fault::Key);
    let other_id = WrappedAccount { key_id: Some("0".repeat(32)), ..account.clone() };
    assert_eq!(unlock(other_id).unwrap_err(), Fault::Key);
    let body = account.private_key.split_once('.').unwrap().1;
    let parts: Vec<_> = body.split('|').collect();
    let unauthenticated = WrappedAccount { private_key: format!("0.{}|{}", parts[0], parts[1]), ..account };
    assert_eq!(unlock(unauthenticated).unwrap_err(), Fault::Unsupported);
}

#[test]
fn a_locked_agent_does_nothing_with_keys() {
    let agent = agent();
    sign_up(&agent, "correct horse battery");
    with_provider(&agent);
    let (handle, key) = client(&agent);
    block_on(ask(&agent, Lock {})).unwrap();
    assert_eq!(block_on(ask(&agent, MakeProvider { provider_id: "p".to_owned() })).unwrap_err(), Fault::Locked);
    let question = MakeClient { provider_id: "p".to_owned(), collection_name: "x".to_owned() };
    assert_eq!(block_on(ask(&agent, question)).unwrap_err(), Fault::Locked);
    assert_eq!(
        block_on(ask(&agent, CheckKey { handle, id: "a".to_owned(), returned: key })).unwrap_err(),
        Fault::Stale
    );
}

#[test]
fn one_broken_client_disables_only_itself() {
    let agent = agent();
    sign_up(&agent, "correct horse battery");
    with_provider(&agent);
    let ((_, first), (_, second)) = (client(&agent), client(&agent));
    let mut lost = entry("lost", &first);
    lost.keys = vec![WrappedClientKey::ByProvider { provider_id: "unknown".to_owned(), key: first.clone() }];
    let entries = vec![entry("a", &first), entry("torn", "2.AAAA|AAAA|AAAA"), lost, entry("b", &second)];
    let loaded = block_on(ask(&agent, LoadClients { entries })).unwrap().entries;
    assert!(loaded[0].outcome.is_ok() && loaded[3].outcome.is_ok());
    assert!(matches!(loaded[1].outcome, Err(KeyRefusal::Broken(_))));
    assert_eq!(loaded[2].outcome, Err(KeyRefusal::NoProviderKey));
    let sealed =
        block_on(ask(&agent, SealTexts { organization_id: "a".to_owned(), texts: vec!["Finance".to_owned()] }));
    let texts = vec![sealed.unwrap().texts[0].clone(), "2.torn".to_owned()];
    let opened = block_on(ask(&agent, OpenTexts { organization_id: "a".to_owned(), texts: texts.clone() })).unwrap();
    assert_eq!(opened.texts[0].as_deref(), Ok("Finance"));
    assert!(opened.texts[1].is_err());
    let foreign = block_on(ask(&agent, OpenTexts { organization_id: "b".to_owned(), texts })).unwrap();
    assert_eq!(foreign.texts[0], Err(Fault::Decrypt));
}

#[test]
fn two_clients_with_one_key_are_both_refused() {
    let agent = agent();
    sign_up(&agent, "correct horse battery");
    with_provider(&agent);
    let ((_, first), (_, second)) = (client(&agent), client(&agent));
    let entries = vec![entry("a", &first), entry("b", &first), entry("c", &second)];
    let loaded = block_on(ask(&agent, LoadClients { entries })).unwrap().entries;
    assert_eq!(loaded[0].outcome, Err(KeyRefusal::Shared));
    assert_eq!(loaded[1].outcome, Err(KeyRefusal::Shared));
    assert!(loaded[2].outcome.is_ok());
}

#[test]
fn a_key_that_changed_under_its_id_is_refused() {
    let agent = agent();
    sign_up(&agent, "correct horse battery");
    with_provider(&agent);
    let ((_, first), (_, second)) = (client(&agent), client(&agent));
    let loaded = block_on(ask(&agent, LoadClients { entries: vec![entry("a", &first)] })).unwrap().entries;
    let pin = loaded[0].outcome.clone().ok();
    let changed = WrappedClient { pin, ..entry("a", &second) };
    let loaded = block_on(ask(&agent, LoadClients { entries: vec![changed] })).unwrap().entries;
    assert_eq!(loaded[0].outcome, Err(KeyRefusal::Changed));
}

#[test]
fn a_new_client_counts_only_with_the_very_key_that_was_made() {
    let agent = agent();
    sign_up(&agent, "correct horse battery");
    with_provider(&agent);
    let ((handle, key), (_, other)) = (client(&agent), client(&agent));
    let same = |returned: &str| {
        block_on(ask(&agent, CheckKey { handle, id: "a".to_owned(), returned: returned.to_owned() })).unwrap().same
    };
    assert!(same(&key));
    assert!(!same(&other));
    assert!(!same("2.damaged"));
    assert!(!same(""));
}

#[test]
fn a_confirmed_person_opens_the_same_provider_key() {
    let (admin, joiner) = (agent(), agent());
    sign_up(&admin, "correct horse battery");
    with_provider(&admin);
    let (account, opened) = sign_up(&joiner, "staple staple staple");
    let person = Candidate { id: "m".to_owned(), user_id: account.user_id, public_key: opened.public_key };
    let prepared = block_on(ask(&admin, PrepareConfirm { people: vec![person] })).unwrap();
    let kept = prepared.people[0].outcome.clone().unwrap();
    assert_eq!(kept.fingerprint, opened.fingerprint, "both sides read the same words");
    let question = WrapForConfirmed { owner: KeyOwner::Provider("p".to_owned()), handles: vec![kept.handle] };
    let wrapped = block_on(ask(&admin, question)).unwrap().keys.remove(0).unwrap();
    let entries = vec![WrappedProvider { id: "p".to_owned(), key: wrapped, pin: None }];
    assert!(block_on(ask(&joiner, LoadProviders { entries })).unwrap().entries[0].outcome.is_ok());
    let (_, key) = client(&admin);
    let loaded = block_on(ask(&joiner, LoadClients { entries: vec![entry("a", &key)] })).unwrap().entries;
    assert!(loaded[0].outcome.is_ok());
    let again = WrapForConfirmed { owner: KeyOwner::Provider("p".to_owned()), handles: vec![kept.handle] };
    assert_eq!(block_on(ask(&admin, again)).unwrap().keys, [Err(Fault::Stale)], "handles are used up");
}

#[test]
fn a_changed_password_opens_the_same_account() {
    let agent = agent();
    let (account, opened) = sign_up(&agent, "correct horse battery");
    let question = MakePassword { current: password("wrong"), new: password("another passphrase") };
    assert_eq!(block_on(ask(&agent, question)).unwrap_err(), Fault::Decrypt);
    let question = MakePassword { current: password("correct horse battery"), new: password("another passphrase") };
    let made = block_on(ask(&agent, question)).unwrap();
    let verified = block_on(ask(&agent, VerifyPassword { password: password("correct horse battery") })).unwrap();
    assert!(verified.hash == made.current_hash);
    block_on(ask(&agent, Lock {})).unwrap();
    let account = WrappedAccount { user_key: made.user_key, ..account };
    let reopened = block_on(ask(&agent, Unlock { password: password("another passphrase"), account })).unwrap();
    assert_eq!(reopened, opened);
}

#[test]
fn the_breach_check_tells_five_digits_and_a_count() {
    let agent = agent();
    let prepare =
        || block_on(ask(&agent, PrepareBreachCheck { password: SecretText::new("password".to_owned()) })).unwrap();
    let prepared = prepare();
    assert_eq!(prepared.prefix, "5BAA6");
    let list = "003D68EB55068C33ACE09247EE4C639306B:3\r\n1E4C9B93F3F0682250B6CF8331B7EE68FD8:42\r\n".to_owned();
    let checked = block_on(ask(&agent, FinishBreachCheck { handle: prepared.handle, list: list.clone() })).unwrap();
    assert_eq!(checked.count, 42);
    let again = FinishBreachCheck { handle: prepared.handle, list };
    assert_eq!(block_on(ask(&agent, again)).unwrap_err(), Fault::Stale);
    let page = FinishBreachCheck { handle: prepare().handle, list: "<html>".to_owned() };
    assert_eq!(block_on(ask(&agent, page)).unwrap_err(), Fault::Parse, "a proxy's page is not \"not found\"");
}

#[test]
fn the_words_of_a_client_are_proven_by_its_own_private_key_only() {
    let agent = agent();
    sign_up(&agent, "correct horse battery");
    with_provider(&agent);
    let make = || {
        let question = MakeClient { provider_id: "p".to_owned(), collection_name: "Default collection".to_owned() };
        block_on(ask(&agent, question)).unwrap()
    };
    let (own, other) = (make(), make());
    let entries = vec![entry("a", &own.key), entry("b", &other.key)];
    block_on(ask(&agent, LoadClients { entries })).unwrap();
    let judge = |public: &str, private: Option<&str>, id: &str| {
        let question = JudgeOrganizationKey {
            organization_id: id.to_owned(),
            public_key: public.to_owned(),
            private_key: private.map(str::to_owned),
        };
        block_on(ask(&agent, question))
    };
    let proven = judge(&own.public_key, Some(&own.encrypted_private_key), "a").unwrap();
    assert_eq!((proven.origin, proven.fingerprint.len()), (KeyOrigin::Proven, 5));
    let claimed = judge(&own.public_key, None, "a").unwrap();
    assert_eq!((claimed.origin, &claimed.fingerprint), (KeyOrigin::Claimed, &proven.fingerprint));
    let swapped = judge(&other.public_key, Some(&own.encrypted_private_key), "a").unwrap();
    assert_eq!(swapped.origin, KeyOrigin::Foreign);
    // A whole pair of somebody else does not open under the client's key.
    let pair = judge(&other.public_key, Some(&other.encrypted_private_key), "a").unwrap();
    assert_eq!(pair.origin, KeyOrigin::Foreign);
    let unknown = judge(&own.public_key, Some(&own.encrypted_private_key), "c").unwrap();
    assert_eq!(unknown.origin, KeyOrigin::Claimed);
    assert!(judge("AAAA", None, "a").is_err());
    block_on(ask(&agent, Lock {})).unwrap();
    assert_eq!(judge(&own.public_key, None, "a").unwrap_err(), Fault::Locked);
}
