//! What the agent keeps between two requests, under handles that are never used twice.

use std::collections::BTreeMap;
use std::rc::Rc;

use portal_crypto::{BreachProbe, MasterKey, OrgKey, ProviderKey, PublicKey, UserKey};

use crate::fault::Fault;
use crate::protocol::Handle;

/// Most things kept at once; beyond it the oldest go. A page that forgets its handles cannot fill the memory.
const MOST: usize = 2_048;

/// Something kept. All of it is dropped, and secrets are wiped, when the agent locks.
#[derive(Clone)]
pub(crate) enum Kept {
    /// A sign-in in flight.
    SignIn(Rc<MasterKey>),
    /// A new account, until the server returned the very same user key.
    NewAccount(Rc<(MasterKey, UserKey)>),
    /// A new or adopted organisation, until the server returned the very same key.
    Organization {
        /// Provider that manages it; `None` for an organisation of one's own.
        provider_id: Option<String>,
        /// Its key.
        key: Rc<OrgKey>,
    },
    /// A new provider, until the server returned the very same key.
    Provider(Rc<ProviderKey>),
    /// A public key whose words are being compared.
    PublicKey(PublicKey),
    /// A password hash that is being looked up.
    Breach(Rc<BreachProbe>),
}

/// The shelf. Its numbers begin somewhere else in each agent: work that outlived a lock must not find something of the
/// next agent under the handle it has from the last one, such as another device's key.
pub(crate) struct Shelf {
    things: BTreeMap<Handle, Kept>,
    last: u64,
}

impl Shelf {
    pub(crate) fn new() -> Self {
        // Where there is no random source nothing can be made that would be kept.
        Self { things: BTreeMap::new(), last: portal_crypto::random_number().unwrap_or_default() }
    }

    pub(crate) fn keep(&mut self, kept: Kept) -> Handle {
        self.last += 1;
        let handle = Handle(self.last);
        self.things.insert(handle, kept);
        while self.things.len() > MOST {
            self.things.pop_first();
        }
        handle
    }

    pub(crate) fn look(&self, handle: Handle) -> Result<Kept, Fault> {
        self.things.get(&handle).cloned().ok_or(Fault::Stale)
    }

    pub(crate) fn drop_one(&mut self, handle: Handle) {
        self.things.remove(&handle);
    }

    /// Handles stay unused for ever: numbers go on, so that an old handle never means a new thing.
    pub(crate) fn clear(&mut self) {
        self.things.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_handle_never_means_something_else_later() {
        let mut shelf = Shelf::new();
        let first = shelf.keep(Kept::Breach(Rc::new(BreachProbe::new("a"))));
        shelf.clear();
        let second = shelf.keep(Kept::Breach(Rc::new(BreachProbe::new("b"))));
        assert_ne!(first, second);
        assert!(matches!(shelf.look(first), Err(Fault::Stale)));
    }

    #[test]
    fn a_handle_of_one_agent_is_stale_in_the_next() {
        let (mut before, mut after) = (Shelf::new(), Shelf::new());
        let probe = || Kept::Breach(Rc::new(BreachProbe::new("a")));
        let old: Vec<Handle> = (0..100).map(|_| before.keep(probe())).collect();
        for _ in 0..100 {
            after.keep(probe());
        }
        assert!(old.into_iter().all(|handle| matches!(after.look(handle), Err(Fault::Stale))));
    }

    #[test]
    fn the_shelf_has_an_end() {
        let mut shelf = Shelf::new();
        let first = shelf.keep(Kept::Breach(Rc::new(BreachProbe::new("a"))));
        for _ in 0..MOST {
            shelf.keep(Kept::Breach(Rc::new(BreachProbe::new("b"))));
        }
        assert!(shelf.look(first).is_err());
        assert_eq!(shelf.things.len(), MOST);
    }
}
