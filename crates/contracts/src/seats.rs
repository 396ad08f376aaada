//! Seat arithmetic of a provider's plan (screens CLI-B, CLI-D): the same numbers in the dialogs of
//! the portal and in the server's refusals.

use crate::billing::ProviderPlan;
use crate::enums::ProviderUserType;

/// Seats of one plan of a provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SeatPool {
    /// Included in the contract.
    pub minimum: i64,
    /// Spread over clients now.
    pub assigned: i64,
    /// Bought beyond the minimum now.
    pub purchased: i64,
}

/// What a change of seats would do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SeatEffect {
    /// Included seats that no client has afterwards.
    pub unassigned: i64,
    /// Seats that would be bought.
    pub to_purchase: i64,
    /// Bought seats that would be given back.
    pub to_release: i64,
}

impl From<&ProviderPlan> for SeatPool {
    fn from(plan: &ProviderPlan) -> Self {
        Self { minimum: plan.seat_minimum, assigned: plan.assigned_seats, purchased: plan.purchased_seats }
    }
}

impl SeatPool {
    /// Included seats that no client has yet.
    #[must_use]
    pub fn open(&self) -> i64 {
        self.minimum.saturating_sub(self.assigned).max(0)
    }

    /// What happens when one client goes from `from` to `to` seats (a new client: from 0).
    #[must_use]
    pub fn change(&self, from: i64, to: i64) -> SeatEffect {
        let after = self.assigned.saturating_sub(from).saturating_add(to);
        let bought_after = after.saturating_sub(self.minimum).max(0);
        let bought_now = self.assigned.saturating_sub(self.minimum).max(0);
        SeatEffect {
            unassigned: self.minimum.saturating_sub(after).max(0),
            to_purchase: bought_after.saturating_sub(bought_now).max(0),
            to_release: bought_now.saturating_sub(bought_after).max(0),
        }
    }

    /// Whether the change buys seats: the assigned total rises past the minimum, or rises further
    /// when it is above already.
    #[must_use]
    pub fn purchases(&self, from: i64, to: i64) -> bool {
        self.change(from, to).to_purchase > 0
    }

    /// Why a person of this role may not make the change; `None` = allowed.
    #[must_use]
    pub fn refusal(&self, from: i64, to: i64, occupied: i64, role: ProviderUserType) -> Option<SeatRefusal> {
        let least = occupied.max(1);
        if to < least {
            return Some(SeatRefusal::BelowOccupied { least });
        }
        if role != ProviderUserType::ProviderAdmin && self.purchases(from, to) {
            return Some(SeatRefusal::WouldPurchase { most: from.saturating_add(self.open()) });
        }
        None
    }
}

/// Why a change of seats is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SeatRefusal {
    /// Members use more seats than that.
    BelowOccupied {
        /// Fewest seats possible.
        least: i64,
    },
    /// A service user cannot buy; with `most` seats nothing is bought.
    WouldPurchase {
        /// Most seats possible without buying.
        most: i64,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    const POOL: SeatPool = SeatPool { minimum: 50, assigned: 48, purchased: 0 };
    const FULL: SeatPool = SeatPool { minimum: 50, assigned: 55, purchased: 5 };

    #[test]
    fn included_seats_are_used_before_any_is_bought() {
        assert_eq!(POOL.change(10, 12), SeatEffect { unassigned: 0, to_purchase: 0, to_release: 0 });
        assert_eq!(POOL.change(10, 15), SeatEffect { unassigned: 0, to_purchase: 3, to_release: 0 });
        assert_eq!(POOL.change(0, 1).unassigned, 1);
    }

    #[test]
    fn giving_seats_back_releases_bought_ones_first() {
        assert_eq!(FULL.change(10, 7), SeatEffect { unassigned: 0, to_purchase: 0, to_release: 3 });
        assert_eq!(FULL.change(10, 1), SeatEffect { unassigned: 4, to_purchase: 0, to_release: 5 });
    }

    #[test]
    fn service_users_stop_where_buying_starts() {
        let role = ProviderUserType::ServiceUser;
        assert_eq!(POOL.refusal(10, 12, 5, role), None);
        assert_eq!(POOL.refusal(10, 13, 5, role), Some(SeatRefusal::WouldPurchase { most: 12 }));
        assert_eq!(FULL.refusal(10, 11, 5, role), Some(SeatRefusal::WouldPurchase { most: 10 }));
        assert_eq!(FULL.refusal(10, 11, 5, ProviderUserType::ProviderAdmin), None);
    }

    #[test]
    fn nobody_goes_below_the_people_who_are_there() {
        assert_eq!(
            POOL.refusal(10, 4, 5, ProviderUserType::ProviderAdmin),
            Some(SeatRefusal::BelowOccupied { least: 5 })
        );
        assert_eq!(
            POOL.refusal(10, 0, 0, ProviderUserType::ProviderAdmin),
            Some(SeatRefusal::BelowOccupied { least: 1 })
        );
    }

    #[test]
    fn hostile_numbers_do_not_overflow() {
        let pool = SeatPool { minimum: i64::MIN, assigned: i64::MAX, purchased: i64::MAX };
        let effect = pool.change(i64::MIN, i64::MAX);
        assert!(effect.to_purchase >= 0 && effect.unassigned >= 0);
    }
}
