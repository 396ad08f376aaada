//! Devices that ask to be let in: who asks, who answers, what is told to whom, and for how long.

use data_encoding::BASE64;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{ADMIN, CUSTOM, Club, ENTERPRISE, OWNER, TEAMS, USER};
use crate::world::{Answer, Person, public_key, sealed, shared};

const CODE: &str = "twenty-five-characters-no";
const DAY: i64 = 24;

struct Office {
    club: Club,
    member: Uuid,
    ulla: Person,
}

impl Office {
    /// A client with trusted devices and an enrolled member.
    async fn new() -> Self {
        Self::with(&[]).await.0
    }

    /// The same with further members, who joined before enrolling was asked of everybody.
    async fn with(others: &[(&str, i64, Value)]) -> (Self, Vec<Person>) {
        let club = Club::new(ENTERPRISE, 20).await;
        let (member, ulla) = club.joined("ulla@bakery.example", USER, json!({})).await;
        let mut people = Vec::new();
        for (email, role, permissions) in others {
            people.push(club.joined(email, *role, permissions.clone()).await.1);
        }
        club.trust_devices(true).await;
        club.enrol(&ulla).await;
        (Self { club, member, ulla }, people)
    }

    async fn ask(&self, person: &Person, device: &str) -> Uuid {
        let asked = self.club.ask(person, device).await.expect(200);
        assert_eq!((&asked["requestApproved"], &asked["key"]), (&json!(null), &json!(null)));
        asked["id"].as_str().unwrap().parse().unwrap()
    }

    fn path(&self, rest: &str) -> String {
        format!("/api/organizations/{}/auth-requests{rest}", self.club.id)
    }

    async fn list(&self, who: &Person) -> Vec<Value> {
        self.club.world.get(who, &self.path("")).await.expect(200)["data"].as_array().unwrap().clone()
    }

    async fn approve(&self, who: &Person, id: Uuid) -> Answer {
        let body = json!({"encryptedUserKey": shared(9), "requestApproved": true});
        self.club.world.post(who, &self.path(&format!("/{id}")), body).await
    }

    async fn deny(&self, who: &Person, id: Uuid) -> Answer {
        let body = json!({"encryptedUserKey": null, "requestApproved": false});
        self.club.world.post(who, &self.path(&format!("/{id}")), body).await
    }

    async fn answer(&self, id: Uuid, code: &str) -> Answer {
        self.club.world.call(None, "GET", &format!("/api/auth-requests/{id}/response?code={code}"), None).await
    }

    fn later(&self, hours: i64) {
        self.club.world.app.state().clock.advance(time::Duration::hours(hours));
    }
}

impl Club {
    async fn trust_devices(&self, on: bool) {
        let data = json!({"configType": 1, "memberDecryptionType": 2, "authority": "https://login.example",
            "clientId": "c", "clientSecret": "s", "redirectBehavior": 1, "getClaimsFromUserInfoEndpoint": true});
        let body = json!({"enabled": on, "identifier": "bakery", "data": data});
        self.world.post(&self.tom, &format!("/api/organizations/{}/sso", self.id), body).await.expect(200);
    }

    async fn enrol(&self, person: &Person) {
        let body = json!({"resetPasswordKey": shared(8), "masterPasswordHash": BASE64.encode(person.email.as_bytes())});
        let path = self.users(&format!("/{}/reset-password-enrollment", person.id));
        self.world.put(person, &path, body).await.expect(200);
    }

    async fn ask(&self, person: &Person, device: &str) -> Answer {
        let body = json!({"email": person.email, "publicKey": public_key(3), "deviceIdentifier": device,
            "accessCode": CODE, "type": 2});
        self.world.post(person, "/api/auth-requests/admin-request", body).await
    }
}

#[tokio::test]
async fn a_service_user_lets_a_device_in_which_fetches_the_key_with_its_code() {
    let office = Office::new().await;
    let tom = &office.club.tom;
    let id = office.ask(&office.ulla, "laptop").await;
    let rows = office.list(tom).await;
    let expected = json!({"object": "pending-org-auth-request", "id": id, "userId": office.ulla.id,
        "organizationUserId": office.member, "email": "ulla@bakery.example", "publicKey": public_key(3),
        "requestDeviceIdentifier": "laptop", "requestDeviceType": rows[0]["requestDeviceType"],
        "requestIpAddress": "127.0.0.1", "requestCountryName": null, "creationDate": rows[0]["creationDate"]});
    assert_eq!(rows, [expected]);
    assert!(rows[0]["requestDeviceType"].as_str().is_some_and(|name| !name.is_empty()));

    office.answer(id, "wrong").await.expect(404);
    assert_eq!(office.answer(id, CODE).await.expect(200)["requestApproved"], json!(null));
    office.approve(tom, id).await.expect_empty(200);
    let answered = office.answer(id, CODE).await.expect(200);
    assert_eq!((&answered["requestApproved"], &answered["key"]), (&json!(true), &json!(shared(9))));
    let own = office.club.world.get(&office.ulla, &format!("/api/auth-requests/{id}")).await.expect(200);
    assert_eq!(own, answered);
    office.club.world.get(tom, &format!("/api/auth-requests/{id}")).await.expect(404);
    assert!(office.list(tom).await.is_empty());
    office.deny(tom, id).await.expect_message(400, "This request was answered already.");
    let club = &office.club;
    assert_eq!((club.events(1010).await, club.events(1513).await, club.events(1514).await), (1, 1, 0));
}

#[tokio::test]
async fn only_the_member_themselves_asks_and_only_where_devices_are_trusted() {
    let office = Office::new().await;
    let world = &office.club.world;
    let good = json!({"email": "ulla@bakery.example", "publicKey": public_key(3), "deviceIdentifier": "d",
        "accessCode": CODE, "type": 2});
    let with = |name: &str, value: Value| {
        let mut body = good.clone();
        body[name] = value;
        body
    };
    let stranger = world.call(None, "POST", "/api/auth-requests", Some(good.clone())).await;
    stranger.expect_message(400, "You must be authenticated to create a request of that type.");
    world.call(None, "POST", "/api/auth-requests/admin-request", Some(good.clone())).await.expect_empty(401);
    let ask = async |body: Value| world.post(&office.ulla, "/api/auth-requests/admin-request", body).await;
    ask(with("email", json!("tom@northwind.example"))).await.expect(400);
    ask(with("type", json!(0))).await.expect(400);
    ask(with("publicKey", json!("AAAA"))).await.expect(400);
    ask(with("deviceIdentifier", json!(""))).await.expect(400);
    ask(with("accessCode", json!("x".repeat(26)))).await.expect(400);
    assert!(office.list(&office.club.tom).await.is_empty(), "nothing of it was kept");
    office
        .club
        .ask(&office.club.tom, "d")
        .await
        .expect_message(400, "User does not belong to an organization with trusted devices.");
    office.club.trust_devices(false).await;
    office.club.ask(&office.ulla, "d").await.expect(400);
    world
        .get(&office.club.tom, &office.path(""))
        .await
        .expect_message(400, "Organization does not use trusted devices.");
}

#[tokio::test]
async fn whoever_may_recover_accounts_answers_and_nobody_above_themselves() {
    let (office, people) = Office::with(&[
        ("olga@bakery.example", OWNER, json!({})),
        ("ada@bakery.example", ADMIN, json!({})),
        ("rita@bakery.example", CUSTOM, json!({"manageResetPassword": true})),
        ("cara@bakery.example", CUSTOM, json!({"manageUsers": true, "manageSso": true})),
    ])
    .await;
    let club = &office.club;
    let [olga, ada, rita, cara] = people.try_into().unwrap();
    let stranger = club.world.sign_up("stranger@elsewhere.example").await;
    club.enrol(&olga).await;
    club.enrol(&ada).await;
    let (of_olga, of_ada) = (office.ask(&olga, "o").await, office.ask(&ada, "a").await);
    for who in [&club.ines, &club.tom, &olga, &ada, &rita] {
        assert_eq!(office.list(who).await.len(), 2, "{}", who.email);
    }
    for who in [&cara, &office.ulla, &stranger] {
        club.world.get(who, &office.path("")).await.expect(404);
        office.approve(who, of_ada).await.expect(404);
        office.deny(who, of_ada).await.expect(404);
        club.world.post(who, &office.path("/deny"), json!({"ids": [of_ada]})).await.expect(404);
        club.world.post(who, &office.path(""), json!([])).await.expect(404);
    }
    let text = "You are not permitted to recover this user's account.";
    office.approve(&ada, of_olga).await.expect_message(400, text);
    office.approve(&rita, of_ada).await.expect_message(400, text);
    office.approve(&ada, of_ada).await.expect_message(400, text);
    office.approve(&olga, of_ada).await.expect(200);
    office.deny(&rita, of_olga).await.expect(200);
    assert_eq!(office.answer(of_olga, CODE).await.expect(200)["requestApproved"], json!(false));
    assert_eq!((club.events(1513).await, club.events(1514).await), (1, 1));
    // Another client's request is not there.
    let (_, other) = club.world.client(&club.ines, club.provider, "Other", TEAMS, 5).await;
    let foreign = format!("/api/organizations/{other}/auth-requests");
    club.world.get(&club.tom, &foreign).await.expect_message(400, "Organization does not allow password reset.");
}

#[tokio::test]
async fn who_left_no_key_cannot_be_let_in_but_turned_away() {
    let (office, people) = Office::with(&[("nora@bakery.example", USER, json!({}))]).await;
    let (club, nora) = (&office.club, &people[0]);
    let id = office.ask(nora, "n").await;
    office.approve(&club.tom, id).await.expect_message(400, "Organization User not valid");
    let symmetric = json!({"encryptedUserKey": sealed(), "requestApproved": true});
    club.world.post(&club.tom, &office.path(&format!("/{id}")), symmetric).await.expect(400);
    let none = json!({"requestApproved": true});
    club.world.post(&club.tom, &office.path(&format!("/{id}")), none).await.expect(400);
    office.deny(&club.tom, id).await.expect(200);
    office.deny(&club.tom, Uuid::new_v4()).await.expect(404);
}

#[tokio::test]
async fn a_device_that_asks_again_takes_its_question_back_and_questions_and_approvals_end() {
    let office = Office::new().await;
    let tom = &office.club.tom;
    let first = office.ask(&office.ulla, "laptop").await;
    let second = office.ask(&office.ulla, "laptop").await;
    let phone = office.ask(&office.ulla, "phone").await;
    office.answer(first, CODE).await.expect(404);
    assert_eq!(office.list(tom).await.len(), 2);
    office.approve(tom, second).await.expect(200);
    office.later(11);
    office.answer(second, CODE).await.expect(200);
    office.later(1);
    office.answer(second, CODE).await.expect(404);
    office.later(7 * DAY - 13);
    let tom = office.club.world.sign_in("tom@northwind.example").await;
    assert_eq!(office.list(&tom).await.len(), 1, "a minute before its end");
    office.later(1);
    let tom = office.club.world.sign_in("tom@northwind.example").await;
    assert!(office.list(&tom).await.is_empty());
    office.approve(&tom, phone).await.expect(404);
    office.answer(phone, CODE).await.expect(404);
}

#[tokio::test]
async fn many_are_answered_at_once_and_what_cannot_be_is_passed_over() {
    let (office, people) = Office::with(&[("nora@bakery.example", USER, json!({}))]).await;
    let (club, nora) = (&office.club, &people[0]);
    let (a, b) = (office.ask(&office.ulla, "a").await, office.ask(&office.ulla, "b").await);
    let keyless = office.ask(nora, "n").await;
    let row = |id: Uuid| json!({"id": id, "key": shared(9), "approved": true});
    let body = json!([row(a), row(keyless), row(Uuid::new_v4()), {"id": b, "key": null, "approved": false}]);
    club.world.post(&club.tom, &office.path(""), body).await.expect_empty(200);
    let left: Vec<Value> = office.list(&club.tom).await.into_iter().map(|row| row["id"].clone()).collect();
    assert_eq!(left, [json!(keyless)]);
    assert_eq!(office.answer(a, CODE).await.expect(200)["key"], json!(shared(9)));
    assert_eq!(office.answer(b, CODE).await.expect(200)["requestApproved"], json!(false));
    let damaged = json!([{"id": keyless, "key": "4.short", "approved": true}]);
    club.world.post(&club.tom, &office.path(""), damaged).await.expect(400);
    let ids = json!({"ids": [keyless, a]});
    club.world.post(&club.tom, &office.path("/deny"), ids).await.expect_empty(200);
    assert!(office.list(&club.tom).await.is_empty());
    assert_eq!((club.events(1513).await, club.events(1514).await), (1, 2));
}

#[tokio::test]
async fn nobody_fills_the_list_and_nobody_sends_endless_answers() {
    let office = Office::new().await;
    let (club, tom) = (&office.club, &office.club.tom);
    let mut asked = Vec::new();
    for device in 1..=7 {
        asked.push(office.ask(&office.ulla, &format!("device {device}")).await);
        club.world.app.state().clock.advance(time::Duration::seconds(1));
    }
    let mut waiting: Vec<Uuid> =
        office.list(tom).await.iter().map(|row| row["id"].as_str().unwrap().parse().unwrap()).collect();
    waiting.sort_by_key(|id| asked.iter().position(|asked| asked == id));
    assert_eq!(waiting, asked[2..], "the oldest two made room");
    office.approve(tom, asked[0]).await.expect(404);

    let row = |id: Uuid| json!({"id": id, "key": null, "approved": false});
    let text = "Too many requests at once.";
    let many: Vec<Uuid> = std::iter::once(asked[6]).chain((0..500).map(|_| Uuid::new_v4())).collect();
    let rows: Vec<Value> = many.iter().copied().map(row).collect();
    club.world.post(tom, &office.path(""), json!(rows)).await.expect_message(400, text);
    club.world.post(tom, &office.path("/deny"), json!({"ids": many})).await.expect_message(400, text);
    assert_eq!(office.list(tom).await.len(), 5, "nothing was answered");
    club.world.post(tom, &office.path(""), json!(rows[..500])).await.expect_empty(200);
    assert_eq!(office.list(tom).await.len(), 4);
}
