//! The agent in the same process, for native programs and tests.

use portal_crypto::Backend;

use crate::agent::Agent;
use crate::derive::Derive;
use crate::fault::Fault;
use crate::key_agent::{KeyAgent, LocalBoxFuture};
use crate::protocol::{Reply, Request};

/// [`Agent`] behind the same door as the worker of a browser.
pub struct LocalAgent<B: Backend, D: Derive>(Agent<B, D>);

impl<B: Backend, D: Derive> LocalAgent<B, D> {
    /// An empty agent.
    pub fn new(backend: B, derive: D) -> Self {
        Self(Agent::new(backend, derive))
    }
}

impl<B: Backend, D: Derive> KeyAgent for LocalAgent<B, D> {
    fn call(&self, request: Request) -> LocalBoxFuture<'_, Result<Reply, Fault>> {
        Box::pin(self.0.handle(request))
    }
}
