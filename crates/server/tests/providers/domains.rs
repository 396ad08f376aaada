//! Claimed domains: who may, how one is claimed by hand and by the server itself, and what follows (API contract §13.2).

use serde_json::{Value, json};
use time::Duration;
use uuid::Uuid;

use crate::policies::scene::{ADMIN, CUSTOM, ENTERPRISE, OWNER, Scene, USER};
use crate::world::{Answer, Person};
use portal_server::organizations::domains::run_due;

impl Scene {
    fn domains(&self, rest: &str) -> String {
        format!("/api/organizations/{}/domain{rest}", self.client)
    }

    async fn add_domain(&self, person: &Person, name: &str) -> Answer {
        self.world.post(person, &self.domains(""), json!({ "domainName": name })).await
    }

    /// Id and TXT record of a new domain.
    async fn added(&self, name: &str) -> (String, String) {
        let body = self.add_domain(&self.tom, name).await.expect(200);
        let text = |member: &str| body[member].as_str().unwrap().to_owned();
        (text("id"), text("txt"))
    }

    async fn verify(&self, person: &Person, id: &str) -> Answer {
        self.world.call(Some(person), "POST", &self.domains(&format!("/{id}/verify")), None).await
    }

    /// Single sign-on is set up and on.
    async fn signs_in_elsewhere(&self) {
        let data = json!({"configType": 1, "authority": "https://a.example", "clientId": "c", "clientSecret": "s"});
        let sso = json!({"enabled": true, "identifier": "fabrikam", "data": data});
        self.world.post(&self.tom, &format!("/api/organizations/{}/sso", self.client), sso).await.expect(200);
    }

    /// Adds a domain, writes its record and claims it.
    async fn claimed(&self, name: &str) -> String {
        let (id, txt) = self.added(name).await;
        self.world.app.state().dns.put(name, vec![txt]);
        self.verify(&self.tom, &id).await.expect(200);
        id
    }

    async fn round_after(&self, hours: i64) {
        self.world.app.state().clock.advance(Duration::hours(hours));
        run_due(self.world.app.state()).await.unwrap();
    }

    async fn domain(&self, id: &str) -> Value {
        self.world.get(&self.sign(&self.tom).await, &self.domains(&format!("/{id}"))).await.expect(200)
    }

    /// A token of now: the clock is moved by days here.
    async fn sign(&self, person: &Person) -> Person {
        self.world.sign_in(&person.email).await
    }

    /// How often an event was written about a domain, and by which part of the server.
    async fn noted(&self, kind: i64, name: &'static str) -> Vec<Option<i64>> {
        let client = self.client;
        let read = move |conn: &rusqlite::Connection| {
            let sql = "SELECT system_user FROM event WHERE type = ?1 AND domain_name = ?2 AND organization_id = ?3
                       AND (acting_user_id IS NULL) <> (system_user IS NULL) ORDER BY seq";
            let mut statement = conn.prepare(sql)?;
            let rows = statement.query_map((kind, name, client), |row| row.get(0))?.collect::<Result<_, _>>()?;
            Ok(rows)
        };
        self.world.app.state().db.read(read).await.unwrap()
    }
}

#[tokio::test]
async fn a_service_user_claims_a_domain_once_it_says_what_it_should() {
    let scene = Scene::new().await;
    let added = scene.add_domain(&scene.tom, " Fabrikam.EXAMPLE. ").await.expect(200);
    let (id, txt) = (added["id"].as_str().unwrap(), added["txt"].as_str().unwrap());
    assert_eq!((&added["object"], &added["domainName"]), (&json!("organizationDomain"), &json!("fabrikam.example")));
    assert!(txt.starts_with("bw=") && txt.len() == 47 && added["verifiedDate"].is_null());
    assert!(added["lastCheckedDate"].is_null() && added["nextRunDate"].is_string());

    let missing = scene.verify(&scene.tom, id).await.expect(200);
    assert!(missing["verifiedDate"].is_null() && missing["lastCheckedDate"].is_string());
    assert_eq!(missing["jobRunCount"], json!(0), "asking by hand takes no look of the server's away");
    // Another text is no proof, not even one that begins alike.
    scene.world.app.state().dns.put("fabrikam.example", vec!["v=spf1 -all".into(), format!("{txt}x")]);
    assert!(scene.verify(&scene.tom, id).await.expect(200)["verifiedDate"].is_null());
    assert_eq!(scene.get("/3").await["enabled"], json!(false), "nothing follows yet");

    scene.world.app.state().dns.put("fabrikam.example", vec!["v=spf1 -all".into(), txt.to_owned()]);
    let claimed = scene.verify(&scene.tom, id).await.expect(200);
    assert!(claimed["verifiedDate"].is_string() && claimed["nextRunDate"].is_null());
    let again = "Domain has already been verified.";
    scene.verify(&scene.tom, id).await.expect_message(409, again);
    let list = scene.world.get(&scene.tom, &scene.domains("")).await.expect(200);
    assert_eq!((&list["object"], &list["data"]), (&json!("list"), &json!([claimed])));

    let policy = scene.get("/3").await;
    assert_eq!((&policy["enabled"], &policy["canToggleState"]), (&json!(true), &json!(false)));
    assert_eq!(scene.count("SELECT count(*) FROM event WHERE type = 1700").await, 1);
    assert_eq!(scene.noted(2000, "fabrikam.example").await, [None]);
    assert_eq!(scene.noted(2003, "fabrikam.example").await, [None, None]);
    assert_eq!(scene.noted(2002, "fabrikam.example").await, [None]);
}

#[tokio::test]
async fn claiming_takes_members_of_other_organisations_out_and_removing_lets_accounts_go() {
    let scene = Scene::new().await;
    let (_, other) = scene.world.client(&scene.ines, scene.provider, "Contoso", ENTERPRISE, 5).await;
    scene.member(scene.client, "uwe@fabrikam.example", USER, None).await;
    scene.member(scene.client, "olaf@fabrikam.example", OWNER, None).await;
    scene.member(scene.client, "zoe@fabrikam.example", USER, None).await;
    scene.member(other, "zoe@fabrikam.example", USER, None).await;
    let id = scene.claimed("fabrikam.example").await;
    assert_eq!(scene.standing("zoe@fabrikam.example").await, (-1, Some(4)));
    assert_eq!(scene.standing("uwe@fabrikam.example").await, (2, None));
    let claimed = async || {
        let path = format!("/api/organizations/{}/users", scene.client);
        let list = scene.world.get(&scene.tom, &path).await.expect(200);
        list["data"].as_array().unwrap().iter().filter(|row| row["claimedByOrganization"] == json!(true)).count()
    };
    assert_eq!(claimed().await, 3);
    let refused = "The Single organization policy is required because the organization has claimed domains.";
    scene.put(3, false, json!(null)).await.expect_message(400, refused);
    scene.world.delete(&scene.tom, &scene.domains(&format!("/{id}"))).await.expect_empty(200);
    assert_eq!(claimed().await, 0);
    assert_eq!(scene.noted(2001, "fabrikam.example").await, [None]);
    scene.put(3, false, json!(null)).await.expect(200);
    scene.world.delete(&scene.tom, &scene.domains(&format!("/{id}"))).await.expect(404);
}

#[tokio::test]
async fn only_who_manages_single_sign_on_may_and_only_on_a_plan_that_has_domains() {
    let scene = Scene::new().await;
    let (id, _) = scene.added("fabrikam.example").await;
    let one = scene.domains(&format!("/{id}"));
    let stranger = scene.world.sign_up("olga@other.example").await;
    scene.world.get(&stranger, &scene.domains("")).await.expect(404);
    scene.world.get(&stranger, &one).await.expect(404);
    scene.add_domain(&stranger, "other.example").await.expect(404);
    scene.verify(&stranger, &id).await.expect(404);
    scene.world.delete(&stranger, &one).await.expect(404);
    scene.world.call(None, "GET", &scene.domains(""), None).await.expect_empty(401);

    let user = scene.member(scene.client, "uwe@fabrikam.example", USER, None).await;
    let policies = Some(r#"{"managePolicies":true,"manageUsers":true}"#);
    let custom = scene.member(scene.client, "cora@fabrikam.example", CUSTOM, policies).await;
    scene.world.get(&user, &scene.domains("")).await.expect_empty(401);
    scene.world.get(&custom, &scene.domains("")).await.expect(200);
    for person in [&user, &custom] {
        scene.world.get(person, &one).await.expect_empty(401);
        scene.add_domain(person, "other.example").await.expect_empty(401);
        scene.verify(person, &id).await.expect_empty(401);
        scene.world.delete(person, &one).await.expect_empty(401);
    }
    let admin = scene.member(scene.client, "adam@fabrikam.example", ADMIN, None).await;
    let owner = scene.member(scene.client, "olaf@fabrikam.example", OWNER, None).await;
    let manager = scene.member(scene.client, "mona@fabrikam.example", CUSTOM, Some(r#"{"manageSso":true}"#)).await;
    for person in [&admin, &owner, &manager, &scene.ines, &scene.tom] {
        scene.world.get(person, &one).await.expect(200);
        scene.verify(person, &id).await.expect(200);
    }
    // The domain of one client is none of another.
    let (_, other) = scene.world.client(&scene.ines, scene.provider, "Contoso", ENTERPRISE, 5).await;
    scene.world.get(&scene.tom, &format!("/api/organizations/{other}/domain/{id}")).await.expect(404);
    scene.world.delete(&scene.tom, &format!("/api/organizations/{other}/domain/{id}")).await.expect(404);

    scene.world.sql("UPDATE organization SET plan_type = 17").await;
    let refused = "Organization cannot claim domains.";
    scene.add_domain(&scene.tom, "other.example").await.expect_message(400, refused);
    scene.verify(&scene.tom, &id).await.expect_message(400, refused);
    scene.world.post(&manager, &format!("{one}/remove"), json!({})).await.expect_empty(200);
}

#[tokio::test]
async fn what_is_no_domain_what_is_listed_and_what_is_taken_is_refused() {
    let scene = Scene::new().await;
    for bad in ["", "https://fabrikam.example", "www.fabrikam.example", "fabrikam", "a b.example", "müller.example"] {
        let refused = scene.add_domain(&scene.tom, bad).await.expect(400);
        assert!(refused["validationErrors"]["DomainName"][0].is_string(), "{bad}: {refused}");
    }
    let long = format!("{}example", "abcdefgh.".repeat(40));
    scene.add_domain(&scene.tom, &long).await.expect(400);
    let (waiting, _) = scene.added("shared.example").await;
    let listed = "A domain already exists for this organization.";
    scene.add_domain(&scene.tom, "Shared.example").await.expect_message(409, listed);

    // Two may be after the same domain; the first who proves it has it.
    let (_, other) = scene.world.client(&scene.ines, scene.provider, "Contoso", ENTERPRISE, 5).await;
    let path = format!("/api/organizations/{other}/domain");
    let theirs = scene.world.post(&scene.tom, &path, json!({"domainName": "shared.example"})).await.expect(200);
    scene.world.app.state().dns.put("shared.example", vec![theirs["txt"].as_str().unwrap().to_owned()]);
    let verify = format!("{path}/{}/verify", theirs["id"].as_str().unwrap());
    scene.world.call(Some(&scene.tom), "POST", &verify, None).await.expect(200);
    let taken = "The domain is not available to be claimed.";
    scene.verify(&scene.tom, &waiting).await.expect_message(409, taken);
    scene.world.delete(&scene.tom, &scene.domains(&format!("/{waiting}"))).await.expect_empty(200);
    scene.add_domain(&scene.tom, "shared.example").await.expect_message(409, taken);
}

#[tokio::test]
async fn the_server_looks_three_times_by_itself_and_forgets_after_a_week() {
    let scene = Scene::new().await;
    let (id, _) = scene.added("slow.example").await;
    scene.round_after(11).await;
    assert_eq!(scene.domain(&id).await["jobRunCount"], json!(0), "not yet");
    for (hours, looks) in [(1, 1), (23, 1), (1, 2), (36, 3), (48, 3)] {
        scene.round_after(hours).await;
        let domain = scene.domain(&id).await;
        assert_eq!(domain["jobRunCount"], json!(looks), "{domain}");
        assert_eq!(domain["nextRunDate"].is_null(), looks == 3);
    }
    assert_eq!(scene.noted(2003, "slow.example").await, [Some(2); 3], "the server's own looks are its own events");
    scene.round_after(47).await;
    scene.domain(&id).await;
    scene.round_after(1).await;
    let list = scene.world.get(&scene.sign(&scene.tom).await, &scene.domains("")).await.expect(200);
    assert_eq!(list["data"], json!([]));
    assert_eq!(scene.noted(2001, "slow.example").await, [Some(2)]);
}

#[tokio::test]
async fn a_server_that_was_away_makes_up_for_its_looks_one_by_one() {
    let scene = Scene::new().await;
    let (id, _) = scene.added("away.example").await;
    scene.round_after(50).await;
    let domain = scene.domain(&id).await;
    assert_eq!(domain["jobRunCount"], json!(1));
    assert!(domain["nextRunDate"].as_str() > domain["lastCheckedDate"].as_str(), "never in the past: {domain}");
    scene.round_after(1).await;
    assert_eq!(scene.domain(&id).await["jobRunCount"], json!(2));
    scene.round_after(20).await;
    assert_eq!(scene.domain(&id).await["jobRunCount"], json!(2), "the last one in its time");
    scene.round_after(1).await;
    assert_eq!(scene.domain(&id).await["jobRunCount"], json!(3));
}

#[tokio::test]
async fn the_server_claims_by_itself_and_never_what_somebody_else_has() {
    let scene = Scene::new().await;
    let (id, txt) = scene.added("fabrikam.example").await;
    scene.world.app.state().dns.put("fabrikam.example", vec![txt.clone()]);
    let (_, other) = scene.world.client(&scene.ines, scene.provider, "Contoso", ENTERPRISE, 5).await;
    let late = scene
        .world
        .post(&scene.tom, &format!("/api/organizations/{other}/domain"), json!({"domainName": "fabrikam.example"}))
        .await
        .expect(200);
    let both = vec![txt, late["txt"].as_str().unwrap().to_owned()];
    scene.world.app.state().dns.put("fabrikam.example", both);
    scene.round_after(13).await;
    assert!(scene.domain(&id).await["verifiedDate"].is_string());
    assert_eq!(scene.noted(2002, "fabrikam.example").await, [Some(2)]);
    let tom = scene.sign(&scene.tom).await;
    let path = format!("/api/organizations/{other}/domain/{}", late["id"].as_str().unwrap());
    let late = scene.world.get(&tom, &path).await.expect(200);
    assert_eq!((&late["verifiedDate"], &late["jobRunCount"]), (&json!(null), &json!(1)));
    let policy = scene.world.get(&tom, &scene.path("/3")).await.expect(200);
    assert_eq!(policy["enabled"], json!(true));
    // A claimed domain stays, however old.
    scene.round_after(24 * 30).await;
    assert!(scene.domain(&id).await["verifiedDate"].is_string());
}

#[tokio::test]
async fn anybody_may_ask_where_an_address_of_a_claimed_domain_signs_in() {
    let scene = Scene::new().await;
    let ask = async |email: &str| {
        let path = "/api/organizations/domain/sso/verified";
        scene.world.call(None, "POST", path, Some(json!({ "email": email }))).await
    };
    let found = async || ask("uwe@Fabrikam.example").await.expect(200)["data"].clone();
    scene.claimed("fabrikam.example").await;
    assert_eq!(found().await, json!([]), "no single sign-on");
    scene.signs_in_elsewhere().await;
    assert_eq!(
        found().await,
        json!([{"object": "verifiedOrganizationDomainSsoDetails", "domainName": "fabrikam.example",
            "organizationIdentifier": "fabrikam", "organizationName": "Fabrikam"}])
    );
    assert_eq!(ask("uwe@other.example").await.expect(200)["data"], json!([]));
    ask("nobody").await.expect(400);
    scene.world.sql("UPDATE organization SET plan_type = 17").await;
    assert_eq!(found().await, json!([]), "not in the plan any more");
}

#[tokio::test]
async fn nobody_makes_an_account_of_a_claimed_domain_for_themselves_while_the_policy_is_on() {
    let scene = Scene::new().await;
    scene.claimed("fabrikam.example").await;
    let send = async |email: &str| {
        let path = "/identity/accounts/register/send-verification-email";
        scene.world.call(None, "POST", path, Some(json!({ "email": email }))).await
    };
    scene.member(scene.client, "adam@fabrikam.example", ADMIN, None).await;
    let token = send("uwe@fabrikam.example").await.expect(200);
    scene.on(19, json!(null)).await;
    let refused = "This email address is claimed by an organization using Bitwarden.";
    send("zoe@fabrikam.example").await.expect_message(400, refused);
    let proof = json!({"emailVerificationToken": token});
    scene.world.register("uwe@fabrikam.example", proof).await.expect_message(400, refused);
    send("zoe@other.example").await.expect(200);
    // Whether there is an account does not show: Adam has one.
    send("adam@fabrikam.example").await.expect_message(400, refused);
    // Who is invited may.
    let invited =
        json!({"emails": ["zoe@fabrikam.example"], "type": USER, "permissions": {}, "collections": [], "groups": []});
    scene
        .world
        .post(&scene.tom, &format!("/api/organizations/{}/users/invite", scene.client), invited)
        .await
        .expect(200);
    let token = scene.world.link_value("zoe@fabrikam.example", "token").await;
    let member: Uuid = scene.world.link_value("zoe@fabrikam.example", "organizationUserId").await.parse().unwrap();
    let proof = json!({"orgInviteToken": token, "organizationUserId": member});
    scene.world.register("zoe@fabrikam.example", proof).await.expect(200);
}

#[tokio::test]
async fn a_claimed_domain_is_the_same_in_both_of_its_spellings() {
    let scene = Scene::new().await;
    scene.claimed("xn--bcher-kva.example").await;
    scene.signs_in_elsewhere().await;
    scene.on(19, json!(null)).await;
    let refused = "This email address is claimed by an organization using Bitwarden.";
    for email in ["zoe@bücher.example", "zoe@BÜCHER.example", "zoe@xn--bcher-kva.example"] {
        let path = "/identity/accounts/register/send-verification-email";
        let answer = scene.world.call(None, "POST", path, Some(json!({ "email": email }))).await;
        answer.expect_message(400, refused);
        let path = "/api/organizations/domain/sso/verified";
        let found = scene.world.call(None, "POST", path, Some(json!({ "email": email }))).await.expect(200);
        assert_eq!(found["data"].as_array().map(Vec::len), Some(1), "{email}");
    }
}

#[tokio::test]
async fn an_organisation_out_of_service_or_without_the_feature_claims_nothing_by_itself() {
    for (off, on) in [
        ("UPDATE organization SET enabled = 0", "UPDATE organization SET enabled = 1"),
        ("UPDATE organization SET plan_type = 17", "UPDATE organization SET plan_type = 19"),
    ] {
        let scene = Scene::new().await;
        let (id, txt) = scene.added("fabrikam.example").await;
        scene.world.app.state().dns.put("fabrikam.example", vec![txt]);
        scene.world.sql(off).await;
        scene.round_after(13).await;
        scene.world.sql(on).await;
        let domain = scene.domain(&id).await;
        assert_eq!((&domain["verifiedDate"], &domain["jobRunCount"]), (&json!(null), &json!(1)), "{off}");
        scene.round_after(24).await;
        assert!(scene.domain(&id).await["verifiedDate"].is_string(), "{on}");
    }
}

#[tokio::test]
async fn a_hundred_domains_are_enough() {
    let scene = Scene::new().await;
    for number in 1..=100 {
        scene.add_domain(&scene.tom, &format!("site-{number}.example")).await.expect(200);
    }
    let full = "An organization can have 100 domains at most.";
    scene.add_domain(&scene.tom, "one-more.example").await.expect_message(400, full);
    let list = scene.world.get(&scene.tom, &scene.domains("")).await.expect(200);
    assert_eq!(list["data"].as_array().map(Vec::len), Some(100));
}

#[tokio::test]
async fn the_development_page_says_what_domains_say() {
    let scene = Scene::new().await;
    let entry = json!({"domain": "Fabrikam.example", "txt": ["<b>one</b>", "two"]});
    let list = scene.world.call(None, "POST", "/dev/dns.json", Some(entry)).await.expect(200);
    assert_eq!(list, json!([{"domain": "fabrikam.example", "txt": ["<b>one</b>", "two"]}]));
    assert!(scene.world.app.state().dns.says("fabrikam.example", "two").await);
    scene.world.call(None, "DELETE", "/dev/dns.json", None).await.expect_empty(204);
    assert!(!scene.world.app.state().dns.says("fabrikam.example", "two").await);
    // Moving the clock brings what the server does by itself at that time.
    let (id, _) = scene.added("fabrikam.example").await;
    scene.world.call(None, "POST", "/dev/clock", Some(json!({"advanceSeconds": 12 * 3600}))).await.expect(200);
    assert_eq!(scene.domain(&id).await["jobRunCount"], json!(1));
}
