//! Texts of index.html, from locales/ like all others: `{{key}}` in the page, `key = "text"` in the file.

use super::edit::unexpected;
use crate::place;
use crate::problem::{During, Outcome, Problem};
use std::collections::BTreeMap;

const FILE: &str = "locales/en-GB/boot/index.toml";

/// The texts by key.
pub type Texts = BTreeMap<String, String>;

/// Reads the text file.
pub fn read() -> Outcome<Texts> {
    parse(&std::fs::read_to_string(place::root().join(FILE)).during(format_args!("reading {FILE}"))?)
}

/// One line, one text. Anything else that TOML allows is refused rather than misread.
fn parse(file: &str) -> Outcome<Texts> {
    let mut texts = Texts::new();
    for line in file.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let entry = line.split_once(" = \"").and_then(|(key, rest)| Some((key, rest.strip_suffix('"')?)));
        let (key, text) = entry
            .filter(|(_, text)| !text.contains(['"', '\\']))
            .ok_or_else(|| Problem::new(format!("{FILE}: this is no plain text: {line}")))?;
        if texts.insert(key.into(), text.into()).is_some() {
            return Err(Problem::new(format!("{FILE}: {key} stands there twice")));
        }
    }
    Ok(texts)
}

/// Puts the texts into the page. Every placeholder must have a text and every text a place.
pub fn fill(html: &str, texts: &Texts) -> Outcome<String> {
    let mut filled = html.to_owned();
    for (key, text) in texts {
        let place = format!("{{{{{key}}}}}");
        if !filled.contains(&place) {
            return Err(unexpected("index.html", &format!("nothing uses the text `{key}`")));
        }
        filled = filled.replace(&place, &escaped(text));
    }
    match filled.split_once("{{") {
        None => Ok(filled),
        Some((_, rest)) => {
            let key: String = rest.chars().take_while(|char| *char != '}').collect();
            Err(unexpected("index.html", &format!("there is no text `{key}` in {FILE}")))
        }
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_filled_in_and_escaped() {
        let texts = parse("# words\n\ntitle = \"This & that\"\n").unwrap();
        assert_eq!(fill("<b>{{title}}</b>{{title}}", &texts).unwrap(), "<b>This &amp; that</b>This &amp; that");
    }

    #[test]
    fn a_missing_or_unused_text_stops_the_build() {
        let texts = parse("title = \"A\"\n").unwrap();
        assert!(fill("{{title}} {{other}}", &texts).is_err());
        assert!(fill("nothing", &texts).is_err());
        assert!(parse("title = 'A'\n").is_err());
        assert!(parse("title = \"A\"\ntitle = \"B\"\n").is_err());
    }

    #[test]
    fn the_real_page_and_the_real_texts_agree() {
        let html = std::fs::read_to_string(place::root().join("index.html")).unwrap();
        fill(&html, &read().unwrap()).unwrap();
    }
}
