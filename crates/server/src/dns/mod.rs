//! What domains say in their TXT records: by a table that can be filled by hand (`/dev/dns`), then by the network.
//!
//! Names that are reserved for examples and tests never leave this process, whatever the table says: they exist nowhere.
//! So everything that is made up, demo data and tests, needs no network and asks nobody.

mod network;

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use portal_contracts::domains::read_domain;

pub use network::Network;

/// TXT records of a domain, each as one text; empty when there are none or nobody answers.
pub type Records = Pin<Box<dyn Future<Output = Vec<String>> + Send>>;

/// Somebody who can be asked for TXT records.
pub trait Resolver: Send + Sync {
    /// The records of a domain.
    fn txt(&self, domain: String) -> Records;
}

/// Top-level domains that are for examples and tests only.
const RESERVED: [&str; 4] = ["example", "invalid", "localhost", "test"];

/// How long an answer may take, whatever the servers in between do.
const PATIENCE: Duration = Duration::from_secs(10);

/// The table, and who is asked about what is not in it.
pub struct Dns {
    table: Mutex<BTreeMap<String, Vec<String>>>,
    resolver: Option<Box<dyn Resolver>>,
}

impl Dns {
    /// With somebody to ask, or with the table alone.
    #[must_use]
    pub fn new(resolver: Option<Box<dyn Resolver>>) -> Self {
        Self { table: Mutex::default(), resolver }
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, Vec<String>>> {
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Everything in the table, by domain.
    #[must_use]
    pub fn entries(&self) -> Vec<(String, Vec<String>)> {
        self.lock().iter().map(|(domain, records)| (domain.clone(), records.clone())).collect()
    }

    /// Puts the records of a domain into the table, in place of those that are there; none at all is an answer too.
    pub fn put(&self, domain: &str, records: Vec<String>) {
        let domain = read_domain(domain).unwrap_or_else(|_| domain.trim().to_lowercase());
        self.lock().insert(domain, records);
    }

    /// Empties the table.
    pub fn clear(&self) {
        self.lock().clear();
    }

    /// Whether a domain has a TXT record with exactly this text.
    pub async fn says(&self, domain: &str, text: &str) -> bool {
        let asked = tokio::time::timeout(PATIENCE, self.records(domain)).await;
        asked.unwrap_or_default().iter().any(|record| record.trim() == text)
    }

    async fn records(&self, domain: &str) -> Vec<String> {
        let known = self.lock().get(domain).cloned();
        let reserved = domain.rsplit('.').next().is_some_and(|last| RESERVED.contains(&last));
        match (known, &self.resolver) {
            (Some(records), _) => records,
            (None, Some(resolver)) if !reserved => resolver.txt(domain.to_owned()).await,
            (None, _) => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Answers with what it was asked.
    struct Echo;

    impl Resolver for Echo {
        fn txt(&self, domain: String) -> Records {
            Box::pin(std::future::ready(vec!["other".to_owned(), format!(" {domain} ")]))
        }
    }

    #[tokio::test]
    async fn the_table_comes_first_then_the_network() {
        let dns = Dns::new(Some(Box::new(Echo)));
        assert!(dns.says("fabrikam.com", "fabrikam.com").await);
        dns.put("Fabrikam.com.", vec!["bw=1".into()]);
        assert!(dns.says("fabrikam.com", "bw=1").await && !dns.says("fabrikam.com", "fabrikam.com").await);
        dns.put("fabrikam.com", Vec::new());
        assert!(!dns.says("fabrikam.com", "bw=1").await, "no record is an answer too");
        dns.clear();
        assert!(dns.says("fabrikam.com", "fabrikam.com").await);
    }

    #[tokio::test]
    async fn made_up_names_never_leave() {
        let dns = Dns::new(Some(Box::new(Echo)));
        for domain in ["fabrikam.example", "a.test", "b.invalid", "c.localhost"] {
            assert!(!dns.says(domain, domain).await, "{domain}");
        }
        dns.put("fabrikam.example", vec!["bw=1".into()]);
        assert!(dns.says("fabrikam.example", "bw=1").await);
        assert!(!Dns::new(None).says("fabrikam.com", "fabrikam.com").await);
    }
}
