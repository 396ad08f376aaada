//! Access and refresh tokens (API contract §3): refreshed in single flight, dropped when refused.

use std::rc::Rc;

use futures::FutureExt as _;
use portal_agent::protocol::Lock;
use portal_contracts::SecretText;
use portal_contracts::token::{TokenAnswer, TokenChallenge};
use serde::Deserialize;

use crate::encode;
use crate::error::ApiError;
use crate::portal::{Access, Portal};
use crate::send::Call;
use crate::session::{SessionState, SignedOutReason};
use crate::surroundings::TokenKind;
use crate::transport::Base;

/// Tokens are renewed so long before their end, in milliseconds.
const EARLY: f64 = 300_000.0;

/// What the portal reads from an access token. The server made it and checks it; nothing
/// security-relevant hangs on it here.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Claims {
    /// User id.
    pub(crate) sub: String,
    /// Address.
    pub(crate) email: String,
    /// Name.
    pub(crate) name: Option<String>,
}

impl Claims {
    pub(crate) fn of(token: &SecretText) -> Option<Self> {
        let payload = token.expose().split('.').nth(1)?;
        let bytes = data_encoding::BASE64URL_NOPAD.decode(payload.trim_end_matches('=').as_bytes()).ok()?;
        let claims: Self = serde_json::from_slice(&bytes).ok()?;
        (!claims.sub.is_empty()).then_some(claims)
    }
}

impl Portal {
    /// Keeps the tokens of an answer.
    #[allow(clippy::cast_precision_loss, reason = "seconds are capped")]
    pub(crate) fn keep_tokens(&self, answer: &mut TokenAnswer) -> Result<(), ApiError> {
        if answer.access_token.is_empty() {
            return Err(ApiError::BadAnswer);
        }
        let life = answer.expires_in.clamp(1, 86_400) as f64 * 1_000.0;
        let now = self.now();
        let token = Rc::new(std::mem::take(&mut answer.access_token));
        let access = Access { token, renew_at_ms: now + life - EARLY.min(life / 2.0), ends_at_ms: now + life };
        if let Some(refresh) = answer.refresh_token.take() {
            self.inner.tokens.store(TokenKind::Refresh, Some(&refresh));
        }
        let mut state = self.inner.state.borrow_mut();
        state.access = Some(access);
        state.generation += 1;
        Ok(())
    }

    /// Makes sure that the access token is a later one than `generation`. Whoever comes while a
    /// refresh is under way waits for the same one.
    pub(crate) async fn refresh(&self, generation: u64) -> Result<(), ApiError> {
        let state_generation = self.inner.state.borrow().generation;
        if state_generation != generation {
            return Ok(());
        }
        let running = self.inner.refreshing.borrow().clone();
        let run = match running {
            Some(run) => run,
            None => {
                let portal = self.clone();
                let run = async move {
                    let outcome = portal.refresh_now().await;
                    portal.inner.refreshing.borrow_mut().take();
                    outcome
                }
                .boxed_local()
                .shared();
                // Kept by the portal, so that a page that is left does not lose a token half-way.
                *self.inner.refreshing.borrow_mut() = Some(run.clone());
                run
            }
        };
        run.await
    }

    async fn refresh_now(&self) -> Result<(), ApiError> {
        let Some(token) = self.inner.tokens.load(TokenKind::Refresh) else { return Err(ApiError::SignedOut) };
        let epoch = self.epoch();
        let body =
            encode::form(&[("grant_type", "refresh_token"), ("client_id", "web"), ("refresh_token", token.expose())]);
        let call = Call::post("connect/token").on(Base::Identity).anonymous().form(body);
        let answer = self.exchange(&call).await;
        if self.epoch() != epoch {
            return Err(ApiError::SignedOut);
        }
        let answer = answer?;
        if (200..300).contains(&answer.status) {
            return self.keep_tokens(&mut portal_contracts::read_json(&answer.body)?);
        }
        let challenge: TokenChallenge = portal_contracts::read_json(&answer.body).unwrap_or_default();
        let refused = answer.status == 401 || challenge.error.as_deref() == Some("invalid_grant");
        if !refused {
            return Err(ApiError::from_answer(&answer));
        }
        self.end_session(SignedOutReason::Expired).await;
        Err(ApiError::SessionOver)
    }

    /// Drops keys, tokens and everything read, here and in the key agent.
    pub(crate) async fn end_session(&self, reason: SignedOutReason) {
        self.forget_session();
        self.set_session(SessionState::SignedOut(reason));
        // An agent that is gone holds no keys either.
        let _ = portal_agent::ask(&*self.inner.agent, Lock {}).await;
    }
}
