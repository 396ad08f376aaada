//! XML as a small tree. A document type is refused outright: no export has one, and entities that unfold are an attack.
//! Only the five entities every XML has, and letters by number, are resolved.

use portal_contracts::SecretText;
use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

use crate::failure::{Failure, Limit};
use crate::limits;

/// An element. Its text is wiped when dropped.
pub(crate) struct Element {
    pub(crate) name: String,
    attributes: Vec<(String, String)>,
    children: Vec<Element>,
    text: SecretText,
}

impl Element {
    pub(crate) fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }

    pub(crate) fn children<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Self> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The text of the element itself.
    pub(crate) fn text(&self) -> &str {
        self.text.expose()
    }

    /// The text of a child.
    pub(crate) fn text_of(&self, name: &str) -> &str {
        self.child(name).map_or("", Self::text)
    }

    pub(crate) fn attribute(&self, name: &str) -> &str {
        self.attributes.iter().find(|(own, _)| own == name).map_or("", |(_, value)| value)
    }
}

/// An element that is still open, with its text so far.
struct Open {
    element: Element,
    text: zeroize::Zeroizing<String>,
}

/// Reads a document to its root element.
pub(crate) fn read(text: &str) -> Result<Element, Failure> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = true;
    let mut open: Vec<Open> = Vec::new();
    let mut root = None;
    let mut left = limits::NODES;
    loop {
        let event = reader.read_event().map_err(|_| Failure::DAMAGED)?;
        match event {
            Event::Start(start) => {
                left = left.checked_sub(1).ok_or(Failure::too_large(Limit::Nodes))?;
                if open.len() >= limits::DEPTH {
                    return Err(Failure::too_large(Limit::Depth));
                }
                if root.is_some() {
                    return Err(Failure::DAMAGED);
                }
                open.push(Open { element: begin(&start)?, text: zeroize::Zeroizing::default() });
            }
            Event::Empty(start) => {
                left = left.checked_sub(1).ok_or(Failure::too_large(Limit::Nodes))?;
                let element = begin(&start)?;
                match open.last_mut() {
                    Some(parent) => parent.element.children.push(element),
                    None => root = Some(element),
                }
            }
            Event::End(_) => {
                let Open { mut element, mut text } = open.pop().ok_or(Failure::DAMAGED)?;
                element.text = SecretText::new(std::mem::take(&mut *text));
                match open.last_mut() {
                    Some(parent) => parent.element.children.push(element),
                    None => root = Some(element),
                }
            }
            Event::Text(part) => {
                add(&mut open, &part)?;
            }
            Event::CData(part) => {
                add(&mut open, &part)?;
            }
            Event::GeneralRef(entity) => {
                let letter = resolve(&entity)?;
                add(&mut open, letter.encode_utf8(&mut [0; 4]))?;
            }
            Event::DocType(_) => return Err(Failure::Entities),
            Event::Eof => break,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
        }
    }
    if open.is_empty() { root.ok_or(Failure::DAMAGED) } else { Err(Failure::DAMAGED) }
}

fn begin(start: &BytesStart<'_>) -> Result<Element, Failure> {
    let mut attributes = Vec::new();
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|_| Failure::DAMAGED)?;
        if attributes.len() >= limits::DEPTH {
            return Err(Failure::too_large(Limit::Nodes));
        }
        attributes.push((attribute.key.as_ref().to_owned(), attribute.value.into_owned()));
    }
    let name = start.local_name().as_ref().to_owned();
    Ok(Element { name, attributes, children: Vec::new(), text: SecretText::default() })
}

/// Text outside of the root is white space, or the file is not XML.
fn add(open: &mut [Open], text: &str) -> Result<(), Failure> {
    match open.last_mut() {
        Some(open) => open.text.push_str(text),
        None if text.trim_matches(['\u{feff}', ' ', '\t', '\r', '\n']).is_empty() => {}
        None => return Err(Failure::DAMAGED),
    }
    Ok(())
}

fn resolve(entity: &BytesRef<'_>) -> Result<char, Failure> {
    if let Some(letter) = entity.resolve_char_ref().map_err(|_| Failure::DAMAGED)? {
        return Ok(letter);
    }
    match &**entity {
        "amp" => Ok('&'),
        "lt" => Ok('<'),
        "gt" => Ok('>'),
        "quot" => Ok('"'),
        "apos" => Ok('\''),
        _ => Err(Failure::DAMAGED),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_attributes_entities_and_cdata() {
        let root =
            read("<?xml version=\"1.0\"?>\n<a x=\"1\"><b>M&#252;ller &amp; <![CDATA[<S&hne>]]></b><b/></a>\n").unwrap();
        assert_eq!(root.attribute("x"), "1");
        assert_eq!(root.text_of("b"), "Müller & <S&hne>");
        assert_eq!(root.children("b").count(), 2);
    }

    #[test]
    fn a_billion_laughs_are_refused_before_they_unfold() {
        let bomb = "<?xml version=\"1.0\"?><!DOCTYPE l [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">]><l>&b;</l>";
        assert_eq!(read(bomb).err(), Some(Failure::Entities));
        assert_eq!(read("<l>&b;</l>").err(), Some(Failure::DAMAGED));
    }

    #[test]
    fn depth_and_damage_are_refused() {
        assert_eq!(read(&"<a>".repeat(100_000)).err(), Some(Failure::too_large(Limit::Depth)));
        for bad in ["", "words", "<a>", "<a></b>", "<a/><b/>words", "<a><b></a></b>"] {
            assert!(read(bad).is_err(), "{bad}");
        }
    }
}
