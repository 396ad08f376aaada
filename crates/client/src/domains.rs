//! Claimed domains of a client (DOM-01; screens §2.17). Nothing here needs a membership.

use portal_contracts::List;
use portal_contracts::domains::{AddDomain, DOMAIN, DomainProblem, OrganizationDomain, domain_of, read_domain};

use crate::error::ApiError;
use crate::members::Member;
use crate::organization::entry;
use crate::portal::Portal;
use crate::send::Call;
use crate::text;

/// A domain of a client as of a moment. Texts are cleaned for display.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Domain {
    /// Domain id.
    pub id: String,
    /// The domain.
    pub name: String,
    /// What it has to say in a TXT record; missing when the server sends nothing that could stand there.
    pub txt: Option<String>,
    /// When it was added, ISO 8601.
    pub added: Option<String>,
    /// When it was claimed, ISO 8601; missing until then.
    pub claimed: Option<String>,
    /// When anybody looked last, ISO 8601.
    pub checked: Option<String>,
    /// When the server looks next by itself, ISO 8601; missing when it will not.
    pub next_check: Option<String>,
}

/// Longest TXT record that is shown: a hostile answer must not fill the page.
const TXT: usize = 255;

impl From<OrganizationDomain> for Domain {
    fn from(wire: OrganizationDomain) -> Self {
        let date = |date: Option<String>| date.map(|date| text::clean(&date, 40)).filter(|date| !date.is_empty());
        let sayable = |txt: &String| {
            !txt.is_empty() && txt.len() <= TXT && txt.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ')
        };
        let claimed = date(wire.verified_date);
        Self {
            name: text::clean(&wire.domain_name, DOMAIN),
            // It is copied into somebody's DNS: shown exactly as it came, or not at all.
            txt: wire.txt.filter(sayable),
            added: date(wire.creation_date),
            checked: date(wire.last_checked_date),
            // Some servers keep an old date there.
            next_check: date(wire.next_run_date).filter(|_| claimed.is_none() && wire.job_run_count < LOOKS),
            claimed,
            id: wire.id,
        }
    }
}

/// How often servers look by themselves.
const LOOKS: i64 = 3;

/// Reads the domains of a client, by name.
///
/// # Errors
/// What went wrong with the request; [`ApiError::Forbidden`] for members who may manage neither domains nor policies,
/// [`ApiError::NotFound`] on servers without claimed domains.
pub async fn list_domains(portal: &Portal, client_id: &str) -> Result<Vec<Domain>, ApiError> {
    entry(portal, client_id)?;
    let list: List<OrganizationDomain> = portal.read(Call::get(path(client_id, ""))).await?;
    let mut seen = std::collections::BTreeSet::new();
    // A row that cannot be named, or that comes twice, could not be worked with.
    let rows = list.data.into_iter().filter(|wire| !wire.id.is_empty() && seen.insert(wire.id.clone()));
    let mut domains: Vec<Domain> = rows.map(Domain::from).collect();
    domains.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(domains)
}

/// Why a domain was not added.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AddFailure {
    /// What was typed is no domain that can be claimed. Nothing was sent.
    #[error("no domain")]
    Typed(DomainProblem),
    /// It is on the client's list already.
    #[error("on the list already")]
    Listed,
    /// Another organisation has claimed it.
    #[error("claimed by another organisation")]
    Taken,
    /// Anything else. Repeating it is harmless.
    #[error(transparent)]
    Api(#[from] ApiError),
}

/// Adds a domain, which is not claimed by that: it has to say what the server wants to hear first. When the answer is lost,
/// it is looked up.
///
/// # Errors
/// See [`AddFailure`].
pub async fn add_domain(portal: &Portal, client_id: &str, typed: &str) -> Result<Domain, AddFailure> {
    let name = read_domain(typed).map_err(AddFailure::Typed)?;
    entry(portal, client_id)?;
    let call = Call::post(path(client_id, "")).json(&AddDomain { domain_name: name.clone() });
    let lost = match portal.read::<OrganizationDomain>(call).await {
        Ok(wire) => return confirm(wire, |wire| wire.domain_name.eq_ignore_ascii_case(&name)).map_err(Into::into),
        Err(error) if error.outcome_unknown() => error,
        Err(ApiError::Refused { status: CONFLICT, message }) => return Err(conflict(message.as_deref())),
        Err(error) => return Err(error.into()),
    };
    let listed = list_domains(portal, client_id).await.unwrap_or_default();
    listed.into_iter().find(|domain| domain.name == name).ok_or_else(|| lost.into())
}

/// Something stands in the way (409).
const CONFLICT: u16 = 409;

fn conflict(said: Option<&str>) -> AddFailure {
    let listed = said.is_some_and(|said| said.to_ascii_lowercase().contains("already exists"));
    if listed { AddFailure::Listed } else { AddFailure::Taken }
}

/// What came of a look at a domain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It is claimed.
    Claimed(Domain),
    /// The server found no such TXT record.
    NotFound(Domain),
    /// Another organisation was first.
    Taken,
}

/// Asks the server to look at a domain now, and to claim it when it says what it should. When the answer is lost, it is
/// looked up.
///
/// # Errors
/// What went wrong with the request; [`ApiError::NotFound`] also when the domain is no longer on the list.
pub async fn verify_domain(portal: &Portal, client_id: &str, domain_id: &str) -> Result<Verdict, ApiError> {
    entry(portal, client_id)?;
    let below = ["/", domain_id, "/verify"].concat();
    match portal.read::<OrganizationDomain>(Call::post(path(client_id, &below))).await {
        Ok(wire) => confirm(wire, |wire| wire.id == domain_id).map(verdict),
        // Somebody else asked at the same time, or the server did by itself.
        Err(error @ ApiError::Refused { status: CONFLICT, .. }) if error.says("already been verified") => {
            read_domain_of(portal, client_id, domain_id).await.map(verdict)
        }
        Err(ApiError::Refused { status: CONFLICT, .. }) => Ok(Verdict::Taken),
        Err(error) if error.outcome_unknown() => match read_domain_of(portal, client_id, domain_id).await {
            Ok(domain) if domain.claimed.is_some() => Ok(Verdict::Claimed(domain)),
            _ => Err(error),
        },
        Err(error) => Err(error),
    }
}

fn verdict(domain: Domain) -> Verdict {
    if domain.claimed.is_some() { Verdict::Claimed(domain) } else { Verdict::NotFound(domain) }
}

/// Takes a domain off the list, claimed or not. One that is gone already is no error.
///
/// # Errors
/// What went wrong with the request.
pub async fn remove_domain(portal: &Portal, client_id: &str, domain_id: &str) -> Result<(), ApiError> {
    entry(portal, client_id)?;
    let outcome = portal.send(Call::delete(path(client_id, &["/", domain_id].concat()))).await;
    match outcome {
        Ok(_) => Ok(()),
        // Gone, or not for us: the list tells which.
        Err(error) if error.outcome_unknown() || matches!(error, ApiError::NotFound { .. }) => {
            let listed = list_domains(portal, client_id).await;
            let gone = listed.is_ok_and(|listed| listed.iter().all(|domain| domain.id != domain_id));
            if gone { Ok(()) } else { Err(error) }
        }
        Err(error) => Err(error),
    }
}

async fn read_domain_of(portal: &Portal, client_id: &str, domain_id: &str) -> Result<Domain, ApiError> {
    let wire = portal.read(Call::get(path(client_id, &["/", domain_id].concat()))).await?;
    confirm(wire, |wire: &OrganizationDomain| wire.id == domain_id)
}

/// An answer about another domain than the one asked for is no answer.
fn confirm(wire: OrganizationDomain, is_it: impl FnOnce(&OrganizationDomain) -> bool) -> Result<Domain, ApiError> {
    if !wire.id.is_empty() && is_it(&wire) { Ok(wire.into()) } else { Err(ApiError::BadAnswer) }
}

/// How many members have addresses of a domain.
#[must_use]
pub fn people_of(domain: &str, members: &[Member]) -> usize {
    let domain = domain.to_lowercase();
    members.iter().filter(|member| domain_of(&member.email).is_some_and(|theirs| theirs == domain)).count()
}

/// Path below the domains of a client.
fn path(client_id: &str, rest: &str) -> String {
    ["organizations/", client_id, "/domain", rest].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wire() -> OrganizationDomain {
        OrganizationDomain {
            id: "d".into(),
            domain_name: "fabrikam.example".into(),
            txt: Some("bw=AAAA".into()),
            next_run_date: Some("2026-01-01T00:00:00Z".into()),
            ..OrganizationDomain::default()
        }
    }

    #[test]
    fn a_record_is_shown_as_it_came_or_not_at_all() {
        assert_eq!(Domain::from(wire()).txt.as_deref(), Some("bw=AAAA"));
        for strange in ["bw=\u{202e}AAAA", "bw=\nAAAA", "", &"x".repeat(256)] {
            assert_eq!(Domain::from(OrganizationDomain { txt: Some(strange.into()), ..wire() }).txt, None, "{strange}");
        }
    }

    #[test]
    fn a_domain_that_is_looked_at_no_more_has_no_next_look() {
        assert!(Domain::from(wire()).next_check.is_some());
        assert!(Domain::from(OrganizationDomain { job_run_count: 3, ..wire() }).next_check.is_none());
        let claimed = OrganizationDomain { verified_date: Some("2026-01-01T00:00:00Z".into()), ..wire() };
        assert!(Domain::from(claimed).next_check.is_none());
    }

    #[test]
    fn conflicts_are_told_apart() {
        assert_eq!(conflict(Some("A domain already exists for this organization.")), AddFailure::Listed);
        assert_eq!(conflict(Some("The domain is not available to be claimed.")), AddFailure::Taken);
        assert_eq!(conflict(None), AddFailure::Taken);
    }
}
