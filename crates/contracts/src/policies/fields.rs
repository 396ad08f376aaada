//! What can be set in each policy, and what may stand there (screens §2.13, API contract §11.3).

use super::{PolicyType, Settings};

/// Minutes that are written where a session time-out is not counted in minutes.
pub const DEFAULT_MINUTES: i64 = 480;
/// The longest life of a Send, in hours.
const SEND_HOURS: i64 = 31 * 24;

/// One setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// Name on the wire.
    pub name: &'static str,
    /// What may stand there.
    pub kind: FieldKind,
    /// It must be set while the policy is on.
    pub required: bool,
    /// It has a meaning only while another setting has this value.
    pub when: Option<(&'static str, When)>,
}

/// What may stand in a setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldKind {
    /// Yes or no.
    Flag,
    /// A number of this range.
    Number {
        /// Least.
        least: i64,
        /// Most.
        most: i64,
    },
    /// A text.
    Text {
        /// Most characters.
        most: usize,
        /// What it must be.
        rule: TextRule,
    },
    /// One of these words.
    Word(&'static [&'static str]),
    /// One of these numbers.
    Choice(&'static [i64]),
    /// Any of these numbers.
    Any(&'static [i64]),
}

/// What a text must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextRule {
    /// Anything.
    Free,
    /// Hosts, separated by commas.
    Hosts,
    /// Domains, separated by commas.
    Domains,
    /// An https address.
    Https,
}

/// The value of another setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// This word.
    Word(&'static str),
    /// This number.
    Number(i64),
}

const fn field(name: &'static str, kind: FieldKind) -> Field {
    Field { name, kind, required: false, when: None }
}

const fn flag(name: &'static str) -> Field {
    field(name, FieldKind::Flag)
}

const fn number(name: &'static str, least: i64, most: i64) -> Field {
    field(name, FieldKind::Number { least, most })
}

const fn text(name: &'static str, most: usize, rule: TextRule) -> Field {
    field(name, FieldKind::Text { most, rule })
}

impl Field {
    const fn required(self) -> Self {
        Self { required: true, ..self }
    }

    const fn when(self, name: &'static str, value: When) -> Self {
        Self { when: Some((name, value)), ..self }
    }

    /// Whether it has a meaning beside these settings.
    #[must_use]
    pub fn applies(&self, settings: &Settings) -> bool {
        match self.when {
            None => true,
            Some((name, When::Word(word))) => settings.text(name) == Some(word),
            Some((name, When::Number(number))) => settings.number(name) == Some(number),
        }
    }
}

const MASTER_PASSWORD: [Field; 7] = [
    field("minComplexity", FieldKind::Choice(&[0, 1, 2, 3, 4])),
    number("minLength", 12, 128),
    flag("requireUpper"),
    flag("requireLower"),
    flag("requireNumbers"),
    flag("requireSpecial"),
    flag("enforceOnLogin"),
];

const GENERATOR: [Field; 11] = [
    field("overridePasswordType", FieldKind::Word(&["password", "passphrase"])),
    number("minLength", 5, 128),
    flag("useUpper"),
    flag("useLower"),
    flag("useNumbers"),
    flag("useSpecial"),
    number("minNumbers", 0, 9),
    number("minSpecial", 0, 9),
    number("minNumberWords", 3, 20),
    flag("capitalize"),
    flag("includeNumber"),
];

const TIMEOUT: [Field; 3] = [
    field("type", FieldKind::Word(&["immediately", "custom", "onSystemLock", "onAppRestart", "never"])).required(),
    number("minutes", 1, i32::MAX as i64).required().when("type", When::Word("custom")),
    field("action", FieldKind::Word(&["lock", "logOut"])),
];

const BANNER: [Field; 5] = [
    flag("allowBanner"),
    text("header", 40, TextRule::Free),
    text("description", 250, TextRule::Free).required(),
    text("buttonText", 20, TextRule::Free),
    flag("showAfterEveryLogin"),
];

const SEND: [Field; 6] = [
    flag("disableSend"),
    flag("disableHideEmail"),
    field("whoCanAccess", FieldKind::Choice(&[0, 1, 2])),
    text("allowedDomains", 1_000, TextRule::Domains).when("whoCanAccess", When::Number(2)),
    number("deletionHours", 1, SEND_HOURS),
    field("allowedSendTypes", FieldKind::Any(&[0, 1])),
];

/// The settings of a kind, in the order in which they are asked for.
#[must_use]
pub const fn fields(kind: PolicyType) -> &'static [Field] {
    match kind {
        PolicyType::MasterPassword => &MASTER_PASSWORD,
        PolicyType::PasswordGenerator => &GENERATOR,
        PolicyType::DataOwnership => &const { [flag("enableIndividualItemsTransfer")] },
        PolicyType::SendOptions => &const { [flag("disableHideEmail")] },
        PolicyType::AccountRecovery => &const { [flag("autoEnrollEnabled")] },
        PolicyType::SessionTimeout => &TIMEOUT,
        PolicyType::AutomaticLogin => &const { [text("idpHost", 1_000, TextRule::Hosts)] },
        PolicyType::UriMatch => {
            &const { [field("uriMatchDetection", FieldKind::Choice(&[0, 1, 2, 3, 4, 5])).required()] }
        }
        PolicyType::VaultBanner => &BANNER,
        PolicyType::SendControls => &SEND,
        PolicyType::FillAssist => &const { [text("rulesUrl", 2_000, TextRule::Https).required()] },
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_has_a_name_of_its_own_and_conditions_that_exist() {
        for kind in PolicyType::KNOWN {
            let all = fields(*kind);
            for (at, field) in all.iter().enumerate() {
                assert!(!all[..at].iter().any(|other| other.name == field.name), "{kind:?} {}", field.name);
                if let Some((name, _)) = field.when {
                    assert!(all.iter().any(|other| other.name == name), "{kind:?} {name}");
                }
            }
        }
    }
}
