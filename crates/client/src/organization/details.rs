//! Name and billing address (ORG-01).

use portal_contracts::limits;
use portal_contracts::organization::{Organization as Wire, UpdateOrganization};

use super::{Organization, confirm, payer, read};
use crate::addresses::is_address;
use crate::error::ApiError;
use crate::portal::Portal;
use crate::send::Call;
use crate::workspace;

/// What can be typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Details {
    /// Name.
    pub name: String,
    /// Where invoices go.
    pub billing_email: String,
}

impl From<&Organization> for Details {
    fn from(organization: &Organization) -> Self {
        Self { name: organization.name.clone(), billing_email: organization.billing_email.clone() }
    }
}

/// What is wrong with a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DetailsProblem {
    /// No name.
    NameMissing,
    /// More than 50 characters.
    NameLong,
    /// No address.
    AddressMissing,
    /// Not the shape of an address, or too long for one.
    AddressBad,
}

/// Judges what was typed, before anything is sent: name, then address.
#[must_use]
pub fn check_details(details: &Details) -> [Option<DetailsProblem>; 2] {
    let (name, address) = (details.name.trim(), details.billing_email.trim());
    let name = match name.chars().count() {
        0 => Some(DetailsProblem::NameMissing),
        length if length > limits::NAME => Some(DetailsProblem::NameLong),
        _ => None,
    };
    let address = if address.is_empty() {
        Some(DetailsProblem::AddressMissing)
    } else {
        (!is_address(address)).then_some(DetailsProblem::AddressBad)
    };
    [name, address]
}

/// Why name and address were not saved.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SaveFailure {
    /// A field cannot be sent.
    #[error("refused before sending")]
    Typed(DetailsProblem),
    /// Somebody else changed the same field meanwhile: this is how it is now. Nothing was saved.
    #[error("changed by somebody else")]
    Changed(Box<Organization>),
    /// The server said yes and kept the old name or address, as some installations do.
    #[error("kept by the server")]
    Kept(Box<Organization>),
    /// Anything else. Repeating it is harmless.
    #[error(transparent)]
    Api(#[from] ApiError),
}

/// Saves name and billing address. `base` is what the person saw: fields that the person left alone keep what somebody
/// else made of them meanwhile.
///
/// # Errors
/// See [`SaveFailure`].
pub async fn save_details(portal: &Portal, base: &Organization, typed: &Details) -> Result<Organization, SaveFailure> {
    let may_address = payer(portal, &base.id)?.lets_change_address();
    let typed = Details {
        name: typed.name.trim().to_owned(),
        billing_email: if may_address { typed.billing_email.trim().to_owned() } else { base.billing_email.clone() },
    };
    let [name_problem, address_problem] = check_details(&typed);
    // What was left alone may be longer than people may type it: providers name their clients as they like.
    let name_problem = name_problem.filter(|_| typed.name != base.name);
    let address_problem = address_problem.filter(|_| typed.billing_email != base.billing_email);
    if let Some(problem) = name_problem.or(address_problem) {
        return Err(SaveFailure::Typed(problem));
    }
    let now = read(portal, &base.id).await?;
    let name = merge(&base.name, &typed.name, &now.name);
    let address = merge(&base.billing_email, &typed.billing_email, &now.billing_email);
    let (Some(name), Some(address)) = (name, address) else { return Err(SaveFailure::Changed(Box::new(now))) };
    if (name, address) == (now.name.as_str(), now.billing_email.as_str()) {
        return Ok(now);
    }
    let body = UpdateOrganization {
        name: fits(name).then(|| name.to_owned()),
        // One body for all servers carries both; but a client's own owner may not send the address.
        billing_email: (may_address && !address.is_empty()).then(|| address.to_owned()),
        keys: None,
    };
    let answer: Wire = portal.read(Call::put(["organizations/", &base.id].concat()).json(&body)).await?;
    let saved = confirm(answer, &base.id)?;
    // The name stands in the side bar, the list and every heading: the profile is where they read it.
    workspace::sync(portal).await?;
    if saved.name == name && saved.billing_email == address {
        Ok(saved)
    } else {
        Err(SaveFailure::Kept(Box::new(saved)))
    }
}

/// Whether servers take the name. One that is too long was given elsewhere; left out, it stays.
fn fits(name: &str) -> bool {
    name.chars().count() <= limits::NAME
}

/// What a field becomes; `None` when two people changed it to different things.
fn merge<'a>(base: &'a str, typed: &'a str, now: &'a str) -> Option<&'a str> {
    if typed == base || typed == now { Some(now) } else { (now == base).then_some(typed) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_field_that_both_changed_is_a_conflict() {
        assert_eq!(merge("a", "a", "b"), Some("b"), "left alone");
        assert_eq!(merge("a", "b", "a"), Some("b"), "changed here");
        assert_eq!(merge("a", "b", "b"), Some("b"), "changed to the same");
        assert_eq!(merge("a", "b", "c"), None);
    }

    #[test]
    fn fields_are_judged_before_they_are_sent() {
        let check = |name: &str, address: &str| {
            check_details(&Details { name: name.to_owned(), billing_email: address.to_owned() })
        };
        assert_eq!(check(" ", " "), [Some(DetailsProblem::NameMissing), Some(DetailsProblem::AddressMissing)]);
        assert_eq!(check(&"x".repeat(51), "a"), [Some(DetailsProblem::NameLong), Some(DetailsProblem::AddressBad)]);
        assert_eq!(check(&"ü".repeat(50), "a@b.example"), [None, None]);
    }
}
