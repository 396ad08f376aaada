//! Invitations in parts, with an outcome for every address.

use std::cell::RefCell;
use std::rc::Rc;

use portal_client::bulk::{Control, Progress, RowFailure};
use portal_client::members::{InviteOutcome, NewMembers, invite_members, revoke_members};
use portal_contracts::enums::{OrganizationUserStatus as Status, OrganizationUserType as Role};
use portal_contracts::permissions::Permissions;

use super::{Club, newcomers};
use crate::support::{Answer, Meddle};

fn crowd(number: usize) -> NewMembers {
    let emails = (0..number).map(|number| format!("new{number:02}@contoso.example")).collect();
    NewMembers { emails, ..newcomers(&[], Role::User, Permissions::NONE) }
}

#[tokio::test]
async fn more_than_twenty_go_out_in_parts_with_progress() {
    let club = Club::new(60).await;
    let seen: Rc<RefCell<Vec<Progress>>> = Rc::default();
    let into = seen.clone();
    let control = Control::watched(move |progress| into.borrow_mut().push(progress));
    club.sam.wire.forget_log();
    let invited = invite_members(&club.sam.portal, &club.id, &crowd(45), &control).await.unwrap();
    assert!(invited.iter().all(|row| row.outcome == InviteOutcome::Invited), "{invited:?}");
    assert_eq!(club.sam.wire.count("users/invite"), 3);
    let done: Vec<usize> = seen.borrow().iter().map(|progress| progress.done).collect();
    assert_eq!(done, [0, 20, 40, 45]);
    // Again: everybody is there, and nothing is sent.
    club.sam.wire.forget_log();
    let again = invite_members(&club.sam.portal, &club.id, &crowd(45), &Control::new()).await.unwrap();
    assert!(again.iter().all(|row| row.outcome == InviteOutcome::AlreadyThere(Status::Invited)));
    assert_eq!(club.sam.wire.count("users/invite"), 0);
}

#[tokio::test]
async fn stopping_keeps_what_was_sent_and_tells_what_was_not() {
    let club = Club::new(60).await;
    let slot: Rc<RefCell<Option<Control>>> = Rc::default();
    let own = slot.clone();
    let control = Control::watched(move |progress| {
        if progress.done == 20
            && let Some(control) = own.borrow().as_ref()
        {
            control.stop();
        }
    });
    *slot.borrow_mut() = Some(control.clone());
    let invited = invite_members(&club.sam.portal, &club.id, &crowd(45), &control).await.unwrap();
    let sent = invited.iter().filter(|row| row.outcome == InviteOutcome::Invited).count();
    let left: Vec<_> = invited.iter().filter(|row| row.outcome.may_retry()).map(|row| row.email.clone()).collect();
    assert_eq!((sent, left.len()), (20, 25));
    let rest = NewMembers { emails: left, ..crowd(0) };
    let rest = invite_members(&club.sam.portal, &club.id, &rest, &Control::new()).await.unwrap();
    assert!(rest.iter().all(|row| row.outcome == InviteOutcome::Invited));
    assert_eq!(club.list().await.len(), 46);
}

#[tokio::test]
async fn every_address_has_its_own_outcome() {
    let club = Club::new(5).await;
    let portal = &club.sam.portal;
    invite_members(
        portal,
        &club.id,
        &newcomers(&["rosa@contoso.example", "nils@contoso.example"], Role::User, Permissions::NONE),
        &Control::new(),
    )
    .await
    .unwrap();
    let rosa = club.ids(&["rosa@contoso.example"]).await;
    revoke_members(portal, &club.id, &rosa, &Control::new()).await;
    let emails = ["Rosa@contoso.example", " NILS@contoso.example ", "a@contoso.example", "A@contoso.example"];
    let rows = invite_members(portal, &club.id, &newcomers(&emails, Role::User, Permissions::NONE), &Control::new())
        .await
        .unwrap();
    let outcomes: Vec<InviteOutcome> = rows.into_iter().map(|row| row.outcome).collect();
    use InviteOutcome::{AlreadyThere, Invited, NoSeat, Revoked};
    assert_eq!(outcomes, [Revoked, AlreadyThere(Status::Invited), Invited, Invited]);
    // Olga, Nils and A take three of five seats.
    let rows = invite_members(portal, &club.id, &crowd(3), &Control::new()).await.unwrap();
    assert!(rows.iter().all(|row| row.outcome == NoSeat && row.outcome.may_retry()), "{rows:?}");
    let rows = invite_members(portal, &club.id, &crowd(2), &Control::new()).await.unwrap();
    assert!(rows.iter().all(|row| row.outcome == Invited));
}

#[tokio::test]
async fn one_bad_address_costs_the_others_nothing() {
    let club = Club::new(60).await;
    let mut new = crowd(25);
    new.emails[3] = "nobody".to_owned();
    let seen: Rc<RefCell<Vec<usize>>> = Rc::default();
    let into = seen.clone();
    let control = Control::watched(move |progress| into.borrow_mut().push(progress.done));
    club.sam.wire.forget_log();
    let rows = invite_members(&club.sam.portal, &club.id, &new, &control).await.unwrap();
    let bad: Vec<_> = rows.iter().filter(|row| row.outcome != InviteOutcome::Invited).collect();
    assert_eq!(bad.len(), 1, "{bad:?}");
    assert_eq!(bad[0].email, "nobody");
    assert!(matches!(&bad[0].outcome, InviteOutcome::Failed(RowFailure::Refused(said)) if said.contains("not valid")));
    assert_eq!(club.list().await.len(), 25, "the owner and 24 new ones");
    // The part with the address as a whole, its rows one by one, the other part.
    assert_eq!(club.sam.wire.count("users/invite"), 1 + 20 + 1);
    assert!(seen.borrow().is_sorted() && seen.borrow().last() == Some(&25), "{seen:?}");
}

#[tokio::test]
async fn what_is_about_no_single_address_is_not_tried_for_each_of_hundreds() {
    let club = Club::new(60).await;
    club.sam.wire.always("users/invite", Meddle::Answer(Answer::new(400, r#"{"message": "Not today."}"#)));
    let rows = invite_members(&club.sam.portal, &club.id, &crowd(45), &Control::new()).await.unwrap();
    let refused = InviteOutcome::Failed(RowFailure::Refused("Not today.".to_owned()));
    assert!(rows.iter().all(|row| row.outcome == refused), "{rows:?}");
    assert_eq!(club.sam.wire.count("users/invite"), 1 + 20 + 1 + 1);
}

#[tokio::test]
async fn a_server_that_asks_to_slow_down_is_waited_for() {
    let club = Club::new(60).await;
    let limited = || Meddle::Answer(Answer::new(429, "").header("retry-after", "40"));
    club.sam.wire.once("users/invite", limited());
    let seen: Rc<RefCell<Vec<Progress>>> = Rc::default();
    let into = seen.clone();
    let control = Control::watched(move |progress| into.borrow_mut().push(progress));
    let rows = invite_members(&club.sam.portal, &club.id, &crowd(25), &control).await.unwrap();
    assert!(rows.iter().all(|row| row.outcome == InviteOutcome::Invited), "{rows:?}");
    assert!(seen.borrow().iter().any(|progress| progress.waiting == Some(40)));
    assert!(seen.borrow().iter().any(|progress| progress.waiting == Some(1)));
}

#[tokio::test]
async fn lost_answers_and_failures_leave_nobody_in_doubt() {
    for (number, (name, meddle)) in [
        ("500", Meddle::Answer(Answer::new(500, ""))),
        ("cut before", Meddle::CutBefore),
        ("cut after", Meddle::CutAfter),
        ("401", Meddle::Answer(Answer::new(401, ""))),
        ("429", Meddle::Answer(Answer::new(429, "").header("retry-after", "1"))),
    ]
    .into_iter()
    .enumerate()
    {
        let club = Club::new(60).await;
        club.sam.wire.once("users/invite", meddle);
        let rows = invite_members(&club.sam.portal, &club.id, &crowd(25), &Control::new()).await.unwrap();
        assert!(club.sam.wire.struck_all(), "{name}");
        let there = club.list().await;
        for row in &rows {
            let listed = there.iter().any(|member| member.email == row.email);
            match &row.outcome {
                InviteOutcome::Invited => assert!(listed, "{name}: {row:?}"),
                InviteOutcome::Failed(RowFailure::NotSent) => assert!(!listed, "{name}: {row:?}"),
                other => panic!("{name}: {other:?}"),
            }
        }
        let left: Vec<String> =
            rows.iter().filter(|row| row.outcome.may_retry()).map(|row| row.email.clone()).collect();
        let rest = NewMembers { emails: left, ..crowd(0) };
        let again = invite_members(&club.sam.portal, &club.id, &rest, &Control::new()).await.unwrap();
        assert!(again.iter().all(|row| row.outcome == InviteOutcome::Invited), "{name}: {again:?}");
        assert_eq!(club.list().await.len(), 26, "{name} ({number}): nobody twice, nobody missing");
        assert!(club.sam.portal.session().is_open());
    }
}

#[tokio::test]
async fn a_server_that_passes_somebody_over_in_silence_is_noticed() {
    let club = Club::new(10).await;
    club.sam.wire.once("users/invite", Meddle::Answer(Answer::new(200, "")));
    let rows = invite_members(&club.sam.portal, &club.id, &crowd(1), &Control::new()).await.unwrap();
    assert_eq!(rows[0].outcome, InviteOutcome::Failed(RowFailure::NotDone));
}

#[tokio::test]
async fn a_wait_can_be_stopped() {
    let club = Club::new(60).await;
    club.sam.wire.always("users/invite", Meddle::Answer(Answer::new(429, "").header("retry-after", "40")));
    let slot: Rc<RefCell<Option<Control>>> = Rc::default();
    let own = slot.clone();
    let control = Control::watched(move |progress| {
        if progress.waiting == Some(30)
            && let Some(control) = own.borrow().as_ref()
        {
            control.stop();
        }
    });
    *slot.borrow_mut() = Some(control.clone());
    let rows = invite_members(&club.sam.portal, &club.id, &crowd(2), &control).await.unwrap();
    assert!(rows.iter().all(|row| row.outcome == InviteOutcome::Failed(RowFailure::NotSent)), "{rows:?}");
    assert_eq!(club.sam.wire.count("users/invite"), 1, "it was not asked again");
}
