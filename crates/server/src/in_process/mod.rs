//! A portal without a browser: the portal's own operations over this server's router, in the same
//! process. Demo data and native tests are made this way.

mod surroundings;
mod transport;

use std::rc::Rc;

use portal_agent::{InPlace, LocalAgent};
use portal_client::{Device, Portal, Setup};
use portal_contracts::enums::DeviceType;
use portal_crypto::NativeBackend;

pub use surroundings::{KeptMemory, KeptTokens, ServerClock};
pub use transport::InProcessTransport;

use crate::clock::Clock;

/// A portal over this transport, with empty stores and a key agent of its own.
///
/// `backend` makes the keys; see [`NativeBackend::reusing_pairs`] for what must not be made with a
/// pool. The portal goes by the server's clock and never waits.
#[must_use]
pub fn portal(transport: InProcessTransport, clock: Clock, backend: NativeBackend) -> Portal {
    Portal::new(Setup {
        transport: Rc::new(transport),
        agent: Rc::new(LocalAgent::new(backend, InPlace(NativeBackend::new()))),
        tokens: Rc::new(KeptTokens::default()),
        memory: Rc::new(KeptMemory::default()),
        clock: Rc::new(ServerClock(clock)),
        device: Device {
            kind: DeviceType::Server,
            name: "in process".to_owned(),
            identifier: uuid::Uuid::new_v4().to_string(),
        },
    })
}
