//! What a browser would lend the portal: a clock and two small stores, here in plain memory.

use std::cell::RefCell;
use std::collections::HashMap;

use portal_client::{LocalBoxFuture, Memory, TokenKind, TokenStore};
use portal_contracts::SecretText;

use crate::clock::Clock;

/// The server's clock as the portal's: both always agree. Waiting takes no time.
pub struct ServerClock(pub Clock);

impl portal_client::Clock for ServerClock {
    #[allow(clippy::cast_precision_loss, reason = "milliseconds of this millennium fit exactly")]
    fn now_ms(&self) -> f64 {
        self.0.now() as f64
    }

    fn sleep(&self, _milliseconds: f64) -> LocalBoxFuture<'_, ()> {
        Box::pin(std::future::ready(()))
    }
}

/// Tokens, as long as the value lives.
#[derive(Default)]
pub struct KeptTokens(RefCell<HashMap<TokenKind, SecretText>>);

impl TokenStore for KeptTokens {
    fn load(&self, kind: TokenKind) -> Option<SecretText> {
        self.0.borrow().get(&kind).map(SecretText::duplicate)
    }

    fn store(&self, kind: TokenKind, token: Option<&SecretText>) {
        let mut tokens = self.0.borrow_mut();
        match token {
            Some(token) => tokens.insert(kind, token.duplicate()),
            None => tokens.remove(&kind),
        };
    }
}

/// Small public things, as long as the value lives.
#[derive(Default)]
pub struct KeptMemory(RefCell<HashMap<String, String>>);

impl Memory for KeptMemory {
    fn get(&self, key: &str) -> Option<String> {
        self.0.borrow().get(key).cloned()
    }

    fn set(&self, key: &str, value: Option<&str>) {
        let mut values = self.0.borrow_mut();
        match value {
            Some(value) => values.insert(key.to_owned(), value.to_owned()),
            None => values.remove(key),
        };
    }
}
