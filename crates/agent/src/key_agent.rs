//! The one door to the keys: a trait with a single method, and a typed way through it.

use std::future::Future;
use std::pin::Pin;

use zeroize::Zeroizing;

use crate::fault::Fault;
use crate::protocol::{Ask, Told};

/// A boxed future that stays on its thread; browsers have no other kind.
pub type LocalBoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// Whoever holds the keys: a web worker in the browser, [`crate::LocalAgent`] in native programs.
///
/// Dropping the future gives the request up; a worker is told by [`crate::protocol::line::cancel`].
pub trait KeyAgent {
    /// Hands the JSON of one request over, whose name is told as well, and waits for the JSON of its reply.
    fn call(
        &self,
        name: &'static str,
        request: Zeroizing<String>,
    ) -> LocalBoxFuture<'_, Result<Zeroizing<String>, Fault>>;
}

/// Asks a question and gets the reply of its kind.
///
/// # Errors
/// The agent's fault; [`Fault::Gone`] when the reply is of another kind, which means that page and
/// worker are not of the same build.
pub async fn ask<Q: Ask>(agent: &dyn KeyAgent, question: Q) -> Result<Q::Reply, Fault> {
    let request = written(Q::NAME, &question).ok_or(Fault::Gone)?;
    drop(question);
    let reply = agent.call(Q::NAME, request).await?;
    read(&reply).ok_or(Fault::Gone)
}

/// As [`crate::protocol::Request`] reads it.
fn written<Q: serde::Serialize>(name: &str, question: &Q) -> Option<Zeroizing<String>> {
    let inner = Zeroizing::new(serde_json::to_string(question).ok()?);
    Some(Zeroizing::new(["{\"", name, "\":", &inner, "}"].concat()))
}

/// As [`crate::protocol::Reply`] writes it.
fn read<R: Told>(reply: &str) -> Option<R> {
    let inner = reply.strip_prefix("{\"")?.strip_prefix(R::NAME)?.strip_prefix("\":")?.strip_suffix('}')?;
    serde_json::from_str(inner).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::{AgentStatus, Done, Forget, Handle, Reply, Request};

    #[test]
    fn both_sides_write_and_read_the_same() {
        let request = written(Forget::NAME, &Forget { handle: Handle(3) }).unwrap();
        let read_back: Request = serde_json::from_str(&request).unwrap();
        assert!(matches!(read_back, Request::Forget(Forget { handle: Handle(3) })));
        let reply = serde_json::to_string(&Reply::from(AgentStatus { unlocked: true })).unwrap();
        assert!(read::<AgentStatus>(&reply).is_some_and(|status| status.unlocked));
        assert!(read::<Done>(&reply).is_none(), "a reply of another kind");
    }
}
