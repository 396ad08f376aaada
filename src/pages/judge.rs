//! Judges a password that was just typed to sign in or unlock against the rules of organisations (screens §2.3, §2.4). The
//! server cannot: it never sees the password.

use leptos::prelude::untrack;
use portal_client::{account, invitation::MailLink, join};
use portal_contracts::{SecretText, token::MasterPasswordPolicy};

use super::{
    sign_up::rules::{self, Holds},
    strength::words_of,
};
use crate::{
    platform::strength,
    session::{Demand, Session},
};

/// After a sign-in: by the rules that came with it, and by those of an organisation whose invitation is open.
pub async fn after_sign_in(session: Session, typed: &SecretText, policy: Option<MasterPasswordPolicy>) {
    let enforced = policy.filter(|policy| policy.enforce_on_login == Some(true));
    if let Some(policy) = enforced
        && breaks(session, typed, &policy).await
    {
        session.set_demand(Some(Demand::Weak(policy)));
        return;
    }
    let Some(policy) = to_join(session).await else { return };
    if breaks(session, typed, &policy).await {
        session.set_demand(Some(Demand::WeakToJoin(policy)));
    }
}

/// After an unlock, which is local: the rules are read when there are organisations that could have some.
pub async fn after_unlock(session: Session, typed: &SecretText) {
    let policy = account::password_rules(&session.portal()).await;
    if policy.enforce_on_login == Some(true) && breaks(session, typed, &policy).await && session.is_open_untracked() {
        session.set_demand(Some(Demand::Weak(policy)));
    }
}

/// The rules of the organisation that one is about to join. What cannot be read has no say: the page that joins reads it
/// again.
async fn to_join(session: Session) -> Option<MasterPasswordPolicy> {
    let link = session.link_untracked()?;
    let Ok(MailLink::Organization(invitation)) = &*link else { return None };
    let terms = join::read_terms(&session.portal(), invitation).await.ok()?;
    (!terms.password.is_empty()).then_some(terms.password)
}

async fn breaks(session: Session, typed: &SecretText, policy: &MasterPasswordPolicy) -> bool {
    let rules = rules::rules(policy);
    let broken = |score: Option<u8>| rules.iter().any(|rule| rules::holds(*rule, typed.expose(), score) == Holds::No);
    if broken(None) {
        return true;
    }
    // The worker that rates is large: it is fetched only where a rule asks for a rating.
    if !rules.iter().any(|rule| matches!(rule, rules::Rule::Score(_))) {
        return false;
    }
    let rated = strength::rate(typed.expose(), untrack(|| words_of(session))).await;
    broken(rated.map(|rated| rated.score))
}
