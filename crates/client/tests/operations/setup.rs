//! The guided set-up reads its state from the client itself (SETUP-01).

use portal_client::ApiError;
use portal_client::new_client::{NewClient, create_client};
use portal_client::setup::{Progress, Reading, Step, StepState, read_set_up};
use portal_client::sso::{read_sso, save_sso};
use portal_client::workspace::sync;
use portal_contracts::enums::{PlanType, ProviderUserType};
use portal_contracts::sso::UpdateSso;
use serde_json::json;

use crate::journey::contoso;
use crate::policies::enterprise;
use crate::support::{Answer, Meddle, World};

#[tokio::test]
async fn a_service_user_who_is_no_member_reads_how_far_the_set_up_has_come() {
    let world = World::start().await;
    let (admin, provider) = world.provider().await;
    let enterprise =
        NewClient { name: "Fabrikam".into(), plan: PlanType::EnterpriseMonthly, seats: 5, ..contoso(&provider) };
    create_client(&admin.portal, &enterprise).await.unwrap();
    let sam = world.confirmed(&admin, &provider, "sam@msp.example", ProviderUserType::ServiceUser).await;
    let id = sam.portal.workspace().unwrap().clients[0].organization_id.clone();

    let read = read_set_up(&sam.portal, &id).await.unwrap();
    assert_eq!(read.collections, Reading::Known(1));
    assert_eq!(read.state(Step::Collections), StepState::Begun);
    assert_eq!(read.policies, Reading::Known(0));
    assert_eq!(read.single_sign_on, Reading::Known(false));
    let Reading::Known(people) = &read.people else { panic!("{:?}", read.people) };
    assert_eq!((people.invited, people.confirmed), (1, 0), "the owner was invited");
    let Reading::Known(groups) = &read.groups else { panic!("{:?}", read.groups) };
    assert_eq!(groups.count, 0);
    assert_eq!(read.progress(|_| false), Progress { done: 0, of: 6 });
}

#[tokio::test]
async fn single_sign_on_that_a_colleague_set_up_is_done_without_a_new_profile() {
    let scene = enterprise().await;
    let (portal, client) = (&scene.sam.portal, &scene.client);
    let seen = read_sso(portal, client).await.unwrap();
    let data = json!({"configType": 1, "authority": "https://login.example", "clientId": "c", "clientSecret": "s"});
    let wanted = UpdateSso { enabled: true, identifier: Some("contoso".into()), data: data.as_object().cloned() };
    save_sso(&scene.ada.portal, client, &seen, &wanted).await.unwrap();
    assert!(!portal.workspace().unwrap().client(client).unwrap().single_sign_on, "the profile is an older one");
    assert_eq!(read_set_up(portal, client).await.unwrap().single_sign_on, Reading::Known(true));
    // Where the server does not let one look, the profile counts.
    scene.sam.wire.once("/sso", Meddle::Answer(Answer::new(404, "")));
    assert_eq!(read_set_up(portal, client).await.unwrap().single_sign_on, Reading::Known(false));
    assert!(scene.sam.wire.struck_all());
    scene.sam.wire.once("/sso", Meddle::CutBefore);
    assert_eq!(read_set_up(portal, client).await.unwrap().state(Step::SingleSignOn), StepState::Unknown);
}

#[tokio::test]
async fn what_the_plan_lacks_is_not_asked_for() {
    let world = World::start().await;
    let (admin, provider) = world.provider().await;
    create_client(&admin.portal, &contoso(&provider)).await.unwrap();
    let id = sync(&admin.portal).await.unwrap().clients[0].organization_id.clone();
    admin.wire.forget_log();
    let read = read_set_up(&admin.portal, &id).await.unwrap();
    assert_eq!(read.policies, Reading::NotInPlan);
    assert_eq!(admin.wire.count("policies") + admin.wire.count("/sso"), 0, "{:?}", admin.wire.log());
    assert_eq!(read.progress(|_| false).of, 4);
}

#[tokio::test]
async fn somebody_elses_client_is_not_read_at_all() {
    let world = World::start().await;
    let (admin, provider) = world.provider().await;
    create_client(&admin.portal, &contoso(&provider)).await.unwrap();
    let id = sync(&admin.portal).await.unwrap().clients[0].organization_id.clone();
    let stranger = world.member("eve@elsewhere.example").await;
    stranger.wire.forget_log();
    assert_eq!(read_set_up(&stranger.portal, &id).await, Err(ApiError::NotFound { message: None }));
    assert!(stranger.wire.log().is_empty(), "{:?}", stranger.wire.log());
}
