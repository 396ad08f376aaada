//! Claimed domains of a client, by a service user who is no member of it and by an owner who works for no provider.

use portal_client::ApiError;
use portal_client::domains::{AddFailure, Verdict, add_domain, list_domains, people_of, remove_domain, verify_domain};
use portal_client::members::list_members;
use portal_client::policies::read_policies;
use portal_contracts::domains::DomainProblem;
use portal_contracts::enums::OrganizationUserType;
use portal_contracts::policies::PolicyType;
use serde_json::json;
use uuid::Uuid;

use crate::organization::Scene;
use crate::policies::enterprise;
use crate::support::{Answer, Meddle};

impl Scene {
    fn says(&self, domain: &str, txt: Option<&str>) {
        self.world.app.state().dns.put(domain, txt.map(str::to_owned).into_iter().collect());
    }
}

#[tokio::test]
async fn a_service_user_claims_a_domain_and_lets_it_go_again() {
    let scene = enterprise().await;
    let (portal, client) = (&scene.sam.portal, &scene.client);
    assert_eq!(list_domains(portal, client).await.unwrap(), []);
    assert_eq!(add_domain(portal, client, "www.contoso.example").await, Err(AddFailure::Typed(DomainProblem::Www)));
    assert_eq!(scene.sam.wire.count("POST api/organizations"), 0, "a slip of the finger is no request");
    let added = add_domain(portal, client, " Contoso.example ").await.unwrap();
    assert_eq!((added.name.as_str(), &added.claimed, &added.checked), ("contoso.example", &None, &None));
    assert!(added.next_check.is_some() && added.added.is_some());
    assert_eq!(add_domain(portal, client, "contoso.example").await, Err(AddFailure::Listed));

    let Verdict::NotFound(missing) = verify_domain(portal, client, &added.id).await.unwrap() else { panic!("found") };
    assert!(missing.checked.is_some());
    scene.says("contoso.example", added.txt.as_deref());
    let Verdict::Claimed(claimed) = verify_domain(portal, client, &added.id).await.unwrap() else { panic!("missing") };
    assert!(claimed.claimed.is_some() && claimed.next_check.is_none());
    // Whoever asks again hears the same, not an error.
    assert_eq!(verify_domain(portal, client, &added.id).await.unwrap(), Verdict::Claimed(claimed.clone()));
    assert_eq!(list_domains(portal, client).await.unwrap(), [claimed]);
    let policies = read_policies(portal, client).await.unwrap();
    assert!(policies.is_on(PolicyType::SingleOrganization) && policies.footing.claimed_domain);
    // The invited owner has an address of it.
    assert_eq!(people_of("Contoso.Example", &list_members(portal, client).await.unwrap()), 1);

    remove_domain(portal, client, &added.id).await.unwrap();
    remove_domain(portal, client, &added.id).await.unwrap();
    assert_eq!(list_domains(portal, client).await.unwrap(), []);
    for (kind, count) in [(2000, 1), (2001, 1), (2002, 1), (2003, 1)] {
        assert_eq!(scene.events(kind).await, count, "{kind}");
    }
}

#[tokio::test]
async fn lost_answers_are_looked_up_and_lost_requests_are_said() {
    let scene = enterprise().await;
    let (portal, client) = (&scene.sam.portal, &scene.client);
    scene.sam.wire.once("/domain", Meddle::CutAfter);
    let added = add_domain(portal, client, "contoso.example").await.unwrap();
    scene.sam.wire.once("POST api/organizations", Meddle::CutBefore);
    assert_eq!(add_domain(portal, client, "other.example").await, Err(AddFailure::Api(ApiError::Offline)));
    scene.sam.wire.once("/verify", Meddle::CutAfter);
    assert_eq!(verify_domain(portal, client, &added.id).await, Err(ApiError::Offline), "not claimed: say so");
    scene.says("contoso.example", added.txt.as_deref());
    scene.sam.wire.once("/verify", Meddle::CutAfter);
    assert!(matches!(verify_domain(portal, client, &added.id).await, Ok(Verdict::Claimed(_))));
    scene.sam.wire.once("DELETE api/organizations", Meddle::CutBefore);
    assert_eq!(remove_domain(portal, client, &added.id).await, Err(ApiError::Offline));
    scene.sam.wire.once("DELETE api/organizations", Meddle::CutAfter);
    assert_eq!(remove_domain(portal, client, &added.id).await, Ok(()));
}

#[tokio::test]
async fn what_somebody_else_claimed_is_told_apart() {
    let scene = enterprise().await;
    let (portal, client) = (&scene.sam.portal, &scene.client);
    let added = add_domain(portal, client, "contoso.example").await.unwrap();
    let other = Uuid::new_v4();
    let claim = move |tx: &rusqlite::Transaction<'_>| {
        tx.execute(
            "INSERT INTO organization (id, name, billing_email, plan_type, status, created_at, revised_at)
             VALUES (?1, 'Other', 'o@o.example', 19, 1, 0, 0)",
            [other],
        )?;
        let mut insert = tx.prepare(
            "INSERT INTO organization_domain (id, organization_id, domain_name, txt, verified_at, created_at)
             VALUES (?1, ?2, ?3, 'bw=x', 1, 0)",
        )?;
        insert.execute((Uuid::new_v4(), other, "contoso.example"))?;
        Ok(insert.execute((Uuid::new_v4(), other, "second.example"))?)
    };
    scene.world.app.state().db.write(claim).await.unwrap();
    assert_eq!(verify_domain(portal, client, &added.id).await, Ok(Verdict::Taken));
    assert_eq!(add_domain(portal, client, "second.example").await, Err(AddFailure::Taken));
}

#[tokio::test]
async fn hostile_answers_are_not_believed() {
    let scene = enterprise().await;
    let (portal, client) = (&scene.sam.portal, &scene.client);
    let added = add_domain(portal, client, "contoso.example").await.unwrap();
    scene.sam.wire.edit("/verify", |answer| answer["id"] = json!("another"));
    assert_eq!(verify_domain(portal, client, &added.id).await, Err(ApiError::BadAnswer));
    scene.sam.wire.honest();
    scene.sam.wire.edit("POST api/organizations", |answer| answer["domainName"] = json!("elsewhere.example"));
    assert_eq!(add_domain(portal, client, "second.example").await, Err(AddFailure::Api(ApiError::BadAnswer)));
    scene.sam.wire.honest();
    scene.sam.wire.edit("GET api/organizations", |answer| {
        let row = answer["data"][0].clone();
        answer["data"] = json!([row, row, {"domainName": "nameless.example"}]);
    });
    assert_eq!(list_domains(portal, client).await.unwrap().len(), 1, "no row twice, none without an id");
    scene.sam.wire.honest();
    scene.sam.wire.once("/domain", Meddle::Answer(Answer::new(404, r#"{"error":{"code":404}}"#)));
    assert!(matches!(list_domains(portal, client).await, Err(ApiError::NotFound { .. })));
    let stranger = Uuid::new_v4().to_string();
    assert_eq!(list_domains(portal, &stranger).await, Err(ApiError::NotFound { message: None }));
    assert_eq!(scene.sam.wire.count(&stranger), 0, "what the account does not have is never asked for");
}

#[tokio::test]
async fn an_owner_may_and_who_manages_people_may_not_and_both_stay_signed_in() {
    let scene = enterprise().await;
    let (_, olga) = scene.own_member("olga@contoso.example", OrganizationUserType::Owner).await;
    let uma = scene.people_manager("uma@contoso.example").await;
    let added = add_domain(&olga.portal, &scene.client, "contoso.example").await.unwrap();
    scene.says("contoso.example", added.txt.as_deref());
    assert!(matches!(verify_domain(&olga.portal, &scene.client, &added.id).await, Ok(Verdict::Claimed(_))));
    let members = list_members(&olga.portal, &scene.client).await.unwrap();
    assert!(members.iter().any(|member| member.email == "uma@contoso.example" && member.claimed));
    assert!(matches!(list_domains(&uma.portal, &scene.client).await, Err(ApiError::Forbidden { .. })));
    assert!(matches!(remove_domain(&uma.portal, &scene.client, &added.id).await, Err(ApiError::Forbidden { .. })));
    assert!(uma.portal.session().is_open());
    assert_eq!(remove_domain(&olga.portal, &scene.client, &added.id).await, Ok(()));
}
