//! Who is signed in, what they may do, and when the session ends.
//!
//! Pages take [`use_session`]; it is `Copy` and holds no key. Operations of `portal_client` take [`Session::portal`].

pub mod idle;
pub mod leaving;
pub mod place;
pub mod prefs;
pub mod timeout;

use std::rc::Rc;

use leptos::{prelude::*, task::spawn_local};
use portal_client::{
    ApiError, Device, Portal, SessionState, Setup, account,
    invitation::{LinkError, MailLink},
    session::{self, Account, SignedOutReason},
    workspace::{self, ClientEntry, ProviderEntry, Workspace},
};
use portal_contracts::token::MasterPasswordPolicy;

use crate::platform::{
    key_worker::KeyWorker,
    line::End,
    surroundings::{self, BrowserClock, DeviceMemory, TabTokens},
    tabs::{Tabs, Word},
    transport::FetchTransport,
};

/// Why the lock screen is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum LockReason {
    /// The page was loaded anew.
    #[default]
    Reload,
    /// The person asked for it, here or in another tab.
    Asked,
    /// Nobody touched the portal for a while.
    Idle,
    /// The key agent stopped working; its keys are gone.
    AgentStopped,
}

/// Why the master password has to be changed before anything else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Demand {
    /// An admin has set the present one by account recovery.
    Recovered,
    /// It does not meet these rules, which bind the account.
    Weak(MasterPasswordPolicy),
    /// It does not meet these rules of the organisation whose invitation is open: it is changed before joining, or one does
    /// not join.
    WeakToJoin(MasterPasswordPolicy),
}

/// What stands behind the link that somebody came with.
pub type Opened = Result<MailLink, LinkError>;

/// The session of this tab. Copy it freely.
#[derive(Clone, Copy)]
pub struct Session {
    portal: StoredValue<Portal, LocalStorage>,
    tabs: StoredValue<Option<Tabs>, LocalStorage>,
    link: RwSignal<Option<Rc<Opened>>, LocalStorage>,
    workspace: RwSignal<Option<Rc<Workspace>>, LocalStorage>,
    state: RwSignal<SessionState>,
    restoring: RwSignal<bool>,
    entering: RwSignal<bool>,
    unrestored: RwSignal<Option<ApiError>, LocalStorage>,
    reason: RwSignal<LockReason>,
    agent_end: RwSignal<Option<End>>,
    warning: RwSignal<Option<f64>>,
    wanted: RwSignal<Option<String>>,
    weak: RwSignal<Option<Demand>>,
    judging: RwSignal<bool>,
    prefetch: StoredValue<fn()>,
    agent: StoredValue<Rc<KeyWorker>, LocalStorage>,
}

/// The session. Outside of the app there is none, which is a mistake of the program.
#[must_use]
pub fn use_session() -> Session {
    expect_context::<Session>()
}

impl Session {
    /// Makes the session and puts it into the context; the app does this once. `prefetch` fetches the console's chunk.
    pub fn provide(prefetch: fn()) -> Self {
        let agent_end = RwSignal::new(None);
        let agent = Rc::new(KeyWorker::new(Rc::new(move |end| agent_end.set(Some(end)))));
        let (kind, name) = surroundings::browser();
        let portal = Portal::new(Setup {
            transport: Rc::new(FetchTransport),
            agent: Rc::<KeyWorker>::clone(&agent),
            tokens: Rc::new(TabTokens),
            memory: Rc::new(DeviceMemory),
            clock: Rc::new(BrowserClock),
            device: Device { kind, name: name.to_owned(), identifier: prefs::device_id() },
        });
        let this = Session {
            state: RwSignal::new(portal.session()),
            portal: StoredValue::new_local(portal.clone()),
            tabs: StoredValue::new_local(None),
            link: RwSignal::new_local(None),
            workspace: RwSignal::new_local(None),
            restoring: RwSignal::new(true),
            entering: RwSignal::new(false),
            unrestored: RwSignal::new_local(None),
            reason: RwSignal::new(LockReason::Reload),
            agent_end,
            warning: RwSignal::new(None),
            wanted: RwSignal::new(None),
            weak: RwSignal::new(None),
            judging: RwSignal::new(false),
            prefetch: StoredValue::new(prefetch),
            agent: StoredValue::new_local(agent),
        };
        portal.on_session_change(Rc::new(move |state| {
            if state.is_open() && !this.is_open_untracked() {
                idle::restart();
                this.entering.set(true);
            }
            if !state.is_open() {
                // What was said of a password holds until the next one is typed.
                this.weak.set(None);
            }
            if matches!(state, SessionState::SignedOut(_)) {
                leaving::signed_out();
            }
            this.state.set(state.clone());
            this.workspace_changed();
        }));
        portal.on_workspace_change(Rc::new(move |settled| {
            this.workspace_changed();
            if settled {
                this.entering.set(false);
            }
        }));
        this.tabs.set_value(Some(Tabs::open(Rc::new(move |word| match word {
            Word::Lock => {
                this.reason.set(LockReason::Asked);
                this.lock_here();
            }
            Word::SignOut => this.sign_out_here(),
            Word::Look => spawn_local(async move { drop(workspace::refresh_rights(&this.portal()).await) }),
        }))));
        Effect::new(move |_| {
            if agent_end.get().is_some() && this.is_open_untracked() {
                this.reason.set(LockReason::AgentStopped);
                this.lock_here();
            }
        });
        provide_context(this);
        this.restore();
        this
    }

    /// The portal, for operations of `portal_client`.
    #[must_use]
    pub fn portal(self) -> Portal {
        self.portal.get_value()
    }

    /// Where the session stands; reactive.
    #[must_use]
    pub fn state(self) -> SessionState {
        self.state.get()
    }

    /// The account, open or locked; reactive.
    #[must_use]
    pub fn account(self) -> Option<Account> {
        self.state.with(|state| state.account().cloned())
    }

    /// Whether keys are at hand; reactive.
    #[must_use]
    pub fn is_open(self) -> bool {
        self.state.with(SessionState::is_open)
    }

    /// As [`Session::is_open`], not reactive.
    #[must_use]
    pub fn is_open_untracked(self) -> bool {
        self.state.with_untracked(SessionState::is_open)
    }

    /// Whether a stored session is still being looked at; reactive.
    #[must_use]
    pub fn is_restoring(self) -> bool {
        self.restoring.get()
    }

    /// Whether the session was opened just now and providers and clients are still being read; reactive.
    #[must_use]
    pub fn is_entering(self) -> bool {
        self.entering.get() || self.judging.get()
    }

    /// Why the master password has to be changed before anything else, if it has to be; reactive.
    #[must_use]
    pub fn demand(self) -> Option<Demand> {
        self.workspace.track();
        if account::was_set_by_others(&self.portal()) { Some(Demand::Recovered) } else { self.weak.get() }
    }

    /// Says what is wrong with the password that was typed, or that nothing is.
    pub fn set_demand(self, demand: Option<Demand>) {
        self.weak.set(demand);
    }

    /// While a typed password is being judged nobody goes on.
    pub fn set_judging(self, judging: bool) {
        self.judging.set(judging);
    }

    /// Why a stored session could not be looked at; it is still stored. Reactive.
    #[must_use]
    pub fn unrestored(self) -> Option<ApiError> {
        self.unrestored.get()
    }

    /// Why the keys were put away; reactive.
    #[must_use]
    pub fn lock_reason(self) -> LockReason {
        self.reason.get()
    }

    /// Why nobody is signed in, when nobody is; reactive.
    #[must_use]
    pub fn signed_out_reason(self) -> Option<SignedOutReason> {
        self.state.with(|state| match state {
            SessionState::SignedOut(reason) => Some(*reason),
            SessionState::Locked(_) | SessionState::Open(_) => None,
        })
    }

    /// How the key agent ended, if it did; reactive. [`End::Unloadable`] is a screen of its own.
    #[must_use]
    pub fn agent_end(self) -> Option<End> {
        self.agent_end.get()
    }

    /// Providers and clients as last read; reactive.
    #[must_use]
    pub fn workspace(self) -> Option<Rc<Workspace>> {
        self.workspace.get()
    }

    /// One provider of the workspace; reactive.
    #[must_use]
    pub fn provider(self, id: &str) -> Option<ProviderEntry> {
        self.workspace.with(|workspace| workspace.as_ref()?.provider(id).cloned())
    }

    /// One client of the workspace; reactive.
    #[must_use]
    pub fn client(self, id: &str) -> Option<ClientEntry> {
        self.workspace.with(|workspace| workspace.as_ref()?.client(id).cloned())
    }

    /// Takes over what an operation has read; happens by itself after each.
    pub fn workspace_changed(self) {
        self.workspace.set(self.portal().workspace());
    }

    /// Reads providers and clients again and loads their keys.
    ///
    /// # Errors
    /// As [`workspace::sync`].
    pub async fn sync(self) -> Result<Rc<Workspace>, ApiError> {
        let outcome = workspace::sync(&self.portal()).await;
        self.workspace_changed();
        outcome
    }

    /// Looks at the stored session (again).
    pub fn restore(self) {
        self.restoring.set(true);
        self.unrestored.set(None);
        spawn_local(async move {
            if let Err(error) = session::restore(&self.portal()).await
                && !matches!(error, ApiError::SessionOver | ApiError::SignedOut)
            {
                self.unrestored.set(Some(error));
            }
            self.workspace_changed();
            self.restoring.set(false);
        });
    }

    /// Locks this tab and all others.
    pub fn lock(self) {
        self.reason.set(LockReason::Asked);
        self.tell(Word::Lock);
        self.lock_here();
    }

    /// Locks this tab; the others look at the same clock.
    pub fn lock_for_idleness(self) {
        self.reason.set(LockReason::Idle);
        self.lock_here();
    }

    /// Locks this tab only.
    pub fn lock_here(self) {
        if !self.is_open_untracked() {
            return;
        }
        spawn_local(async move {
            session::lock(&self.portal()).await;
            self.workspace_changed();
        });
    }

    /// Signs out here and in all other tabs.
    pub fn sign_out(self) {
        self.tell(Word::SignOut);
        self.sign_out_here();
    }

    /// Has all other tabs ask the server whether their sessions still stand.
    pub fn sessions_changed(self) {
        self.tell(Word::Look);
    }

    fn sign_out_here(self) {
        self.wanted.set(None);
        spawn_local(async move {
            session::sign_out(&self.portal()).await;
            self.workspace_changed();
        });
    }

    fn tell(self, word: Word) {
        self.tabs.with_value(|tabs| tabs.iter().for_each(|tabs| tabs.say(word)));
    }

    /// The link somebody came with, as long as it is open; reactive. Its token lives in memory only.
    #[must_use]
    pub fn link(self) -> Option<Rc<Opened>> {
        self.link.get()
    }

    /// As [`Session::link`], not reactive.
    #[must_use]
    pub fn link_untracked(self) -> Option<Rc<Opened>> {
        self.link.get_untracked()
    }

    /// Keeps a link, or drops it when it has done its work or was declined.
    pub fn set_link(self, link: Option<Opened>) {
        self.link.set(link.map(Rc::new));
    }

    /// Keeps the address one came for; the caller has judged it.
    pub fn keep_target(self, target: Option<String>) {
        self.wanted.set(target);
    }

    /// The address one came for, once.
    #[must_use]
    pub fn take_target(self) -> Option<String> {
        let wanted = self.wanted.get_untracked();
        self.wanted.set(None);
        wanted
    }

    /// Whether one comes back somewhere after signing in or unlocking; reactive.
    #[must_use]
    pub fn has_target(self) -> bool {
        self.wanted.with(Option::is_some)
    }

    /// Seconds until the portal locks by itself, when that is near; reactive.
    #[must_use]
    pub fn warning(self) -> RwSignal<Option<f64>> {
        self.warning
    }

    fn warn(self, seconds: Option<f64>) {
        if self.warning.get_untracked() != seconds {
            self.warning.set(seconds);
        }
    }

    /// Fetches the console's chunk and prepares the key agent: call it when the password field of sign-in or unlock gets the
    /// focus.
    pub fn prefetch_console(self) {
        self.prefetch.with_value(|prefetch| prefetch());
        self.expect_password();
    }

    /// Prepares the key agent for a derivation: call it when any other password field gets the focus.
    pub fn expect_password(self) {
        self.agent.with_value(|agent| agent.warm_up());
    }
}
