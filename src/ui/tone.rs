//! Meaning of a coloured part; colours themselves are in `style/tokens.css`.

/// What a part says. The colour is the third sign after shape and word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Tone {
    /// The normal case: grey.
    #[default]
    Neutral,
    /// The console itself.
    Primary,
    /// Something is wrong or destroys.
    Danger,
    /// Needs attention.
    Warning,
    /// Went well.
    Success,
    /// Worth knowing.
    Info,
}

impl Tone {
    /// The value of `data-tone`; the neutral tone has none.
    #[must_use]
    pub const fn attr(self) -> Option<&'static str> {
        match self {
            Tone::Neutral => None,
            Tone::Primary => Some("primary"),
            Tone::Danger => Some("danger"),
            Tone::Warning => Some("warning"),
            Tone::Success => Some("success"),
            Tone::Info => Some("info"),
        }
    }
}
