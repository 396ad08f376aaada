//! What the people of the demo did, step by step, with the operations that the portal itself uses.
//!
//! The story has a clock of its own, which starts in the past and moves between the steps, so that
//! dates and event log look like a life.

use std::fmt::Display;

use portal_client::invitation::{MailLink, ProviderInvitation, ProviderSetUp, parse_link};
use portal_client::join::{ProviderDetails, accept_provider_invitation, set_up_provider};
use portal_client::new_client::{NewClient, create_client};
use portal_client::people::{confirm_people, invite_people, list_people, prepare_confirm};
use portal_client::sign_in::{SignInStep, sign_in};
use portal_client::sign_up::{Proof, SignUpOutcome, Verification, finish_sign_up, request_verification};
use portal_client::{Portal, account, session, workspace};
use portal_contracts::SecretText;
use portal_contracts::enums::{PlanType, ProviderType, ProviderUserStatus, ProviderUserType};
use portal_crypto::NativeBackend;
use time::Duration;
use uuid::Uuid;

use super::catalogue::CLIENTS;
use super::personas::{self, INES, JONAS, MIA, OMAR, PETRA, PRIYA, Persona, Role, TOM};
use crate::ApiResult;
use crate::clock::Millis;
use crate::error::ApiError;
use crate::in_process::{InProcessTransport, portal};
use crate::providers::{Opening, open_provider};
use crate::state::AppState;

/// RSA pairs that the demo clients share; their organisation keys are all different.
pub(super) const PAIRS: usize = 4;

/// Tells the story up to `now` and returns the provider's id.
pub(super) async fn tell(state: &AppState, now: Millis, plans: Vec<(PlanType, i64)>) -> ApiResult<Uuid> {
    let story = Story { state };
    let (ines, provider) = story.begin(plans).await?;
    story.join(&ines, provider, OMAR).await?;
    let omar = story.return_of(OMAR).await?;
    story.join(&ines, provider, TOM).await?;
    story.join(&omar, provider, MIA).await?;
    session::sign_out(&ines).await;
    story.create_clients(provider, now).await?;
    story.until(now, Duration::days(2));
    let ines = story.return_of(INES).await?;
    for waiting in [JONAS, PRIYA] {
        let invitation = story.invite(&ines, provider, waiting.email, waiting.role).await?;
        story.pass(Duration::hours(5));
        story.accept(waiting, &invitation).await?;
    }
    story.open_account(PETRA).await?;
    story.until(now, Duration::hours(2));
    story.return_of(TOM).await?;
    story.invite(&ines, provider, personas::INVITED, Role::ServiceUser).await?;
    story.until(now, Duration::ZERO);
    Ok(provider)
}

struct Story<'a> {
    state: &'a AppState,
}

/// A step of the story that failed; the texts of operations carry no secrets.
fn failed<E: Display>(step: &'static str) -> impl Fn(E) -> ApiError {
    move |error| ApiError::internal(format!("demo data, {step}: {error}"))
}

impl Story<'_> {
    fn pass(&self, time: Duration) {
        self.state.clock.advance(time);
    }

    /// Moves on to so long before now; never back.
    fn until(&self, now: Millis, before: Duration) {
        let gap = now.saturating_sub(super::millis(before)).saturating_sub(self.state.clock.now());
        self.state.clock.advance(Duration::milliseconds(gap.max(0)));
    }

    fn desk_of(&self, persona: Persona, backend: NativeBackend) -> Portal {
        let transport = InProcessTransport::over(self.state.clone()).from_address(persona.address());
        portal(transport, self.state.clock.clone(), backend)
    }

    /// Ines opens an account, is given a provider and sets it up.
    async fn begin(&self, plans: Vec<(PlanType, i64)>) -> ApiResult<(Portal, Uuid)> {
        let ines = self.open_account(INES).await?;
        let opening = Opening { owner_email: INES.email.to_owned(), kind: ProviderType::Msp, plans, discount: 10.0 };
        let (provider, token) = open_provider(self.state, opening).await?;
        self.pass(Duration::minutes(20));
        workspace::refresh_rights(&ines).await.map_err(failed("rights"))?;
        let link = ProviderSetUp { provider_id: provider.to_string(), token: SecretText::new(token), email: None };
        let details = ProviderDetails {
            name: personas::PROVIDER.to_owned(),
            business_name: None,
            billing_email: personas::BILLING_EMAIL.to_owned(),
            billing_address: None,
        };
        set_up_provider(&ines, &link, &details).await.map_err(failed("set-up"))?;
        self.pass(Duration::hours(1));
        Ok((ines, provider))
    }

    /// Somebody opens an account of their own.
    async fn open_account(&self, persona: Persona) -> ApiResult<Portal> {
        let portal = self.desk_of(persona, NativeBackend::new());
        let asked = request_verification(&portal, persona.email, Some(persona.name)).await;
        let Verification::NotNeeded(link) = asked.map_err(failed("sign-up"))? else {
            return Err(ApiError::internal("demo data, sign-up: a mail was asked for"));
        };
        sign_up(&portal, persona, Proof::Mail(&link)).await?;
        Ok(portal)
    }

    /// Somebody signs in again, later.
    async fn return_of(&self, persona: Persona) -> ApiResult<Portal> {
        let portal = self.desk_of(persona, NativeBackend::new());
        self.sign_in(portal, persona).await
    }

    async fn sign_in(&self, portal: Portal, persona: Persona) -> ApiResult<Portal> {
        let password = SecretText::new(persona.passphrase.to_owned());
        let step = sign_in(&portal, persona.email, password, None).await.map_err(failed("sign-in"))?;
        match step {
            SignInStep::SignedIn(_) => Ok(portal),
            _ => Err(ApiError::internal("demo data, sign-in: a second step was asked for")),
        }
    }

    async fn invite(&self, admin: &Portal, provider: Uuid, email: &str, role: Role) -> ApiResult<ProviderInvitation> {
        let role = match role {
            Role::Admin => ProviderUserType::ProviderAdmin,
            Role::ServiceUser | Role::Waiting | Role::ClientOwner => ProviderUserType::ServiceUser,
        };
        let emails = [email.to_owned()];
        invite_people(admin, &provider.to_string(), &emails, role).await.map_err(failed("invitation"))?;
        let mails = self.state.mailer.list(50).await?;
        let text = mails.into_iter().find(|mail| mail.mail.to == email).map(|mail| mail.mail.text).unwrap_or_default();
        match parse_link(&text) {
            Ok(MailLink::Provider(invitation)) => Ok(invitation),
            _ => Err(ApiError::internal("demo data, invitation: no link in the mail")),
        }
    }

    /// An invited person opens an account with the mail and accepts.
    async fn accept(&self, persona: Persona, invitation: &ProviderInvitation) -> ApiResult<()> {
        let portal = self.desk_of(persona, NativeBackend::new());
        sign_up(&portal, persona, Proof::Provider(invitation)).await?;
        account::rename(&portal, persona.name).await.map_err(failed("name"))?;
        accept_provider_invitation(&portal, invitation).await.map_err(failed("acceptance"))?;
        Ok(())
    }

    /// Invitation, acceptance and confirmation, a few hours apart.
    async fn join(&self, admin: &Portal, provider: Uuid, persona: Persona) -> ApiResult<()> {
        let invitation = self.invite(admin, provider, persona.email, persona.role).await?;
        self.pass(Duration::hours(3));
        self.accept(persona, &invitation).await?;
        self.pass(Duration::hours(20));
        let provider = provider.to_string();
        let people = list_people(admin, &provider).await.map_err(failed("people"))?;
        let waiting: Vec<_> =
            people.into_iter().filter(|person| person.status == ProviderUserStatus::Accepted).collect();
        let compared = prepare_confirm(admin, &provider, &waiting).await.map_err(failed("fingerprints"))?;
        let compared: Vec<_> =
            compared.into_iter().filter_map(|person| Some((person.id, person.outcome.ok()?))).collect();
        let rows = confirm_people(admin, &provider, compared).await.map_err(failed("confirmation"))?;
        if rows.is_empty() || rows.iter().any(|row| row.outcome.is_err()) {
            return Err(ApiError::internal("demo data, confirmation: somebody was not confirmed"));
        }
        self.pass(Duration::hours(2));
        Ok(())
    }

    /// The admins create the clients, spread evenly over the time that is left.
    async fn create_clients(&self, provider: Uuid, now: Millis) -> ApiResult<()> {
        let left = now.saturating_sub(super::millis(Duration::days(3))).saturating_sub(self.state.clock.now());
        let count = i64::try_from(CLIENTS.len()).unwrap_or(1);
        let step = Duration::milliseconds(left.max(0) / count.max(1));
        let mut desks = Vec::with_capacity(2);
        for admin in [INES, OMAR] {
            desks.push(self.sign_in(self.desk_of(admin, NativeBackend::reusing_pairs(PAIRS)), admin).await?);
        }
        // Ines creates three of four.
        for (client, desk) in CLIENTS.iter().zip([0_usize, 0, 0, 1].into_iter().cycle()) {
            let desk = desks.get(desk).ok_or_else(|| ApiError::internal("demo data, clients: no desk"))?;
            let input = NewClient {
                provider_id: provider.to_string(),
                name: client.name.to_owned(),
                owner_email: client.owner_email(),
                plan: client.plan,
                seats: client.seats,
                collection_name: personas::COLLECTION.to_owned(),
            };
            create_client(desk, &input).await.map_err(failed("client"))?;
            self.pass(step);
        }
        Ok(())
    }
}

async fn sign_up(portal: &Portal, persona: Persona, proof: Proof<'_>) -> ApiResult<()> {
    let password = SecretText::new(persona.passphrase.to_owned());
    let outcome = finish_sign_up(portal, persona.email, password, None, proof).await.map_err(failed("sign-up"))?;
    match outcome {
        SignUpOutcome::SignIn(SignInStep::SignedIn(_)) => Ok(()),
        _ => Err(ApiError::internal("demo data, sign-up: not signed in")),
    }
}
