//! The demo provider's clients: plans, seats and how far their people have come.

use portal_contracts::enums::PlanType;

use super::personas::{PETRA, Persona};

/// How far the owner of a client has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Owner {
    /// The mail is out.
    Invited,
    /// Agreed, not confirmed.
    Accepted,
    /// Holds the organisation key.
    Confirmed,
    /// The same, and one can sign in as them.
    Persona(Persona),
}

/// One client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct DemoClient {
    pub(super) name: &'static str,
    /// Domain of its people's addresses.
    pub(super) domain: &'static str,
    pub(super) plan: PlanType,
    pub(super) seats: i64,
    pub(super) owner: Owner,
    /// Members besides the owner.
    pub(super) confirmed: usize,
    pub(super) accepted: usize,
    pub(super) invited: usize,
    pub(super) enabled: bool,
    /// Account recovery is on, and most members are enrolled.
    pub(super) recovery: bool,
    /// The domain is claimed: its accounts belong to the client.
    pub(super) claimed: bool,
    /// People whom a directory has sent and nobody has invited yet; they take no seat.
    pub(super) staged: usize,
}

const fn teams(name: &'static str, domain: &'static str, seats: i64, members: [usize; 3]) -> DemoClient {
    let [confirmed, accepted, invited] = members;
    let plan = PlanType::TeamsMonthly;
    DemoClient {
        name,
        domain,
        plan,
        seats,
        owner: Owner::Confirmed,
        confirmed,
        accepted,
        invited,
        enabled: true,
        recovery: false,
        claimed: false,
        staged: 0,
    }
}

const fn enterprise(name: &'static str, domain: &'static str, seats: i64, members: [usize; 3]) -> DemoClient {
    DemoClient { plan: PlanType::EnterpriseMonthly, ..teams(name, domain, seats, members) }
}

/// Seats of each plan that the provider's contract includes. Of Teams some are left for service
/// users to assign; of Enterprise more are assigned than included, so that any rise buys.
pub(super) const INCLUDED: [(PlanType, i64); 2] = [(PlanType::TeamsMonthly, 180), (PlanType::EnterpriseMonthly, 300)];

/// The client whose members open their vault on trusted devices.
pub(super) const TRUSTS_DEVICES: &str = "Tidewater Marine Insurance";

/// Oldest first. Members: confirmed, accepted, invited, each without the owner.
pub(super) const CLIENTS: [DemoClient; 24] = [
    teams("Adler & Voss Solicitors", "adlervoss.example", 15, [7, 1, 1]),
    DemoClient { recovery: true, ..enterprise("Alpenblick Hotels", "alpenblick.example", 60, [38, 3, 3]) },
    // No seat left.
    teams("Bakery Collective Hamburg", "bakery-collective.example", 8, [5, 1, 1]),
    teams("Birchwood Dental Care", "birchwood.example", 20, [11, 2, 1]),
    // One seat left.
    teams("Bluefin Seafood Trading", "bluefin.example", 12, [8, 1, 1]),
    enterprise("Cardinal Community College", "cardinal-college.example", 75, [58, 2, 4]),
    teams("Castellan Property Management", "castellan.example", 10, [5, 1, 1]),
    // Two seats left.
    enterprise("Delta Freight & Customs", "deltafreight.example", 40, [34, 2, 1]),
    teams("Eastgate Veterinary Group", "eastgate-vets.example", 14, [6, 1, 1]),
    DemoClient { recovery: true, ..enterprise("Fjordlight Energy", "fjordlight.example", 30, [17, 2, 2]) },
    DemoClient {
        owner: Owner::Persona(PETRA),
        recovery: true,
        ..enterprise("Greenhouse Robotics", "greenhouse-robotics.example", 25, [14, 3, 2])
    },
    teams("Harbour Street Medical Centre", "harbourstreet.example", 18, [9, 2, 1]),
    DemoClient {
        recovery: true,
        claimed: true,
        ..enterprise("Isar Valley Cooperative Bank", "isarvalley.example", 50, [41, 2, 2])
    },
    // No seat left.
    teams("Juniper & Sons Joinery", "juniper-joinery.example", 5, [2, 1, 1]),
    DemoClient { claimed: true, ..enterprise("Kestrel Aviation Services", "kestrel-aviation.example", 16, [9, 1, 1]) },
    DemoClient { owner: Owner::Accepted, ..teams("Lakeside Primary School", "lakeside.example", 22, [14, 2, 1]) },
    teams("Meridian Translation Bureau", "meridian.example", 9, [3, 1, 1]),
    // Out of service.
    DemoClient { enabled: false, ..teams("Norden Film & Television", "nordenfilm.example", 11, [5, 1, 1]) },
    teams("Old Mill Brewery", "oldmill.example", 6, [2, 1, 1]),
    enterprise("Pinecrest Senior Living", "pinecrest.example", 20, [15, 1, 2]),
    // Just begun: nobody but the owner's invitation.
    DemoClient { owner: Owner::Invited, ..teams("Quayside Architects", "quayside.example", 7, [0, 0, 0]) },
    // Sixty characters, the length that layouts have to bear.
    enterprise("Riverbend Regional Water Supply and Sewage Works Association", "riverbend.example", 10, [4, 1, 1]),
    DemoClient { owner: Owner::Invited, ..teams("Sundial Physiotherapy", "sundial.example", 4, [0, 0, 0]) },
    DemoClient {
        owner: Owner::Accepted,
        recovery: true,
        staged: 1,
        ..enterprise("Tidewater Marine Insurance", "tidewater.example", 12, [6, 1, 1])
    },
];

impl DemoClient {
    /// Address of its owner.
    pub(super) fn owner_email(&self) -> String {
        match self.owner {
            Owner::Persona(persona) => persona.email.to_owned(),
            _ => format!("owner@{}", self.domain),
        }
    }

    /// Members whose access was taken away; they take no seat.
    pub(super) const fn revoked(&self) -> usize {
        if self.confirmed == 0 { 0 } else { 1 + self.confirmed / 20 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_catalogue_shows_what_it_is_meant_to_show() {
        let free = |client: &DemoClient| {
            client.seats - i64::try_from(1 + client.confirmed + client.accepted + client.invited).unwrap()
        };
        assert!(CLIENTS.iter().all(|client| free(client) >= 0), "nobody has more members than seats");
        assert!(CLIENTS.iter().any(|client| free(client) == 0), "one is full");
        for client in CLIENTS.iter().filter(|client| client.confirmed > 0) {
            let states = [client.accepted, client.invited, client.revoked()];
            assert!(states.iter().all(|people| *people > 0), "{}: somebody in every state", client.name);
        }
        assert!(CLIENTS.iter().any(|client| client.recovery) && CLIENTS.iter().any(|client| client.claimed));
        assert!(CLIENTS.iter().any(|client| (1..=2).contains(&free(client))), "one is nearly full");
        assert_eq!(CLIENTS.iter().filter(|client| !client.enabled).count(), 1);
        assert!(CLIENTS.iter().any(|client| client.name == TRUSTS_DEVICES && client.recovery));
        assert!(CLIENTS.iter().any(|client| client.staged > 0));
        assert!(CLIENTS.iter().any(|client| client.name.chars().count() == 60));
        let assigned =
            |plan| CLIENTS.iter().filter(|client| client.plan == plan).map(|client| client.seats).sum::<i64>();
        let [(teams, teams_included), (enterprise, enterprise_included)] = INCLUDED;
        assert!(assigned(teams) < teams_included && assigned(enterprise) > enterprise_included);
    }
}
