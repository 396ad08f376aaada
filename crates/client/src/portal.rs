//! The handle that every operation takes.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use futures::future::Shared;
use portal_agent::protocol::{Ask, Pin};
use portal_agent::{Fault, KeyAgent, LocalBoxFuture, ask};
use portal_contracts::SecretText;

use crate::config::ServerInfo;
use crate::error::ApiError;
use crate::new_client::Draft;
use crate::session::{Account, SessionState, SignedOutReason, Unlockable};
use crate::sign_in::Attempt;
use crate::surroundings::{Clock, Device, Memory, TokenKind, TokenStore};
use crate::throttle::Throttle;
use crate::transport::Transport;
use crate::workspace::{self, Workspace};

/// What a portal is made of.
pub struct Setup {
    /// HTTP.
    pub transport: Rc<dyn Transport>,
    /// Keys.
    pub agent: Rc<dyn KeyAgent>,
    /// Tokens of this browser tab.
    pub tokens: Rc<dyn TokenStore>,
    /// Public things remembered for this browser.
    pub memory: Rc<dyn Memory>,
    /// Time.
    pub clock: Rc<dyn Clock>,
    /// How this browser presents itself.
    pub device: Device,
}

/// One signed-in (or not) portal. Clones are the same portal; they are cheap.
#[derive(Clone)]
pub struct Portal {
    pub(crate) inner: Rc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) transport: Rc<dyn Transport>,
    pub(crate) agent: Rc<dyn KeyAgent>,
    pub(crate) tokens: Rc<dyn TokenStore>,
    pub(crate) memory: Rc<dyn Memory>,
    pub(crate) clock: Rc<dyn Clock>,
    pub(crate) device: Device,
    pub(crate) state: RefCell<State>,
    pub(crate) refreshing: RefCell<Option<RefreshRun>>,
    pub(crate) throttle: Cell<Throttle>,
    pub(crate) attempt: RefCell<Option<Attempt>>,
    /// Number of the sign-in that counts; one that was thrown away finds another number here when its answer comes.
    pub(crate) attempt_number: Cell<u64>,
    /// The address whose password was expected last, and its digest; until it is looked up, or the attempt is over.
    pub(crate) digested: RefCell<Option<(String, String)>>,
    pub(crate) draft: RefCell<Option<Draft>>,
    /// A provider whose set-up this page has sent, and which may have arrived.
    pub(crate) set_up_sent: RefCell<Option<String>>,
    listeners: RefCell<Vec<Listener>>,
    workspace_listeners: RefCell<Vec<WorkspaceListener>>,
}

type Listener = Rc<dyn Fn(&SessionState)>;
type WorkspaceListener = Rc<dyn Fn(bool)>;

/// A refresh of the token that several calls wait for.
pub(crate) type RefreshRun = Shared<LocalBoxFuture<'static, Result<(), ApiError>>>;

pub(crate) struct State {
    pub(crate) session: SessionState,
    pub(crate) access: Option<Access>,
    pub(crate) unlockable: Option<Unlockable>,
    pub(crate) workspace: Option<Rc<Workspace>>,
    /// What was seen under which id, for the life of this page, through lock and sign-out.
    pub(crate) pins: BTreeMap<String, Pin>,
    pub(crate) server: Option<Rc<ServerInfo>>,
    pub(crate) clock_off: Option<i64>,
    /// Counts sign-ins and sign-outs: answers that belong to an earlier session are dropped.
    pub(crate) epoch: u64,
    /// Counts access tokens.
    pub(crate) generation: u64,
}

/// An access token with the local time until which it can be used.
pub(crate) struct Access {
    pub(crate) token: Rc<SecretText>,
    pub(crate) renew_at_ms: f64,
    pub(crate) ends_at_ms: f64,
}

impl PartialEq for Portal {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.inner, &other.inner)
    }
}

impl Portal {
    /// A portal without a session; see [`crate::session::restore`].
    #[must_use]
    pub fn new(setup: Setup) -> Self {
        let Setup { transport, agent, tokens, memory, clock, device } = setup;
        Self {
            inner: Rc::new(Inner {
                transport,
                agent,
                tokens,
                memory,
                clock,
                device,
                state: RefCell::new(State {
                    session: SessionState::SignedOut(SignedOutReason::NotSignedIn),
                    access: None,
                    unlockable: None,
                    workspace: None,
                    pins: BTreeMap::new(),
                    server: None,
                    clock_off: None,
                    epoch: 0,
                    generation: 0,
                }),
                refreshing: RefCell::new(None),
                throttle: Cell::new(Throttle::default()),
                attempt: RefCell::new(None),
                attempt_number: Cell::new(0),
                digested: RefCell::new(None),
                draft: RefCell::new(None),
                set_up_sent: RefCell::new(None),
                listeners: RefCell::new(Vec::new()),
                workspace_listeners: RefCell::new(Vec::new()),
            }),
        }
    }

    /// Where the session stands.
    #[must_use]
    pub fn session(&self) -> SessionState {
        self.inner.state.borrow().session.clone()
    }

    /// The signed-in account, open or locked.
    #[must_use]
    pub fn account(&self) -> Option<Account> {
        self.inner.state.borrow().session.account().cloned()
    }

    /// Providers and clients as of the last [`crate::workspace::sync`]; `None` before the first one.
    #[must_use]
    pub fn workspace(&self) -> Option<Rc<Workspace>> {
        self.inner.state.borrow().workspace.clone()
    }

    /// Local clock minus server clock in seconds, once a server's answer allowed to compare.
    #[must_use]
    pub fn clock_off(&self) -> Option<i64> {
        self.inner.state.borrow().clock_off
    }

    /// Calls `listener` after each change of the session, for the life of the portal.
    pub fn on_session_change(&self, listener: Rc<dyn Fn(&SessionState)>) {
        self.inner.listeners.borrow_mut().push(listener);
    }

    /// Calls `listener` after each change of the workspace, for the life of the portal: with `false` while keys are still
    /// to be loaded, with `true` when no more is to come, also when reading it failed.
    pub fn on_workspace_change(&self, listener: Rc<dyn Fn(bool)>) {
        self.inner.workspace_listeners.borrow_mut().push(listener);
    }

    pub(crate) fn tell_workspace(&self, settled: bool) {
        let listeners = self.inner.workspace_listeners.borrow().clone();
        for listener in listeners {
            listener(settled);
        }
    }

    pub(crate) fn set_session(&self, session: SessionState) {
        {
            let mut state = self.inner.state.borrow_mut();
            if state.session == session {
                return;
            }
            state.session = session.clone();
        }
        let listeners = self.inner.listeners.borrow().clone();
        for listener in listeners {
            listener(&session);
        }
    }

    /// Asks the key agent. An agent that turns out to be empty locks the portal, so that the person
    /// is asked for the password instead of seeing the same error for ever.
    pub(crate) async fn ask<Q: Ask>(&self, question: Q) -> Result<Q::Reply, Fault> {
        let outcome = ask(&*self.inner.agent, question).await;
        if matches!(outcome, Err(Fault::Locked | Fault::Gone)) {
            self.fall_back_to_locked();
        }
        outcome
    }

    pub(crate) fn fall_back_to_locked(&self) {
        let session = self.session();
        if let SessionState::Open(account) = session {
            workspace::forget_keys(self);
            self.set_session(SessionState::Locked(Account { fingerprint: Vec::new(), ..account }));
        }
    }

    /// Drops everything of the session but what [`crate::session`] keeps on purpose.
    pub(crate) fn forget_session(&self) {
        self.inner.tokens.store(TokenKind::Refresh, None);
        self.inner.refreshing.borrow_mut().take();
        self.inner.attempt.borrow_mut().take();
        self.inner.digested.borrow_mut().take();
        self.inner.draft.borrow_mut().take();
        let mut state = self.inner.state.borrow_mut();
        state.access = None;
        state.unlockable = None;
        state.workspace = None;
        state.epoch += 1;
    }

    pub(crate) fn epoch(&self) -> u64 {
        self.inner.state.borrow().epoch
    }

    pub(crate) fn now(&self) -> f64 {
        self.inner.clock.now_ms()
    }
}
