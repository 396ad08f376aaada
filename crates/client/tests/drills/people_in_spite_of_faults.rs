//! Every call about people fails in every way: inviting, resending, confirming, roles, removing.

use std::rc::Rc;

use portal_client::people::{
    InviteOutcome, RowFailure, change_role, confirm_people, invite_people, list_people, prepare_confirm, remove_people,
    resend_invitations,
};
use portal_client::workspace::{KeyState, refresh_rights};
use portal_contracts::enums::{ProviderUserStatus, ProviderUserType};

use crate::faulty::in_spite_of_every_fault;
use crate::members::{SAM, accepted_anew, confirm, invited_anew, person, shared};
use crate::support::World;

#[tokio::test]
async fn inviting_and_inviting_again() {
    let world = World::start().await;
    let (ada, provider) = world.provider().await;
    let ada = Rc::new(ada);
    in_spite_of_every_fault(
        async |number| (shared(&ada), [format!("kim{number}@msp.example"), format!("lee{number}@msp.example")]),
        async |run| {
            let rows = invite_people(&run.tab.portal, &provider, &run.subject, ProviderUserType::ServiceUser).await?;
            // After a lost answer they are there already; never are they reported as missing.
            assert!(rows.iter().all(|row| row.outcome != InviteOutcome::NotInvited), "{}: {rows:?}", run.name);
            Ok::<_, portal_client::people::InviteFailure>(())
        },
        async |run| {
            let people = list_people(&run.tab.portal, &provider).await.unwrap();
            for email in &run.subject {
                assert_eq!(people.iter().filter(|person| person.email == *email).count(), 1, "{}", run.name);
            }
        },
    )
    .await;
    in_spite_of_every_fault(
        async |_| {
            invited_anew(&world, &ada, &provider, SAM).await;
            (shared(&ada), person(&ada, &provider, SAM).await.unwrap())
        },
        async |run| {
            let ids = std::slice::from_ref(&run.subject.id);
            let rows = resend_invitations(&run.tab.portal, &provider, ids).await?;
            assert_eq!(rows[0].outcome, Ok(()), "{}", run.name);
            Ok::<_, portal_client::ApiError>(())
        },
        async |run| {
            let now = person(&run.tab, &provider, SAM).await.unwrap();
            assert_eq!(now, run.subject, "{}", run.name);
        },
    )
    .await;
}

#[tokio::test]
async fn confirming() {
    let world = World::start().await;
    let (ada, provider) = world.provider().await;
    let ada = Rc::new(ada);
    let sam = world.member(SAM).await;
    in_spite_of_every_fault(
        async |_| (shared(&ada), accepted_anew(&world, &ada, &provider, &sam).await),
        async |run| {
            let portal = &run.tab.portal;
            // As the page does: read the list, show the words of whoever is still waiting, confirm.
            let people = list_people(portal, &provider).await?;
            let waiting: Vec<_> =
                people.into_iter().filter(|person| person.status == ProviderUserStatus::Accepted).collect();
            let compared = prepare_confirm(portal, &provider, &waiting).await?;
            let keys = compared.into_iter().map(|row| (row.id, row.outcome.unwrap())).collect();
            let rows = confirm_people(portal, &provider, keys).await?;
            match rows.iter().find(|row| row.outcome.is_err()) {
                None => Ok(()),
                // The server says yes without having done it.
                Some(row) if row.outcome == Err(RowFailure::NotDone) => panic!("{}: {rows:?}", run.name),
                Some(row) => panic!("{}: {row:?}", run.name),
            }
            .map_err(|error: portal_client::ApiError| error)
        },
        async |run| {
            let now = person(&run.tab, &provider, SAM).await.unwrap();
            assert_eq!(now.status, ProviderUserStatus::Confirmed, "{}", run.name);
            refresh_rights(&sam.portal).await.unwrap();
            let key = sam.portal.workspace().unwrap().provider(&provider).unwrap().key;
            assert_eq!(key, KeyState::Ready, "{}: the very provider key arrived", run.name);
        },
    )
    .await;
}

#[tokio::test]
async fn changing_roles_and_removing() {
    let world = World::start().await;
    let (ada, provider) = world.provider().await;
    let ada = Rc::new(ada);
    let sam = world.member(SAM).await;
    let waiting = accepted_anew(&world, &ada, &provider, &sam).await;
    confirm(&ada, &provider, &waiting).await;
    in_spite_of_every_fault(
        async |number| {
            let role = if number % 2 == 0 { ProviderUserType::ProviderAdmin } else { ProviderUserType::ServiceUser };
            (shared(&ada), role)
        },
        async |run| change_role(&run.tab.portal, &provider, &waiting.id, run.subject).await,
        async |run| {
            let now = person(&run.tab, &provider, SAM).await.unwrap();
            assert_eq!((now.role, now.status), (run.subject, ProviderUserStatus::Confirmed), "{}", run.name);
        },
    )
    .await;
    in_spite_of_every_fault(
        async |_| {
            invited_anew(&world, &ada, &provider, SAM).await;
            (shared(&ada), person(&ada, &provider, SAM).await.unwrap().id)
        },
        async |run| {
            let rows = remove_people(&run.tab.portal, &provider, std::slice::from_ref(&run.subject)).await?;
            assert_eq!(rows[0].outcome, Ok(()), "{}", run.name);
            Ok::<_, portal_client::ApiError>(())
        },
        async |run| assert_eq!(person(&run.tab, &provider, SAM).await, None, "{}", run.name),
    )
    .await;
}
