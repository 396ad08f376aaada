//! The agent in the same process, for native programs and tests.

use portal_crypto::Backend;
use zeroize::Zeroizing;

use crate::agent::Agent;
use crate::derive::Derive;
use crate::fault::Fault;
use crate::key_agent::{KeyAgent, LocalBoxFuture};

/// [`Agent`] behind the same door as the worker of a browser.
pub struct LocalAgent<B: Backend, D: Derive>(Agent<B, D>);

impl<B: Backend, D: Derive> LocalAgent<B, D> {
    /// An empty agent.
    pub fn new(backend: B, derive: D) -> Self {
        Self(Agent::new(backend, derive))
    }
}

impl<B: Backend, D: Derive> KeyAgent for LocalAgent<B, D> {
    fn call(
        &self,
        _: &'static str,
        request: Zeroizing<String>,
    ) -> LocalBoxFuture<'_, Result<Zeroizing<String>, Fault>> {
        Box::pin(async move { self.0.answer(&request).await })
    }
}
