//! One event as the list shows it: in words, with names as far as they are known. Pure but for the words.

use portal_client::events::{NamedClient, Names};
use portal_contracts::events::Event;

use super::words;
use crate::{i18n::text::event_log as text, pages::clients::fold::fold};

/// What an event is about, by its number (screens §2.19).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Area {
    /// Sign-ins, passwords, second steps.
    Accounts,
    /// Items.
    Items,
    /// Collections.
    Collections,
    /// Groups.
    Groups,
    /// Members of the client.
    Members,
    /// Settings of the client, visits of the provider.
    Organisation,
    /// Policies.
    Policies,
    /// People and clients of the provider.
    Provider,
    /// Claimed domains.
    Domains,
    /// Everything else.
    Other,
}

impl Area {
    /// All of them, in the order of the choice.
    pub const ALL: [Self; 10] = [
        Self::Accounts,
        Self::Members,
        Self::Groups,
        Self::Collections,
        Self::Policies,
        Self::Organisation,
        Self::Domains,
        Self::Items,
        Self::Provider,
        Self::Other,
    ];

    /// Its name in the address.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Accounts => "accounts",
            Self::Items => "items",
            Self::Collections => "collections",
            Self::Groups => "groups",
            Self::Members => "members",
            Self::Organisation => "organisation",
            Self::Policies => "policies",
            Self::Provider => "provider",
            Self::Domains => "domains",
            Self::Other => "other",
        }
    }

    /// The area of a number.
    #[must_use]
    pub const fn of(kind: i64) -> Self {
        match kind {
            1000..=1099 => Self::Accounts,
            1100..=1199 => Self::Items,
            1300..=1399 => Self::Collections,
            1400..=1499 => Self::Groups,
            1500..=1599 => Self::Members,
            1600..=1699 => Self::Organisation,
            1700..=1799 => Self::Policies,
            1800..=1999 => Self::Provider,
            2000..=2099 => Self::Domains,
            _ => Self::Other,
        }
    }
}

/// Whom or what an event concerns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Thing {
    /// Nothing in particular.
    None,
    /// A member of the client: membership id, and the name if it is known.
    Member(String, Option<String>),
    /// A group.
    Group(String, Option<String>),
    /// A collection; its name is under the client's key.
    Collection(String),
    /// A policy, by id: which one it is stands in no list.
    Policy(String),
    /// A person of the provider: membership id, and the name if it is known.
    Staff(String, Option<String>),
    /// A client of the provider: id of the link, and what it links to if it still does.
    Client(String, Option<NamedClient>),
    /// A domain.
    Domain(String),
    /// An item, by id.
    Item(String),
    /// A machine account, a secret, a project or a Send, by id.
    Other(String),
}

impl Thing {
    /// Its id, where it has one.
    #[must_use]
    pub fn id(&self) -> &str {
        match self {
            Self::None | Self::Domain(_) => "",
            Self::Member(id, _) | Self::Group(id, _) | Self::Staff(id, _) | Self::Client(id, _) => id,
            Self::Collection(id) | Self::Policy(id) | Self::Item(id) | Self::Other(id) => id,
        }
    }
}

/// One event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its place in the log; the log only grows at its end.
    pub place: usize,
    /// Its number.
    pub kind: i64,
    /// What it is about.
    pub area: Area,
    /// When, as the server wrote it.
    pub date: String,
    /// What happened.
    pub what: String,
    /// To whom or what.
    pub thing: Thing,
    /// Who did it; empty when nothing is known.
    pub who: String,
    /// User id of whoever did it.
    pub acting: Option<String>,
    /// Address of whoever did it, when known.
    pub email: String,
    /// The program it was done with; empty when unknown.
    pub program: &'static str,
    /// Where the sender was; empty when unknown.
    pub address: String,
    /// Self-hosted installation that sent it, by id; empty for what the server saw itself.
    pub installation: String,
    /// All of it made comparable, for the search.
    pub folded: String,
}

impl Row {
    /// Puts an event into words. `own` is the user id of the person who looks.
    #[must_use]
    pub fn new(place: usize, event: &Event, names: &Names, own: &str) -> Self {
        let thing = thing(event, names);
        let what = words::kind(event.r#type);
        let who = who(event, names, own);
        let program = event.device_type.map(words::program).unwrap_or_default();
        let address = event.ip_address.as_deref().map(|address| portal_client::text::clean(address, 64));
        let address = address.unwrap_or_default();
        let folded = fold(&[what.as_str(), label(&thing), &who, program, &address].join(" "));
        Self {
            place,
            kind: event.r#type,
            area: Area::of(event.r#type),
            date: event.date.clone(),
            what,
            thing,
            who,
            acting: event.acting_user_id.clone(),
            email: acting(event)
                .and_then(|id| names.users.get(id))
                .map(|actor| actor.email.clone())
                .unwrap_or_default(),
            program,
            address,
            installation: event.installation_id.clone().unwrap_or_default(),
            folded,
        }
    }

    /// Program and address in one.
    #[must_use]
    pub fn from(&self) -> String {
        match (self.program.is_empty(), self.address.is_empty()) {
            (false, false) => [self.program, " · ", &self.address].concat(),
            (false, true) => self.program.to_owned(),
            _ => self.address.clone(),
        }
    }
}

/// What a thing is called; short ids where no name is known, so that two of them can be told apart.
#[must_use]
pub fn label(thing: &Thing) -> &str {
    match thing {
        Thing::None => "",
        Thing::Member(id, name) | Thing::Group(id, name) | Thing::Staff(id, name) => {
            name.as_deref().unwrap_or_else(|| short(id))
        }
        Thing::Client(id, client) => client.as_ref().map_or_else(|| short(id), |client| client.name.as_str()),
        Thing::Collection(id) | Thing::Policy(id) | Thing::Item(id) | Thing::Other(id) => short(id),
        Thing::Domain(name) => name,
    }
}

/// The first part of an id.
#[must_use]
pub fn short(id: &str) -> &str {
    id.split('-').next().unwrap_or(id)
}

fn thing(event: &Event, names: &Names) -> Thing {
    if let Some(id) = &event.organization_user_id {
        return Thing::Member(id.clone(), names.members.get(id).cloned());
    }
    if let Some(id) = &event.group_id {
        return Thing::Group(id.clone(), names.groups.get(id).cloned());
    }
    if let Some(id) = &event.collection_id {
        return Thing::Collection(id.clone());
    }
    if let Some(id) = &event.cipher_id {
        return Thing::Item(id.clone());
    }
    if let Some(id) = &event.policy_id {
        return Thing::Policy(id.clone());
    }
    if let Some(id) = &event.provider_user_id {
        return Thing::Staff(id.clone(), names.staff.get(id).cloned());
    }
    if let Some(id) = &event.provider_organization_id {
        return Thing::Client(id.clone(), names.clients.get(id).cloned());
    }
    if let Some(domain) = &event.domain_name {
        return Thing::Domain(portal_client::text::clean(domain, 253));
    }
    let others = [&event.granted_service_account_id, &event.secret_id, &event.project_id, &event.send_id];
    others.into_iter().flatten().next().map_or(Thing::None, |id| Thing::Other(id.clone()))
}

/// User id of whoever acted; of whom it concerns where nobody else did.
fn acting(event: &Event) -> Option<&str> {
    event.acting_user_id.as_deref().or(event.user_id.as_deref())
}

fn who(event: &Event, names: &Names, own: &str) -> String {
    if let Some(system) = event.system_user {
        return words::system(system).to_owned();
    }
    let Some(acting) = acting(event) else {
        return event.service_account_id.as_deref().map(|id| text::machine(short(id))).unwrap_or_default();
    };
    if acting == own {
        return text::you().to_owned();
    }
    match (names.users.get(acting), &names.provider) {
        (Some(actor), Some(provider)) if actor.staff => text::of_provider(&actor.name, provider),
        (Some(actor), _) => actor.name.clone(),
        // In a client's log only provider staff act without being members, and only provider admins learn their names.
        (None, Some(provider)) if event.r#type == VISIT => text::provider_person(provider, short(acting)),
        (None, Some(provider)) => text::provider_or_gone(provider, short(acting)),
        // Whoever is gone keeps the id.
        (None, None) => text::somebody(short(acting)),
    }
}

/// The provider opened the client.
const VISIT: i64 = 1603;

#[cfg(test)]
mod tests {
    use portal_client::events::Actor;

    use super::*;

    #[test]
    fn every_known_number_has_an_area() {
        for (kind, area) in [
            (1000, Area::Accounts),
            (1114, Area::Items),
            (1302, Area::Collections),
            (1400, Area::Groups),
            (1526, Area::Members),
            (1630, Area::Organisation),
            (1700, Area::Policies),
            (1903, Area::Provider),
            (2003, Area::Domains),
            (2500, Area::Other),
            (-1, Area::Other),
        ] {
            assert_eq!(Area::of(kind), area, "{kind}");
        }
        let names: std::collections::BTreeSet<_> = Area::ALL.map(Area::name).into();
        assert_eq!(names.len(), Area::ALL.len());
    }

    fn event(kind: i64, acting: &str) -> Event {
        Event { r#type: kind, acting_user_id: Some(acting.into()), ..Event::default() }
    }

    #[test]
    fn whoever_is_gone_keeps_the_id() {
        let removed = Event { organization_user_id: Some("5d1c-aa".into()), ..event(1503, "77aa-bb") };
        let row = Row::new(0, &removed, &Names::default(), "me");
        assert_eq!((label(&row.thing), row.thing.id()), ("5d1c", "5d1c-aa"));
        assert!(row.who.contains("77aa"));
        let mut names = Names::default();
        names.members.insert("5d1c-aa".into(), "Ada Byron".into());
        assert_eq!(label(&Row::new(0, &removed, &names, "me").thing), "Ada Byron");

        let staff = Event { provider_user_id: Some("31aa-cc".into()), ..event(1803, "me") };
        let client = Event { provider_organization_id: Some("47bb-dd".into()), ..event(1902, "me") };
        assert_eq!(label(&Row::new(0, &staff, &names, "me").thing), "31aa");
        assert_eq!(label(&Row::new(0, &client, &names, "me").thing), "47bb");
        let policy = Event { policy_id: Some("90cc-ee".into()), ..event(1700, "me") };
        assert_eq!(Row::new(0, &policy, &names, "me").thing, Thing::Policy("90cc-ee".into()));
    }

    #[test]
    fn provider_people_are_told_from_members_and_from_those_who_left() {
        let mut names = Names { provider: Some("Northwind".into()), ..Names::default() };
        let actor = |name: &str, staff| Actor { name: name.into(), email: format!("{name}@x.example"), staff };
        names.users.insert("ada".into(), actor("Ada", false));
        names.users.insert("tom".into(), actor("Tom", true));
        let who = |kind, acting: &str| Row::new(0, &event(kind, acting), &names, "me").who;
        assert_eq!((who(1501, "ada").as_str(), who(1501, "tom").as_str()), ("Ada", "Tom (Northwind)"));
        assert_eq!(who(1603, "77aa-bb"), "Northwind (77aa)");
        assert_eq!(who(1501, "77aa-bb"), "Northwind, or somebody who left (77aa)");
        assert_eq!(Row::new(0, &event(1501, "tom"), &names, "me").email, "Tom@x.example");
        let machine = Event { r#type: 2100, service_account_id: Some("12ab-cd".into()), ..Event::default() };
        assert_eq!(Row::new(0, &machine, &names, "me").who, "Machine account 12ab");
    }
}
