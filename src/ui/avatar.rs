//! Initials in one of twelve hues: round for people, square for clients and providers. Never the only sign.

use leptos::prelude::*;

/// One of twelve hues of equal lightness for an id, the same on every screen and every day.
#[must_use]
pub fn hue(id: &str) -> String {
    // FNV-1a: small, stable, good enough to spread over twelve.
    let hash = id.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    ((hash >> 7) % 12 + 1).to_string()
}

/// Up to two letters: of the first two words, or of the only one.
#[must_use]
pub fn initials(name: &str) -> String {
    let name = name.split('@').next().unwrap_or(name);
    let mut words = name.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    let first = words.next().unwrap_or_default();
    let mut letters: String = first.chars().take(1).collect();
    match words.next() {
        Some(second) => letters.extend(second.chars().take(1)),
        None => letters.extend(first.chars().nth(1)),
    }
    letters.to_uppercase()
}

fn avatar(id: &str, name: &str, size: &str, person: bool) -> AnyView {
    view! {
        <span
            class="avatar"
            data-hue=hue(id)
            data-kind=person.then_some("person")
            data-size=(!size.is_empty()).then(|| size.to_owned())
            aria-hidden="true"
        >
            {initials(name)}
        </span>
    }
    .into_any()
}

/// A client or provider. `size`: empty, `m`, `l` or `xl`.
#[must_use]
pub fn square(id: &str, name: &str, size: &str) -> AnyView {
    avatar(id, name, size, false)
}

/// A person. `size`: empty, `m`, `l` or `xl`.
#[must_use]
pub fn round(id: &str, name: &str, size: &str) -> AnyView {
    avatar(id, name, size, true)
}

#[cfg(test)]
mod tests {
    use super::{hue, initials};

    #[test]
    fn initials_of_names_and_addresses() {
        assert_eq!(initials("Coho Winery"), "CW");
        assert_eq!(initials("Fabrikam"), "FA");
        assert_eq!(initials("tomas.berg@example.com"), "TB");
        assert_eq!(initials("élan"), "ÉL");
        assert_eq!(initials(""), "");
    }

    #[test]
    fn hue_is_stable_and_in_range() {
        for id in ["", "a", "5f8a", "ffffffff-ffff"] {
            let hue: u32 = hue(id).parse().unwrap();
            assert!((1..=12).contains(&hue));
        }
        assert_eq!(hue("a"), hue("a"));
    }
}
