//! Directories in words.

use portal_contracts::scim::ScimProvider;

use crate::{i18n::text::scim as text, ui::Choice};

/// What a directory is called.
fn name(provider: ScimProvider) -> String {
    match provider {
        ScimProvider::Default => text::providers::default().to_owned(),
        ScimProvider::Entra => text::providers::entra().to_owned(),
        ScimProvider::Okta => text::providers::okta().to_owned(),
        ScimProvider::OneLogin => text::providers::one_login().to_owned(),
        ScimProvider::JumpCloud => text::providers::jump_cloud().to_owned(),
        ScimProvider::Google => text::providers::google().to_owned(),
        ScimProvider::Rippling => text::providers::rippling().to_owned(),
        ScimProvider::Ping => text::providers::ping().to_owned(),
        ScimProvider::Unknown(number) => text::providers::unknown(&number.to_string()),
    }
}

/// What can be chosen, by name, any other directory last; one that stands there and is not known stays on offer.
#[must_use]
pub fn choices(now: Option<ScimProvider>) -> Vec<Choice> {
    let mut known: Vec<ScimProvider> = ScimProvider::KNOWN.to_vec();
    known.sort_by_cached_key(|provider| (*provider == ScimProvider::Default, name(*provider).to_lowercase()));
    known.extend(now.filter(|now| matches!(now, ScimProvider::Unknown(_))));
    known.into_iter().map(|provider| Choice::new(provider.number().to_string(), name(provider))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_other_directory_is_last_and_unknown_ones_stay() {
        let labels = |now| choices(now).into_iter().map(|choice| choice.label).collect::<Vec<_>>();
        let known = labels(None);
        assert_eq!(known.len(), ScimProvider::KNOWN.len());
        assert_eq!(known.last().map(String::as_str), Some("Another directory"));
        assert_eq!(labels(Some(ScimProvider::Okta)), known);
        let unknown = labels(Some(ScimProvider::Unknown(70)));
        assert_eq!(unknown.last().map(String::as_str), Some("Unknown directory (70)"));
    }
}
