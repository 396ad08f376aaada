//! The mails and their links (spec §16). Links have exactly the form real servers use, so that the portal opens them.

use uuid::Uuid;

use super::Mail;
use crate::encode::{form_value, html};

/// Invitation to join a provider.
#[must_use]
pub fn provider_invitation(
    origin: &str,
    provider: Uuid,
    provider_name: &str,
    provider_user: Uuid,
    email: &str,
    token: &str,
) -> Mail {
    let link = format!(
        "{origin}/#/providers/accept-provider?providerId={provider}&providerUserId={provider_user}&email={}&providerName={}&token={}",
        form_value(email),
        form_value(provider_name),
        form_value(token),
    );
    letter(
        email,
        &format!("Join {provider_name}"),
        &format!("You have been invited to join the provider {provider_name}."),
        Some(("Join the provider", &link)),
        "The link works for five days. If you did not expect this mail, you can ignore it.",
    )
}

/// The first link of a new provider: names its first administrator.
#[must_use]
pub fn provider_setup(origin: &str, provider: Uuid, email: &str, token: &str) -> Mail {
    let link = format!(
        "{origin}/#/providers/setup-provider?providerId={provider}&email={}&token={}",
        form_value(email),
        form_value(token),
    );
    letter(
        email,
        "Set up your provider",
        "Your provider is ready to be set up. Sign in or create an account with this address first.",
        Some(("Set up the provider", &link)),
        "The link works for five days.",
    )
}

/// Confirms that a provider is to be deleted.
#[must_use]
pub fn provider_deletion(origin: &str, provider: Uuid, provider_name: &str, email: &str, token: &str) -> Mail {
    let link = format!(
        "{origin}/#/verify-recover-delete-provider?providerId={provider}&token={}&name={}",
        form_value(token),
        form_value(provider_name),
    );
    letter(
        email,
        &format!("Delete {provider_name}?"),
        &format!("Somebody asked to delete the provider {provider_name}. This cannot be undone."),
        Some(("Delete the provider", &link)),
        "The link works for one hour. If you did not ask for this, do nothing.",
    )
}

/// What an organisation invitation says.
#[derive(Debug, Clone, Copy)]
pub struct OrganizationInvitation<'a> {
    /// The organisation.
    pub organization: Uuid,
    /// Its name, readable.
    pub organization_name: &'a str,
    /// The membership.
    pub organization_user: Uuid,
    /// The invited address.
    pub email: &'a str,
    /// Signed token.
    pub token: &'a str,
    /// The organisation has no keys yet.
    pub init_organization: bool,
    /// The address has an account.
    pub existing_user: bool,
}

/// Invitation to join an organisation.
#[must_use]
pub fn organization_invitation(origin: &str, invitation: OrganizationInvitation<'_>) -> Mail {
    let flag = |value: bool| if value { "True" } else { "False" };
    let name = invitation.organization_name;
    let link = format!(
        "{origin}/#/accept-organization?organizationId={}&organizationUserId={}&email={}&organizationName={}&token={}&initOrganization={}&orgUserHasExistingUser={}",
        invitation.organization,
        invitation.organization_user,
        form_value(invitation.email),
        form_value(name),
        form_value(invitation.token),
        flag(invitation.init_organization),
        flag(invitation.existing_user),
    );
    letter(
        invitation.email,
        &format!("Join {name}"),
        &format!("You have been invited to join the organisation {name}."),
        Some(("Join the organisation", &link)),
        "The link works for five days. If you did not expect this mail, you can ignore it.",
    )
}

/// Tells a person that they were confirmed and can start.
#[must_use]
pub fn confirmed(origin: &str, email: &str, name: &str) -> Mail {
    let link = format!("{origin}/");
    letter(
        email,
        &format!("You have been confirmed to {name}"),
        &format!("You are now confirmed as a member of {name}."),
        Some(("Open the portal", &link)),
        "You can sign in as usual.",
    )
}

/// Tells a member that a policy took the access away, and what brings it back.
#[must_use]
pub fn access_revoked(email: &str, name: &str, why: &str, remedy: &str) -> Mail {
    letter(
        email,
        &format!("You no longer have access to {name}"),
        &format!("Your access to {name} was taken away because {why}"),
        None,
        remedy,
    )
}

/// Tells an owner that the provider has let their organisation go: from now on it pays for itself (screens CLI-F).
#[must_use]
pub fn client_let_go(origin: &str, email: &str, organization: &str, provider: &str) -> Mail {
    let link = format!("{origin}/");
    letter(
        email,
        &format!("{organization} needs a payment method"),
        &format!(
            "{provider} no longer manages {organization}. Nothing changes for its members and their data. From now on \
             the organisation has a subscription of its own, with an invoice that is due after 30 days: please add a \
             payment method before then."
        ),
        Some(("Open the portal", &link)),
        "You get this mail because you are an owner of the organisation.",
    )
}

/// Tells a person that somebody set a new master password for them, or took their second step away.
#[must_use]
pub fn account_recovered(origin: &str, email: &str, organization: &str) -> Mail {
    let link = format!("{origin}/");
    letter(
        email,
        "Your account was recovered",
        &format!(
            "An administrator of {organization} has reset how you sign in. You were signed out everywhere. Ask your \
             administrator for the temporary master password; you choose a new one when you sign in."
        ),
        Some(("Sign in", &link)),
        "If you did not ask for this, contact your administrator at once.",
    )
}

/// Link to finish a sign-up.
#[must_use]
pub fn sign_up(origin: &str, email: &str, token: &str) -> Mail {
    let link = format!(
        "{origin}/redirect-connector.html#finish-signup?token={}&email={}&fromEmail=true",
        form_value(token),
        form_value(email),
    );
    letter(
        email,
        "Verify your e-mail address",
        "Verify this address to finish creating your account.",
        Some(("Verify the address", &link)),
        "The link works for 15 minutes. If you did not ask for an account, you can ignore this mail.",
    )
}

/// Code for the two-step login, for a new device, or to prove oneself.
#[must_use]
pub fn code(email: &str, purpose: &str, code: &str) -> Mail {
    letter(
        email,
        &format!("{code} is your verification code"),
        &format!("{purpose} Your code: {code}"),
        None,
        "The code works for ten minutes and only once. Never tell it to anybody.",
    )
}

/// The password hint, or that there is none.
#[must_use]
pub fn password_hint(email: &str, hint: Option<&str>) -> Mail {
    let body = match hint {
        Some(hint) => format!("The hint you saved for your master password: {hint}"),
        None => "You have not saved a hint for your master password. Nobody can recover it for you.".to_owned(),
    };
    letter(email, "Your master password hint", &body, None, "If you did not ask for this, you can ignore this mail.")
}

/// Somebody tried to sign up with an address that has an account.
#[must_use]
pub fn account_exists(origin: &str, email: &str) -> Mail {
    let link = format!("{origin}/");
    letter(
        email,
        "You already have an account",
        "Somebody tried to create an account with this address, but there is one already.",
        Some(("Sign in", &link)),
        "If it was not you, you can ignore this mail.",
    )
}

fn letter(to: &str, subject: &str, body: &str, action: Option<(&str, &str)>, note: &str) -> Mail {
    let button = action.map_or_else(String::new, |(label, link)| {
        format!(
            "<p><a href=\"{link}\" rel=\"noreferrer\">{label}</a></p>\n<p>Or copy this address:<br><code>{link}</code></p>\n",
            link = html(link),
            label = html(label),
        )
    });
    let document = format!(
        "<!doctype html>\n<html lang=\"en-GB\">\n<head><meta charset=\"utf-8\"><title>{subject}</title></head>\n<body>\n<h1>{subject}</h1>\n<p>{body}</p>\n{button}<p><small>{note}</small></p>\n</body>\n</html>\n",
        subject = html(subject),
        body = html(body),
        note = html(note),
    );
    let text = match action {
        Some((label, link)) => format!("{body}\n\n{label}:\n{link}\n\n{note}\n"),
        None => format!("{body}\n\n{note}\n"),
    };
    // A name must not be able to add header lines.
    let subject = subject.replace(['\r', '\n'], " ");
    Mail { to: to.to_owned(), subject, html: document, text }
}
