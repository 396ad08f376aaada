//! What a claimed domain means for an address of it: where it can sign in, and whether it may have an account of its own.

use axum::Json;
use axum::extract::State;
use portal_contracts::List;
use portal_contracts::domains::{DomainsOfAddress, VerifiedDomain, domain_of};
use portal_contracts::enums::PlanType;
use portal_contracts::permissions::Feature;
use portal_contracts::policies::PolicyType;
use rusqlite::{Connection, params};

use crate::auth::PeerIp;
use crate::error::ApiResult;
use crate::json::Body;
use crate::limits::Kind;
use crate::state::AppState;
use crate::{fields, plans};

/// Organisations in service that claimed the domain of an address and let people sign in by single sign-on. Asked before
/// anybody has signed in.
pub(super) async fn verified(
    State(app): State<AppState>,
    PeerIp(ip): PeerIp,
    Body(asked): Body<DomainsOfAddress>,
) -> ApiResult<Json<List<VerifiedDomain>>> {
    app.limiter.check(Kind::Identity, ip)?;
    fields::email("Email", &asked.email)?;
    let domain = ascii_domain(&asked.email).unwrap_or_default();
    app.db
        .read(move |conn| {
            let mut statement = conn.prepare_cached(
                "SELECT d.domain_name, o.identifier, o.name, o.plan_type FROM organization_domain d
                 JOIN organization o ON o.id = d.organization_id
                 JOIN organization_sso s ON s.organization_id = o.id
                 WHERE d.domain_name = ?1 AND d.verified_at IS NOT NULL AND o.enabled AND s.enabled
                   AND o.identifier IS NOT NULL",
            )?;
            let rows = statement.query_map([domain], |row| {
                let found = VerifiedDomain {
                    object: "verifiedOrganizationDomainSsoDetails".to_owned(),
                    domain_name: row.get(0)?,
                    organization_identifier: row.get(1)?,
                    organization_name: row.get(2)?,
                };
                Ok((found, PlanType::from_number(row.get(3)?)))
            })?;
            let mut data = Vec::new();
            for row in rows {
                let (found, plan) = row?;
                let features = plans::features(plan);
                if Feature::Domains.is_on(&features) && Feature::Sso.is_on(&features) {
                    data.push(found);
                }
            }
            Ok(Json(List::of(data)))
        })
        .await
}

/// The domain of an address as domains are claimed: whoever spells it with letters beyond ASCII means the same one.
fn ascii_domain(email: &str) -> Option<String> {
    let domain = domain_of(email)?;
    Some(idna::domain_to_ascii(&domain).unwrap_or(domain))
}

/// Whether an organisation claimed the domain of an address and lets nobody have an account of it without being invited
/// (policy 19).
///
/// # Errors
/// When the database fails.
pub fn blocks(conn: &Connection, email: &str) -> ApiResult<bool> {
    let Some(domain) = ascii_domain(email) else { return Ok(false) };
    let mut statement = conn.prepare_cached(
        "SELECT o.plan_type FROM organization_domain d
         JOIN organization o ON o.id = d.organization_id
         JOIN policy p ON p.organization_id = o.id AND p.type = ?2 AND p.enabled
         WHERE d.domain_name = ?1 AND d.verified_at IS NOT NULL AND o.enabled",
    )?;
    let kind = PolicyType::BlockClaimedAccounts.number();
    let rows = statement.query_map(params![domain, kind], |row| row.get(0))?;
    for plan in rows {
        let features = plans::features(PlanType::from_number(plan?));
        if Feature::Domains.is_on(&features) && Feature::Policies.is_on(&features) {
            return Ok(true);
        }
    }
    Ok(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_is_the_same_in_both_spellings() {
        assert_eq!(ascii_domain("eve@Bücher.example").as_deref(), Some("xn--bcher-kva.example"));
        assert_eq!(ascii_domain("eve@xn--bcher-kva.example").as_deref(), Some("xn--bcher-kva.example"));
        assert_eq!(ascii_domain("eve"), None);
    }
}
