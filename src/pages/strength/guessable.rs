//! Words that make a password easy to guess for one very person (screens REG-B): those of the product, the person's address
//! and name, and the name of whoever invites them. The same for every form that sets or judges a master password.

use crate::{
    i18n::text::titles,
    session::{Opened, Session},
};

/// What people call the product and its kin.
const PRODUCT: &str = "bitwarden vaultwarden warden bit";

/// Most words that are handed to the rating; a claimed name can be long.
const MOST: usize = 50;

/// The words for an account and whoever invites it, taken apart.
#[must_use]
pub fn own_words(email: &str, name: &str, inviter: Option<&str>) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for text in [PRODUCT, titles::product(), email, name, inviter.unwrap_or_default()] {
        for word in text.split(|c: char| !c.is_alphanumeric()) {
            let word = word.to_lowercase();
            if word.chars().count() > 2 && !words.contains(&word) {
                words.push(word);
            }
        }
    }
    words.truncate(MOST);
    words
}

/// Who invites by a link, as far as it says so.
#[must_use]
pub fn inviter(link: &Opened) -> Option<&str> {
    link.as_ref().ok()?.inviter()
}

/// The words for whoever is signed in, and for the invitation that they have open; reactive.
#[must_use]
pub fn words_of(session: Session) -> Vec<String> {
    let account = session.account();
    let (email, name) = account.map(|a| (a.email, a.name.unwrap_or_default())).unwrap_or_default();
    let link = session.link();
    own_words(&email, &name, link.as_deref().and_then(inviter))
}

#[cfg(test)]
mod tests {
    use portal_client::invitation::{LinkError, parse_link};

    use super::*;

    #[test]
    fn product_address_name_and_inviter_are_taken_apart() {
        let words = own_words("mara.okafor@northwind.example", "Mara Okafor Al", Some("Kestrel & Sons"));
        for word in ["bitwarden", "bit", "portal", "mara", "okafor", "northwind", "kestrel", "sons"] {
            assert_eq!(words.iter().filter(|found| *found == word).count(), 1, "{word} in {words:?}");
        }
        assert!(!words.contains(&"al".to_owned()), "two letters are in every password");
    }

    #[test]
    fn a_name_without_end_does_not_hold_up_the_rating() {
        let long: String = (0..1_000).map(|number| format!("word{number} ")).collect();
        let words = own_words("mara@b.example", "", Some(&long));
        assert_eq!(words.len(), MOST);
        assert!(words.contains(&"mara".to_owned()), "a claimed name crowds out nobody's own");
    }

    #[test]
    fn links_of_invitations_say_who_invites() {
        const ID: &str = "11111111-2222-3333-4444-555555555555";
        let ids = format!("providerId={ID}&providerUserId={ID}&organizationId={ID}&organizationUserId={ID}&token=t");
        let provider = parse_link(&format!("https://v/#/providers/accept-provider?{ids}&providerName=North%20IT"));
        assert_eq!(inviter(&provider), Some("North IT"));
        let client = parse_link(&format!("https://v/#/accept-organization?{ids}&organizationName=Acme"));
        assert_eq!(inviter(&client), Some("Acme"));
        assert_eq!(inviter(&Err(LinkError::Unknown)), None);
    }
}
