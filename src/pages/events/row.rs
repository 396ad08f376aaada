//! One event as the list shows it: in words, with names as far as they are known. Pure but for the words.

use portal_client::events::Names;
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
    /// A person of the provider.
    Staff(Option<String>),
    /// A client of the provider.
    Client(Option<String>),
    /// A domain.
    Domain(String),
    /// An item, by id.
    Item(String),
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
    /// Program and address.
    pub from: String,
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
        let from = from(event);
        let folded =
            fold(&[what.as_str(), label(&thing), &who, &from, event.domain_name.as_deref().unwrap_or("")].join(" "));
        Self {
            place,
            kind: event.r#type,
            area: Area::of(event.r#type),
            date: event.date.clone(),
            what,
            thing,
            who,
            acting: event.acting_user_id.clone(),
            from,
            folded,
        }
    }
}

/// What a thing is called; short ids where no name is known, so that two of them can be told apart.
#[must_use]
pub fn label(thing: &Thing) -> &str {
    match thing {
        Thing::None => "",
        Thing::Member(id, name) | Thing::Group(id, name) => name.as_deref().unwrap_or_else(|| short(id)),
        Thing::Staff(name) | Thing::Client(name) => name.as_deref().unwrap_or(""),
        Thing::Collection(id) | Thing::Item(id) => short(id),
        Thing::Domain(name) => name,
    }
}

/// The first part of an id.
fn short(id: &str) -> &str {
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
    if let Some(id) = &event.provider_user_id {
        return Thing::Staff(names.staff.get(id).cloned());
    }
    if let Some(id) = &event.provider_organization_id {
        return Thing::Client(names.clients.get(id).cloned());
    }
    match &event.domain_name {
        Some(domain) => Thing::Domain(portal_client::text::clean(domain, 253)),
        None => Thing::None,
    }
}

fn who(event: &Event, names: &Names, own: &str) -> String {
    if let Some(system) = event.system_user {
        return words::system(system).to_owned();
    }
    let Some(acting) = event.acting_user_id.as_deref().or(event.user_id.as_deref()) else { return String::new() };
    if acting == own {
        return text::you().to_owned();
    }
    match names.users.get(acting) {
        Some(name) => name.clone(),
        // In a client's log only provider staff act without being members; whoever is gone keeps the id.
        None => text::somebody(short(acting)),
    }
}

fn from(event: &Event) -> String {
    let program = event.device_type.map(words::program).unwrap_or_default();
    let address =
        event.ip_address.as_deref().map(|address| portal_client::text::clean(address, 64)).unwrap_or_default();
    match (program.is_empty(), address.is_empty()) {
        (false, false) => [program, " · ", &address].concat(),
        (false, true) => program.to_owned(),
        _ => address,
    }
}

#[cfg(test)]
mod tests {
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

    #[test]
    fn whoever_is_gone_keeps_the_id() {
        let event = Event {
            r#type: 1503,
            organization_user_id: Some("5d1c-aa".into()),
            acting_user_id: Some("77aa-bb".into()),
            ..Event::default()
        };
        let row = Row::new(0, &event, &Names::default(), "me");
        assert_eq!(label(&row.thing), "5d1c");
        assert!(row.who.contains("77aa"));
        let mut names = Names::default();
        names.members.insert("5d1c-aa".into(), "Ada Byron".into());
        assert_eq!(label(&Row::new(0, &event, &names, "me").thing), "Ada Byron");
    }
}
