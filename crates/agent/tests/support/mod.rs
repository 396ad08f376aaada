//! Steps that the tests share.
#![allow(dead_code, reason = "each test program uses its part")]

use futures::executor::block_on;
use portal_agent::protocol::{
    AccountOpened, FinishSignIn, Handle, LoadProviders, MakeAccount, MakeClient, MakeProvider, Password,
    WrappedAccount, WrappedClient, WrappedClientKey, WrappedProvider,
};
use portal_agent::{InPlace, KeyAgent, LocalAgent, ask};
use portal_contracts::SecretText;
use portal_contracts::kdf::{KdfSettings, KdfType};
use portal_crypto::NativeBackend;

/// How the accounts of these tests derive.
pub const PBKDF2: KdfSettings =
    KdfSettings { kdf_type: KdfType::Pbkdf2Sha256, iterations: 600_000, memory: None, parallelism: None };

/// An empty agent.
pub fn agent() -> impl KeyAgent {
    LocalAgent::new(NativeBackend::default(), InPlace(NativeBackend::default()))
}

/// A password of Ada.
pub fn password(text: &str) -> Password {
    Password { password: SecretText::new(text.to_owned()), salt: " Ada@Example.com ".to_owned(), kdf: PBKDF2 }
}

/// Signs up, as the page does; the wrapped account is what a server would keep.
pub fn sign_up(agent: &dyn KeyAgent, text: &str) -> (WrappedAccount, AccountOpened) {
    let made = block_on(ask(agent, MakeAccount { password: password(text) })).unwrap();
    let account = WrappedAccount {
        user_id: "7d0a3f51-0000-4000-8000-000000000001".to_owned(),
        user_key: made.user_key,
        key_id: Some(made.key_id),
        private_key: made.private_key,
        public_key: Some(made.public_key),
    };
    let opened = block_on(ask(agent, FinishSignIn { handle: made.handle, account: account.clone() })).unwrap();
    (account, opened)
}

/// A provider `p` of one's own; its wrapped key.
pub fn with_provider(agent: &dyn KeyAgent) -> String {
    let made = block_on(ask(agent, MakeProvider { provider_id: "p".to_owned() })).unwrap();
    let entries = vec![WrappedProvider { id: "p".to_owned(), key: made.key.clone(), pin: None }];
    let loaded = block_on(ask(agent, LoadProviders { entries })).unwrap();
    assert!(loaded.entries[0].outcome.is_ok());
    made.key
}

/// A new client of `p`: handle and wrapped key.
pub fn client(agent: &dyn KeyAgent) -> (Handle, String) {
    let question = MakeClient { provider_id: "p".to_owned(), collection_name: "Default collection".to_owned() };
    let made = block_on(ask(agent, question)).unwrap();
    (made.handle, made.key)
}

/// A client of `p` as a profile shows it.
pub fn entry(id: &str, key: &str) -> WrappedClient {
    let way = WrappedClientKey::ByProvider { provider_id: "p".to_owned(), key: key.to_owned() };
    WrappedClient { id: id.to_owned(), keys: vec![way], pin: None }
}
