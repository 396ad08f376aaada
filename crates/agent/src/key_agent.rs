//! The one door to the keys: a trait with a single method, and a typed way through it.

use std::future::Future;
use std::pin::Pin;

use crate::fault::Fault;
use crate::protocol::{Ask, Reply, Request};

/// A boxed future that stays on its thread; browsers have no other kind.
pub type LocalBoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// Whoever holds the keys: a web worker in the browser, [`crate::LocalAgent`] in native programs.
///
/// Dropping the future gives the request up; a worker is told by [`crate::protocol::Message::Cancel`].
pub trait KeyAgent {
    /// Hands one request over and waits for its reply.
    fn call(&self, request: Request) -> LocalBoxFuture<'_, Result<Reply, Fault>>;
}

/// Asks a question and gets the reply of its kind.
///
/// # Errors
/// The agent's fault; [`Fault::Gone`] when the reply is of another kind, which means that page and
/// worker are not of the same build.
pub async fn ask<Q: Ask>(agent: &dyn KeyAgent, question: Q) -> Result<Q::Reply, Fault> {
    let reply = agent.call(question.into()).await?;
    Q::Reply::try_from(reply).map_err(|_| Fault::Gone)
}
