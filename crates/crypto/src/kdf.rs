//! Key derivation parameters and the rules by which they are judged before any hashing (spec §3.2).

use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};

use crate::Error;

/// How a master key is derived. On the wire `{kdfType, iterations, memory, parallelism}`; memory in MiB.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "WireKdf", into = "WireKdf")]
pub enum Kdf {
    /// PBKDF2-HMAC-SHA-256, wire code 0.
    Pbkdf2 {
        /// Rounds.
        iterations: u32,
    },
    /// Argon2id version 0x13, wire code 1.
    Argon2id {
        /// Passes over the memory.
        iterations: u32,
        /// Memory in MiB.
        memory: u32,
        /// Lanes.
        parallelism: u32,
    },
}

/// Why parameters are refused. All become [`Error::Kdf`]; screens choose their words by the reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "camelCase")]
pub enum KdfRefusal {
    /// Missing, zero, negative or unknown: never replaced by defaults.
    #[error("key derivation parameters are incomplete or unknown")]
    Malformed,
    /// Below the minimum: possibly a downgrade attack by the server.
    #[error("key derivation parameters are below the accepted minimum")]
    TooWeak,
    /// Above the cap: would freeze the device.
    #[error("key derivation parameters are above the accepted maximum")]
    TooCostly,
}

impl From<KdfRefusal> for Error {
    fn from(_: KdfRefusal) -> Self {
        Self::Kdf
    }
}

/// How accepted parameters stand against what is recommended today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Floor {
    /// As strong as today's floor, or stronger.
    Meets,
    /// Weaker than PBKDF2 with 600,000 rounds or Argon2id with 19 MiB and 2 passes: use only after a deliberate yes.
    BelowFloor,
}

struct Limits {
    pbkdf2_iterations: RangeInclusive<u32>,
    argon2_iterations: RangeInclusive<u32>,
    argon2_memory: RangeInclusive<u32>,
    argon2_parallelism: RangeInclusive<u32>,
}

/// The minimum defends against downgrade, the caps against a server that wants to freeze the tab.
const SIGN_IN: Limits = Limits {
    pbkdf2_iterations: 5_000..=10_000_000,
    argon2_iterations: 2..=50,
    argon2_memory: 16..=1024,
    argon2_parallelism: 1..=16,
};

/// What people may choose for themselves.
const SETTING: Limits = Limits {
    pbkdf2_iterations: 600_000..=2_000_000,
    argon2_iterations: 2..=10,
    argon2_memory: 16..=1024,
    argon2_parallelism: 1..=16,
};

const FLOOR_PBKDF2: u32 = 600_000;
const FLOOR_ARGON2_MEMORY: u32 = 19;
const FLOOR_ARGON2_ITERATIONS: u32 = 2;

impl Kdf {
    /// What a new account gets: PBKDF2 with 600,000 rounds.
    pub const DEFAULT_PBKDF2: Self = Self::Pbkdf2 { iterations: 600_000 };
    /// What a change to Argon2id starts from.
    pub const DEFAULT_ARGON2ID: Self = Self::Argon2id { iterations: 6, memory: 32, parallelism: 4 };

    /// From the numbers of a server or file, whatever they are.
    ///
    /// # Errors
    /// [`KdfRefusal::Malformed`] when something needed is missing, zero, negative, out of range, or the type unknown.
    pub fn from_wire(
        kind: Option<i64>,
        iterations: Option<i64>,
        memory: Option<i64>,
        parallelism: Option<i64>,
    ) -> Result<Self, KdfRefusal> {
        let positive = |value: Option<i64>| {
            value.and_then(|v| u32::try_from(v).ok()).filter(|v| *v > 0).ok_or(KdfRefusal::Malformed)
        };
        match kind {
            Some(0) => Ok(Self::Pbkdf2 { iterations: positive(iterations)? }),
            Some(1) => Ok(Self::Argon2id {
                iterations: positive(iterations)?,
                memory: positive(memory)?,
                parallelism: positive(parallelism)?,
            }),
            _ => Err(KdfRefusal::Malformed),
        }
    }

    /// The wire code of the type: 0 or 1.
    #[must_use]
    pub const fn kind(&self) -> i64 {
        match self {
            Self::Pbkdf2 { .. } => 0,
            Self::Argon2id { .. } => 1,
        }
    }

    /// Rounds or passes.
    #[must_use]
    pub const fn iterations(&self) -> u32 {
        match self {
            Self::Pbkdf2 { iterations } | Self::Argon2id { iterations, .. } => *iterations,
        }
    }

    /// Memory in MiB, for Argon2id.
    #[must_use]
    pub const fn memory(&self) -> Option<u32> {
        match self {
            Self::Pbkdf2 { .. } => None,
            Self::Argon2id { memory, .. } => Some(*memory),
        }
    }

    /// Lanes, for Argon2id.
    #[must_use]
    pub const fn parallelism(&self) -> Option<u32> {
        match self {
            Self::Pbkdf2 { .. } => None,
            Self::Argon2id { parallelism, .. } => Some(*parallelism),
        }
    }

    /// Whether a password may be hashed with these at all: sign-in, unlock, reading an export file.
    /// [`crate::MasterKey::derive`] applies this itself; call it earlier to tell people the reason.
    ///
    /// # Errors
    /// The reason of the refusal.
    pub fn check_for_sign_in(&self) -> Result<(), KdfRefusal> {
        self.check(&SIGN_IN)
    }

    /// Whether these may be chosen for an account: sign-up and change of the key derivation.
    ///
    /// # Errors
    /// The reason of the refusal.
    pub fn check_for_setting(&self) -> Result<(), KdfRefusal> {
        self.check(&SETTING)
    }

    /// How these stand against today's floor. Both numbers of Argon2id count: little memory is not made good by passes.
    #[must_use]
    pub const fn floor(&self) -> Floor {
        let meets = match self {
            Self::Pbkdf2 { iterations } => *iterations >= FLOOR_PBKDF2,
            Self::Argon2id { iterations, memory, .. } => {
                *memory >= FLOOR_ARGON2_MEMORY && *iterations >= FLOOR_ARGON2_ITERATIONS
            }
        };
        if meets { Floor::Meets } else { Floor::BelowFloor }
    }

    /// Whether these are weaker than what the same account used last time, which only an attacker or a deliberate change
    /// elsewhere can cause.
    ///
    /// Dropping below the floor is weaker; so is leaving Argon2id for PBKDF2, which gives the memory cost up. Within
    /// Argon2id the work (memory × passes) decides, since the recommended settings moved from 64 MiB × 3 to 32 MiB × 6.
    #[must_use]
    pub fn is_weaker_than(&self, previous: &Self) -> bool {
        if previous.floor() == Floor::Meets && self.floor() == Floor::BelowFloor {
            return true;
        }
        match (self, previous) {
            (Self::Pbkdf2 { iterations: now }, Self::Pbkdf2 { iterations: before }) => now < before,
            (Self::Pbkdf2 { .. }, Self::Argon2id { .. }) => true,
            (Self::Argon2id { .. }, Self::Pbkdf2 { .. }) => false,
            (
                Self::Argon2id { iterations, memory, .. },
                Self::Argon2id { iterations: old_iterations, memory: old_memory, .. },
            ) => {
                let work = |passes: u32, mib: u32| u64::from(passes) * u64::from(mib);
                work(*iterations, *memory) < work(*old_iterations, *old_memory)
            }
        }
    }

    fn check(&self, limits: &Limits) -> Result<(), KdfRefusal> {
        match self {
            Self::Pbkdf2 { iterations } => within(*iterations, &limits.pbkdf2_iterations),
            Self::Argon2id { iterations, memory, parallelism } => {
                within(*iterations, &limits.argon2_iterations)?;
                within(*memory, &limits.argon2_memory)?;
                within(*parallelism, &limits.argon2_parallelism)
            }
        }
    }
}

fn within(value: u32, range: &RangeInclusive<u32>) -> Result<(), KdfRefusal> {
    if value < *range.start() {
        Err(KdfRefusal::TooWeak)
    } else if value > *range.end() {
        Err(KdfRefusal::TooCostly)
    } else {
        Ok(())
    }
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct WireKdf {
    kdf_type: Option<i64>,
    iterations: Option<i64>,
    memory: Option<i64>,
    parallelism: Option<i64>,
}

impl TryFrom<WireKdf> for Kdf {
    type Error = KdfRefusal;

    fn try_from(wire: WireKdf) -> Result<Self, KdfRefusal> {
        Self::from_wire(wire.kdf_type, wire.iterations, wire.memory, wire.parallelism)
    }
}

impl From<Kdf> for WireKdf {
    fn from(kdf: Kdf) -> Self {
        Self {
            kdf_type: Some(kdf.kind()),
            iterations: Some(kdf.iterations().into()),
            memory: kdf.memory().map(Into::into),
            parallelism: kdf.parallelism().map(Into::into),
        }
    }
}
