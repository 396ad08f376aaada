//! The real derivation, done once per password, salt and settings: the tests sign the same few people in again and again.

use std::cell::RefCell;
use std::collections::HashMap;

use portal_agent::{Derive, InPlace};
use portal_crypto::{Error, Kdf, MasterKey, NativeBackend, Salt};

type Known = HashMap<(String, String, Kdf), [u8; 32]>;

thread_local! {
    static KNOWN: RefCell<Known> = RefCell::default();
}

pub struct Remembering;

impl Derive for Remembering {
    async fn derive(&self, password: &str, salt: &Salt, kdf: Kdf) -> Result<MasterKey, Error> {
        let name = (password.to_owned(), format!("{salt:?}"), kdf);
        let known = KNOWN.with_borrow(|known| known.get(&name).copied());
        let bytes = match known {
            Some(bytes) => bytes,
            None => *InPlace(NativeBackend::new()).derive(password, salt, kdf).await?.into_bytes(),
        };
        KNOWN.with_borrow_mut(|known| known.insert(name, bytes));
        Ok(MasterKey::from_bytes(&bytes))
    }
}
