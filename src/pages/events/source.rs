//! Whose log it is, and which part of it servers tell by itself: all of it, what one person did, what happened to an item.

use portal_client::{
    ApiError, Portal,
    events::{Log, find_person},
};
use portal_contracts::events::Event;

use super::query::{Query, Span};

/// Whose log it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Owner {
    /// A provider, by id.
    Provider(String),
    /// A client, by id.
    Client(String),
}

/// Which part of a log is read.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub enum Part {
    /// All of it.
    #[default]
    Whole,
    /// What one person did for a provider, by user id.
    Person(String),
    /// What happened to one item of a client, by id.
    Item(String),
}

/// What the address asks the server for. Everything else in the address narrows what was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aim {
    /// From when to when.
    pub span: Span,
    /// Which part.
    pub part: Part,
}

impl Aim {
    /// What a page of this log is to read.
    #[must_use]
    pub fn of(owner: &Owner, query: &Query) -> Self {
        let part = match owner {
            Owner::Provider(_) if !query.person.is_empty() => Part::Person(query.person.clone()),
            Owner::Client(_) if !query.item.is_empty() => Part::Item(query.item.clone()),
            Owner::Provider(_) | Owner::Client(_) => Part::Whole,
        };
        Self { span: query.span.clone(), part }
    }
}

/// Where a part is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// The whole log.
    Whole,
    /// What one person did, by membership id.
    Person(String),
    /// What happened to one item.
    Item(String),
}

impl Source {
    /// The one that is known already, else the one of a part.
    ///
    /// # Errors
    /// What went wrong with asking who somebody is: the newest events of everybody would not be the answer.
    pub async fn of(known: Option<Self>, portal: &Portal, owner: &Owner, part: Part) -> Result<Self, ApiError> {
        if let Some(known) = known {
            return Ok(known);
        }
        Ok(match (part, owner) {
            (Part::Item(id), _) => Self::Item(id),
            // Whoever left the provider has no log of their own; what they did is found in the whole one.
            (Part::Person(user), Owner::Provider(provider)) => {
                find_person(portal, provider, &user).await?.map_or(Self::Whole, Self::Person)
            }
            (Part::Person(_), Owner::Client(_)) | (Part::Whole, _) => Self::Whole,
        })
    }

    /// Whether what came belongs here.
    ///
    /// # Errors
    /// The item is not of this client: servers judge it by its own one, which the same person may reach as well.
    pub fn check(&self, owner: &Owner, events: &[Event]) -> Result<(), ApiError> {
        let (Self::Item(_), Owner::Client(here)) = (self, owner) else { return Ok(()) };
        let strange = |event: &Event| {
            event.organization_id.as_ref().is_some_and(|of| !of.is_empty() && !of.eq_ignore_ascii_case(here))
        };
        if events.iter().any(strange) { Err(ApiError::NotFound { message: None }) } else { Ok(()) }
    }

    /// For operations.
    #[must_use]
    pub fn log<'a>(&'a self, owner: &'a Owner) -> Log<'a> {
        match (self, owner) {
            (Self::Item(id), _) => Log::Item(id),
            (Self::Person(member), Owner::Provider(provider)) => Log::Person { provider, member },
            (_, Owner::Provider(id)) => Log::Provider(id),
            (_, Owner::Client(id)) => Log::Client(id),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_servers_can_single_out_is_asked_for() {
        let (provider, client) = (Owner::Provider("p".into()), Owner::Client("c".into()));
        let query = Query { person: "u".into(), item: "i".into(), search: "x".into(), ..Query::default() };
        assert_eq!(Aim::of(&provider, &query).part, Part::Person("u".into()));
        assert_eq!(Aim::of(&client, &query).part, Part::Item("i".into()));
        // In a client's log a person is a filter over what was read, and a search always is.
        let query = Query { item: String::new(), ..query };
        assert_eq!(Aim::of(&client, &query), Aim::of(&client, &Query::default()));
        assert_eq!(Aim::of(&provider, &Query::default()).part, Part::Whole);
    }

    #[test]
    fn an_item_of_another_client_is_not_found_here() {
        let of = |id: &str| Event { organization_id: Some(id.to_owned()), ..Event::default() };
        let (item, here) = (Source::Item("i".into()), Owner::Client("c".into()));
        assert_eq!(item.check(&here, &[of("C"), Event::default()]), Ok(()));
        assert_eq!(item.check(&here, &[of("c"), of("d")]), Err(ApiError::NotFound { message: None }));
        assert_eq!(Source::Whole.check(&Owner::Provider("p".into()), &[of("d")]), Ok(()));
    }

    #[test]
    fn each_part_has_its_log() {
        let (provider, client) = (Owner::Provider("p".into()), Owner::Client("c".into()));
        assert_eq!(Source::Whole.log(&client), Log::Client("c"));
        assert_eq!(Source::Whole.log(&provider), Log::Provider("p"));
        assert_eq!(Source::Person("m".into()).log(&provider), Log::Person { provider: "p", member: "m" });
        assert_eq!(Source::Item("i".into()).log(&client), Log::Item("i"));
    }
}
