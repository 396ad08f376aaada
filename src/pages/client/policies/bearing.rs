//! What the settings in a form bear on besides the policy itself.

use portal_contracts::policies::{PolicyType, Settings};

/// What the settings of a form bear on besides the policy itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bearing {
    /// Members would be asked to hand their items over, and are not asked now.
    pub asks: bool,
    /// Account recovery would be on without automatic enrolment.
    pub unenrolled: bool,
}

impl Bearing {
    /// What a form bears on; `was_on` and `before` are the policy as it stands.
    #[must_use]
    pub fn of(kind: PolicyType, (was_on, before): (bool, &Settings), (enabled, after): (bool, &Settings)) -> Self {
        let asks = |on: bool, settings: &Settings| on && settings.flag("enableIndividualItemsTransfer");
        Self {
            asks: kind == PolicyType::DataOwnership && asks(enabled, after) && !asks(was_on, before),
            unenrolled: kind == PolicyType::AccountRecovery && enabled && !after.flag("autoEnrollEnabled"),
        }
    }
}

#[cfg(test)]
mod tests {
    use portal_contracts::policies::Footing;
    use serde_json::json;

    use super::{super::plan::plan, *};

    fn on(kinds: &[PolicyType]) -> Footing {
        Footing { on: kinds.iter().copied().collect(), ..Footing::default() }
    }

    fn settings(value: serde_json::Value) -> Settings {
        Settings::of(value.as_object().cloned())
    }

    #[test]
    fn handing_items_over_is_looked_into_when_it_is_asked_for_first() {
        let (asks, quiet) = (settings(json!({"enableIndividualItemsTransfer": true})), Settings::default());
        let taken = |was_on, before, enabled, after| {
            let kind = PolicyType::DataOwnership;
            let turns = (was_on != enabled).then_some(enabled);
            let bearing = Bearing::of(kind, (was_on, before), (enabled, after));
            plan(kind, turns, bearing, &on(&[])).takes_access()
        };
        let ownership = vec![PolicyType::DataOwnership];
        assert_eq!(taken(false, &quiet, true, &asks), ownership);
        assert_eq!(taken(true, &quiet, true, &asks), ownership, "switched on later");
        assert_eq!(taken(false, &asks, true, &asks), ownership, "it was off, whatever stood in it");
        assert_eq!(taken(false, &quiet, true, &quiet), []);
        assert_eq!(taken(true, &asks, true, &asks), [], "they have been asked");
        assert_eq!(taken(true, &asks, true, &quiet), []);
        assert_eq!(taken(true, &asks, false, &asks), []);
    }

    #[test]
    fn trusted_devices_hold_automatic_enrolment_and_it_is_known_before() {
        let kind = PolicyType::AccountRecovery;
        let (enrols, does_not) = (settings(json!({"autoEnrollEnabled": true})), Settings::default());
        let needed = [PolicyType::SingleOrganization, kind];
        let held = Footing { trusted_devices: true, ..on(&needed) };
        let saved = |enabled, after: &Settings, footing: &Footing| {
            let bearing = Bearing::of(kind, (true, &enrols), (enabled, after));
            plan(kind, (!enabled).then_some(false), bearing, footing)
        };
        let without = saved(true, &does_not, &held);
        assert!(without.is_blocked() && without.bearing.unenrolled && without.obstacles.is_empty());
        assert!(!saved(true, &enrols, &held).is_blocked());
        assert!(!saved(true, &does_not, &on(&needed)).is_blocked());
        let off = saved(false, &does_not, &held);
        assert!(off.is_blocked() && !off.bearing.unenrolled, "going off is another matter");
    }
}
