//! A member accepts: at once where the organisation asks for nothing, after an agreement where it can recover accounts.

use leptos::{prelude::*, task::spawn_local};
use portal_client::{
    ApiError,
    invitation::MailLink,
    join::{self, Accepted, JoinFailure, RecoveryKey},
};

use super::{Held, agree::Agree, title, who};
use crate::{
    i18n::text::{join as text, join_organisation as organisation},
    pages::{
        card::{Card, WaitingCard},
        join::{choice::top, failed::Failed, refuse::Inviter, waiting::Waiting, watch::Goal},
        problem::{Problem, ProblemCallout},
    },
    session::use_session,
};

/// How far it has come.
#[derive(Clone, Debug, PartialEq)]
enum Step {
    /// What the organisation asks for is being read.
    Reading,
    /// That could not be read.
    Unread(ApiError),
    /// It can recover accounts, which needs an agreement.
    Agree,
    /// The acceptance is on its way.
    Accepting,
    /// Its outcome.
    Done(Result<Accepted, JoinFailure>),
}

/// Accepts the invitation with the account that is signed in. Without an agreement it works while locked, too.
#[component]
pub fn Accept(
    link: Held,
    /// Address signed in with.
    email: String,
    declined: RwSignal<bool>,
) -> AnyView {
    let session = use_session();
    let step = RwSignal::new(Step::Reading);
    let accept = Callback::new(move |(recovery,): (Option<RecoveryKey>,)| {
        step.set(Step::Accepting);
        spawn_local(async move {
            let held = link.get_value();
            let Ok(MailLink::Organization(invitation)) = &*held else { return };
            let portal = session.portal();
            let outcome = join::accept_organization_invitation(&portal, invitation, recovery.as_ref()).await;
            let _ = step.try_set(Step::Done(outcome));
        });
    });
    let read = Callback::new(move |()| {
        step.set(Step::Reading);
        spawn_local(async move {
            let held = link.get_value();
            let Ok(MailLink::Organization(invitation)) = &*held else { return };
            match join::read_terms(&session.portal(), invitation).await {
                Ok(terms) if terms.recovery => {
                    let _ = step.try_set(Step::Agree);
                }
                // Who has left meanwhile accepts nothing.
                Ok(_) => {
                    let _ = accept.try_run((None,));
                }
                Err(error) => {
                    let _ = step.try_set(Step::Unread(error));
                }
            }
        });
    });
    read.run(());
    (move || match step.get() {
        Step::Reading => view! { <WaitingCard text=organisation::reading_terms() /> }.into_any(),
        Step::Accepting => view! { <WaitingCard text=text::accepting() /> }.into_any(),
        Step::Unread(error) => {
            let problem = Problem { again: true, ..Problem::of(&error) };
            view! {
                <Card
                    title=title(link)
                    top=top(&who(link))
                    lead=organisation::terms_unread().into_any()
                    take_focus=true
                >
                    <ProblemCallout problem=problem on_again=read />
                </Card>
            }
            .into_any()
        }
        Step::Agree => {
            let agreed = move |key: RecoveryKey| accept.run((Some(key),));
            view! { <Agree link=link declined=declined on_agree=Callback::new(agreed) /> }.into_any()
        }
        Step::Done(Ok(accepted)) => {
            let (id, name) = who(link);
            let before = accepted == Accepted::Before;
            view! { <Waiting goal=Goal::Organization(id) name=name before=before /> }.into_any()
        }
        Step::Done(Err(failure)) => view! {
            <Failed failure=failure email=email.clone() who=who(link) inviter=Inviter::Organization on_again=read />
        }
        .into_any(),
    })
    .into_any()
}
