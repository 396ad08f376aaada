//! Policies of a client, by a service user who is no member of it, with races, lost answers and refusals.

use portal_agent::ask;
use portal_agent::protocol::OpenTexts;
use portal_client::new_client::{NewClient, create_client};
use portal_client::policies::{Change, Policies, SaveFailure, Why, preview, read_policies, save_policy};
use portal_client::{ApiError, workspace};
use portal_contracts::enums::ProviderUserType;
use portal_contracts::policies::{Obstacle, Policy, PolicyType, Settings, turning_on};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::journey::contoso;
use crate::organization::Scene;
use crate::support::{Answer, Meddle, Tab};

/// A scene whose client has a plan with policies.
pub async fn enterprise() -> Scene {
    let scene = Scene::new().await;
    plan(&scene, 19).await;
    scene
}

async fn plan(scene: &Scene, plan: i64) {
    let db = &scene.world.app.state().db;
    db.write(move |tx| Ok(tx.execute("UPDATE organization SET plan_type = ?1", [plan])?)).await.unwrap();
    workspace::sync(&scene.sam.portal).await.unwrap();
    workspace::sync(&scene.ada.portal).await.unwrap();
}

fn change(seen: Policy, enabled: bool, data: Value) -> Change {
    Change { seen, enabled, settings: Settings::of(data.as_object().cloned()), my_items: "My items".into() }
}

impl Scene {
    async fn policies(&self) -> Policies {
        read_policies(&self.sam.portal, &self.client).await.unwrap()
    }

    async fn save(&self, tab: &Tab, kind: PolicyType, enabled: bool, data: Value) -> Result<Policy, SaveFailure> {
        let seen = read_policies(&tab.portal, &self.client).await.unwrap().get(kind);
        save_policy(&tab.portal, &self.client, change(seen, enabled, data)).await
    }
}

#[tokio::test]
async fn a_service_user_reads_and_saves_policies_of_a_client() {
    let scene = enterprise().await;
    let before = scene.policies().await;
    assert!(!before.is_on(PolicyType::MasterPassword) && before.footing.asked_by_provider);
    let saved = scene.save(&scene.sam, PolicyType::MasterPassword, true, json!({"minLength": 14})).await.unwrap();
    assert!(saved.enabled && saved.number("minLength") == Some(14));
    let now = scene.policies().await;
    assert!(now.is_on(PolicyType::MasterPassword));
    assert_eq!(now.get(PolicyType::MasterPassword).number("minLength"), Some(14));
    assert_eq!(scene.events(1700).await, 1);
    // A provider admin sees the same; strangers are not even asked about.
    assert!(read_policies(&scene.ada.portal, &scene.client).await.unwrap().is_on(PolicyType::MasterPassword));
    let stranger = read_policies(&scene.sam.portal, &Uuid::new_v4().to_string()).await;
    assert_eq!(stranger, Err(ApiError::NotFound { message: None }));
}

#[tokio::test]
async fn what_this_version_does_not_know_goes_back_as_it_came() {
    let scene = enterprise().await;
    let odd = json!({"minLength": 20, "FromTomorrow": {"Deep": [null, 1.5]}, "nothing": null});
    scene.save(&scene.sam, PolicyType::MasterPassword, true, odd).await.unwrap();
    let seen = scene.policies().await.get(PolicyType::MasterPassword);
    let mut settings = seen.settings();
    settings.put("minLength", Some(json!(16)));
    let wanted = Change { seen, enabled: true, settings, my_items: String::new() };
    save_policy(&scene.sam.portal, &scene.client, wanted).await.unwrap();
    let data = scene.policies().await.get(PolicyType::MasterPassword).data;
    assert_eq!(json!(data), json!({"minLength": 16, "FromTomorrow": {"Deep": [null, 1.5]}, "nothing": null}));
    // A kind of tomorrow is listed, and harms nothing.
    scene.sam.wire.edit("/policies", |answer| {
        answer["data"].as_array_mut().unwrap().push(json!({"type": 700, "enabled": true, "data": null}));
    });
    assert_eq!(scene.policies().await.unknown().count(), 1);
}

#[tokio::test]
async fn a_change_by_somebody_else_is_shown_and_not_overwritten() {
    let scene = enterprise().await;
    let kind = PolicyType::MasterPassword;
    let seen = scene.policies().await.get(kind);
    scene.save(&scene.ada, kind, true, json!({"minLength": 30})).await.unwrap();
    let mine = change(seen.clone(), true, json!({"minLength": 14}));
    let refused = save_policy(&scene.sam.portal, &scene.client, mine.clone()).await;
    let Err(SaveFailure::Changed(now)) = refused else { panic!("{refused:?}") };
    assert_eq!((now.enabled, now.number("minLength")), (true, Some(30)));
    assert_eq!(scene.policies().await.get(kind).number("minLength"), Some(30), "nothing was saved");
    // Shown and meant.
    save_policy(&scene.sam.portal, &scene.client, Change { seen: *now, ..mine }).await.unwrap();
    // Both wanted the same: there is nothing to ask.
    let same = change(seen, true, json!({"minLength": 14}));
    assert!(save_policy(&scene.sam.portal, &scene.client, same).await.unwrap().enabled);
    assert_eq!(scene.events(1700).await, 2);
}

#[tokio::test]
async fn a_lost_answer_is_looked_up_before_anything_is_reported() {
    let scene = enterprise().await;
    scene.sam.wire.once("PUT api/organizations", Meddle::CutAfter);
    assert!(scene.save(&scene.sam, PolicyType::NoPinUnlock, true, Value::Null).await.unwrap().enabled);
    scene.sam.wire.once("PUT api/organizations", Meddle::CutBefore);
    let lost = scene.save(&scene.sam, PolicyType::NoPinUnlock, false, Value::Null).await;
    assert_eq!(lost, Err(SaveFailure::Api(ApiError::Offline)));
    // An answer about another policy is none, and the policy tells.
    scene.sam.wire.edit("PUT api/organizations", |answer| answer["type"] = json!(1));
    assert!(!scene.save(&scene.sam, PolicyType::NoPinUnlock, false, Value::Null).await.unwrap().enabled);
}

#[tokio::test]
async fn data_ownership_carries_the_sealed_name_of_my_items_on_old_and_new_servers() {
    let scene = enterprise().await;
    let kind = PolicyType::DataOwnership;
    let data = json!({"enableIndividualItemsTransfer": true});
    // A server that has dropped the older address.
    scene.sam.wire.once("/vnext", Meddle::Answer(Answer::new(404, r#"{"message":"Resource not found."}"#)));
    scene.save(&scene.sam, kind, true, data.clone()).await.unwrap();
    scene.sam.wire.honest();
    scene.save(&scene.sam, kind, false, data.clone()).await.unwrap();
    let off: Value = serde_json::from_slice(&scene.sam.wire.last("PUT").body.unwrap()).unwrap();
    assert_eq!(off["metadata"], Value::Null, "nothing to make when it goes off");
    scene.save(&scene.sam, kind, true, data).await.unwrap();
    assert!(scene.sam.wire.last("PUT").path.ends_with("/policies/5/vnext"));
    let body: Value = serde_json::from_slice(&scene.sam.wire.last("PUT").body.unwrap()).unwrap();
    let sealed = body["metadata"]["defaultUserCollectionName"].as_str().unwrap().to_owned();
    let question = OpenTexts { organization_id: scene.client.clone(), texts: vec![sealed] };
    assert_eq!(ask(&*scene.sam.agent, question).await.unwrap().texts, [Ok("My items".to_owned())]);
}

#[tokio::test]
async fn what_is_missing_is_known_before_and_said_by_the_server_after() {
    let scene = enterprise().await;
    let footing = scene.policies().await.footing;
    let needed = [Obstacle::Needs(PolicyType::SingleOrganization)];
    assert_eq!(turning_on(PolicyType::RequireSso, &footing), needed);
    let refused = scene.save(&scene.sam, PolicyType::RequireSso, true, Value::Null).await;
    let Err(SaveFailure::Api(ApiError::Refused { status: 400, message: Some(said) })) = refused else {
        panic!("{refused:?}")
    };
    assert!(said.contains("Single organization"), "{said}");
    scene.save(&scene.sam, PolicyType::SingleOrganization, true, Value::Null).await.unwrap();
    scene.save(&scene.sam, PolicyType::RequireSso, true, Value::Null).await.unwrap();
    assert_eq!(turning_on(PolicyType::RequireSso, &scene.policies().await.footing), []);
    // On a plan without policies the server refuses, and nobody is signed out.
    plan(&scene, 17).await;
    let refused = scene.save(&scene.sam, PolicyType::NoPinUnlock, true, Value::Null).await;
    let Err(SaveFailure::Api(ApiError::Refused { .. })) = refused else { panic!("{refused:?}") };
    assert!(scene.sam.portal.session().is_open());
}

#[tokio::test]
async fn a_time_out_is_written_whole() {
    let scene = enterprise().await;
    scene.save(&scene.sam, PolicyType::SingleOrganization, true, Value::Null).await.unwrap();
    let data = json!({"type": "never", "minutes": 15, "action": "lock"});
    let saved = scene.save(&scene.sam, PolicyType::SessionTimeout, true, data).await.unwrap();
    assert_eq!(json!(saved.data), json!({"type": "never", "minutes": 480, "action": "lock"}));
}

impl Scene {
    /// Puts the owner of an account into an organisation, confirmed, as a plain member.
    async fn put_into(&self, organization: &str, email: &str) {
        let (organization, email): (Uuid, _) = (organization.parse().unwrap(), email.to_owned());
        let db = &self.world.app.state().db;
        let sql = "INSERT INTO organization_user (id, organization_id, user_id, status, type, created_at, revised_at)
                   SELECT ?1, ?2, id, 2, 2, 0, 0 FROM user WHERE email = ?3";
        let added = db.write(move |tx| Ok(tx.execute(sql, (Uuid::new_v4(), organization, email))?)).await.unwrap();
        assert_eq!(added, 1);
    }
}

#[tokio::test]
async fn who_would_lose_access_is_known_before_and_comes_true_after() {
    let scene = enterprise().await;
    let second = NewClient { name: "Fabrikam".into(), ..contoso(&scene.provider) };
    let fabrikam = create_client(&scene.ada.portal, &second).await.unwrap();
    plan(&scene, 19).await;
    for (email, both) in [("uwe@contoso.example", true), ("zoe@contoso.example", false)] {
        scene.world.member(email).await;
        scene.put_into(&scene.client, email).await;
        if both {
            scene.put_into(&fabrikam, email).await;
        }
    }
    let portal = &scene.sam.portal;
    let seen = std::cell::RefCell::new(Vec::new());
    let look = async |kind, stop: bool| {
        let progress = |done, all| seen.borrow_mut().push((done, all));
        preview(portal, &scene.client, kind, progress, || stop).await.unwrap()
    };
    let two_step = look(PolicyType::TwoFactor, false).await;
    assert_eq!((two_step.affected.len(), two_step.members, two_step.invited), (2, 2, 1));
    assert!(two_step.affected.iter().all(|person| person.why == Why::NoTwoStep));
    assert!(seen.borrow().is_empty(), "other clients are none of its business");

    let single = look(PolicyType::SingleOrganization, false).await;
    let found: Vec<_> = single.affected.iter().map(|person| (person.email.as_str(), &person.why)).collect();
    assert_eq!(found, [("uwe@contoso.example", &Why::AlsoIn(vec!["Fabrikam".into()]))]);
    assert_eq!((single.looked.clients, seen.borrow().as_slice()), (1, [(1, 1)].as_slice()));
    // Stopped, or unreadable: what was not read is named, and nothing is claimed.
    let stopped = look(PolicyType::SingleOrganization, true).await;
    assert_eq!((stopped.affected.len(), stopped.looked.unread), (0, vec!["Fabrikam".to_owned()]));
    scene.sam.wire.once("mini-details", Meddle::Answer(Answer::new(500, "")));
    assert_eq!(look(PolicyType::SingleOrganization, false).await.looked.unread, ["Fabrikam"]);

    scene.save(&scene.sam, PolicyType::SingleOrganization, true, Value::Null).await.unwrap();
    assert_eq!(scene.events(1521).await, 1);
    assert!(look(PolicyType::SingleOrganization, false).await.affected.is_empty(), "revoked already");
}

#[tokio::test]
async fn people_of_the_provider_who_are_members_lose_nothing_and_are_told_apart_by_admins() {
    let scene = enterprise().await;
    let role = ProviderUserType::ServiceUser;
    scene.world.confirmed(&scene.ada, &scene.provider, "tim@msp.example", role).await;
    scene.world.member("zoe@contoso.example").await;
    for email in ["sam@msp.example", "tim@msp.example", "zoe@contoso.example"] {
        scene.put_into(&scene.client, email).await;
    }
    let look = async |tab: &Tab, kind| {
        let found = preview(&tab.portal, &scene.client, kind, |_, _| {}, || false).await.unwrap();
        let mut hit: Vec<String> = found.affected.into_iter().map(|person| person.email).collect();
        hit.sort();
        (hit, found.staff, found.staff_unknown)
    };
    for kind in [PolicyType::TwoFactor, PolicyType::DataOwnership] {
        assert_eq!(look(&scene.ada, kind).await, (vec!["zoe@contoso.example".to_owned()], 2, false));
        // A service user knows himself; of others he is told that they may be among these.
        let both = ["tim@msp.example", "zoe@contoso.example"].map(str::to_owned).to_vec();
        assert_eq!(look(&scene.sam, kind).await, (both, 1, true));
    }
    // A list of people that cannot be read leaves it open, and says so.
    scene.ada.wire.once(&format!("providers/{}/users", scene.provider), Meddle::Answer(Answer::new(500, "")));
    let open = look(&scene.ada, PolicyType::TwoFactor).await;
    assert_eq!((open.0.len(), open.1, open.2), (3, 0, true));
    scene.ada.wire.honest();

    scene.save(&scene.ada, PolicyType::TwoFactor, true, Value::Null).await.unwrap();
    assert_eq!(scene.events(1520).await, 1, "Zoe alone");
    assert_eq!(look(&scene.ada, PolicyType::DataOwnership).await.1, 2, "both still have access");
}
