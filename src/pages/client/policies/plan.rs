//! What saving a form would do: which policies are switched in which order, and what stands against it.

use portal_client::policies::Impact;
use portal_contracts::policies::{
    Footing, Obstacle, PolicyType, Settings, chain_off, chain_on, dependents, needs, turning_off, turning_on,
    without_auto_enrol,
};

use super::bearing::Bearing;

/// Policies to be switched, in order; the one of the form comes last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The policies.
    pub steps: Vec<PolicyType>,
    /// On, off, or only the settings change.
    pub turns: Option<bool>,
    /// What no chain of changes solves.
    pub obstacles: Vec<Obstacle>,
    /// What the settings of the form bear on.
    pub bearing: Bearing,
}

/// What saving would do.
#[must_use]
pub fn plan(kind: PolicyType, turns: Option<bool>, bearing: Bearing, footing: &Footing) -> Plan {
    let steps = match turns {
        Some(true) => chain_on(kind, footing.on),
        Some(false) => chain_off(kind, footing.on),
        None => vec![kind],
    };
    let mut obstacles = Vec::new();
    for step in &steps {
        let found = match turns {
            Some(true) => turning_on(*step, footing),
            Some(false) => turning_off(*step, footing),
            None => Vec::new(),
        };
        for obstacle in found {
            let solved = matches!(obstacle, Obstacle::Needs(_) | Obstacle::NeededBy(_));
            if !solved && !obstacles.contains(&obstacle) {
                obstacles.push(obstacle);
            }
        }
    }
    // Trusted devices may stand in the way of both; it is said once.
    let unenrolled = bearing.unenrolled && obstacles.is_empty() && without_auto_enrol(footing).is_some();
    Plan { steps, turns, obstacles, bearing: Bearing { unenrolled, ..bearing } }
}

impl Plan {
    /// Whether it is known that the server would refuse. A claimed domain cannot be seen from here.
    #[must_use]
    pub fn is_blocked(&self) -> bool {
        self.bearing.unenrolled || self.obstacles.iter().any(|obstacle| *obstacle != Obstacle::NoClaimedDomain)
    }

    /// The policies that may take access from people, as far as the plan switches them on: data ownership does only
    /// when members are asked to hand items over, be it from the beginning or later.
    #[must_use]
    pub fn takes_access(&self) -> Vec<PolicyType> {
        let may = |kind: &PolicyType| match kind {
            PolicyType::TwoFactor | PolicyType::SingleOrganization => self.turns == Some(true),
            PolicyType::DataOwnership => self.bearing.asks,
            _ => false,
        };
        self.steps.iter().copied().filter(may).collect()
    }
}

/// Where a policy stands in the chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// Needed, and on.
    On,
    /// Needed, and off: goes on first.
    GoesOn,
    /// The policy of the form.
    This,
    /// Stands on this one, and is on.
    StandsOn,
    /// Stands on this one, and is on: goes off first.
    GoesOff,
    /// Stands on this one; possible once it is on.
    Later,
}

/// The chain around a policy; only itself when nothing belongs to it.
#[must_use]
pub fn links(kind: PolicyType, turns: Option<bool>, footing: &Footing) -> Vec<(PolicyType, Link)> {
    let before =
        needs(kind).iter().map(|needed| (*needed, if footing.on.has(*needed) { Link::On } else { Link::GoesOn }));
    let after = dependents(kind).map(|other| {
        let link = match (footing.on.has(other), turns) {
            (true, Some(false)) => Link::GoesOff,
            (true, _) => Link::StandsOn,
            (false, _) => Link::Later,
        };
        (other, link)
    });
    before.chain([(kind, Link::This)]).chain(after).collect()
}

/// What has to be confirmed before it is saved (screens §2.13).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// So many people lose access at once.
    Revokes(usize),
    /// It is not known who would lose access.
    RevokesUnknown,
    /// And it is not known who else.
    RevokesMore,
    /// These go off too.
    ChainOff(Vec<PolicyType>),
    /// What becomes of "My items".
    OwnershipEnds,
    /// Sessions would never end.
    NeverEnds,
    /// Sessions end with the system's lock.
    EndsWithSystem,
    /// Nobody compares words any more.
    Risk,
}

/// The questions before a plan is carried out. `impact` is what was found for a policy that may take access, if it was.
#[must_use]
pub fn questions(
    kind: PolicyType,
    plan: &Plan,
    before: &Settings,
    settings: &Settings,
    enabled: bool,
    impact: impl Fn(PolicyType) -> Option<Impact>,
) -> Vec<Question> {
    let mut found = Vec::new();
    let revoking = plan.takes_access().into_iter().filter(|kind| *kind != PolicyType::DataOwnership);
    let mut people = Vec::new();
    let mut unknown = false;
    for step in revoking {
        match impact(step) {
            Some(impact) => {
                // A look that could not see everything says nothing about the rest.
                unknown |= !impact.looked.unread.is_empty();
                people.extend(impact.affected.into_iter().map(|person| person.id));
            }
            None => unknown = true,
        }
    }
    people.sort_unstable();
    people.dedup();
    match (people.len(), unknown) {
        (0, false) => {}
        (0, true) => found.push(Question::RevokesUnknown),
        (count, false) => found.push(Question::Revokes(count)),
        (count, true) => found.extend([Question::Revokes(count), Question::RevokesMore]),
    }
    if plan.turns == Some(false) {
        let others: Vec<PolicyType> = plan.steps.iter().copied().filter(|step| *step != kind).collect();
        if !others.is_empty() {
            found.push(Question::ChainOff(others));
        }
        if kind == PolicyType::DataOwnership {
            found.push(Question::OwnershipEnds);
        }
    }
    if kind == PolicyType::SessionTimeout && enabled {
        let (was, now) = (before.text("type"), settings.text("type"));
        match now {
            Some("never") if was != now || plan.turns.is_some() => found.push(Question::NeverEnds),
            Some("onSystemLock") if was != now || plan.turns.is_some() => found.push(Question::EndsWithSystem),
            _ => {}
        }
    }
    if kind == PolicyType::AutomaticConfirmation && plan.turns == Some(true) {
        found.push(Question::Risk);
    }
    found
}

#[cfg(test)]
mod tests {
    use portal_client::policies::{Affected, Looked, Why};
    use serde_json::json;

    use super::*;

    const NOTHING: Bearing = Bearing { asks: false, unenrolled: false };

    fn on(kinds: &[PolicyType]) -> Footing {
        Footing { on: kinds.iter().copied().collect(), ..Footing::default() }
    }

    fn settings(value: serde_json::Value) -> Settings {
        Settings::of(value.as_object().cloned())
    }

    #[test]
    fn a_plan_switches_what_is_needed_first_and_names_what_it_cannot_solve() {
        let two = plan(PolicyType::RequireSso, Some(true), NOTHING, &on(&[]));
        assert_eq!(two.steps, [PolicyType::SingleOrganization, PolicyType::RequireSso]);
        assert!(!two.is_blocked());
        assert_eq!(two.takes_access(), [PolicyType::SingleOrganization]);
        let held = Footing { trusted_devices: true, ..on(&[PolicyType::SingleOrganization, PolicyType::RequireSso]) };
        let off = plan(PolicyType::SingleOrganization, Some(false), NOTHING, &held);
        assert_eq!(off.steps, [PolicyType::RequireSso, PolicyType::SingleOrganization]);
        assert_eq!(off.obstacles, [Obstacle::TrustedDevices]);
        assert!(off.is_blocked());
        let domains = plan(PolicyType::BlockClaimedAccounts, Some(true), NOTHING, &on(&[]));
        assert!(!domains.is_blocked() && domains.obstacles == [Obstacle::NoClaimedDomain]);
        assert_eq!(plan(PolicyType::RequireSso, None, NOTHING, &on(&[])).steps, [PolicyType::RequireSso]);
    }

    #[test]
    fn the_chain_shows_both_directions() {
        let single = PolicyType::SingleOrganization;
        assert_eq!(
            links(PolicyType::UriMatch, Some(true), &on(&[])),
            [(single, Link::GoesOn), (PolicyType::UriMatch, Link::This)]
        );
        let all = links(single, Some(false), &on(&[single, PolicyType::RequireSso]));
        assert!(
            all.contains(&(PolicyType::RequireSso, Link::GoesOff))
                && all.contains(&(PolicyType::UriMatch, Link::Later))
        );
        assert_eq!(links(PolicyType::TwoFactor, None, &on(&[])).len(), 1);
    }

    #[test]
    fn what_is_dangerous_is_asked_about() {
        let none = |_| Some(Impact::default());
        let empty = Settings::default();
        let single = PolicyType::SingleOrganization;
        let turn = |kind, turns, footing: &Footing| plan(kind, turns, NOTHING, footing);
        let asked = |kind, turns, settings: &Settings| {
            questions(kind, &turn(kind, turns, &on(&[single])), &empty, settings, turns != Some(false), none)
        };
        assert_eq!(asked(PolicyType::TwoFactor, Some(true), &empty), []);
        assert_eq!(asked(PolicyType::DataOwnership, Some(false), &empty), [Question::OwnershipEnds]);
        let never = settings(json!({"type": "never"}));
        assert_eq!(asked(PolicyType::SessionTimeout, Some(true), &never), [Question::NeverEnds]);
        assert_eq!(
            asked(PolicyType::SessionTimeout, None, &settings(json!({"type": "onSystemLock"}))),
            [Question::EndsWithSystem]
        );
        assert_eq!(asked(PolicyType::AutomaticConfirmation, Some(true), &empty), [Question::Risk]);

        let person = Affected { id: "m".into(), called: "M".into(), email: "m@x.example".into(), why: Why::NoTwoStep };
        let one = |_| Some(Impact { affected: vec![person.clone()], ..Impact::default() });
        let both = plan(PolicyType::RequireSso, Some(true), NOTHING, &on(&[]));
        assert_eq!(questions(PolicyType::RequireSso, &both, &empty, &empty, true, one), [Question::Revokes(1)]);
        assert_eq!(
            questions(PolicyType::RequireSso, &both, &empty, &empty, true, |_| None),
            [Question::RevokesUnknown]
        );
        let partly = |affected: &[Affected]| {
            let looked = Looked { unread: vec!["Contoso".into()], ..Looked::default() };
            Some(Impact { affected: affected.to_vec(), looked, ..Impact::default() })
        };
        assert_eq!(
            questions(PolicyType::RequireSso, &both, &empty, &empty, true, |_| partly(&[])),
            [Question::RevokesUnknown]
        );
        assert_eq!(
            questions(PolicyType::RequireSso, &both, &empty, &empty, true, |_| partly(std::slice::from_ref(&person))),
            [Question::Revokes(1), Question::RevokesMore]
        );
        let off = plan(single, Some(false), NOTHING, &on(&[single, PolicyType::UriMatch]));
        assert_eq!(
            questions(single, &off, &empty, &empty, false, none),
            [Question::ChainOff(vec![PolicyType::UriMatch])]
        );
    }
}
