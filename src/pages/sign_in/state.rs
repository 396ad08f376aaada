//! The sign-in under way: what is on the screen, and the steps that change it. The attempt itself, with everything
//! secret, is kept by `portal_client`.

use leptos::{prelude::*, task::spawn_local};
use portal_client::{
    kdf_judgement::KdfConcern,
    sign_in::{self, SignInFailure, SignInStep},
};
use portal_contracts::{SecretText, enums::TwoFactorProvider};

use super::{
    Doors,
    flow::{self, Note, Screen, Turn},
};
use crate::{
    pages::countdown::Countdown,
    platform::{page, timer},
    session::{Session, prefs},
    ui::{Password, dom},
};

/// The sign-in page. Copy it freely; it holds no password.
#[derive(Clone, Copy)]
pub struct SignIn {
    /// What is shown.
    pub screen: RwSignal<Screen>,
    /// The address.
    pub email: RwSignal<String>,
    /// Whether to remember the address.
    pub remember: RwSignal<bool>,
    /// The master password, in its input.
    pub password: Password,
    /// Something runs.
    pub busy: RwSignal<bool>,
    /// A message beside the form.
    pub note: RwSignal<Option<Note>>,
    /// Settings that need a deliberate yes.
    pub concern: RwSignal<Option<KdfConcern>>,
    /// Until the server takes attempts again.
    pub pause: Countdown,
    /// The account was just made.
    pub account_made: RwSignal<bool>,
    /// The session.
    pub session: Session,
    /// What is done by code that comes later.
    doors: Doors,
    /// What was typed, for as long as the attempt goes on: the rules it is judged by come with its end. The hash that the
    /// attempt keeps is worth as much.
    typed: StoredValue<Option<SecretText>, LocalStorage>,
}

impl SignIn {
    /// Begins with what is known of the address.
    #[must_use]
    pub fn new(session: Session, doors: Doors, email: Option<String>, remembered: bool) -> Self {
        let screen = if email.is_some() { Screen::Password } else { Screen::Email };
        SignIn {
            screen: RwSignal::new(screen),
            email: RwSignal::new(email.unwrap_or_default()),
            remember: RwSignal::new(remembered),
            password: Password::new(),
            busy: RwSignal::new(false),
            note: RwSignal::new(None),
            concern: RwSignal::new(None),
            pause: Countdown::new(),
            account_made: RwSignal::new(false),
            session,
            doors,
            typed: StoredValue::new_local(None),
        }
    }

    /// Fetches what the password will need while it is typed.
    pub fn expect_password(self) {
        self.session.prefetch_console();
        spawn_local((self.doors.expect)(self.session.portal(), self.email.get_untracked()));
    }

    /// Sends the password. `yes_to` are settings that the person has just accepted.
    pub fn send_password(self, yes_to: Option<KdfConcern>) {
        if !self.start() {
            return;
        }
        spawn_local(async move {
            let email = self.email.get_untracked();
            let password = SecretText::new(self.password.peek().to_string());
            self.typed.set_value(Some(password.duplicate()));
            self.session.set_judging(true);
            let outcome = (self.doors.sign_in)(self.session.portal(), email, password, yes_to).await;
            // Kept only where nothing was decided: the question about settings, and a server that did not answer.
            let undecided = matches!(
                &outcome,
                Err(SignInFailure::KdfNeedsYes(_) | SignInFailure::Api(_) | SignInFailure::RateLimited { .. })
            );
            if !undecided {
                self.password.clear();
            }
            self.go_on(outcome);
        });
    }

    /// Sends the code of a second step.
    pub fn send_code(self, method: TwoFactorProvider, code: String, remember: bool) {
        if !self.start() {
            return;
        }
        spawn_local(async move {
            self.session.set_judging(true);
            let outcome = sign_in::answer_two_step(&self.session.portal(), method, &code, remember).await;
            self.go_on(outcome);
        });
    }

    /// Sends the code for a new device.
    pub fn send_device_code(self, code: String) {
        if !self.start() {
            return;
        }
        spawn_local(async move {
            self.session.set_judging(true);
            let outcome = sign_in::answer_new_device(&self.session.portal(), &code).await;
            self.go_on(outcome);
        });
    }

    /// Has a code mailed: of the second step, or of the new device. True when it is on its way.
    pub async fn mail_code(self, new_device: bool) -> bool {
        let portal = self.session.portal();
        let outcome = if new_device {
            sign_in::resend_new_device_code(&portal).await
        } else {
            sign_in::send_email_code(&portal).await
        };
        match outcome {
            Ok(()) => true,
            Err(failure) => {
                self.follow(flow::after_failure(failure, page::online()));
                false
            }
        }
    }

    /// Back to the password, with the attempt thrown away.
    pub fn start_again(self) {
        self.forget_attempt();
        self.note.set(None);
        self.screen.set(Screen::Password);
    }

    /// Back to the address.
    pub fn change_email(self) {
        self.forget_attempt();
        self.note.set(None);
        self.password.clear();
        self.account_made.set(false);
        self.screen.set(Screen::Email);
    }

    /// Throws the attempt away, if there is one.
    pub fn forget_attempt(self) {
        self.typed.set_value(None);
        let portal = self.session.portal();
        spawn_local(async move { sign_in::cancel_sign_in(&portal).await });
    }

    /// Shows what an outcome asks for.
    pub fn go_on(self, outcome: Result<SignInStep, SignInFailure>) {
        let _ = self.busy.try_set(false);
        self.follow(flow::turn(outcome, page::online()));
    }

    fn start(self) -> bool {
        if self.busy.get_untracked() || self.pause.left_now() > 0 {
            return false;
        }
        self.note.set(None);
        self.busy.set(true);
        true
    }

    fn follow(self, turn: Turn) {
        match turn {
            Turn::Arrive(arrival) => {
                let email = self.email.try_get_untracked().unwrap_or_default();
                let remember = self.remember.try_get_untracked().unwrap_or_default();
                prefs::remember_email(remember.then(|| email.trim()));
                let typed = self.typed.try_update_value(Option::take).flatten();
                let (session, judge) = (self.session, self.doors.judge);
                spawn_local(async move {
                    if let Some(typed) = typed {
                        judge(session, typed, arrival).await;
                    }
                    // The guard of the app sees the open session and goes where the person belongs.
                    session.set_judging(false);
                });
            }
            Turn::Show(screen) => {
                self.session.set_judging(false);
                let waits = matches!(screen, Screen::SecondStep(_) | Screen::NewDevice);
                if self.screen.try_set(screen).is_none() && waits {
                    self.watch_the_clock();
                }
            }
            Turn::Stay(note) => {
                self.session.set_judging(false);
                if self.screen.try_get_untracked() == Some(Screen::Password) {
                    let _ = self.typed.try_set_value(None);
                }
                if let Note::Limited(Some(seconds)) = note {
                    self.pause.start(seconds);
                }
                // The button may be off now, or the field empty: either way typing goes on in the field.
                let field = match (&note, self.screen.try_get_untracked()) {
                    (Note::Wrong | Note::Limited(_), Some(Screen::Password)) => Some("password"),
                    (Note::WrongCode | Note::Limited(_), _) => Some("code"),
                    _ => None,
                };
                let _ = self.note.try_set(Some(note));
                if let Some(field) = field {
                    dom::next_frame(move || dom::focus_id(field));
                }
            }
            Turn::Ask(concern) => {
                self.session.set_judging(false);
                let _ = self.concern.try_set(Some(concern));
            }
        }
    }

    /// Ends the attempt on time, so that a forgotten page does not hold a password's hash (AUTH-07).
    fn watch_the_clock(self) {
        spawn_local(async move {
            let portal = self.session.portal();
            while let Some(left) = sign_in::attempt_ends_in(&portal) {
                if left > 0.0 {
                    timer::sleep(left + 50.0).await;
                } else {
                    sign_in::cancel_sign_in(&portal).await;
                    let _ = self.typed.try_set_value(None);
                    let _ = self.screen.try_set(Screen::TimedOut);
                }
            }
        });
    }
}
