//! What this device remembers of a client's set-up: which steps are not needed and why, and how far it had come when
//! somebody last looked. Words of our own and two numbers, nothing of the client's.

use std::collections::BTreeMap;

use portal_client::setup::{Progress, Step};

use crate::session::prefs;

/// Why a step is not needed; the words stand in `locales/`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The client and the provider agreed on it.
    Agreed,
    /// There is nothing that it would do here.
    Nothing,
    /// It is done in another way.
    Otherwise,
}

impl Reason {
    /// All of them, in the order of the menu.
    pub const ALL: [Self; 3] = [Self::Nothing, Self::Otherwise, Self::Agreed];

    const fn name(self) -> &'static str {
        match self {
            Self::Agreed => "agreed",
            Self::Nothing => "nothing",
            Self::Otherwise => "otherwise",
        }
    }
}

/// The note about one client.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// Steps that are not needed.
    pub skipped: BTreeMap<Step, Reason>,
    /// As of the last look.
    pub progress: Option<Progress>,
}

impl Kept {
    /// Reads the note about a client; what cannot be read counts as not written.
    #[must_use]
    pub fn of(client: &str) -> Self {
        Self::parse(&prefs::set_up(client).unwrap_or_default())
    }

    /// Keeps the note.
    pub fn keep(&self, client: &str) {
        prefs::keep_set_up(client, &self.print());
    }

    fn parse(text: &str) -> Self {
        let mut kept = Self::default();
        for part in text.split(' ') {
            if let Some((done, of)) = part.split_once('/') {
                let number = |text: &str| text.parse::<usize>().ok().filter(|number| *number <= Step::ALL.len());
                kept.progress = number(done).zip(number(of)).map(|(done, of)| Progress { done, of });
            } else if let Some((step, reason)) = part.split_once('=') {
                let step = Step::ALL.into_iter().find(|known| known.name() == step);
                let reason = Reason::ALL.into_iter().find(|known| known.name() == reason);
                kept.skipped.extend(step.zip(reason));
            }
        }
        kept
    }

    fn print(&self) -> String {
        let progress = self.progress.map(|progress| format!("{}/{}", progress.done, progress.of));
        let skipped = self.skipped.iter().map(|(step, reason)| format!("{}={}", step.name(), reason.name()));
        progress.into_iter().chain(skipped).collect::<Vec<_>>().join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_survives_being_kept() {
        let kept = Kept {
            skipped: BTreeMap::from([(Step::Import, Reason::Nothing), (Step::SingleSignOn, Reason::Agreed)]),
            progress: Some(Progress { done: 2, of: 4 }),
        };
        assert_eq!(kept.print(), "2/4 import=nothing sso=agreed");
        assert_eq!(Kept::parse(&kept.print()), kept);
    }

    #[test]
    fn a_note_that_somebody_wrote_into_the_storage_breaks_nothing() {
        for text in ["", "x", "9999/1", "a/b", "import", "import=because", "=", "/", "sso=agreed sso"] {
            let kept = Kept::parse(text);
            assert!(kept.progress.is_none() && kept.skipped.len() < 2, "{text}");
        }
    }
}
