//! Stores of a browser, and a clock that moves only by being waited for.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use portal_client::{Clock, LocalBoxFuture, Memory, TokenKind, TokenStore};
use portal_contracts::SecretText;

#[derive(Default)]
pub struct TabStore(RefCell<HashMap<TokenKind, SecretText>>);

impl TokenStore for TabStore {
    fn load(&self, kind: TokenKind) -> Option<SecretText> {
        self.0.borrow().get(&kind).map(SecretText::duplicate)
    }

    fn store(&self, kind: TokenKind, token: Option<&SecretText>) {
        match token {
            Some(token) => self.0.borrow_mut().insert(kind, token.duplicate()),
            None => self.0.borrow_mut().remove(&kind),
        };
    }
}

#[derive(Default)]
pub struct MemoryStore(pub RefCell<HashMap<String, String>>);

impl Memory for MemoryStore {
    fn get(&self, key: &str) -> Option<String> {
        self.0.borrow().get(key).cloned()
    }

    fn set(&self, key: &str, value: Option<&str>) {
        match value {
            Some(value) => self.0.borrow_mut().insert(key.into(), value.into()),
            None => self.0.borrow_mut().remove(key),
        };
    }
}

pub struct FakeClock {
    now: Cell<f64>,
    pub slept: RefCell<Vec<f64>>,
}

impl Default for FakeClock {
    fn default() -> Self {
        Self { now: Cell::new(1.8e12), slept: RefCell::default() }
    }
}

impl FakeClock {
    pub fn advance(&self, milliseconds: f64) {
        self.now.set(self.now.get() + milliseconds);
    }
}

impl Clock for FakeClock {
    fn now_ms(&self) -> f64 {
        self.now.get()
    }

    fn sleep(&self, milliseconds: f64) -> LocalBoxFuture<'_, ()> {
        Box::pin(async move {
            self.advance(milliseconds);
            self.slept.borrow_mut().push(milliseconds);
        })
    }
}
