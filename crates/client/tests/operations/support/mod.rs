//! The embedded server in this process, people in front of it, and a wire that can be told to misbehave.

mod derive;
mod stores;
mod wire;

use std::cell::RefCell;
use std::rc::Rc;

use portal_agent::LocalAgent;
use portal_client::invitation::{MailLink, parse_link};
use portal_client::join::{ProviderDetails, accept_provider_invitation, set_up_provider};
use portal_client::people::{self, invite_people, list_people};
use portal_client::session::SessionState;
use portal_client::sign_up::{Proof, SignUpOutcome, Verification, finish_sign_up, request_verification};
use portal_client::{Device, KeyAgent, Portal, Setup, workspace};
use portal_contracts::SecretText;
use portal_contracts::enums::{DeviceType, PlanType, ProviderType, ProviderUserType};
use portal_crypto::NativeBackend;
use portal_server::providers::{Opening, open_provider};
use portal_server::{App, Config};

use derive::Remembering;
pub use stores::{FakeClock, MemoryStore, TabStore};
pub use wire::{Answer, Meddle, Wire};

pub const PASSWORD: &str = "six words are better than one";
pub const ADMIN: &str = "ada@msp.example";

pub fn secret(text: &str) -> SecretText {
    SecretText::new(text.to_owned())
}

pub struct World {
    pub app: App,
    clock: Rc<FakeClock>,
}

/// One browser tab.
pub struct Tab {
    pub portal: Portal,
    pub agent: Rc<dyn KeyAgent>,
    pub wire: Rc<Wire>,
    pub clock: Rc<FakeClock>,
    pub tokens: Rc<TabStore>,
    pub memory: Rc<MemoryStore>,
    pub sessions: Rc<RefCell<Vec<SessionState>>>,
}

impl World {
    pub async fn start() -> Self {
        Self::with(|_| {}).await
    }

    pub async fn with(change: impl FnOnce(&mut Config)) -> Self {
        let mut config = Config::in_memory();
        change(&mut config);
        Self { app: App::open(config).await.unwrap(), clock: Rc::new(FakeClock::default()) }
    }

    pub fn tab(&self) -> Tab {
        self.tab_over(Rc::default(), Rc::default())
    }

    /// A browser that the server has not seen yet.
    pub fn tab_of_another_browser(&self) -> Tab {
        self.tab_with(Rc::default(), Rc::default(), "2c8e7f00-0000-4000-8000-000000000002")
    }

    /// A tab that finds what another one stored: a refresh of the page, or a second visit.
    pub fn tab_over(&self, tokens: Rc<TabStore>, memory: Rc<MemoryStore>) -> Tab {
        self.tab_with(tokens, memory, "1b9e7f00-0000-4000-8000-000000000001")
    }

    fn tab_with(&self, tokens: Rc<TabStore>, memory: Rc<MemoryStore>, device: &str) -> Tab {
        let wire = Rc::new(Wire::new(self.app.router()));
        // A few pairs for the organisations of one person: making them is the slow part, and the
        // tests compare symmetric keys.
        let agent: Rc<dyn KeyAgent> = Rc::new(LocalAgent::new(NativeBackend::reusing_pairs(1), Remembering));
        let portal = Portal::new(Setup {
            transport: wire.clone(),
            agent: agent.clone(),
            tokens: tokens.clone(),
            memory: memory.clone(),
            clock: self.clock.clone(),
            device: Device { kind: DeviceType::Chrome, name: "chrome".into(), identifier: device.into() },
        });
        let sessions = Rc::new(RefCell::new(Vec::new()));
        let seen = sessions.clone();
        portal.on_session_change(Rc::new(move |session: &SessionState| seen.borrow_mut().push(session.clone())));
        Tab { portal, agent, wire, clock: self.clock.clone(), tokens, memory, sessions }
    }

    /// The newest mail to an address that contains a link the portal knows.
    pub async fn link(&self, email: &str) -> MailLink {
        let mails = self.app.state().mailer.list(50).await.unwrap();
        let found = mails.iter().filter(|stored| stored.mail.to == email);
        found.filter_map(|stored| parse_link(&stored.mail.text).ok()).next().expect("no mail with a link")
    }

    /// An account by verification mail, signed in.
    pub async fn member(&self, email: &str) -> Tab {
        let tab = self.tab();
        assert_eq!(request_verification(&tab.portal, email, None).await.unwrap(), Verification::MailSent);
        let MailLink::SignUp(link) = self.link(email).await else { panic!("not a sign-up link") };
        let done = finish_sign_up(&tab.portal, email, secret(PASSWORD), None, Proof::Mail(&link)).await.unwrap();
        assert!(matches!(done, SignUpOutcome::SignIn(_)), "{done:?}");
        tab
    }

    /// A provider that the operator opened and its first admin set up.
    pub async fn provider(&self) -> (Tab, String) {
        let tab = self.member(ADMIN).await;
        let id = self.opened(ADMIN).await;
        let MailLink::ProviderSetUp(link) = self.link(ADMIN).await else { panic!("not a set-up link") };
        set_up_provider(&tab.portal, &link, &details()).await.unwrap();
        (tab, id)
    }

    pub async fn opened(&self, owner: &str) -> String {
        let opening = Opening {
            owner_email: owner.into(),
            kind: ProviderType::Msp,
            plans: vec![(PlanType::TeamsMonthly, 50), (PlanType::EnterpriseMonthly, 10)],
            discount: 35.0,
        };
        open_provider(self.app.state(), opening).await.unwrap().0.to_string()
    }

    /// A person invited by the admin, with an account of their own, who has accepted.
    pub async fn accepted(&self, admin: &Tab, provider_id: &str, email: &str, role: ProviderUserType) -> Tab {
        invite_people(&admin.portal, provider_id, &[email.to_owned()], role).await.unwrap();
        let MailLink::Provider(invitation) = self.link(email).await else { panic!("not an invitation") };
        let tab = self.tab();
        let proof = Proof::Provider(&invitation);
        finish_sign_up(&tab.portal, email, secret(PASSWORD), None, proof).await.unwrap();
        accept_provider_invitation(&tab.portal, &invitation).await.unwrap();
        tab
    }

    /// As [`Self::accepted`], and confirmed.
    pub async fn confirmed(&self, admin: &Tab, provider_id: &str, email: &str, role: ProviderUserType) -> Tab {
        let tab = self.accepted(admin, provider_id, email, role).await;
        let all = list_people(&admin.portal, provider_id).await.unwrap();
        let waiting: Vec<_> = all.into_iter().filter(|person| person.email == email).collect();
        let compared = people::prepare_confirm(&admin.portal, provider_id, &waiting).await.unwrap();
        let keys = compared.into_iter().map(|row| (row.id, row.outcome.unwrap())).collect();
        let rows = people::confirm_people(&admin.portal, provider_id, keys).await.unwrap();
        assert!(rows.iter().all(|row| row.outcome.is_ok()), "{rows:?}");
        workspace::refresh_rights(&tab.portal).await.unwrap();
        tab
    }
}

pub fn details() -> ProviderDetails {
    ProviderDetails {
        name: "North & Sons".into(),
        business_name: None,
        billing_email: "bills@msp.example".into(),
        billing_address: None,
    }
}
