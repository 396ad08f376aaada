//! To which client of a provider an address seems to belong: the guard against inviting people into the wrong client.
//!
//! What is known comes from the member lists and claimed domains read in this session. Names are a hint only: they say at
//! which client it is worth looking, and count as a sign of their own when nothing better is known.

use std::collections::{BTreeMap, BTreeSet};

use futures::future::join_all;
use portal_contracts::List;
use portal_contracts::domains::OrganizationDomain;
use portal_contracts::members::OrganizationUser;

use crate::error::ApiError;
use crate::portal::Portal;
use crate::send::Call;

/// Mail services that everybody uses: their addresses belong to nobody.
const PUBLIC: [&str; 24] = [
    "aol.com",
    "fastmail.com",
    "gmail.com",
    "gmx.at",
    "gmx.ch",
    "gmx.de",
    "gmx.net",
    "googlemail.com",
    "hey.com",
    "hotmail.com",
    "hotmail.co.uk",
    "icloud.com",
    "live.com",
    "mail.com",
    "me.com",
    "msn.com",
    "outlook.com",
    "pm.me",
    "proton.me",
    "protonmail.com",
    "t-online.de",
    "web.de",
    "yahoo.co.uk",
    "yahoo.com",
];

/// Words of a name that say nothing about who it is.
const EMPTY_WORDS: [&str; 15] =
    ["ag", "and", "bv", "co", "company", "corp", "gmbh", "group", "inc", "limited", "llc", "ltd", "plc", "sa", "the"];

/// Shortest part of a name that is looked for in a domain.
const SHORTEST: usize = 4;

/// So many people of a client make the domain of most of them the client's own.
const AT_HOME: usize = 3;

/// Most clients that are asked in one go which domains they claimed: somebody waits for it.
const CLAIMS: usize = 60;
/// So many of them at once.
const AT_ONCE: usize = 6;

/// Why an address seems to belong to another client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// That client claimed the domain.
    Claimed,
    /// So many of that client's people have addresses of the same domain.
    Members(usize),
    /// The domain reads like the client's name.
    Name,
}

/// An address that seems to belong to another client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Foreign {
    /// The address.
    pub email: String,
    /// The other client.
    pub client_id: String,
    /// Why.
    pub sign: Sign,
}

/// A client, for what its name says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedClient {
    /// Organisation id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its plan has claimed domains, so it may have some.
    pub may_claim: bool,
}

/// The domains of clients, as far as their member lists were read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KnownDomains {
    clients: BTreeMap<String, BTreeMap<String, usize>>,
    claims: BTreeMap<String, BTreeSet<String>>,
}

impl KnownDomains {
    /// Takes over the addresses of a client's members, in the place of what was known before.
    pub fn learn<'a>(&mut self, client_id: &str, emails: impl IntoIterator<Item = &'a str>) {
        let mut domains = BTreeMap::new();
        for domain in emails.into_iter().filter_map(own_domain) {
            *domains.entry(domain).or_insert(0) += 1;
        }
        self.clients.insert(client_id.to_owned(), domains);
    }

    /// Whether the members of a client were read.
    #[must_use]
    pub fn knows(&self, client_id: &str) -> bool {
        self.clients.contains_key(client_id)
    }

    /// Takes over the domains that a client claimed.
    pub fn learn_claims(&mut self, client_id: &str, domains: impl IntoIterator<Item = String>) {
        let domains = domains.into_iter().map(|domain| domain.to_lowercase()).collect();
        self.claims.insert(client_id.to_owned(), domains);
    }

    /// The clients whose claimed domains are worth reading before anything is sent to `client_id`: those that were not asked
    /// yet, while there is an address that is not of the client itself.
    #[must_use]
    pub fn worth_asking(&self, client_id: &str, emails: &[String], clients: &[NamedClient]) -> Vec<String> {
        let strange: Vec<String> = emails
            .iter()
            .filter_map(|email| own_domain(email))
            .filter(|domain| !self.is_at_home(client_id, domain))
            .collect();
        let open = |client: &&NamedClient| client.may_claim && !self.claims.contains_key(&client.id);
        let mut asked: Vec<&NamedClient> = clients.iter().filter(open).filter(|_| !strange.is_empty()).collect();
        // The client itself first, then those that sound like it: there may be more than are asked in one go.
        asked.sort_by_cached_key(|client| {
            (client.id != client_id, !strange.iter().any(|domain| resembles(domain, &client.name)))
        });
        asked.into_iter().map(|client| client.id.clone()).take(CLAIMS).collect()
    }

    /// The clients whose names resemble the domains of these addresses and whose members were not read yet: worth a look
    /// before anything is sent to `client_id`.
    #[must_use]
    pub fn worth_a_look(&self, client_id: &str, emails: &[String], clients: &[NamedClient]) -> Vec<String> {
        let domains: BTreeSet<String> = emails
            .iter()
            .filter_map(|email| own_domain(email))
            .filter(|domain| !self.is_at_home(client_id, domain))
            .collect();
        clients
            .iter()
            .filter(|client| client.id != client_id && !self.knows(&client.id))
            .filter(|client| domains.iter().any(|domain| resembles(domain, &client.name)))
            .map(|client| client.id.clone())
            .collect()
    }

    /// The addresses that seem to belong to another client than `client_id`.
    #[must_use]
    pub fn foreign(&self, client_id: &str, emails: &[String], clients: &[NamedClient]) -> Vec<Foreign> {
        let own_name = clients.iter().find(|client| client.id == client_id).map_or("", |client| client.name.as_str());
        emails
            .iter()
            .filter_map(|email| {
                let domain = own_domain(email)?;
                if self.claims_it(client_id, &domain) {
                    return None;
                }
                let own = self.count(client_id, &domain);
                let others = || clients.iter().filter(|client| client.id != client_id);
                let by_claim =
                    others().find(|client| self.claims_it(&client.id, &domain)).map(|one| (one, Sign::Claimed));
                // One address that came here by mistake does not bring all others along; a domain that is at home
                // nowhere, as that of the people who look after many clients, is no sign.
                let by_members = || {
                    others()
                        .filter(|client| own == 0 || self.usual(&client.id) == Some(domain.as_str()))
                        .map(|client| (client, self.count(&client.id, &domain)))
                        .filter(|(_, count)| *count > own)
                        .max_by_key(|(_, count)| *count)
                        .map(|(client, count)| (client, Sign::Members(count)))
                };
                let by_name = || {
                    let reads_like = |client: &&NamedClient| resembles(&domain, &client.name);
                    // A domain that also reads like the right client is no sign for the wrong one.
                    // Neither is one for a client whose people are known to have other domains.
                    let other = others()
                        .filter(|client| self.usual(&client.id).is_none())
                        .find(reads_like)
                        .filter(|_| !resembles(&domain, own_name))?;
                    Some((other, Sign::Name))
                };
                let (client, sign) = by_claim.or_else(by_members).or_else(by_name)?;
                Some(Foreign { email: email.clone(), client_id: client.id.clone(), sign })
            })
            .collect()
    }

    /// Whether a domain is so clearly the client's own that nobody else need be asked about it.
    fn is_at_home(&self, client_id: &str, domain: &str) -> bool {
        self.claims_it(client_id, domain)
            || self.count(client_id, domain) >= AT_HOME && self.usual(client_id) == Some(domain)
    }

    fn claims_it(&self, client_id: &str, domain: &str) -> bool {
        self.claims.get(client_id).is_some_and(|domains| domains.contains(domain))
    }

    fn count(&self, client_id: &str, domain: &str) -> usize {
        self.clients.get(client_id).and_then(|domains| domains.get(domain)).copied().unwrap_or(0)
    }

    /// The domain that most people of a client have, to complete what somebody typed.
    #[must_use]
    pub fn usual(&self, client_id: &str) -> Option<&str> {
        let domains = self.clients.get(client_id)?;
        domains.iter().max_by_key(|(_, count)| **count).map(|(domain, _)| domain.as_str())
    }
}

/// Reads the addresses of a client's members in the short form that every member and the provider may see.
///
/// # Errors
/// What went wrong with the request.
pub async fn look_at(portal: &Portal, client_id: &str) -> Result<Vec<String>, ApiError> {
    let path = ["organizations/", client_id, "/users/mini-details"].concat();
    let list: List<OrganizationUser> = portal.read(Call::get(path).large()).await?;
    Ok(list.data.into_iter().map(|member| member.email).collect())
}

/// Reads which domains clients claimed, a few clients at a time. Where one may not look there is nothing to know; a client
/// that could not be read is left out, to be asked again.
pub async fn ask_for_claims(portal: &Portal, clients: &[String]) -> Vec<(String, Vec<String>)> {
    let mut found = Vec::with_capacity(clients.len());
    for part in clients.chunks(AT_ONCE) {
        let ask = async |client: &String| {
            let path = ["organizations/", client, "/domain"].concat();
            let list: List<OrganizationDomain> = match portal.read(Call::get(path).large()).await {
                Ok(list) => list,
                Err(ApiError::Forbidden { .. } | ApiError::NotFound { .. }) => List::default(),
                Err(_) => return None,
            };
            let claimed = list.data.into_iter().filter(|domain| domain.verified_date.is_some());
            Some((client.clone(), claimed.map(|domain| domain.domain_name).collect()))
        };
        found.extend(join_all(part.iter().map(ask)).await.into_iter().flatten());
    }
    found
}

/// The domain of an address in small letters; nothing for mail services that everybody uses.
fn own_domain(email: &str) -> Option<String> {
    let domain = email.rsplit_once('@')?.1.trim().to_lowercase();
    (!domain.is_empty() && !PUBLIC.contains(&domain.as_str())).then_some(domain)
}

/// Whether a domain reads like a name: one of its labels is the name, or the words at its beginning, written together.
#[must_use]
pub fn resembles(domain: &str, name: &str) -> bool {
    let words: Vec<String> = name
        .split(|letter: char| !letter.is_alphanumeric())
        .map(str::to_lowercase)
        .filter(|word| !word.is_empty() && !EMPTY_WORDS.contains(&word.as_str()))
        .collect();
    let starts: Vec<String> = (1..=words.len())
        .map(|count| words.iter().take(count).map(String::as_str).collect::<String>())
        .filter(|start| start.chars().count() >= SHORTEST)
        .collect();
    let labels: Vec<&str> = domain.split('.').collect();
    // The last label is a country or a kind, never a name.
    labels.iter().take(labels.len().saturating_sub(1)).any(|label| {
        let label = label.replace('-', "");
        starts.contains(&label)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clients() -> Vec<NamedClient> {
        [("fab", "Fabrikam Ltd"), ("con", "Contoso Pharmaceuticals"), ("bir", "Birchwood Dental Care")]
            .map(|(id, name)| NamedClient { id: id.into(), name: name.into(), may_claim: id != "bir" })
            .to_vec()
    }

    fn emails(list: &[&str]) -> Vec<String> {
        list.iter().map(|email| (*email).to_owned()).collect()
    }

    #[test]
    fn an_address_of_another_clients_people_raises_a_question() {
        let mut known = KnownDomains::default();
        known.learn("fab", ["ada@fabrikam.example", "guest@partner.example"]);
        known.learn("con", ["sara@contoso.example", "jon@CONTOSO.example", "x@partner.example"]);
        let asked = emails(&["noor@fabrikam.example", "sara@Contoso.example", "y@partner.example", "z@new.example"]);
        let found = known.foreign("fab", &asked, &clients());
        assert_eq!(
            found,
            [Foreign { email: "sara@Contoso.example".into(), client_id: "con".into(), sign: Sign::Members(2) }]
        );
        assert_eq!(known.usual("con"), Some("contoso.example"));
    }

    #[test]
    fn a_claimed_domain_is_the_surest_sign_whatever_the_client_is_called() {
        let mut known = KnownDomains::default();
        known.learn("fab", ["ada@fabrikam.example", "bo@fabrikam.example", "cy@fabrikam.example"]);
        let asked = emails(&["ada@fabrikam.example", "kim@Cargo.example"]);
        assert_eq!(known.worth_asking("fab", &asked[..1], &clients()), [""; 0], "nothing strange");
        assert_eq!(known.worth_asking("fab", &asked, &clients()), ["fab", "con"], "whose plan has them");
        let like_con = emails(&["kim@contoso.example"]);
        assert_eq!(known.worth_asking("none", &like_con, &clients()), ["con", "fab"], "who sounds like it first");
        known.learn_claims("con", ["CARGO.example".to_owned()]);
        known.learn_claims("fab", []);
        assert_eq!(known.worth_asking("fab", &asked, &clients()), [""; 0], "asked once");
        known.learn("bir", ["a@cargo.example", "b@cargo.example"]);
        let found = known.foreign("fab", &asked, &clients());
        assert_eq!(
            found,
            [Foreign { email: "kim@Cargo.example".into(), client_id: "con".into(), sign: Sign::Claimed }]
        );
        // What the client itself claimed is its own, whoever else has people there.
        known.learn_claims("fab", ["cargo.example".to_owned()]);
        assert!(known.foreign("fab", &asked, &clients()).is_empty());
    }

    #[test]
    fn one_address_that_came_by_mistake_does_not_bring_the_others_along() {
        let mut known = KnownDomains::default();
        known.learn("fab", ["ada@fabrikam.example", "by-mistake@contoso.example", "help@msp.example"]);
        known.learn(
            "con",
            ["a@contoso.example", "b@contoso.example", "c@contoso.example", "help@msp.example", "night@msp.example"],
        );
        let asked = emails(&["sara@contoso.example", "new@msp.example"]);
        let found = known.foreign("fab", &asked, &clients());
        assert_eq!(
            found,
            [Foreign { email: "sara@contoso.example".into(), client_id: "con".into(), sign: Sign::Members(3) }],
            "people who look after both belong to neither"
        );
        assert_eq!(known.worth_asking("fab", &asked, &clients()), ["fab", "con"]);
        known.learn_claims("con", ["msp.example".to_owned()]);
        assert_eq!(known.foreign("fab", &asked, &clients()).len(), 2, "a claim counts whoever is here");
    }

    #[test]
    fn mail_services_belong_to_nobody() {
        let mut known = KnownDomains::default();
        known.learn("con", ["sara@gmail.com", "jon@gmail.com"]);
        assert!(known.foreign("fab", &emails(&["ada@gmail.com"]), &clients()).is_empty());
        assert_eq!(known.usual("con"), None);
    }

    #[test]
    fn a_name_says_where_to_look_and_counts_when_nothing_better_is_known() {
        let mut known = KnownDomains::default();
        let asked = emails(&["sara@mail.contoso.co.uk", "tim@birchwood-dental.example", "ada@fabrikam.example"]);
        assert_eq!(known.worth_a_look("fab", &asked, &clients()), ["con", "bir"]);
        let found = known.foreign("fab", &asked, &clients());
        assert_eq!(found.iter().map(|one| one.client_id.as_str()).collect::<Vec<_>>(), ["con", "bir"]);
        assert!(found.iter().all(|one| one.sign == Sign::Name));
        known.learn("con", ["sara@elsewhere.example"]);
        assert_eq!(known.worth_a_look("fab", &asked, &clients()), ["bir"]);
        // Once the own people have such addresses there is nothing to ask.
        known.learn("fab", ["kim@mail.contoso.co.uk"]);
        assert_eq!(known.foreign("fab", &asked, &clients()).len(), 1);
    }

    #[test]
    fn only_whole_words_from_the_start_of_a_name_count() {
        assert!(resembles("fabrikam.example", "Fabrikam Ltd") && resembles("coho.example", "The Coho Winery"));
        assert!(resembles("birchwooddentalcare.com", "Birchwood Dental Care"));
        assert!(!resembles("dental.example", "Birchwood Dental Care"));
        assert!(!resembles("birch.example", "Birchwood Dental Care"));
        assert!(!resembles("example.fabrikam", "Fabrikam Ltd"));
        assert!(!resembles("old.example", "Old Mill Brewery"));
    }

    #[test]
    fn a_name_that_two_clients_share_is_no_sign() {
        let clients: Vec<NamedClient> = [("a", "Fabrikam North"), ("b", "Fabrikam South")]
            .map(|(id, name)| NamedClient { id: id.into(), name: name.into(), may_claim: true })
            .to_vec();
        let found = KnownDomains::default().foreign("a", &emails(&["x@fabrikam.example"]), &clients);
        assert!(found.is_empty());
    }
}
