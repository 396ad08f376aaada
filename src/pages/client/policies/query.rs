//! What stands in the address: the open policy and the search.

use portal_contracts::policies::PolicyType;

use crate::pages::list_state::{InAddress, encode};

/// The open policy and the search.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// The open policy.
    pub policy: Option<PolicyType>,
    /// What is searched for.
    pub search: String,
}

impl InAddress for Query {
    fn read(get: impl Fn(&str) -> Option<String>) -> Self {
        let number = get("policy").and_then(|number| number.parse().ok());
        let policy = number.map(PolicyType::from_number).filter(|kind| !matches!(kind, PolicyType::Unknown(_)));
        Self { policy, search: get("search").unwrap_or_default().chars().take(100).collect() }
    }

    fn write(&self) -> String {
        let policy = self.policy.map(|kind| format!("policy={}", kind.number()));
        let search = (!self.search.is_empty()).then(|| format!("search={}", encode(&self.search)));
        let parts: Vec<String> = policy.into_iter().chain(search).collect();
        if parts.is_empty() { String::new() } else { format!("?{}", parts.join("&")) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_brings_the_policy_back_and_nonsense_opens_none() {
        let query = Query { policy: Some(PolicyType::VaultBanner), search: "no send".into() };
        assert_eq!(query.write(), "?policy=20&search=no%20send");
        let read = |policy: &'static str| Query::read(|name| (name == "policy").then(|| policy.to_owned())).policy;
        assert_eq!((read("20"), read("77"), read("x")), (Some(PolicyType::VaultBanner), None, None));
        assert_eq!(Query::default().write(), "");
    }
}
