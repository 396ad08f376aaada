//! JSON as a tree whose texts are wiped when dropped, with a budget of values and a limit of depth.

use std::cell::{Cell, RefCell};
use std::collections::HashSet;
use std::fmt;
use std::rc::Rc;

use portal_contracts::SecretText;
use serde::de::{DeserializeSeed, Error as _, MapAccess, SeqAccess, Visitor};

use crate::failure::{Failure, Limit};
use crate::limits;

/// A value. Numbers are kept as text: no format counts with them.
pub(crate) enum Json {
    Null,
    Bool(bool),
    Number(Box<str>),
    Text(SecretText),
    List(Vec<Json>),
    Map(Vec<(Rc<str>, Json)>),
}

const NULL: &Json = &Json::Null;

impl Json {
    /// A member; null when there is none.
    pub(crate) fn get(&self, name: &str) -> &Json {
        self.members().iter().find(|(own, _)| &**own == name).map_or(NULL, |(_, value)| value)
    }

    /// A member below a member.
    pub(crate) fn at(&self, path: &[&str]) -> &Json {
        path.iter().fold(self, |value, name| value.get(name))
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.members().iter().any(|(own, _)| &**own == name)
    }

    pub(crate) fn members(&self) -> &[(Rc<str>, Json)] {
        if let Self::Map(members) = self { members } else { &[] }
    }

    pub(crate) fn list(&self) -> &[Json] {
        if let Self::List(list) = self { list } else { &[] }
    }

    pub(crate) fn is_list(&self) -> bool {
        matches!(self, Self::List(_))
    }

    pub(crate) fn is_map(&self) -> bool {
        matches!(self, Self::Map(_))
    }

    /// A text, or a number as text; empty for everything else.
    pub(crate) fn text(&self) -> &str {
        match self {
            Self::Text(text) => text.expose(),
            Self::Number(number) => number,
            _ => "",
        }
    }

    pub(crate) fn number(&self) -> Option<i64> {
        self.text().parse().ok()
    }

    /// True, 1, or a text that says so.
    pub(crate) fn is_true(&self) -> bool {
        match self {
            Self::Bool(flag) => *flag,
            other => matches!(other.text(), "1" | "true" | "True"),
        }
    }
}

/// Reads a document.
pub(crate) fn read(text: &str) -> Result<Json, Failure> {
    read_within(text, limits::NODES)
}

fn read_within(text: &str, values: usize) -> Result<Json, Failure> {
    let budget = Budget { left: Cell::new(values), names: RefCell::default(), hit: Cell::new(None) };
    let mut reader = serde_json::Deserializer::from_str(text);
    let seed = Seed { budget: &budget, depth: 0 };
    let value = seed.deserialize(&mut reader).and_then(|value| reader.end().map(|()| value));
    value.map_err(|error| match budget.hit.get() {
        Some(limit) => Failure::too_large(limit),
        None => Failure::Damaged { line: u64::try_from(error.line()).ok() },
    })
}

struct Budget {
    left: Cell<usize>,
    names: RefCell<HashSet<Rc<str>>>,
    hit: Cell<Option<Limit>>,
}

impl Budget {
    /// Member names repeat a thousand times and are kept once.
    fn name(&self, name: &str) -> Rc<str> {
        let mut names = self.names.borrow_mut();
        if let Some(known) = names.get(name) {
            return Rc::clone(known);
        }
        let fresh: Rc<str> = name.into();
        names.insert(Rc::clone(&fresh));
        fresh
    }
}

#[derive(Clone, Copy)]
struct Seed<'a> {
    budget: &'a Budget,
    depth: usize,
}

impl Seed<'_> {
    fn deeper<E: serde::de::Error>(self) -> Result<Self, E> {
        if self.depth >= limits::DEPTH {
            self.budget.hit.set(Some(Limit::Depth));
            return Err(E::custom("too deep"));
        }
        Ok(Self { depth: self.depth + 1, ..self })
    }
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Json;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Json, D::Error> {
        let Some(left) = self.budget.left.get().checked_sub(1) else {
            self.budget.hit.set(Some(Limit::Nodes));
            return Err(D::Error::custom("too many values"));
        };
        self.budget.left.set(left);
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Json;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Json, E> {
        Ok(Json::Bool(flag))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Json, E> {
        Ok(Json::Number(number.to_string().into()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Json, E> {
        Ok(Json::Number(number.to_string().into()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Json, E> {
        Ok(Json::Number(number.to_string().into()))
    }

    fn visit_str<E>(self, text: &str) -> Result<Json, E> {
        Ok(Json::Text(SecretText::new(text.to_owned())))
    }

    fn visit_string<E>(self, text: String) -> Result<Json, E> {
        Ok(Json::Text(SecretText::new(text)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Json, A::Error> {
        let seed = self.deeper()?;
        let mut list = Vec::new();
        while let Some(value) = access.next_element_seed(seed)? {
            list.push(value);
        }
        Ok(Json::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Json, A::Error> {
        let seed = self.deeper()?;
        let mut members = Vec::new();
        while let Some(name) = access.next_key::<std::borrow::Cow<'_, str>>()? {
            let name = self.budget.name(&name);
            members.push((name, access.next_value_seed(seed)?));
        }
        Ok(Json::Map(members))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_found_and_missing_ones_are_null() {
        let json = read(r#"{"a":{"b":["x",7,true,null]}}"#).unwrap();
        let list = json.at(&["a", "b"]).list();
        assert_eq!((list[0].text(), list[1].number(), list[2].is_true()), ("x", Some(7), true));
        assert_eq!(json.at(&["no", "such"]).text(), "");
    }

    #[test]
    fn bombs_are_refused() {
        assert_eq!(read(&"[".repeat(100_000)).err(), Some(Failure::too_large(Limit::Depth)));
        let many = format!("[{}0]", "0,".repeat(100));
        assert_eq!(read_within(&many, 100).err(), Some(Failure::too_large(Limit::Nodes)));
        assert!(read_within(&many, 102).is_ok());
    }

    #[test]
    fn damage_has_a_line() {
        assert_eq!(read("{\n\"a\":\n").err(), Some(Failure::Damaged { line: Some(3) }));
    }
}
