//! Single sign-on of a client (SSO-01…04; screens §2.16). Whether it is on stands in the profile too, which is read again
//! after a change.

use portal_contracts::sso::{OrganizationSso, UpdateSso};
use portal_crypto::Certificate as Read;

use crate::error::ApiError;
use crate::organization::entry;
use crate::portal::Portal;
use crate::send::Call;
use crate::{text, workspace};

/// What is worth knowing of a certificate, cleaned for display.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    /// Whom it names; missing when it names nobody.
    pub subject: Option<String>,
    /// From when it works, in seconds since 1970 UTC.
    pub not_before: i64,
    /// Until when it works, in seconds since 1970 UTC.
    pub not_after: i64,
}

/// Longest subject that is shown, in characters.
const SUBJECT: usize = 200;

/// Reads a certificate as it was pasted; `None` when it is none.
#[must_use]
pub fn read_certificate(pasted: &str) -> Option<Certificate> {
    let read = Read::read(pasted).ok()?;
    let subject = Some(text::clean(&read.subject, SUBJECT)).filter(|subject| !subject.is_empty());
    Some(Certificate { subject, not_before: read.not_before, not_after: read.not_after })
}

/// Reads how single sign-on is set up.
///
/// # Errors
/// What went wrong with the request; [`ApiError::NotFound`] for members who may not manage it, and on servers without it.
pub async fn read_sso(portal: &Portal, client_id: &str) -> Result<OrganizationSso, ApiError> {
    entry(portal, client_id)?;
    let path = ["organizations/", client_id, "/sso"].concat();
    Ok(OrganizationSso::read(&portal.send(Call::get(path)).await?.body)?)
}

/// Why single sign-on was not saved.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum SaveFailure {
    /// Somebody else changed it meanwhile; this is how it stands now.
    #[error("changed meanwhile")]
    Changed(Box<OrganizationSso>),
    /// Another organisation has the identifier.
    #[error("the identifier is taken")]
    IdentifierTaken,
    /// Anything else. Repeating it is harmless.
    #[error(transparent)]
    Api(#[from] ApiError),
}

/// Saves single sign-on and returns it as it stands now. It is read again first, so that nobody's change is overwritten
/// unseen; when the answer is lost, it is looked up.
///
/// # Errors
/// See [`SaveFailure`].
pub async fn save_sso(
    portal: &Portal,
    client_id: &str,
    seen: &OrganizationSso,
    wanted: &UpdateSso,
) -> Result<OrganizationSso, SaveFailure> {
    let now = read_sso(portal, client_id).await?;
    if !same(&now, seen.enabled, seen.identifier.as_deref(), seen) {
        return if is(&now, wanted) { Ok(now) } else { Err(SaveFailure::Changed(Box::new(now))) };
    }
    let path = ["organizations/", client_id, "/sso"].concat();
    let saved = match portal.send(Call::post(path).json(wanted)).await {
        Ok(answer) => OrganizationSso::read(&answer.body).map_err(ApiError::from)?,
        Err(error) if error.outcome_unknown() => match read_sso(portal, client_id).await {
            Ok(now) if is(&now, wanted) => now,
            _ => return Err(error.into()),
        },
        Err(error) if error.says("already in use") => return Err(SaveFailure::IdentifierTaken),
        Err(error) => return Err(error.into()),
    };
    // It is saved, whatever becomes of this: the profile is read again at the next occasion too.
    let _ = workspace::sync(portal).await;
    Ok(saved)
}

fn same(now: &OrganizationSso, enabled: bool, identifier: Option<&str>, other: &OrganizationSso) -> bool {
    now.enabled == enabled
        && now.identifier.as_deref().unwrap_or_default() == identifier.unwrap_or_default()
        && now.settings() == other.settings()
}

fn is(now: &OrganizationSso, wanted: &UpdateSso) -> bool {
    let other = OrganizationSso { data: wanted.data.clone(), ..OrganizationSso::default() };
    same(now, wanted.enabled, wanted.identifier.as_deref(), &other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_certificate_is_read_and_its_name_is_cleaned() {
        let read = read_certificate(include_str!("../../crypto/tests/data/idp.pem")).unwrap();
        assert_eq!(read.subject.as_deref(), Some("CN=idp.fabrikam.example, O=Fabrikam Ltd"));
        assert!(read.not_before < read.not_after);
        assert_eq!(read_certificate("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"), None);
    }
}
