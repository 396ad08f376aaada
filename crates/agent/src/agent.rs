//! The state machine behind the messages: empty, or open with one account and its keys.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use portal_crypto::{Backend, EncString, Kdf, ProviderKey, Salt, SharedKey};
use zeroize::Zeroizing;

use crate::account::OpenAccount;
use crate::derive::Derive;
use crate::fault::Fault;
use crate::kept::{Kept, Shelf};
use crate::protocol::{AgentStatus, ClientMade, Done, Handle, ProviderMade, Reply, Request};

/// Owner of all keys. One request may wait for the platform while another one runs; what a request needs it
/// holds on to by itself, and [`Agent::still`] refuses results that belong to a state that is gone.
pub struct Agent<B: Backend, D: Derive> {
    pub(crate) backend: B,
    pub(crate) derive: D,
    pub(crate) state: RefCell<State<B>>,
}

pub(crate) struct State<B: Backend> {
    pub(crate) account: Option<Rc<OpenAccount<B>>>,
    pub(crate) providers: BTreeMap<String, Rc<ProviderKey>>,
    pub(crate) clients: BTreeMap<String, KnownClient>,
    /// Counts loads of clients: opening member keys takes a while, and only the last load has a say.
    pub(crate) client_loads: u64,
    pub(crate) shelf: Shelf,
    /// Provider keys made for a set-up, by provider id: repeating it uses the same key.
    pub(crate) set_ups: BTreeMap<String, ProviderMade>,
    /// Keys made for organisations that begin, by organisation id: repeating it uses the same keys.
    pub(crate) beginnings: BTreeMap<String, ClientMade>,
    /// Counts locks and openings.
    epoch: u64,
}

/// A client whose key was checked; kept wrapped, opened only while a request uses it (attack P7).
#[derive(Clone)]
pub(crate) enum KnownClient {
    /// Under the key of the provider that manages it.
    ByProvider { provider_id: String, wrapped: EncString },
    /// To the own public key.
    ToMember(SharedKey),
}

impl<B: Backend, D: Derive> Agent<B, D> {
    /// An empty agent.
    pub fn new(backend: B, derive: D) -> Self {
        let state = State {
            account: None,
            providers: BTreeMap::new(),
            clients: BTreeMap::new(),
            client_loads: 0,
            shelf: Shelf::new(),
            set_ups: BTreeMap::new(),
            beginnings: BTreeMap::new(),
            epoch: 0,
        };
        Self { backend, derive, state: RefCell::new(state) }
    }

    /// As [`Self::handle`], from JSON to JSON.
    ///
    /// # Errors
    /// As [`Self::handle`]; [`Fault::Parse`] when it is no request.
    pub async fn answer(&self, request: &str) -> Result<Zeroizing<String>, Fault> {
        let request = serde_json::from_str(request).map_err(|_| Fault::Parse)?;
        let reply = self.handle(request).await?;
        Ok(Zeroizing::new(serde_json::to_string(&reply).map_err(|_| Fault::Parse)?))
    }

    /// Answers one request.
    ///
    /// # Errors
    /// A category without detail, see [`Fault`].
    pub async fn handle(&self, request: Request) -> Result<Reply, Fault> {
        Ok(match request {
            Request::Status(_) => AgentStatus { unlocked: self.state.borrow().account.is_some() }.into(),
            Request::PrepareSignIn(question) => self.prepare_sign_in(question).await?.into(),
            Request::FinishSignIn(question) => self.finish_sign_in(question).await?.into(),
            Request::Unlock(question) => self.unlock(question).await?.into(),
            Request::Lock(_) => {
                self.lock();
                Done {}.into()
            }
            Request::Forget(question) => {
                self.state.borrow_mut().shelf.drop_one(question.handle);
                Done {}.into()
            }
            Request::MakeAccount(question) => self.make_account(question).await?.into(),
            Request::VerifyPassword(question) => self.verify_password(question).await?.into(),
            Request::MakePassword(question) => self.make_password(question).await?.into(),
            Request::LoadProviders(question) => self.load_providers(question).await?.into(),
            Request::LoadClients(question) => self.load_clients(question).await?.into(),
            Request::MakeProvider(question) => self.make_provider(question).await?.into(),
            Request::MakeClient(question) => self.make_client(question).await?.into(),
            Request::MakeOrganization(question) => self.make_organization(question).await?.into(),
            Request::AdoptOrganization(question) => self.adopt_organization(question).await?.into(),
            Request::CheckKey(question) => self.check_key(question).await?.into(),
            Request::PrepareConfirm(question) => self.prepare_confirm(question)?.into(),
            Request::WrapForConfirmed(question) => self.wrap_for_confirmed(question).await?.into(),
            Request::JudgeOrganizationKey(question) => self.judge_organization_key(question).await?.into(),
            Request::RecoverMember(question) => self.recover_member(question).await?.into(),
            Request::WrapForDevices(question) => self.wrap_for_devices(question).await?.into(),
            Request::WrapForRecovery(question) => self.wrap_for_recovery(&question).await?.into(),
            Request::SealTexts(question) => self.seal_texts(&question).await?.into(),
            Request::OpenTexts(question) => self.open_texts(&question).await?.into(),
            Request::SealItems(question) => self.seal_items(question).await?.into(),
            Request::OpenItems(question) => self.open_items(&question).await?.into(),
            Request::OpenExport(question) => self.open_export(question).await?.into(),
            Request::PrepareBreachCheck(question) => self.prepare_breach_check(&question).into(),
            Request::FinishBreachCheck(question) => self.finish_breach_check(&question)?.into(),
            Request::Digest(question) => crate::digest::digests(&question).into(),
            Request::SuggestPassphrase(_) => crate::digest::suggest_passphrase()?.into(),
        })
    }

    /// Drops every key, handle and prepared thing.
    pub fn lock(&self) {
        let mut state = self.state.borrow_mut();
        state.account = None;
        state.providers.clear();
        state.clients.clear();
        state.shelf.clear();
        state.set_ups.clear();
        state.beginnings.clear();
        state.epoch += 1;
    }

    pub(crate) fn open(&self, account: OpenAccount<B>) {
        let mut state = self.state.borrow_mut();
        // Whoever signs in starts with nothing of whoever was here before.
        state.providers.clear();
        state.clients.clear();
        state.set_ups.clear();
        state.beginnings.clear();
        state.account = Some(Rc::new(account));
    }

    pub(crate) fn account(&self) -> Result<Rc<OpenAccount<B>>, Fault> {
        self.state.borrow().account.clone().ok_or(Fault::Locked)
    }

    pub(crate) fn provider(&self, id: &str) -> Result<Rc<ProviderKey>, Fault> {
        self.account()?;
        self.state.borrow().providers.get(id).cloned().ok_or(Fault::Key)
    }

    pub(crate) fn epoch(&self) -> u64 {
        self.state.borrow().epoch
    }

    /// Refuses to go on when the agent was locked since `epoch`: a late result must not bring keys back.
    pub(crate) fn still(&self, epoch: u64) -> Result<(), Fault> {
        if self.epoch() == epoch { Ok(()) } else { Err(Fault::Locked) }
    }

    pub(crate) fn keep(&self, kept: Kept) -> Handle {
        self.state.borrow_mut().shelf.keep(kept)
    }

    pub(crate) fn look(&self, handle: Handle) -> Result<Kept, Fault> {
        self.state.borrow().shelf.look(handle)
    }

    pub(crate) fn forget(&self, handle: Handle) {
        self.state.borrow_mut().shelf.drop_one(handle);
    }
}

/// Settings and salt as the crypto core wants them, judged before any hashing.
pub(crate) struct Judged {
    pub(crate) kdf: Kdf,
    pub(crate) salt: Salt,
}

impl Judged {
    /// Accepts what may be used to sign in.
    pub(crate) fn for_sign_in(password: &crate::protocol::Password) -> Result<Self, Fault> {
        let judged = Self::read(password)?;
        judged.kdf.check_for_sign_in().map_err(|_| Fault::Kdf)?;
        Ok(judged)
    }

    /// Accepts what people may choose.
    pub(crate) fn for_setting(password: &crate::protocol::Password) -> Result<Self, Fault> {
        let judged = Self::read(password)?;
        judged.kdf.check_for_setting().map_err(|_| Fault::Kdf)?;
        Ok(judged)
    }

    fn read(password: &crate::protocol::Password) -> Result<Self, Fault> {
        let wire = &password.kdf;
        let kdf = Kdf::from_wire(Some(wire.kdf_type.number()), Some(wire.iterations), wire.memory, wire.parallelism)
            .map_err(|_| Fault::Kdf)?;
        Ok(Self { kdf, salt: Salt::from_email(&password.salt)? })
    }
}
