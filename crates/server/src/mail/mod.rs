//! Mail: every message goes to an outbox table; `/dev/mailbox` shows it, a relay delivers it when one is configured.

mod outbox;
pub mod relay;
pub mod templates;

pub use outbox::{Mailer, StoredMail, enqueue};

/// A message to one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// The recipient's address.
    pub to: String,
    /// One line.
    pub subject: String,
    /// The whole HTML document.
    pub html: String,
    /// The same as plain text.
    pub text: String,
}
