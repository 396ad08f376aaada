//! From the form to the mails: what stands against it first, then in parts of twenty.

use leptos::{prelude::*, task::spawn_local};
use portal_client::{
    bulk::{Control, RowFailure},
    members::{InviteOutcome, Invited, invite_members},
};

use super::{FIELD, Inviting, KIND, ROLE, guard, judge::Judged, seats};
use crate::{
    i18n::text::members as text,
    pages::{
        client::{collections, members::desk::Desk},
        people::{
            batches::{Job, Sent},
            results::{Line, row_failure},
        },
        problem::Problem,
    },
    ui::dom,
};

/// Sends, when nothing stands against it: first what can be judged here, then a look at clients whose names resemble the
/// domains.
pub fn try_to_send(desk: Desk) {
    let Inviting { judged, fields, tried, busy, guard, .. } = desk.inviting;
    tried.set(true);
    if !judged.with_untracked(Judged::ready) {
        return dom::focus_id(FIELD);
    }
    if untrack(|| fields.lacks_permission()) {
        return dom::focus_id(ROLE);
    }
    busy.set(true);
    let seats_lack = lacks_seats(desk);
    spawn_local(async move {
        if seats_lack {
            // The profile may be older than the seats: somebody else may have assigned some since. When it cannot be read
            // the old number stays.
            let _ = desk.data.scope.session.sync().await;
            if busy.try_get_untracked().is_none() {
                // The page is gone.
                return;
            }
            if lacks_seats(desk) {
                busy.set(false);
                return dom::next_frame(|| dom::focus_id(seats::NOTICE));
            }
        }
        guard.look().await;
        if busy.try_set(false).is_some() {
            // The page is gone.
            return;
        }
        if guard.waits_for_an_answer() {
            dom::next_frame(|| dom::focus_id(guard::QUESTION));
        } else {
            send(desk);
        }
    });
}

fn lacks_seats(desk: Desk) -> bool {
    untrack(|| seats::need(desk)).is_some_and(|need| !need.fits())
}

fn send(desk: Desk) {
    let inviting = desk.inviting;
    let portal = desk.data.scope.portal();
    let client = desk.data.scope.id();
    let access = untrack(|| inviting.fields.access());
    let new = inviting.new_members();
    let rows = new.emails.iter().map(|email| (email.clone(), email.clone())).collect();
    let job = Job { kind: KIND, title: text::outcome_invite(), rows, before: None, sent: Some(Sent::new(access)) };
    let begun = desk.batches.start(job, move |rows, control: Control| async move {
        let invited = invite_members(&portal, &client, &new, &control).await;
        // They stand in the access lists from now on, also when the answer was lost.
        collections::outdated(&client);
        match invited {
            Ok(invited) => invited.into_iter().map(line).collect(),
            Err(error) => {
                let why = Problem::of(&error).line();
                rows.into_iter()
                    .map(|(id, called)| Line { id, called, outcome: Err(why.clone()), again: true })
                    .collect()
            }
        }
    });
    if begun {
        inviting.draft.close();
    } else {
        desk.say_busy();
    }
}

fn line(invited: Invited) -> Line {
    let again = invited.outcome.may_retry();
    let outcome = match invited.outcome {
        InviteOutcome::Invited | InviteOutcome::AlreadyThere(_) => Ok(()),
        InviteOutcome::Revoked => Err(text::invite_revoked().to_owned()),
        InviteOutcome::NoSeat => Err(text::invite_no_seat().to_owned()),
        InviteOutcome::Failed(RowFailure::NotDone) => Err(text::invite_not_listed().to_owned()),
        InviteOutcome::Failed(failure) => Err(row_failure(&failure)),
    };
    Line { id: invited.email.clone(), called: invited.email, outcome, again }
}
