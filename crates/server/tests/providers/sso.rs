//! Single sign-on: who may, what is kept letter by letter, what is refused, and what goes on with it (API contract §13.1).

use serde_json::{Value, json};

use crate::policies::scene::{ADMIN, CUSTOM, ENTERPRISE, Scene, USER};
use crate::world::{Answer, Person};

const CERTIFICATE: &str = include_str!("../../../crypto/tests/data/idp.pem");

impl Scene {
    fn sso(&self) -> String {
        format!("/api/organizations/{}/sso", self.client)
    }

    async fn save_sso(&self, person: &Person, enabled: bool, identifier: Value, data: Value) -> Answer {
        let body = json!({"enabled": enabled, "identifier": identifier, "data": data});
        self.world.post(person, &self.sso(), body).await
    }

    async fn profile(&self) -> Value {
        self.world.get(&self.tom, "/api/accounts/profile").await.expect(200)["providerOrganizations"][0].clone()
    }
}

fn oidc() -> Value {
    json!({"configType": 1, "memberDecryptionType": 0, "authority": "https://login.example", "clientId": "c",
        "clientSecret": "s", "redirectBehavior": 1, "getClaimsFromUserInfoEndpoint": true,
        "additionalScopes": "a,b", "acrValues": null, "FromTomorrow": {"Deep": [null, 1.5]}})
}

fn saml() -> Value {
    json!({"configType": 2, "spUniqueEntityId": true, "spNameIdFormat": 7, "spSigningBehavior": 3,
        "spOutboundSigningAlgorithm": "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
        "idpEntityId": "urn:idp", "idpBindingType": 1, "idpSingleSignOnServiceUrl": "https://idp.example/sso",
        "idpX509PublicCert": CERTIFICATE, "idpDisableOutboundLogoutRequests": false})
}

#[tokio::test]
async fn a_service_user_sets_single_sign_on_up_and_everything_comes_back_as_it_was() {
    let scene = Scene::new().await;
    let before = scene.world.get(&scene.tom, &scene.sso()).await.expect(200);
    assert_eq!(
        (&before["object"], &before["enabled"], &before["data"]),
        (&json!("organizationSso"), &json!(false), &json!(null))
    );
    let own = format!("http://localhost:8080/sso/saml2/{}", scene.client);
    assert_eq!(
        (&before["urls"]["spEntityId"], &before["urls"]["spAcsUrl"]),
        (&json!(own), &json!(format!("{own}/Acs")))
    );
    for data in [oidc(), saml()] {
        let saved = scene.save_sso(&scene.tom, true, json!("fabrikam"), data.clone()).await.expect(200);
        assert_eq!((&saved["identifier"], &saved["data"]), (&json!("fabrikam"), &data));
        let read = scene.world.get(&scene.tom, &scene.sso()).await.expect(200);
        assert_eq!((&read["data"], &read["enabled"]), (&data, &json!(true)));
    }
    let profile = scene.profile().await;
    assert_eq!(
        (&profile["ssoEnabled"], &profile["identifier"], &profile["ssoMemberDecryptionType"]),
        (&json!(true), &json!("fabrikam"), &json!(0))
    );
    scene.save_sso(&scene.tom, false, json!(null), oidc()).await.expect(200);
    assert_eq!(scene.profile().await["ssoEnabled"], json!(false));
    let events = async |kind: &'static str| scene.count(kind).await;
    assert_eq!(events("SELECT count(*) FROM event WHERE type = 1604").await, 1);
    assert_eq!(events("SELECT count(*) FROM event WHERE type = 1605").await, 1);
}

#[tokio::test]
async fn only_who_manages_single_sign_on_may_and_only_on_a_plan_that_has_it() {
    let scene = Scene::new().await;
    let stranger = scene.world.sign_up("olga@other.example").await;
    let user = scene.member(scene.client, "uwe@fabrikam.example", USER, None).await;
    let custom = scene.member(scene.client, "cora@fabrikam.example", CUSTOM, Some(r#"{"managePolicies":true}"#)).await;
    for person in [&stranger, &user, &custom] {
        scene.world.get(person, &scene.sso()).await.expect(404);
        scene.save_sso(person, true, json!("x"), oidc()).await.expect(404);
    }
    let admin = scene.member(scene.client, "adam@fabrikam.example", ADMIN, None).await;
    let manager = scene.member(scene.client, "mona@fabrikam.example", CUSTOM, Some(r#"{"manageSso":true}"#)).await;
    for person in [&admin, &manager, &scene.ines] {
        scene.save_sso(person, true, json!("x"), oidc()).await.expect(200);
    }
    scene.world.sql("UPDATE organization SET plan_type = 17").await;
    scene.save_sso(&scene.tom, true, json!("x"), oidc()).await.expect_message(400, "Organization cannot use SSO.");
}

#[tokio::test]
async fn what_is_missing_or_no_good_is_named_by_field() {
    let scene = Scene::new().await;
    let refused = scene.save_sso(&scene.tom, true, json!(" "), json!({"configType": 1})).await.expect(400);
    let fields: Vec<_> = refused["validationErrors"].as_object().unwrap().keys().cloned().collect();
    assert_eq!(fields, ["Data.Authority", "Data.ClientId", "Data.ClientSecret", "Data.MetadataAddress", "Identifier"]);
    let mut bad = saml();
    bad["idpX509PublicCert"] = json!("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----");
    bad["idpSingleSignOnServiceUrl"] = json!("https://idp.example/<script>");
    let refused = scene.save_sso(&scene.tom, true, json!("fabrikam"), bad).await.expect(400);
    let errors = &refused["validationErrors"];
    assert_eq!(errors["Data.IdpX509PublicCert"][0], "IdpX509PublicCert is not a valid X.509 certificate.");
    assert_eq!(errors["Data.IdpSingleSignOnServiceUrl"][0], "IdpSingleSignOnServiceUrl is not a valid URL.");
    // Off, it may be half finished.
    scene.save_sso(&scene.tom, false, json!(null), json!({"configType": 1})).await.expect(200);
    // Nobody else may have the identifier.
    let (_, other) = scene.world.client(&scene.ines, scene.provider, "Contoso", ENTERPRISE, 5).await;
    let path = format!("/api/organizations/{other}/sso");
    let body = json!({"enabled": true, "identifier": "fabrikam", "data": oidc()});
    scene.world.post(&scene.tom, &path, body).await.expect(200);
    let refused = scene.save_sso(&scene.tom, true, json!("fabrikam"), oidc()).await.expect(400);
    assert!(refused["validationErrors"]["Identifier"][0].as_str().unwrap().contains("already in use"));
}

#[tokio::test]
async fn trusted_devices_switch_their_policies_on_and_hold_them() {
    let scene = Scene::new().await;
    scene.on(3, json!(null)).await;
    scene.on(8, json!({"autoEnrollEnabled": false, "later": 1})).await;
    let mut data = oidc();
    data["memberDecryptionType"] = json!(2);
    scene.save_sso(&scene.tom, true, json!("fabrikam"), data.clone()).await.expect(200);
    for kind in [3, 4, 8] {
        assert_eq!(scene.get(&format!("/{kind}")).await["enabled"], json!(true), "{kind}");
    }
    assert_eq!(scene.get("/8").await["data"], json!({"autoEnrollEnabled": true, "later": 1}));
    for (kind, words) in [(4, "Trusted device encryption is on"), (8, "Trusted device encryption is on")] {
        let refused = scene.put(kind, false, json!(null)).await;
        assert_eq!(refused.status, 400);
        assert!(refused.message().starts_with(words), "{}", refused.message());
    }
    let refused = scene.put(8, true, json!({"autoEnrollEnabled": false})).await;
    assert!(refused.message().contains("automatic enrollment"), "{}", refused.message());
    // By password again, they can go.
    scene.save_sso(&scene.tom, true, json!("fabrikam"), oidc()).await.expect(200);
    scene.put(4, false, json!(null)).await.expect(200);
}

#[tokio::test]
async fn a_key_connector_needs_its_policies_first_and_then_holds_them() {
    let scene = Scene::new().await;
    let mut data = oidc();
    data["memberDecryptionType"] = json!(1);
    data["keyConnectorUrl"] = json!("https://keys.fabrikam.example");
    let refused = scene.save_sso(&scene.tom, true, json!("fabrikam"), data.clone()).await;
    assert_eq!(refused.status, 400);
    assert!(refused.message().contains("Turn them on first"), "{}", refused.message());
    scene.on(3, json!(null)).await;
    scene.on(4, json!(null)).await;
    scene.save_sso(&scene.tom, true, json!("fabrikam"), data.clone()).await.expect(200);
    let profile = scene.profile().await;
    assert_eq!(
        (&profile["keyConnectorEnabled"], &profile["keyConnectorUrl"]),
        (&json!(true), &json!("https://keys.fabrikam.example"))
    );
    scene
        .put(4, false, json!(null))
        .await
        .expect_message(400, "Key Connector is enabled and requires the Require single sign-on policy.");
    let (on, off) = ("SELECT count(*) FROM event WHERE type = 1606", "SELECT count(*) FROM event WHERE type = 1607");
    assert_eq!((scene.count(on).await, scene.count(off).await), (1, 0));
    // By password again, or with single sign-on off, nobody unlocks by it any more.
    scene.save_sso(&scene.tom, true, json!("fabrikam"), oidc()).await.expect(200);
    assert_eq!((scene.count(on).await, scene.count(off).await), (1, 1));
    scene.save_sso(&scene.tom, true, json!("fabrikam"), data.clone()).await.expect(200);
    scene.save_sso(&scene.tom, false, json!("fabrikam"), data).await.expect(200);
    assert_eq!((scene.count(on).await, scene.count(off).await), (2, 2));
}
