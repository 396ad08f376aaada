//! The form for a master password: what is typed, what is wrong with it, how far its submission has come.

use std::rc::Rc;

use futures::{
    FutureExt as _,
    future::{LocalBoxFuture, Shared},
};
use leptos::{prelude::*, task::spawn_local};
use portal_client::{
    invitation::MailLink,
    sign_up::{Proof, SignUpFailure, SignUpStep},
};

use super::{
    form::{self, Breach, Field, Finding, Question, Typed},
    rules::Rule,
    words,
};
use crate::{
    pages::{
        press::Press,
        strength::{Meter, inviter, own_words},
    },
    session::{Opened, Session},
    ui::Password,
};

/// How far a submission has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Nothing runs.
    Idle,
    /// The rules of the organisation are still being read.
    Reading,
    /// The breach list is being asked.
    Comparing,
    /// Keys are made and the account is sent.
    Creating(SignUpStep),
}

/// The rules of the organisation that invites.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RulesKnown {
    /// Read, or there are none.
    Yes,
    /// Being read.
    Soon,
    /// Could not be read.
    No,
}

/// What reads the rules; whoever needs them can wait for its end.
type Reading = Shared<LocalBoxFuture<'static, ()>>;

/// The form. Copy it freely; passwords stay in their inputs.
#[derive(Clone, Copy)]
pub struct FormState {
    /// The master password.
    pub password: Password,
    /// The repetition.
    pub repeat: Password,
    /// The hint.
    pub hint: RwSignal<String>,
    /// Name of the person, where the server does not know it.
    pub name: RwSignal<String>,
    /// Address of the account.
    pub email: RwSignal<String>,
    /// Whether the address has to be typed because the link does not say it.
    pub asks_email: bool,
    /// Whether the name has to be asked for.
    pub asks_name: bool,
    /// Whether to compare with known breaches.
    pub wants_breach_check: RwSignal<bool>,
    /// What the comparison said about the password as it stands.
    pub breach: RwSignal<Option<Breach>>,
    /// What the organisation asks for.
    pub rules: RwSignal<Vec<Rule>>,
    /// Whether these are known.
    pub rules_known: RwSignal<RulesKnown>,
    /// The rating.
    pub meter: Meter,
    /// How far the submission has come.
    pub stage: RwSignal<Stage>,
    /// The question to answer before it goes on.
    pub question: RwSignal<Option<Question>>,
    /// Why the account was not made.
    pub failure: RwSignal<Option<SignUpFailure>>,
    /// All fields have been judged once.
    pub judged: RwSignal<bool>,
    left: RwSignal<Vec<Field>>,
    press: Press,
    broken_rule: RwSignal<Option<Finding>>,
    reading: StoredValue<Option<Reading>, LocalStorage>,
    link: StoredValue<Rc<Opened>, LocalStorage>,
    /// The session.
    pub session: Session,
}

impl FormState {
    /// A fresh form for the account of a link.
    #[must_use]
    pub fn new(session: Session, link: Rc<Opened>) -> Self {
        let email = match &*link {
            Ok(MailLink::SignUp(link)) => Some(link.email.clone()),
            Ok(MailLink::Provider(link)) => link.email.clone(),
            Ok(MailLink::Organization(link)) => link.email.clone(),
            Ok(MailLink::ProviderSetUp(_)) | Err(_) => None,
        };
        let asks_email = email.is_none();
        let asks_name = !matches!(&*link, Ok(MailLink::SignUp(_)));
        let email = RwSignal::new(email.unwrap_or_default());
        let name = RwSignal::new(String::new());
        let password = Password::new();
        let inviter = inviter(&link).map(str::to_owned);
        let words = Signal::derive(move || own_words(&email.get(), &name.get(), inviter.as_deref()));
        let this = FormState {
            password,
            repeat: Password::new(),
            hint: RwSignal::new(String::new()),
            name,
            email,
            asks_email,
            asks_name,
            wants_breach_check: RwSignal::new(true),
            breach: RwSignal::new(None),
            rules: RwSignal::new(Vec::new()),
            rules_known: RwSignal::new(RulesKnown::Yes),
            meter: Meter::new(password, words),
            stage: RwSignal::new(Stage::Idle),
            question: RwSignal::new(None),
            failure: RwSignal::new(None),
            judged: RwSignal::new(false),
            left: RwSignal::new(Vec::new()),
            press: Press::watch(),
            broken_rule: RwSignal::new(None),
            reading: StoredValue::new_local(None),
            link: StoredValue::new_local(link),
            session,
        };
        Effect::new(move |_| {
            // What was found out holds for one password only.
            let _ = password.version();
            this.breach.set(None);
            this.broken_rule.set(None);
        });
        this
    }

    /// Everything that is wrong now; reactive.
    #[must_use]
    pub fn findings(self) -> Vec<Finding> {
        let _ = self.password.version();
        let _ = self.repeat.version();
        let (password, repeat) = (self.password.peek(), self.repeat.peek());
        let (name, hint, email) = (self.name.get(), self.hint.get(), self.email.get());
        let mut found = Vec::new();
        if self.asks_email {
            found.extend(form::check_email(&email).map(|problem| Finding { field: Field::Email, problem }));
        }
        let typed = Typed { password: &password, repeat: &repeat, hint: &hint, name: &name };
        found.extend(self.rules.with(|rules| form::check_password_form(typed, rules)));
        if !found.iter().any(|finding| finding.field == Field::Password) {
            found.extend(self.broken_rule.get());
        }
        found
    }

    /// What to say at a field, once it was left or the form was sent; reactive.
    #[must_use]
    pub fn error(self, field: Field) -> Signal<Option<String>> {
        Signal::derive(move || {
            let shown = self.judged.get() || self.left.with(|left| left.contains(&field));
            if !shown {
                return None;
            }
            self.findings()
                .into_iter()
                .find(|finding| finding.field == field)
                .map(|found| words::problem(&found.problem))
        })
    }

    /// The summary above the button, once the form was sent; reactive.
    #[must_use]
    pub fn summary(self) -> Signal<Vec<(String, String)>> {
        Signal::derive(move || {
            if !self.judged.get() || self.stage.get() != Stage::Idle {
                return Vec::new();
            }
            let pair = |found: Finding| (words::field_id(found.field).to_owned(), words::problem(&found.problem));
            self.findings().into_iter().map(pair).collect()
        })
    }

    /// For a field that was left: judged from now on, unless it is still empty.
    #[must_use]
    pub fn on_blur(self, field: Field) -> Callback<()> {
        Callback::new(move |()| {
            let empty = match field {
                Field::Password => self.password.peek().is_empty(),
                Field::Repeat => self.repeat.peek().is_empty(),
                Field::Hint | Field::Name => false,
                Field::Email => self.email.with_untracked(String::is_empty),
            };
            if !empty {
                let show = move |()| {
                    let _ = self.left.try_update(|left| left.push(field));
                };
                self.press.after(Callback::new(show));
            }
        })
    }

    /// Says that a rule is broken, which only the rating or the server could tell.
    pub fn break_rule(self, finding: Finding) {
        self.broken_rule.set(Some(finding));
    }

    /// Runs what reads the rules and says in the end whether they are known.
    pub fn read_rules(self, reading: impl Future<Output = ()> + 'static) {
        self.rules_known.set(RulesKnown::Soon);
        let reading = reading.boxed_local().shared();
        self.reading.set_value(Some(reading.clone()));
        spawn_local(reading);
    }

    /// Waits until the rules have been read, or could not be.
    pub async fn rules_settled(self) {
        if let Some(reading) = self.reading.try_get_value().flatten() {
            reading.await;
        }
    }

    /// The link that proves the address.
    #[must_use]
    pub fn link(self) -> Rc<Opened> {
        self.link.get_value()
    }

    /// Empties the password fields.
    pub fn clear(self) {
        self.password.clear();
        self.repeat.clear();
    }

    /// Whether something runs; reactive.
    #[must_use]
    pub fn busy(self) -> Signal<bool> {
        Signal::derive(move || self.stage.get() != Stage::Idle)
    }
}

/// What a link proves; nothing for links that cannot make an account.
#[must_use]
pub fn proof(link: &Opened) -> Option<Proof<'_>> {
    match link {
        Ok(MailLink::SignUp(link)) => Some(Proof::Mail(link)),
        Ok(MailLink::Provider(link)) => Some(Proof::Provider(link)),
        Ok(MailLink::Organization(link)) => Some(Proof::Organization(link)),
        Ok(MailLink::ProviderSetUp(_)) | Err(_) => None,
    }
}
