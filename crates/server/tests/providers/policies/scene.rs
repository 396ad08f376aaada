//! An Enterprise client, who works for it, and who belongs to it.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::world::{Answer, Person, World};

pub const SERVICE: i64 = 1;
pub const ENTERPRISE: i64 = 19;
pub const OWNER: i64 = 0;
pub const ADMIN: i64 = 1;
pub const USER: i64 = 2;
pub const CUSTOM: i64 = 4;

/// A provider with an Enterprise client, its admin, and a service user who is no member of the client.
pub struct Scene {
    pub world: World,
    pub provider: Uuid,
    pub ines: Person,
    pub tom: Person,
    pub client: Uuid,
}

impl Scene {
    pub async fn new() -> Self {
        let world = World::new().await;
        let ines = world.sign_up("ines@northwind.example").await;
        let (provider, ines) = world.provider(&ines).await;
        let (_, client) = world.client(&ines, provider, "Fabrikam", ENTERPRISE, 10).await;
        let (_, tom) = world.join(&ines, provider, "tom@northwind.example", SERVICE).await;
        Self { world, provider, ines, tom, client }
    }

    pub fn path(&self, rest: &str) -> String {
        format!("/api/organizations/{}/policies{rest}", self.client)
    }

    pub async fn get(&self, rest: &str) -> Value {
        self.world.get(&self.tom, &self.path(rest)).await.expect(200)
    }

    pub async fn put(&self, kind: i64, enabled: bool, data: Value) -> Answer {
        let body = json!({"policy": {"enabled": enabled, "data": data}, "metadata": null});
        self.world.put(&self.tom, &self.path(&format!("/{kind}")), body).await
    }

    pub async fn on(&self, kind: i64, data: Value) -> Value {
        self.put(kind, true, data).await.expect(200)
    }

    /// Somebody with an account, as a member of an organisation; the token knows it.
    pub async fn member(
        &self,
        organization: Uuid,
        email: &str,
        role: i64,
        permissions: Option<&'static str>,
    ) -> Person {
        let known = email.to_owned();
        let sql = "SELECT EXISTS (SELECT 1 FROM user WHERE email = ?1)";
        let exists = move |conn: &rusqlite::Connection| Ok(conn.query_row(sql, [known], |row| row.get::<_, bool>(0))?);
        let person = match self.world.app.state().db.read(exists).await.unwrap() {
            true => self.world.sign_in(email).await,
            false => self.world.sign_up(email).await,
        };
        let user = person.id;
        self.write(move |tx| {
            tx.execute(
                "INSERT INTO organization_user (id, organization_id, user_id, status, type, permissions, created_at, revised_at)
                 VALUES (?1, ?2, ?3, 2, ?4, ?5, 0, 0)",
                (Uuid::new_v4(), organization, user, role, permissions),
            )
        })
        .await;
        self.world.sign_in(email).await
    }

    pub async fn write<F>(&self, work: F)
    where
        F: FnOnce(&rusqlite::Transaction<'_>) -> rusqlite::Result<usize> + Send + 'static,
    {
        let changed = self.world.app.state().db.write(move |tx| Ok(work(tx)?)).await.unwrap();
        assert!(changed > 0, "nothing changed");
    }

    /// Status and reason of a membership.
    pub async fn standing(&self, email: &'static str) -> (i64, Option<i64>) {
        let client = self.client;
        let sql = "SELECT m.status, m.revocation_reason FROM organization_user m JOIN user u ON u.id = m.user_id
                   WHERE m.organization_id = ?1 AND u.email = ?2";
        let read = move |conn: &rusqlite::Connection| {
            Ok(conn.query_row(sql, (client, email), |row| Ok((row.get(0)?, row.get(1)?)))?)
        };
        self.world.app.state().db.read(read).await.unwrap()
    }

    pub async fn count(&self, sql: &'static str) -> i64 {
        self.world.app.state().db.read(move |conn| Ok(conn.query_row(sql, [], |row| row.get(0))?)).await.unwrap()
    }
}
