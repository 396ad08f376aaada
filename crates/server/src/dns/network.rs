//! Asking the name servers of the machine.

use std::sync::Arc;
use std::time::Duration;

use hickory_resolver::TokioResolver;
use hickory_resolver::proto::rr::RData;

use super::{Records, Resolver};
use crate::log;

/// Time that one name server has to answer.
const TIMEOUT: Duration = Duration::from_secs(5);

/// The name servers of the machine.
pub struct Network(Arc<TokioResolver>);

impl Network {
    /// By the machine's settings; `None`, and a line in the log, when they cannot be read.
    #[must_use]
    pub fn new() -> Option<Self> {
        let built = TokioResolver::builder_tokio().and_then(|mut builder| {
            let options = builder.options_mut();
            options.timeout = TIMEOUT;
            // Whoever has just written a record must not wait for an old "there is none" to be forgotten.
            options.cache_size = 0;
            builder.build()
        });
        match built {
            Ok(resolver) => Some(Self(Arc::new(resolver))),
            Err(error) => {
                log::error(&format!("no name server can be asked about claimed domains: {error}"));
                None
            }
        }
    }
}

impl Resolver for Network {
    fn txt(&self, domain: String) -> Records {
        let resolver = Arc::clone(&self.0);
        Box::pin(async move {
            // With the dot, no search list of the machine makes another name of it.
            match resolver.txt_lookup([domain.as_str(), "."].concat()).await {
                Ok(found) => found
                    .answers()
                    .iter()
                    .filter_map(|record| match &record.data {
                        // A long text comes in several parts.
                        RData::TXT(parts) => String::from_utf8(parts.txt_data.concat()).ok(),
                        _ => None,
                    })
                    .collect(),
                Err(error) if error.is_no_records_found() || error.is_nx_domain() => Vec::new(),
                Err(_) => {
                    // Without the error: it names what somebody typed.
                    log::error("a name server did not answer a question for TXT records");
                    Vec::new()
                }
            }
        })
    }
}
