//! Runs a step once honestly to learn its calls, then again for each call and each fault.

use std::fmt::Debug;
use std::pin::pin;
use std::rc::Rc;

use futures::future::{Either, select};

use crate::support::{Answer, Meddle, Tab};

/// What goes wrong with one call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The server fails before it does anything.
    Server,
    /// The gateway in front of it fails, with a page.
    Gateway,
    /// The server never gets it.
    CutBefore,
    /// The server does it, the answer is lost.
    CutAfter,
    /// The server does it, the answer is garbled.
    Garbled,
    /// Something else answers in place of the server; only for reading.
    Impostor,
    /// The access token is refused once.
    Unauthorized,
    /// Too many requests, try again in a second.
    RateLimited,
    /// The page is left before the server gets it.
    LeftBefore,
    /// The page is left when the server has done it.
    LeftAfter,
}

impl Fault {
    pub const ALL: [Self; 10] = [
        Self::Server,
        Self::Gateway,
        Self::CutBefore,
        Self::CutAfter,
        Self::Garbled,
        Self::Impostor,
        Self::Unauthorized,
        Self::RateLimited,
        Self::LeftBefore,
        Self::LeftAfter,
    ];

    /// Whether the fault makes sense at this call. A write without content in its answer cannot tell
    /// an impostor; a refused refresh is the end of a session, which has tests of its own.
    fn fits(self, call: &str) -> bool {
        match self {
            Self::Impostor => call.starts_with("GET"),
            Self::Unauthorized => !call.contains("identity/"),
            _ => true,
        }
    }

    fn meddle(self) -> Meddle {
        let answer = |status, body: &str| Meddle::Answer(Answer::new(status, body));
        match self {
            Self::Server => answer(500, r#"{"message":"broken"}"#),
            Self::Gateway => answer(502, "<html>Bad gateway</html>"),
            Self::CutBefore => Meddle::CutBefore,
            Self::CutAfter => Meddle::CutAfter,
            Self::Garbled => Meddle::Garble("<html>"),
            Self::Impostor => answer(200, "<html>Welcome to the hotel</html>"),
            Self::Unauthorized => answer(401, ""),
            Self::LeftBefore => Meddle::HoldBefore,
            Self::LeftAfter => Meddle::HoldAfter,
            Self::RateLimited => Meddle::Answer(Answer::new(429, "").header("retry-after", "1")),
        }
    }
}

/// One run of a step: a tab, what the step is about, and what it is called in messages.
pub struct Run<T> {
    pub tab: Rc<Tab>,
    pub subject: T,
    pub name: String,
}

/// `prepare` makes what a run needs (its number makes names unique), `act` is the step, `check` looks
/// at what came of it. After a fault that `act` reports, it is called once more and must succeed. A
/// session that was open stays open, whatever happened.
pub async fn in_spite_of_every_fault<T, O, E: Debug>(
    prepare: impl AsyncFn(usize) -> (Rc<Tab>, T),
    act: impl AsyncFn(&Run<T>) -> Result<O, E>,
    check: impl AsyncFn(&Run<T>),
) {
    let run = async |number: usize, name: String| {
        let (tab, subject) = prepare(number).await;
        tab.wire.honest();
        tab.wire.forget_log();
        Run { tab, subject, name }
    };
    let honest = run(0, "without a fault".into()).await;
    act(&honest).await.unwrap_or_else(|failure| panic!("{}: {failure:?}", honest.name));
    let calls = honest.tab.wire.log();
    assert!(!calls.is_empty(), "the step makes no call");
    check(&honest).await;

    let mut number = 0;
    for (place, call) in calls.iter().enumerate() {
        for fault in Fault::ALL.into_iter().filter(|fault| fault.fits(call)) {
            number += 1;
            let run = run(number, format!("{fault:?} at call {place}, {call}")).await;
            let was_open = run.tab.portal.session().is_open();
            run.tab.wire.after(place, fault.meddle());
            let first = match select(pin!(act(&run)), pin!(run.tab.wire.held())).await {
                Either::Left((outcome, _)) => outcome.map_err(|failure| format!("{failure:?}")),
                // Here the step is dropped half-way, as when a page goes away.
                Either::Right(_) => Err("left".to_owned()),
            };
            assert!(run.tab.wire.struck_all(), "{}: not met, but {:?}", run.name, run.tab.wire.log());
            run.tab.wire.honest();
            if let Err(failure) = first {
                let again = act(&run).await;
                assert!(again.is_ok(), "{}: first {failure}, then {:?}", run.name, again.err());
            }
            assert!(!was_open || run.tab.portal.session().is_open(), "{}: the session ended", run.name);
            check(&run).await;
        }
    }
}
