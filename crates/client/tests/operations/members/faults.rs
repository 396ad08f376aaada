//! Bulk actions when the network, the server or the session gives way half-way.

use portal_client::bulk::{Control, Report, RowFailure};
use portal_client::members::{remove_members, resend_invitations, restore_members, revoke_members};
use portal_client::session;
use portal_contracts::enums::OrganizationUserStatus as Status;

use super::{Club, MY_ITEMS};
use crate::support::{Answer, Meddle, Tab};

const ROWS: usize = 120;

#[derive(Clone, Copy, Debug, PartialEq)]
enum Deed {
    Revoke,
    Restore,
    Remove,
    Resend,
}

impl Deed {
    const fn call(self) -> &'static str {
        match self {
            Self::Revoke => "users/revoke",
            Self::Restore => "users/restore",
            Self::Remove => "DELETE api/organizations",
            Self::Resend => "users/reinvite",
        }
    }

    async fn run(self, tab: &Tab, client: &str, ids: &[String], control: &Control) -> Report {
        let portal = &tab.portal;
        match self {
            Self::Revoke => revoke_members(portal, client, ids, control).await,
            Self::Restore => restore_members(portal, client, ids, MY_ITEMS, control).await,
            Self::Remove => remove_members(portal, client, ids, control).await,
            Self::Resend => resend_invitations(portal, client, ids, control).await,
        }
    }

    /// Whether the list says that it is done.
    async fn is_done(self, club: &Club, id: &str) -> bool {
        let list = club.list().await;
        let status = list.iter().find(|member| member.id == id).map(|member| member.status);
        match self {
            Self::Revoke => status == Some(Status::Revoked),
            Self::Restore => status == Some(Status::Invited),
            Self::Remove => status.is_none(),
            Self::Resend => true,
        }
    }
}

/// Strikes the second of three parts: the first passes, then one is lost.
fn faults() -> Vec<(&'static str, Meddle)> {
    vec![
        ("500", Meddle::Answer(Answer::new(500, ""))),
        ("cut before", Meddle::CutBefore),
        ("cut after", Meddle::CutAfter),
        ("429", Meddle::Answer(Answer::new(429, "").header("retry-after", "30"))),
        ("401", Meddle::Answer(Answer::new(401, ""))),
    ]
}

#[tokio::test]
async fn nothing_is_lost_when_one_part_is() {
    for deed in [Deed::Revoke, Deed::Restore, Deed::Remove, Deed::Resend] {
        for (name, meddle) in faults() {
            let name = format!("{name} at {deed:?}");
            let club = Club::new(300).await;
            let ids = club.crowd(ROWS).await;
            if deed == Deed::Restore {
                club.sql("UPDATE organization_user SET status = -1 WHERE email LIKE 'crowd%'").await;
            }
            club.sam.wire.once(deed.call(), Meddle::Edit(Box::new(|_| {})));
            club.sam.wire.once(deed.call(), meddle);
            let mut report = deed.run(&club.sam, &club.id, &ids, &Control::new()).await;
            assert!(club.sam.wire.struck_all(), "{name}");
            club.sam.wire.honest();
            let asked: Vec<&String> = report.rows.iter().map(|row| &row.id).collect();
            assert_eq!(asked, ids.iter().collect::<Vec<_>>(), "{name}: one row for each, in order");
            assert!(report.rows[..50].iter().all(|row| row.outcome.is_ok()), "{name}: the first part counts");
            for row in [&report.rows[0], &report.rows[60], &report.rows[119]] {
                if deed != Deed::Resend {
                    assert_eq!(row.outcome.is_ok(), deed.is_done(&club, &row.id).await, "{name}: {row:?}");
                }
            }
            let failed = report.to_retry();
            assert_eq!(failed.len(), ROWS - report.done(), "{name}: every failed row is worth another try");
            if !failed.is_empty() {
                report.take_over(deed.run(&club.sam, &club.id, &failed, &Control::new()).await);
            }
            assert!(report.is_complete(), "{name}: {:?}", report.rows.iter().find(|row| row.outcome.is_err()));
            assert!(club.sam.portal.session().is_open(), "{name}");
        }
    }
}

#[tokio::test]
async fn without_any_connection_nobody_knows_and_later_everybody_does() {
    let club = Club::new(300).await;
    let ids = club.crowd(ROWS).await;
    club.sam.wire.after(1, Meddle::CutAfter);
    club.sam.wire.always("", Meddle::CutBefore);
    let mut report = revoke_members(&club.sam.portal, &club.id, &ids, &Control::new()).await;
    let outcomes: Vec<_> = report.rows.iter().map(|row| row.outcome.clone()).collect();
    assert!(outcomes[..50].iter().all(Result::is_ok), "the first part was answered");
    assert!(
        outcomes[50..100].iter().all(|outcome| *outcome == Err(RowFailure::Unknown)),
        "sent, and no list to look at"
    );
    assert!(outcomes[100..].iter().all(|outcome| *outcome == Err(RowFailure::NotSent)));
    assert!(report.error.is_some());
    club.sam.wire.honest();
    report.take_over(revoke_members(&club.sam.portal, &club.id, &report.to_retry(), &Control::new()).await);
    assert!(report.is_complete(), "{report:?}");
}

#[tokio::test]
async fn a_removal_whose_answer_and_list_were_lost_is_settled_by_another_try() {
    let club = Club::new(300).await;
    let ids = club.crowd(2).await;
    club.sam.wire.once(Deed::Remove.call(), Meddle::CutAfter);
    club.sam.wire.always("users?", Meddle::CutBefore);
    let mut report = remove_members(&club.sam.portal, &club.id, &ids, &Control::new()).await;
    assert!(report.rows.iter().all(|row| row.outcome == Err(RowFailure::Unknown)), "{report:?}");
    club.sam.wire.honest();
    assert!(club.list().await.iter().all(|member| !ids.contains(&member.id)), "it had arrived");
    report.take_over(remove_members(&club.sam.portal, &club.id, &report.to_retry(), &Control::new()).await);
    assert!(report.is_complete(), "{report:?}");
}

#[tokio::test]
async fn a_run_goes_on_while_the_session_locks_and_stops_when_told() {
    let club = Club::new(300).await;
    let ids = club.crowd(ROWS).await;
    club.sam.wire.once("users/revoke", Meddle::HoldBefore);
    let control = Control::new();
    let run = revoke_members(&club.sam.portal, &club.id, &ids, &control);
    let lock = async {
        club.sam.wire.held().await;
        session::lock(&club.sam.portal).await;
        club.sam.wire.honest();
    };
    let (report, ()) = futures::join!(run, lock);
    assert!(report.is_complete(), "{report:?}");

    club.sam.wire.once("users/restore", Meddle::HoldBefore);
    let run = restore_members(&club.sam.portal, &club.id, &ids, MY_ITEMS, &control);
    let stop = async {
        club.sam.wire.held().await;
        control.stop();
        club.sam.wire.honest();
    };
    let (report, ()) = futures::join!(run, stop);
    assert!(report.stopped && report.done() == 50, "{}", report.done());
    assert!(report.rows[50..].iter().all(|row| row.outcome == Err(RowFailure::NotSent)));
}

#[tokio::test]
async fn at_most_five_hundred_go_at_once() {
    let club = Club::new(600).await;
    let ids = club.crowd(510).await;
    let report = resend_invitations(&club.sam.portal, &club.id, &ids, &Control::new()).await;
    assert_eq!((report.rows.len(), report.done(), report.to_retry().len()), (510, 500, 10));
}
