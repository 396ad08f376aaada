//! What a policy stands on, in both directions (screens §2.13): what must be on before it can be switched on, and what
//! would lose its footing if it were switched off.

use super::PolicyType;

/// Which policies are on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct On(u64);

impl On {
    const fn bit(kind: PolicyType) -> u64 {
        let number = kind.number();
        if number >= 0 && number < 64 { 1 << number } else { 0 }
    }

    /// Whether it is on.
    #[must_use]
    pub const fn has(self, kind: PolicyType) -> bool {
        self.0 & Self::bit(kind) != 0
    }

    /// With this one on too.
    #[must_use]
    pub const fn with(self, kind: PolicyType) -> Self {
        Self(self.0 | Self::bit(kind))
    }

    /// With this one off.
    #[must_use]
    pub const fn without(self, kind: PolicyType) -> Self {
        Self(self.0 & !Self::bit(kind))
    }
}

impl FromIterator<PolicyType> for On {
    fn from_iter<I: IntoIterator<Item = PolicyType>>(kinds: I) -> Self {
        kinds.into_iter().fold(Self::default(), Self::with)
    }
}

/// Everything that a decision about a policy rests on. What is not known stays `false`: then the server has the last word.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools, reason = "one per fact")]
pub struct Footing {
    /// The policies that are on.
    pub on: On,
    /// The organisation has claimed a domain.
    pub claimed_domain: bool,
    /// Single sign-on is on and unlocks by a key connector.
    pub key_connector: bool,
    /// Single sign-on is on and unlocks by trusted devices.
    pub trusted_devices: bool,
    /// The vendor has opened automatic confirmation for the organisation.
    pub automatic_confirmation: bool,
    /// People of a provider are members.
    pub provider_members: bool,
    /// Members are in other organisations.
    pub members_elsewhere: bool,
    /// Whoever asks works for the provider and is no member.
    pub asked_by_provider: bool,
}

/// Why a policy cannot be switched now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Obstacle {
    /// This one has to be on first.
    Needs(PolicyType),
    /// This one has to be off first.
    NeededBy(PolicyType),
    /// The organisation has claimed a domain.
    ClaimedDomain,
    /// The organisation has claimed no domain.
    NoClaimedDomain,
    /// Members unlock by a key connector.
    KeyConnector,
    /// Members unlock by trusted devices.
    TrustedDevices,
    /// The vendor has not opened it for this organisation.
    NotOpened,
    /// People of a provider are members.
    ProviderMembers,
    /// Members are in other organisations.
    MembersElsewhere,
    /// Only a member can do it, not somebody of the provider.
    ForMembersOnly,
}

/// What must be on before a policy can be switched on.
#[must_use]
pub const fn needs(kind: PolicyType) -> &'static [PolicyType] {
    match kind {
        PolicyType::RequireSso
        | PolicyType::AccountRecovery
        | PolicyType::SessionTimeout
        | PolicyType::UriMatch
        | PolicyType::AutomaticConfirmation
        | PolicyType::VaultBanner => &[PolicyType::SingleOrganization],
        _ => &[],
    }
}

/// The policies that need this one.
pub fn dependents(kind: PolicyType) -> impl Iterator<Item = PolicyType> {
    PolicyType::KNOWN.iter().copied().filter(move |other| needs(*other).contains(&kind))
}

/// What stands against switching a policy on.
#[must_use]
pub fn turning_on(kind: PolicyType, footing: &Footing) -> Vec<Obstacle> {
    let missing = needs(kind).iter().filter(|needed| !footing.on.has(**needed)).map(|needed| Obstacle::Needs(*needed));
    let mut found: Vec<Obstacle> = missing.collect();
    match kind {
        PolicyType::BlockClaimedAccounts if !footing.claimed_domain => found.push(Obstacle::NoClaimedDomain),
        PolicyType::AutomaticConfirmation => {
            let facts = [
                (!footing.automatic_confirmation, Obstacle::NotOpened),
                (footing.asked_by_provider, Obstacle::ForMembersOnly),
                (footing.provider_members, Obstacle::ProviderMembers),
                (footing.members_elsewhere, Obstacle::MembersElsewhere),
            ];
            found.extend(facts.into_iter().filter(|(stands, _)| *stands).map(|(_, obstacle)| obstacle));
        }
        _ => {}
    }
    found
}

/// What stands against switching a policy off.
#[must_use]
pub fn turning_off(kind: PolicyType, footing: &Footing) -> Vec<Obstacle> {
    let mut found: Vec<Obstacle> =
        dependents(kind).filter(|other| footing.on.has(*other)).map(Obstacle::NeededBy).collect();
    match kind {
        PolicyType::SingleOrganization => {
            found.extend(footing.claimed_domain.then_some(Obstacle::ClaimedDomain));
            found.extend(footing.key_connector.then_some(Obstacle::KeyConnector));
        }
        PolicyType::RequireSso => {
            found.extend(footing.trusted_devices.then_some(Obstacle::TrustedDevices));
            found.extend(footing.key_connector.then_some(Obstacle::KeyConnector));
        }
        PolicyType::AccountRecovery => found.extend(without_auto_enrol(footing)),
        _ => {}
    }
    found
}

/// What stands against account recovery without automatic enrolment.
#[must_use]
pub fn without_auto_enrol(footing: &Footing) -> Option<Obstacle> {
    footing.trusted_devices.then_some(Obstacle::TrustedDevices)
}

/// What has to be switched on, in order, until this policy is on; it comes last.
#[must_use]
pub fn chain_on(kind: PolicyType, on: On) -> Vec<PolicyType> {
    let mut chain = Vec::new();
    for needed in needs(kind).iter().filter(|needed| !on.has(**needed)) {
        chain.extend(chain_on(*needed, on));
    }
    chain.push(kind);
    chain
}

/// What has to be switched off, in order, until this policy can be off; it comes last.
#[must_use]
pub fn chain_off(kind: PolicyType, on: On) -> Vec<PolicyType> {
    let mut chain: Vec<PolicyType> = Vec::new();
    for other in dependents(kind).filter(|other| on.has(*other)) {
        for link in chain_off(other, on) {
            if !chain.contains(&link) {
                chain.push(link);
            }
        }
    }
    chain.push(kind);
    chain
}

#[cfg(test)]
mod tests {
    use super::*;
    use PolicyType::{
        AccountRecovery, AutomaticConfirmation, BlockClaimedAccounts, RequireSso, SessionTimeout, SingleOrganization,
        UriMatch, VaultBanner,
    };

    const ON_SINGLE: [PolicyType; 6] =
        [RequireSso, AccountRecovery, SessionTimeout, UriMatch, AutomaticConfirmation, VaultBanner];

    fn with(kinds: &[PolicyType]) -> Footing {
        Footing { on: kinds.iter().copied().collect(), automatic_confirmation: true, ..Footing::default() }
    }

    /// The whole table of screens §2.13, in both directions.
    #[test]
    fn the_table_of_what_stands_on_what() {
        for kind in PolicyType::KNOWN.iter().copied() {
            let stands_on_single = ON_SINGLE.contains(&kind);
            let expected = if stands_on_single { vec![Obstacle::Needs(SingleOrganization)] } else { Vec::new() };
            let expected = if kind == BlockClaimedAccounts { vec![Obstacle::NoClaimedDomain] } else { expected };
            assert_eq!(turning_on(kind, &with(&[])), expected, "{kind:?} on, nothing is on");
            let domain = Footing { claimed_domain: true, ..with(&[SingleOrganization]) };
            assert_eq!(turning_on(kind, &domain), [], "{kind:?} on, everything is there");

            let off = turning_off(SingleOrganization, &with(&[SingleOrganization, kind]));
            let expected = if stands_on_single { vec![Obstacle::NeededBy(kind)] } else { Vec::new() };
            assert_eq!(off, expected, "single organisation off, {kind:?} is on");
            if kind != SingleOrganization {
                assert_eq!(turning_off(kind, &with(PolicyType::KNOWN)), [], "{kind:?} off holds nothing else up");
            }
        }
    }

    #[test]
    fn single_sign_on_holds_its_policies() {
        let tde = Footing { trusted_devices: true, ..with(&[SingleOrganization, RequireSso, AccountRecovery]) };
        assert_eq!(turning_off(RequireSso, &tde), [Obstacle::TrustedDevices]);
        assert_eq!(turning_off(AccountRecovery, &tde), [Obstacle::TrustedDevices]);
        assert_eq!(without_auto_enrol(&tde), Some(Obstacle::TrustedDevices));
        assert_eq!(
            turning_off(SingleOrganization, &tde),
            [Obstacle::NeededBy(RequireSso), Obstacle::NeededBy(AccountRecovery)]
        );
        let connector = Footing { key_connector: true, ..with(&[]) };
        assert_eq!(turning_off(RequireSso, &connector), [Obstacle::KeyConnector]);
        assert_eq!(turning_off(SingleOrganization, &connector), [Obstacle::KeyConnector]);
        assert_eq!(turning_off(AccountRecovery, &connector), []);
        let domain = Footing { claimed_domain: true, ..with(&[]) };
        assert_eq!(turning_off(SingleOrganization, &domain), [Obstacle::ClaimedDomain]);
    }

    #[test]
    fn automatic_confirmation_asks_for_the_most() {
        let worst = Footing {
            provider_members: true,
            members_elsewhere: true,
            asked_by_provider: true,
            automatic_confirmation: false,
            ..with(&[])
        };
        assert_eq!(
            turning_on(AutomaticConfirmation, &worst),
            [
                Obstacle::Needs(SingleOrganization),
                Obstacle::NotOpened,
                Obstacle::ForMembersOnly,
                Obstacle::ProviderMembers,
                Obstacle::MembersElsewhere
            ]
        );
    }

    #[test]
    fn chains_are_in_an_order_that_works() {
        for kind in PolicyType::KNOWN.iter().copied().filter(|kind| *kind != BlockClaimedAccounts) {
            let mut footing = with(&[]);
            for link in chain_on(kind, footing.on) {
                assert_eq!(turning_on(link, &footing), [], "{kind:?}: {link:?} on");
                footing.on = footing.on.with(link);
            }
            assert!(footing.on.has(kind));
            let mut footing = with(PolicyType::KNOWN);
            for link in chain_off(kind, footing.on) {
                assert_eq!(turning_off(link, &footing), [], "{kind:?}: {link:?} off");
                footing.on = footing.on.without(link);
            }
            assert!(!footing.on.has(kind));
        }
        assert_eq!(chain_on(RequireSso, with(&[SingleOrganization]).on), [RequireSso]);
    }

    #[test]
    fn unknown_kinds_are_never_on_and_stand_on_nothing() {
        let unknown = PolicyType::Unknown(700);
        assert!(!On::default().with(unknown).has(unknown));
        assert_eq!((turning_on(unknown, &with(&[])), turning_off(unknown, &with(&[]))), (Vec::new(), Vec::new()));
        assert_eq!(chain_on(unknown, On::default()), [unknown]);
    }
}
