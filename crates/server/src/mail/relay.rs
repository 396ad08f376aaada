//! Handing the outbox to an SMTP relay.

use std::io;
use std::time::Duration;

use lettre::message::{Mailbox, MultiPart};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use tokio::task::JoinHandle;

use super::{Mailer, StoredMail};
use crate::log;

/// Pause between two looks into the outbox.
const PAUSE: Duration = Duration::from_secs(2);
/// Messages per look.
const BATCH: u32 = 20;

/// Starts delivering; abort the handle to stop. A message that was being sent then may be sent twice, never lost.
///
/// # Errors
/// When the address of the relay or the sender cannot be read.
pub fn start(url: &str, from: &str, mailer: Mailer) -> io::Result<JoinHandle<()>> {
    let transport: AsyncSmtpTransport<Tokio1Executor> = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
        // The text may repeat the password of the address.
        .map_err(|_| io::Error::new(io::ErrorKind::InvalidInput, "the SMTP address cannot be read"))?
        .build();
    let from: Mailbox =
        from.parse().map_err(|_| io::Error::new(io::ErrorKind::InvalidInput, "the sender's address cannot be read"))?;
    Ok(tokio::spawn(async move {
        loop {
            match mailer.due(BATCH).await {
                Ok(due) => {
                    for stored in due {
                        deliver(&transport, &from, &mailer, &stored).await;
                    }
                }
                Err(error) => log::error(&format!("outbox: {error}")),
            }
            tokio::time::sleep(PAUSE).await;
        }
    }))
}

async fn deliver(transport: &AsyncSmtpTransport<Tokio1Executor>, from: &Mailbox, mailer: &Mailer, stored: &StoredMail) {
    let sent = match message(from, stored) {
        Some(message) => transport.send(message).await.is_ok(),
        None => false,
    };
    if !sent {
        log::error(&format!("mail {} could not be delivered", stored.id));
    }
    if let Err(error) = mailer.delivered(stored.id, sent).await {
        log::error(&format!("outbox: {error}"));
    }
}

fn message(from: &Mailbox, stored: &StoredMail) -> Option<Message> {
    let body = MultiPart::alternative_plain_html(stored.mail.text.clone(), stored.mail.html.clone());
    Message::builder()
        .from(from.clone())
        .to(stored.mail.to.parse().ok()?)
        .subject(stored.mail.subject.clone())
        .multipart(body)
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::templates;

    #[test]
    fn every_template_makes_a_message_with_both_parts() {
        let from: Mailbox = "Portal <no-reply@portal.invalid>".parse().unwrap();
        let mail = templates::sign_up("http://localhost", "ü@example.org", "t");
        let stored = StoredMail { id: 1, mail, created_at: 0, sent_at: None };
        let text = String::from_utf8(message(&from, &stored).unwrap().formatted()).unwrap();
        assert!(text.contains("text/plain") && text.contains("text/html"));
    }
}
