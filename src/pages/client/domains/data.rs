//! What the page has read: domains, and the members that they are about. Members who cannot be read do not keep the
//! domains from being shown.

use std::sync::Arc;

use futures::join;
use leptos::{prelude::*, task::spawn_local};
use portal_client::{
    ApiError,
    domains::{Domain, list_domains},
    members::{Member, list_members},
};
use portal_contracts::permissions::ClientAction;

use super::row::Row;
use crate::pages::{
    client::{policies::known::Known, scope::ClientScope},
    problem::Problem,
};

/// Why domains could not be read.
#[derive(Clone, Debug, PartialEq)]
pub enum Failure {
    /// The server does not know such a thing.
    NotBuiltIn,
    /// Anything else.
    Other(Problem),
}

/// The domains of the client in the address, as read last. Copy it freely.
#[derive(Clone, Copy)]
pub struct DomainsData {
    /// Whose domains.
    pub scope: ClientScope,
    /// What went wrong when reading; old rows stay.
    pub failure: RwSignal<Option<Failure>>,
    /// Being read.
    pub reading: RwSignal<bool>,
    /// The members of the client; nothing when they cannot be read.
    pub members: RwSignal<Option<Arc<Vec<Member>>>>,
    /// Its policies, as far as one may see them.
    pub policies: Known,
    domains: RwSignal<Option<Vec<Domain>>>,
    rows: Memo<Option<Arc<Vec<Row>>>>,
    round: StoredValue<u32>,
}

impl DomainsData {
    /// Reads the domains; make it anew for another client.
    #[must_use]
    pub fn new(scope: ClientScope) -> Self {
        let domains = RwSignal::new(None::<Vec<Domain>>);
        let members = RwSignal::new(None::<Arc<Vec<Member>>>);
        let rows = Memo::new(move |_| {
            let domains = domains.get()?;
            let members = members.get();
            let members = members.as_ref().map(|members| members.as_slice());
            Some(Arc::new(domains.into_iter().map(|domain| Row::new(domain, members)).collect::<Vec<_>>()))
        });
        let data = Self {
            scope,
            failure: RwSignal::new(None),
            reading: RwSignal::new(false),
            members,
            policies: Known::read(scope),
            domains,
            rows,
            round: StoredValue::new(0),
        };
        data.reload();
        data
    }

    /// All rows; nothing until they were read once. Reactive.
    #[must_use]
    pub fn rows(self) -> Option<Arc<Vec<Row>>> {
        self.rows.get()
    }

    /// The row of a domain; reactive.
    #[must_use]
    pub fn row(self, id: &str) -> Option<Row> {
        self.rows.with(|rows| rows.as_ref()?.iter().find(|row| row.domain.id == id).cloned())
    }

    /// Whether this is the last claimed domain; reactive.
    #[must_use]
    pub fn is_last_claimed(self, id: &str) -> bool {
        self.rows.with(|rows| {
            rows.iter().flat_map(|rows| rows.iter()).filter(|row| row.is_claimed()).all(|row| row.domain.id == id)
        })
    }

    /// Takes over a domain as the server has it now.
    pub fn put(self, domain: Domain) {
        let _ = self.domains.try_update(|domains| {
            if let Some(domains) = domains {
                domains.retain(|known| known.id != domain.id);
                domains.push(domain);
            }
        });
    }

    /// A domain is off the list.
    pub fn gone(self, id: &str) {
        let _ = self.domains.try_update(|domains| {
            if let Some(domains) = domains {
                domains.retain(|known| known.id != id);
            }
        });
    }

    /// Reads again; rows stay until new ones are there.
    pub fn reload(self) {
        let round = self.round.try_update_value(|round| {
            *round = round.wrapping_add(1);
            *round
        });
        let Some(round) = round else { return };
        self.reading.set(true);
        let (portal, client) = (self.scope.portal(), self.scope.id());
        let sees_members = untrack(|| self.scope.allows(ClientAction::SeeMembers));
        spawn_local(async move {
            let members =
                async { if sees_members { list_members(&portal, &client).await.ok().map(Arc::new) } else { None } };
            let (domains, members) = join!(list_domains(&portal, &client), members);
            if self.round.try_get_value() != Some(round) {
                return;
            }
            self.reading.set(false);
            match domains {
                Ok(read) => {
                    self.failure.set(None);
                    self.members.set(members);
                    self.domains.set(Some(read));
                }
                Err(ApiError::NotFound { message: None }) => self.failure.set(Some(Failure::NotBuiltIn)),
                Err(error) => self.failure.set(Some(Failure::Other(Problem::of(&error)))),
            }
        });
    }
}
