//! The members of a client, by operations: as service user who is no member, as provider admin, and as members of every
//! role; honest, cut and in a race.

mod change;
mod confirm;
mod devices;
mod faults;
mod invite;
mod my_items;
mod names;
mod people;
mod recover;
mod standing;

use portal_client::bulk::Control;
use portal_client::invitation::MailLink;
use portal_client::join::{accept_organization_invitation, recovery_key};
use portal_client::members::{Member, NewMembers, confirm_members, invite_members, list_members, prepare_confirm};
use portal_client::new_client::{NewClient, create_client};
use portal_client::sign_up::{Proof, finish_sign_up};
use portal_client::{Base, HttpRequest, Method, Transport as _, workspace};
use portal_contracts::enums::{OrganizationUserType, PlanType, ProviderUserType};
use portal_contracts::permissions::Permissions;
use serde_json::{Value, json};

use crate::journey::contoso;
use crate::support::{PASSWORD, Tab, World, secret};

/// A client of a provider: the admin made it, Sam serves it, and neither is a member.
pub struct Club {
    pub world: World,
    pub admin: Tab,
    pub sam: Tab,
    pub id: String,
}

pub const MY_ITEMS: &str = "My items";

pub fn newcomers(emails: &[&str], role: OrganizationUserType, permissions: Permissions) -> NewMembers {
    NewMembers {
        emails: emails.iter().map(|email| (*email).to_owned()).collect(),
        role,
        permissions,
        groups: Vec::new(),
        collections: Vec::new(),
    }
}

impl Club {
    pub async fn new(seats: i64) -> Self {
        let world = World::start().await;
        let (admin, provider) = world.provider().await;
        let input = NewClient { plan: PlanType::EnterpriseMonthly, seats, ..contoso(&provider) };
        let id = create_client(&admin.portal, &input).await.unwrap();
        let sam = world.confirmed(&admin, &provider, "sam@msp.example", ProviderUserType::ServiceUser).await;
        Self { world, admin, sam, id }
    }

    pub async fn list(&self) -> Vec<Member> {
        list_members(&self.sam.portal, &self.id).await.unwrap()
    }

    pub async fn find(&self, email: &str) -> Member {
        self.list().await.into_iter().find(|member| member.email == email).unwrap()
    }

    pub async fn ids(&self, emails: &[&str]) -> Vec<String> {
        let all = self.list().await;
        emails.iter().map(|email| all.iter().find(|member| member.email == *email).unwrap().id.clone()).collect()
    }

    /// Somebody with an account of their own who was invited and agreed.
    pub async fn accepted(&self, email: &str, role: OrganizationUserType, permissions: Permissions) -> Tab {
        self.agreed(email, role, permissions, false).await
    }

    /// The same, with or without enrolling in account recovery.
    pub async fn agreed(&self, email: &str, role: OrganizationUserType, permissions: Permissions, enrols: bool) -> Tab {
        let new = newcomers(&[email], role, permissions);
        invite_members(&self.sam.portal, &self.id, &new, &Control::new()).await.unwrap();
        let MailLink::Organization(invitation) = self.world.link(email).await else { panic!("not an invitation") };
        let tab = self.world.tab();
        finish_sign_up(&tab.portal, email, secret(PASSWORD), None, Proof::Organization(&invitation)).await.unwrap();
        let recovery = if enrols { Some(recovery_key(&tab.portal, &invitation).await.unwrap()) } else { None };
        accept_organization_invitation(&tab.portal, &invitation, recovery.as_ref()).await.unwrap();
        tab
    }

    /// The same, and confirmed by Sam.
    pub async fn joined(&self, email: &str, role: OrganizationUserType, permissions: Permissions) -> Tab {
        let tab = self.accepted(email, role, permissions).await;
        self.confirm(&[email]).await;
        workspace::refresh_rights(&tab.portal).await.unwrap();
        tab
    }

    pub async fn confirm(&self, emails: &[&str]) {
        let mut waiting = self.list().await;
        waiting.retain(|member| emails.contains(&member.email.as_str()));
        let compared = prepare_confirm(&self.sam.portal, &self.id, &waiting).await.unwrap();
        let keys = compared.into_iter().map(|row| (row.id, row.outcome.unwrap())).collect();
        let report = confirm_members(&self.sam.portal, &self.id, keys, MY_ITEMS, &Control::new()).await.unwrap();
        assert!(report.is_complete(), "{report:?}");
    }

    /// Rows without accounts, for what needs many.
    pub async fn crowd(&self, number: usize) -> Vec<String> {
        let organization = self.id.clone();
        let ids: Vec<uuid::Uuid> = (0..number).map(|_| uuid::Uuid::new_v4()).collect();
        let rows = ids.clone();
        let db = &self.world.app.state().db;
        db.write(move |tx| {
            let organization: uuid::Uuid = organization.parse().unwrap();
            for (number, id) in rows.iter().enumerate() {
                tx.execute(
                    "INSERT INTO organization_user (id, organization_id, email, status, type, created_at, revised_at)
                     VALUES (?1, ?2, ?3, 0, 2, 0, 0)",
                    (id, organization, format!("crowd{number:03}@contoso.example")),
                )?;
            }
            Ok(())
        })
        .await
        .unwrap();
        ids.into_iter().map(|id| id.to_string()).collect()
    }

    pub async fn sql(&self, statement: &'static str) {
        let db = &self.world.app.state().db;
        db.write(move |tx| {
            assert!(tx.execute(statement, [])? > 0, "nothing changed: {statement}");
            Ok(())
        })
        .await
        .unwrap();
    }

    /// Switches a policy on, as the page does.
    pub async fn policy(&self, kind: i64) {
        workspace::sync(&self.sam.portal).await.unwrap();
        let path = format!("organizations/{}/policies/{kind}", self.id);
        let body = json!({"policy": {"enabled": true, "data": {}}, "metadata": null, "type": kind, "enabled": true, "data": {}});
        assert_eq!(raw(&self.sam, Method::Put, &path, body).await, 200);
    }
}

/// A call that the portal has no operation for here, with the token of the tab's last look at the profile.
pub async fn raw(tab: &Tab, method: Method, path: &str, body: Value) -> u16 {
    let token = tab.wire.last("accounts/profile").headers.into_iter().find(|(name, _)| *name == "Authorization");
    let headers = vec![token.unwrap(), ("Content-Type", "application/json".to_owned())];
    let body = Some(body.to_string().into_bytes());
    let request = HttpRequest {
        method,
        base: Base::Api,
        path: path.into(),
        headers,
        body: body.map(Into::into),
        max_answer: 1 << 20,
    };
    tab.wire.send(request).await.unwrap().status
}
