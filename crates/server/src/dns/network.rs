//! Asking the name servers of the machine.

use std::sync::Arc;
use std::time::Duration;

use hickory_resolver::net::NetError;
use hickory_resolver::net::runtime::TokioRuntimeProvider;
use hickory_resolver::proto::rr::RData;
use hickory_resolver::{ResolverBuilder, TokioResolver};

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
        match TokioResolver::builder_tokio().and_then(Self::of) {
            Ok(network) => Some(network),
            Err(error) => {
                log::error(&format!("no name server can be asked about claimed domains: {error}"));
                None
            }
        }
    }

    fn of(mut builder: ResolverBuilder<TokioRuntimeProvider>) -> Result<Self, NetError> {
        let options = builder.options_mut();
        options.timeout = TIMEOUT;
        // Whoever has just written a record must not wait for an old "there is none" to be forgotten.
        options.cache_size = 0;
        builder.build().map(|resolver| Self(Arc::new(resolver)))
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

#[cfg(test)]
mod tests {
    use hickory_resolver::config::{ConnectionConfig, NameServerConfig, ResolverConfig};
    use hickory_resolver::proto::op::{Message, OpCode, ResponseCode};
    use hickory_resolver::proto::rr::rdata::TXT;
    use hickory_resolver::proto::rr::{Record, RecordType};
    use tokio::net::UdpSocket;

    use super::*;

    /// A name server on this machine that knows one domain, and how often it is asked.
    async fn name_server() -> Network {
        let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
        let address = socket.local_addr().unwrap();
        tokio::spawn(async move {
            let mut buffer = [0; 1500];
            let mut asked = 0;
            loop {
                let (length, from) = socket.recv_from(&mut buffer).await.unwrap();
                let question = Message::from_vec(&buffer[..length]).unwrap();
                let query = question.queries[0].clone();
                asked += 1;
                let mut answer = Message::response(question.metadata.id, OpCode::Query);
                answer.add_query(query.clone());
                let known = query.name().to_string() == "fabrikam.com." && query.query_type() == RecordType::TXT;
                if known {
                    let parts = vec!["bw=long text in ".to_owned(), "two parts".to_owned()];
                    let count = vec![format!("asked {asked}")];
                    for strings in [parts, count] {
                        let data = RData::TXT(TXT::new(strings));
                        answer.add_answer(Record::from_rdata(query.name().clone(), 3_600, data));
                    }
                } else {
                    answer.metadata.response_code = ResponseCode::NXDomain;
                }
                socket.send_to(&answer.to_vec().unwrap(), from).await.unwrap();
            }
        });
        let mut connection = ConnectionConfig::udp();
        connection.port = address.port();
        let server = NameServerConfig::new(address.ip(), true, vec![connection]);
        let config = ResolverConfig::from_name_servers(vec![server]);
        Network::of(TokioResolver::builder_with_config(config, TokioRuntimeProvider::default())).unwrap()
    }

    #[tokio::test]
    async fn records_come_whole_and_are_asked_for_anew_each_time() {
        let network = name_server().await;
        assert_eq!(network.txt("fabrikam.com".into()).await, ["bw=long text in two parts", "asked 1"]);
        assert_eq!(network.txt("fabrikam.com".into()).await[1], "asked 2");
        assert!(network.txt("other.com".into()).await.is_empty());
        assert!(network.txt("other.com".into()).await.is_empty());
        assert_eq!(network.txt("fabrikam.com".into()).await[1], "asked 5", "nothing is remembered, not even nothing");
    }
}
