//! The demo provider's clients: plans, seats and how far their people have come.

use portal_contracts::enums::PlanType;

/// How far the owner of a client has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Owner {
    /// The mail is out.
    Invited,
    /// Agreed, not confirmed.
    Accepted,
    /// Holds the organisation key.
    Confirmed,
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
}

const fn teams(name: &'static str, domain: &'static str, seats: i64, members: [usize; 3]) -> DemoClient {
    let [confirmed, accepted, invited] = members;
    let plan = PlanType::TeamsMonthly;
    DemoClient { name, domain, plan, seats, owner: Owner::Confirmed, confirmed, accepted, invited, enabled: true }
}

const fn enterprise(name: &'static str, domain: &'static str, seats: i64, members: [usize; 3]) -> DemoClient {
    DemoClient { plan: PlanType::EnterpriseMonthly, ..teams(name, domain, seats, members) }
}

/// Seats of each plan that the provider's contract includes. Of Teams some are left for service
/// users to assign; of Enterprise more are assigned than included, so that any rise buys.
pub(super) const INCLUDED: [(PlanType, i64); 2] = [(PlanType::TeamsMonthly, 180), (PlanType::EnterpriseMonthly, 300)];

/// Oldest first. Members: confirmed, accepted, invited, each without the owner.
pub(super) const CLIENTS: [DemoClient; 24] = [
    teams("Adler & Voss Solicitors", "adlervoss.example", 15, [9, 0, 0]),
    enterprise("Alpenblick Hotels", "alpenblick.example", 60, [41, 0, 3]),
    // No seat left.
    teams("Bakery Collective Hamburg", "bakery-collective.example", 8, [7, 0, 0]),
    teams("Birchwood Dental Care", "birchwood.example", 20, [13, 0, 1]),
    // One seat left.
    teams("Bluefin Seafood Trading", "bluefin.example", 12, [10, 0, 0]),
    enterprise("Cardinal Community College", "cardinal-college.example", 75, [58, 2, 4]),
    teams("Castellan Property Management", "castellan.example", 10, [6, 1, 0]),
    // Two seats left.
    enterprise("Delta Freight & Customs", "deltafreight.example", 40, [36, 0, 1]),
    teams("Eastgate Veterinary Group", "eastgate-vets.example", 14, [8, 0, 0]),
    enterprise("Fjordlight Energy", "fjordlight.example", 30, [21, 0, 0]),
    enterprise("Greenhouse Robotics", "greenhouse-robotics.example", 25, [14, 3, 2]),
    teams("Harbour Street Medical Centre", "harbourstreet.example", 18, [12, 0, 0]),
    enterprise("Isar Valley Cooperative Bank", "isarvalley.example", 50, [44, 1, 0]),
    // No seat left.
    teams("Juniper & Sons Joinery", "juniper-joinery.example", 5, [3, 0, 1]),
    enterprise("Kestrel Aviation Services", "kestrel-aviation.example", 16, [11, 0, 0]),
    DemoClient { owner: Owner::Accepted, ..teams("Lakeside Primary School", "lakeside.example", 22, [15, 2, 0]) },
    teams("Meridian Translation Bureau", "meridian.example", 9, [5, 0, 0]),
    // Out of service.
    DemoClient { enabled: false, ..teams("Norden Film & Television", "nordenfilm.example", 11, [7, 0, 0]) },
    teams("Old Mill Brewery", "oldmill.example", 6, [4, 0, 0]),
    enterprise("Pinecrest Senior Living", "pinecrest.example", 20, [16, 0, 2]),
    // Just begun: nobody but the owner's invitation.
    DemoClient { owner: Owner::Invited, ..teams("Quayside Architects", "quayside.example", 7, [0, 0, 0]) },
    // Sixty characters, the length that layouts have to bear.
    enterprise("Riverbend Regional Water Supply and Sewage Works Association", "riverbend.example", 10, [6, 0, 0]),
    DemoClient { owner: Owner::Invited, ..teams("Sundial Physiotherapy", "sundial.example", 4, [0, 0, 0]) },
    DemoClient {
        owner: Owner::Accepted,
        ..enterprise("Tidewater Marine Insurance", "tidewater.example", 12, [7, 0, 1])
    },
];

impl DemoClient {
    /// Address of its owner.
    pub(super) fn owner_email(&self) -> String {
        format!("owner@{}", self.domain)
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
        assert!(CLIENTS.iter().any(|client| (1..=2).contains(&free(client))), "one is nearly full");
        assert_eq!(CLIENTS.iter().filter(|client| !client.enabled).count(), 1);
        assert!(CLIENTS.iter().any(|client| client.name.chars().count() == 60));
        let assigned =
            |plan| CLIENTS.iter().filter(|client| client.plan == plan).map(|client| client.seats).sum::<i64>();
        let [(teams, teams_included), (enterprise, enterprise_included)] = INCLUDED;
        assert!(assigned(teams) < teams_included && assigned(enterprise) > enterprise_included);
    }
}
