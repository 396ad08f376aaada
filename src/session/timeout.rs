//! When the portal locks by itself (LOCK-03). Pure.

/// How long it stays open without being touched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Timeout {
    /// So many minutes.
    Minutes(u32),
    /// Only when the page is loaded again.
    OnRefresh,
}

/// What people may choose.
pub const CHOICES: [Timeout; 7] = [
    Timeout::Minutes(1),
    Timeout::Minutes(5),
    Timeout::Minutes(15),
    Timeout::Minutes(30),
    Timeout::Minutes(60),
    Timeout::Minutes(240),
    Timeout::OnRefresh,
];

/// How long before the end one is warned, in milliseconds.
const WARNING: f64 = 120_000.0;

impl Timeout {
    /// As kept in the preferences.
    #[must_use]
    pub fn name(self) -> String {
        match self {
            Timeout::Minutes(minutes) => minutes.to_string(),
            Timeout::OnRefresh => "refresh".to_owned(),
        }
    }

    /// Reads [`Timeout::name`] back. Anything else, also a number that cannot be chosen, is the usual 15 minutes.
    #[must_use]
    pub fn from_name(name: Option<&str>) -> Self {
        name.and_then(|name| CHOICES.into_iter().find(|choice| choice.name() == name)).unwrap_or(Timeout::Minutes(15))
    }

    /// What to do after so many milliseconds without a touch.
    #[must_use]
    pub fn judge(self, idle: f64) -> Idle {
        let Timeout::Minutes(minutes) = self else { return Idle::Fine };
        let left = f64::from(minutes) * 60_000.0 - idle;
        // A minute is too short for a warning of two; half of it is left then.
        let warning = WARNING.min(f64::from(minutes) * 30_000.0);
        if left <= 0.0 {
            Idle::Over
        } else if left <= warning {
            Idle::Soon { seconds: (left / 1000.0).ceil() }
        } else {
            Idle::Fine
        }
    }
}

/// How near the end is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Idle {
    /// Far off.
    Fine,
    /// Near: say so.
    Soon {
        /// Whole seconds left.
        seconds: f64,
    },
    /// Lock.
    Over,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_chosen_is_read_back_and_nonsense_is_fifteen_minutes() {
        for choice in CHOICES {
            assert_eq!(Timeout::from_name(Some(&choice.name())), choice);
        }
        for nonsense in [None, Some(""), Some("never"), Some("100000")] {
            assert_eq!(Timeout::from_name(nonsense), Timeout::Minutes(15));
        }
    }

    #[test]
    fn one_is_warned_before_the_end() {
        let quarter = Timeout::Minutes(15);
        assert_eq!(quarter.judge(0.0), Idle::Fine);
        assert_eq!(quarter.judge(13.0 * 60_000.0), Idle::Soon { seconds: 120.0 });
        assert_eq!(quarter.judge(15.0 * 60_000.0), Idle::Over);
        assert_eq!(Timeout::Minutes(1).judge(29_000.0), Idle::Fine);
        assert_eq!(Timeout::Minutes(1).judge(31_000.0), Idle::Soon { seconds: 29.0 });
        assert_eq!(Timeout::OnRefresh.judge(1e12), Idle::Fine);
    }
}
