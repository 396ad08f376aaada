//! The certificate of the identity provider: whose it is and until when it works, as soon as it is pasted.

use leptos::prelude::*;
use portal_client::sso::{Certificate, read_certificate};

use super::{
    form::{Form, id_of},
    words,
};
use crate::{
    i18n::{self, text::sso as text},
    platform::timer,
    ui::{Callout, Icon, Status, TextArea, Tone, rich},
};

const NAME: &str = "idpX509PublicCert";
const DAY: i64 = 86_400;
/// From how many days before its end a certificate is worth a warning.
const SOON: i64 = 30;

/// How long a certificate works.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Validity {
    /// For a while.
    Good,
    /// Not for long: so many days.
    Soon(i64),
    /// No more.
    Over,
    /// Not yet.
    NotYet,
}

fn validity(certificate: &Certificate, now: i64) -> Validity {
    if now > certificate.not_after {
        Validity::Over
    } else if now < certificate.not_before {
        Validity::NotYet
    } else {
        match (certificate.not_after - now) / DAY {
            days if days < SOON => Validity::Soon(days),
            _ => Validity::Good,
        }
    }
}

/// The field with what it says.
pub fn certificate(form: Form) -> AnyView {
    let value = form.text(NAME);
    let error = Signal::derive(move || form.error(NAME));
    let read = Memo::new(move |_| value.with(|pasted| read_certificate(pasted)));
    let private = Memo::new(move |_| value.with(|pasted| pasted.contains("PRIVATE KEY")));
    view! {
        <div class="stack" data-gap="s">
            <TextArea
                id=id_of(NAME)
                label=words::label(NAME)
                value=value
                help=Signal::stored(words::help(NAME))
                error=error
                on_blur=move || form.leave(NAME)
            />
            {move || {
                private
                    .get()
                    .then(|| {
                        view! {
                            <Callout tone=Tone::Danger alert=true>
                                <p>{text::certificate::private()}</p>
                            </Callout>
                        }
                    })
            }}
            <div class="stack t-13" data-gap="s" role="status">
                {move || read.get().map(|read| facts(&read))}
            </div>
        </div>
    }
    .into_any()
}

#[allow(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "seconds of a clock fit both")]
fn facts(read: &Certificate) -> AnyView {
    let now = (timer::now_ms() / 1_000.0) as i64;
    let date = |seconds: i64| i18n::date(seconds as f64 * 1_000.0);
    let end = date(read.not_after);
    let (symbol, tone, words) = match validity(read, now) {
        Validity::Good => (Icon::Success, Tone::Success, text::certificate::valid(&end)),
        Validity::Soon(days) => (Icon::Warning, Tone::Warning, text::certificate::soon(days, &end)),
        Validity::Over => (Icon::Error, Tone::Danger, text::certificate::expired(&end)),
        Validity::NotYet => (Icon::Warning, Tone::Warning, text::certificate::not_yet(&date(read.not_before))),
    };
    let whose = match &read.subject {
        Some(subject) => rich(text::certificate::subject(subject)),
        None => text::certificate::nobody().into_any(),
    };
    view! {
        <p>{whose}</p>
        <p>
            <Status symbol=symbol tone=tone>
                {words}
            </Status>
        </p>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_certificate_that_ends_soon_is_told_from_one_that_ended() {
        let read = Certificate { subject: None, not_before: 100 * DAY, not_after: 200 * DAY };
        assert_eq!(validity(&read, 99 * DAY), Validity::NotYet);
        assert_eq!(validity(&read, 101 * DAY), Validity::Good);
        assert_eq!(validity(&read, 190 * DAY), Validity::Soon(10));
        assert_eq!(validity(&read, 200 * DAY + 1), Validity::Over);
    }
}
