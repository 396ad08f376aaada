//! Inviting people to an organisation (API contract §8.4). Their agreement: [`super::accept`].

use portal_contracts::enums::{OrganizationUserStatus, OrganizationUserType};
use rusqlite::{Transaction, params};
use uuid::Uuid;

use crate::clock::Millis;
use crate::error::ApiResult;
use crate::mail::{enqueue, templates};
use crate::state::AppState;
use crate::tokens::{Purpose, normal_email};

/// Whom to invite as what.
#[derive(Debug, Clone, Copy)]
pub struct Invitation<'a> {
    /// The organisation; without keys of its own, its owner is asked to make them.
    pub organization: Uuid,
    /// Its name, for the mail.
    pub organization_name: &'a str,
    /// The address.
    pub email: &'a str,
    /// Role.
    pub kind: OrganizationUserType,
    /// A collection the person is to manage.
    pub manages: Option<Uuid>,
}

/// Adds the membership and writes the mail; returns the membership id. The caller writes the event.
///
/// # Errors
/// When the database fails, for example because the address is invited already.
pub fn invite(tx: &Transaction<'_>, app: &AppState, invitation: Invitation<'_>, now: Millis) -> ApiResult<Uuid> {
    let email = normal_email(invitation.email);
    let member = Uuid::new_v4();
    tx.prepare_cached(
        "INSERT INTO organization_user (id, organization_id, email, status, type, created_at, revised_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6)",
    )?
    .execute(params![
        member,
        invitation.organization,
        email,
        OrganizationUserStatus::Invited.number(),
        invitation.kind.number(),
        now
    ])?;
    if let Some(collection) = invitation.manages {
        tx.prepare_cached(
            "INSERT INTO collection_user (collection_id, organization_user_id, manage) VALUES (?1, ?2, 1)",
        )?
        .execute(params![collection, member])?;
    }
    let init_organization =
        tx.query_row("SELECT public_key IS NULL FROM organization WHERE id = ?1", [invitation.organization], |row| {
            row.get(0)
        })?;
    let addressee = Addressee {
        organization: invitation.organization,
        organization_name: invitation.organization_name,
        init_organization,
        member,
        email: &email,
    };
    mail(tx, app, addressee, now)?;
    Ok(member)
}

/// Who gets an invitation by mail.
#[derive(Debug, Clone, Copy)]
pub(super) struct Addressee<'a> {
    pub(super) organization: Uuid,
    pub(super) organization_name: &'a str,
    /// The organisation has no keys yet: its owner makes them.
    pub(super) init_organization: bool,
    pub(super) member: Uuid,
    /// Normalised.
    pub(super) email: &'a str,
}

/// Writes the mail of an open invitation; the link in it works from now on for as long as invitations do.
pub(super) fn mail(tx: &Transaction<'_>, app: &AppState, addressee: Addressee<'_>, now: Millis) -> ApiResult<()> {
    let Addressee { organization, organization_name, init_organization, member, email } = addressee;
    let existing_user =
        tx.query_row("SELECT EXISTS (SELECT 1 FROM user WHERE email = ?1)", [email], |row| row.get(0))?;
    let lifetime = app.config.lifetimes.invitation;
    let token = app.tokens.issue(Purpose::OrganizationInvitation, &[member], email, None, now, lifetime)?;
    let letter = templates::OrganizationInvitation {
        organization,
        organization_name,
        organization_user: member,
        email,
        token: &token,
        init_organization,
        existing_user,
    };
    enqueue(tx, now, &templates::organization_invitation(&app.config.origin, letter))
}
