//! Which collections one may give to members (screens §1.4). Where admins do not reach everything somebody gives only what
//! they manage: nothing else is offered, and what a member has of it stays as it is. Servers refuse the rest as "not found".

use std::{collections::HashSet, sync::Arc};

use leptos::{prelude::*, task::spawn_local};
use portal_client::groups::{Grants, read_grants};

use super::data::MembersData;
use crate::{
    i18n::text::members as text,
    pages::{
        client::access::{self, Grant, Item, Locked, names_problem},
        problem::Problem,
    },
};

/// What may be given in the client in the address. Copy it freely.
#[derive(Clone, Copy)]
pub struct Granting {
    data: MembersData,
    grants: Memo<Grants>,
    /// What was read, and in which client.
    read: RwSignal<Option<(String, Grants)>>,
    reading: RwSignal<bool>,
    failure: RwSignal<Option<Problem>>,
    round: StoredValue<u32>,
}

impl Granting {
    /// What the role tells; the rest once somebody asks.
    #[must_use]
    pub fn new(data: MembersData) -> Self {
        let read = RwSignal::new(None::<(String, Grants)>);
        let grants = Memo::new(move |_| {
            let by_role = data.scope.entry.with(|entry| entry.as_ref().map(|entry| Grants::of(entry, None)));
            match by_role {
                Some(Grants::Unknown) => {
                    let client = data.scope.client.get();
                    let read = read.get().filter(|(whose, _)| *whose == client);
                    read.map_or(Grants::Unknown, |(_, grants)| grants)
                }
                Some(known) => known,
                None => Grants::Unknown,
            }
        });
        Self {
            data,
            grants,
            read,
            reading: RwSignal::new(false),
            failure: RwSignal::new(None),
            round: StoredValue::new(0),
        }
    }

    /// Asks what may be given, each time a sheet opens: it changes with what the member who works here may do. No request
    /// where the role tells.
    pub fn ask(self) {
        let round = self.round.try_update_value(|round| {
            *round = round.wrapping_add(1);
            *round
        });
        let Some(round) = round else { return };
        self.reading.set(true);
        let (portal, client) = (self.data.scope.portal(), self.data.scope.id());
        spawn_local(async move {
            let outcome = read_grants(&portal, &client).await;
            if self.round.try_get_value() != Some(round) {
                return;
            }
            self.reading.set(false);
            match outcome {
                Ok(grants) => {
                    self.failure.set(None);
                    self.read.set(Some((client, grants)));
                }
                Err(error) => self.failure.set(Some(names_problem(&error))),
            }
        });
    }

    /// The collections to choose from, and those that are chosen already, so that they have a name.
    #[must_use]
    pub fn items(self, chosen: RwSignal<Vec<Grant>>) -> Signal<Arc<Vec<Item>>> {
        Signal::derive(move || {
            let items = self.data.collections.items.get().unwrap_or_default();
            self.grants.with(|grants| match grants {
                Grants::All => items,
                grants => Arc::new(chosen.with(|chosen| offered(&items, grants, chosen))),
            })
        })
    }

    /// Why a line of what a member had `before` cannot be changed.
    #[must_use]
    pub fn locked(self, before: Signal<Vec<Grant>>) -> Locked {
        Callback::new(move |(grant,): (Grant,)| {
            // What was added here goes away again in any case.
            let had = before.with(|before| before.iter().any(|one| one.id == grant.id));
            let locked = had && !self.grants.with(|grants| grants.may(&grant.id));
            locked.then(|| text::collections_locked().to_owned())
        })
    }

    /// What stands above the selector while it is not known what may be given. Where the names are not known either, that
    /// is said already.
    pub fn note(self) -> AnyView {
        let unknown = Memo::new(move |_| {
            self.grants.with(|grants| *grants == Grants::Unknown) && self.data.collections.items.with(Option::is_some)
        });
        (move || unknown.get().then(|| access::note(move || self.reading.get(), self.failure, move || self.ask())))
            .into_any()
    }
}

fn offered(items: &[Item], grants: &Grants, chosen: &[Grant]) -> Vec<Item> {
    let chosen: HashSet<&str> = chosen.iter().map(|grant| grant.id.as_str()).collect();
    items.iter().filter(|item| grants.may(&item.id) || chosen.contains(item.id.as_str())).cloned().collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::pages::client::access::Kind;

    #[test]
    fn what_one_may_not_give_is_offered_only_where_it_is_chosen() {
        let items = ["mine", "theirs", "other"].map(|id| Item::new(Kind::Collection, id, id));
        let chosen = [Grant::new(Kind::Collection, "theirs", Default::default())];
        let ids =
            |grants: &Grants| offered(&items, grants, &chosen).into_iter().map(|item| item.id).collect::<Vec<_>>();
        assert_eq!(ids(&Grants::Only(BTreeSet::from(["mine".to_owned()]))), ["mine", "theirs"]);
        // As long as it is not known, nothing is offered that the server might refuse.
        assert_eq!(ids(&Grants::Unknown), ["theirs"]);
    }
}
