//! Members of a client, asked as everybody who may ask (API contract §8).

mod change;
mod claimed;
mod confirm;
mod devices;
mod invite;
mod own_deeds;
mod read;
mod recovery;
mod standing;

use serde_json::{Value, json};
use uuid::Uuid;

use crate::world::{Answer, Person, World, shared};

pub const OWNER: i64 = 0;
pub const ADMIN: i64 = 1;
pub const USER: i64 = 2;
pub const CUSTOM: i64 = 4;
const SERVICE: i64 = 1;
pub const ENTERPRISE: i64 = 19;
pub const TEAMS: i64 = 17;

/// A client of a provider: Ines administers the provider, Tom serves it; neither is a member of the client.
pub struct Club {
    pub world: World,
    pub provider: Uuid,
    pub ines: Person,
    pub tom: Person,
    pub id: Uuid,
}

impl Club {
    pub async fn new(plan: i64, seats: i64) -> Self {
        let world = World::new().await;
        let ines = world.sign_up("ines@northwind.example").await;
        let (provider, ines) = world.provider(&ines).await;
        let (_, id) = world.client(&ines, provider, "Bakery", plan, seats).await;
        let (_, tom) = world.join(&ines, provider, "tom@northwind.example", SERVICE).await;
        Self { world, provider, ines, tom, id }
    }

    pub fn users(&self, rest: &str) -> String {
        format!("/api/organizations/{}/users{rest}", self.id)
    }

    pub async fn invite_as(&self, who: &Person, email: &str, role: i64, permissions: Value) -> Answer {
        let body =
            json!({"emails": [email], "type": role, "permissions": permissions, "collections": [], "groups": []});
        self.world.post(who, &self.users("/invite"), body).await
    }

    /// Somebody whose mail is out.
    pub async fn invited(&self, email: &str, role: i64, permissions: Value) -> Uuid {
        self.invite_as(&self.tom, email, role, permissions).await.expect(200);
        self.world.link_value(email, "organizationUserId").await.parse().unwrap()
    }

    /// Somebody who agreed.
    pub async fn accepted(&self, email: &str, role: i64, permissions: Value) -> (Uuid, Person) {
        let person = self.world.sign_up(email).await;
        let member = self.invited(email, role, permissions).await;
        self.accept(&person, member).await.expect(200);
        (member, person)
    }

    pub async fn accept(&self, person: &Person, member: Uuid) -> Answer {
        let token = self.world.link_value(&person.email, "token").await;
        let body = json!({"token": token, "resetPasswordKey": null});
        self.world.post(person, &self.users(&format!("/{member}/accept")), body).await
    }

    /// Somebody who holds the key, with a token that knows it.
    pub async fn joined(&self, email: &str, role: i64, permissions: Value) -> (Uuid, Person) {
        let (member, _) = self.accepted(email, role, permissions).await;
        let path = self.users(&format!("/{member}/confirm"));
        let body = json!({"key": shared(5), "defaultUserCollectionName": null});
        self.world.post(&self.tom, &path, body).await.expect(200);
        (member, self.world.sign_in(email).await)
    }

    /// The list as the service user sees it.
    pub async fn list(&self) -> Vec<Value> {
        let path = self.users("?includeGroups=true&includeCollections=true");
        let list = self.world.get(&self.tom, &path).await.expect(200);
        list["data"].as_array().unwrap().clone()
    }

    pub async fn row(&self, member: Uuid) -> Value {
        self.list().await.into_iter().find(|row| row["id"] == json!(member)).expect("not in the list")
    }

    /// How often an event stands in the log.
    pub async fn events(&self, kind: i64) -> i64 {
        let organization = self.id;
        let db = &self.world.app.state().db;
        db.read(move |conn| {
            let sql = "SELECT count(*) FROM event WHERE organization_id = ?1 AND type = ?2";
            Ok(conn.query_row(sql, rusqlite::params![organization, kind], |row| row.get(0))?)
        })
        .await
        .unwrap()
    }

    /// Makes a collection, names it by its id.
    pub async fn collection(&self) -> Uuid {
        let (id, organization) = (Uuid::new_v4(), self.id);
        let db = &self.world.app.state().db;
        db.write(move |tx| {
            tx.execute(
                "INSERT INTO collection (id, organization_id, name, created_at, revised_at) VALUES (?1, ?2, 'x', 0, 0)",
                rusqlite::params![id, organization],
            )?;
            Ok(())
        })
        .await
        .unwrap();
        id
    }

    pub async fn group(&self, name: &'static str) -> Uuid {
        let (id, organization) = (Uuid::new_v4(), self.id);
        let db = &self.world.app.state().db;
        db.write(move |tx| {
            tx.execute(
                "INSERT INTO groups (id, organization_id, name, created_at, revised_at) VALUES (?1, ?2, ?3, 0, 0)",
                rusqlite::params![id, organization, name],
            )?;
            Ok(())
        })
        .await
        .unwrap();
        id
    }
}

pub fn entry(collection: Uuid, manage: bool) -> Value {
    json!({"id": collection, "readOnly": !manage, "hidePasswords": false, "manage": manage})
}

/// The texts of a bulk answer, in its order.
pub fn errors(answer: &Value) -> Vec<String> {
    answer["data"].as_array().unwrap().iter().map(|row| row["error"].as_str().unwrap().to_owned()).collect()
}
