//! What is said when it is not known whether a client was made.

use leptos::prelude::*;
use portal_client::new_client::CreateFailure;

use crate::{
    i18n::text::clients as text,
    pages::problem::said,
    ui::{Callout, Tone},
};

/// Why it is not known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// The server took it and does not list it yet.
    Unseen,
    /// The server failed; what it said, if anything.
    Lost(Option<String>),
}

impl Doubt {
    /// Of a failure that leaves it open.
    pub fn of(failure: &CreateFailure) -> Self {
        match failure {
            CreateFailure::Unknown(error) => Self::Lost(error.server_text().map(str::to_owned)),
            _ => Self::Unseen,
        }
    }

    /// In words.
    pub fn view(self) -> AnyView {
        let (words, quoted) = match self {
            Self::Unseen => (text::unsure_unseen(), None),
            Self::Lost(None) => (text::unsure_text(), None),
            Self::Lost(Some(quoted)) => (text::unsure_said(), Some(quoted)),
        };
        view! {
            <Callout tone=Tone::Warning alert=true>
                <p>{words}</p>
                {quoted.map(said)}
            </Callout>
        }
        .into_any()
    }
}
