//! An item while it is put together. Blank texts are nothing; a place that is taken becomes a custom field.

use portal_contracts::SecretText;
use portal_contracts::ciphers::{
    Card, CipherField, CipherType, FieldType, Identity, Login, LoginUri, OldPassword, PlainCipher, SecureNote, SshKey,
};

use crate::limits;
use crate::model::Origin;
use crate::problem::{ProblemKind, Skip};
use crate::words;

/// Longer visible values are easier to read in the notes, which also keep their lines.
const LONG_VALUE: usize = 200;

pub(crate) struct Draft {
    pub(crate) cipher: PlainCipher,
    pub(crate) places: Vec<usize>,
    pub(crate) origin: Origin,
    /// Problems of this item, told when it is taken over.
    pub(crate) notices: Vec<ProblemKind>,
}

/// A text that is not blank.
pub(crate) fn some(text: &str) -> Option<SecretText> {
    (!text.trim().is_empty()).then(|| SecretText::new(text.to_owned()))
}

/// An earlier password. Servers refuse a whole import for one without a date.
pub(crate) fn old_password(password: SecretText, last_used: Option<String>) -> OldPassword<SecretText> {
    OldPassword { password, last_used_date: Some(words::or_unknown(last_used)) }
}

impl Draft {
    fn of(kind: CipherType, origin: Origin) -> Self {
        let cipher = PlainCipher { r#type: kind, ..PlainCipher::default() };
        Self { cipher, places: Vec::new(), origin, notices: Vec::new() }
    }

    pub(crate) fn login(origin: Origin) -> Self {
        let mut draft = Self::of(CipherType::Login, origin);
        draft.cipher.login = Some(Login::default());
        draft
    }

    pub(crate) fn note(origin: Origin) -> Self {
        let mut draft = Self::of(CipherType::SecureNote, origin);
        draft.cipher.secure_note = Some(SecureNote::default());
        draft
    }

    pub(crate) fn card(origin: Origin) -> Self {
        let mut draft = Self::of(CipherType::Card, origin);
        draft.cipher.card = Some(Card::default());
        draft
    }

    pub(crate) fn identity(origin: Origin) -> Self {
        let mut draft = Self::of(CipherType::Identity, origin);
        draft.cipher.identity = Some(Identity::default());
        draft
    }

    pub(crate) fn ssh_key(origin: Origin) -> Self {
        let mut draft = Self::of(CipherType::SshKey, origin);
        draft.cipher.ssh_key = Some(SshKey::default());
        draft
    }

    pub(crate) fn name(&mut self, name: &str) -> &mut Self {
        self.cipher.name = SecretText::new(name.trim().to_owned());
        self
    }

    pub(crate) fn favourite(&mut self, favourite: bool) -> &mut Self {
        self.cipher.favorite = favourite;
        self
    }

    pub(crate) fn within(&mut self, place: Option<usize>) -> &mut Self {
        self.places.extend(place);
        self
    }

    pub(crate) fn notice(&mut self, kind: ProblemKind) -> &mut Self {
        self.notices.push(kind);
        self
    }

    pub(crate) fn attachment(&mut self) -> &mut Self {
        self.notice(ProblemKind::Skipped { why: Skip::Attachment })
    }

    /// Adds a paragraph to the notes.
    pub(crate) fn notes(&mut self, text: &str) -> &mut Self {
        let text = text.trim_matches(['\r', '\n']);
        if text.trim().is_empty() {
            return self;
        }
        self.cipher.notes = Some(match self.cipher.notes.take() {
            Some(before) => SecretText::new([before.expose(), "\n", text].concat()),
            None => SecretText::new(text.to_owned()),
        });
        self
    }

    pub(crate) fn username(&mut self, text: &str) -> &mut Self {
        self.fill("username", text, |login| &mut login.username)
    }

    pub(crate) fn password(&mut self, text: &str) -> &mut Self {
        self.fill("password", text, |login| &mut login.password)
    }

    pub(crate) fn totp(&mut self, text: &str) -> &mut Self {
        self.fill("totp", text, |login| &mut login.totp)
    }

    /// Fills a member of a login, or adds a field when the item has no such member or it is taken.
    fn fill(
        &mut self,
        label: &str,
        text: &str,
        member: impl Fn(&mut Login<SecretText>) -> &mut Option<SecretText>,
    ) -> &mut Self {
        let Some(text) = some(text) else { return self };
        match self.cipher.login.as_mut().map(member) {
            Some(slot) if slot.is_none() => *slot = Some(text),
            Some(slot) if slot.as_ref() == Some(&text) => {}
            _ if label == "username" => {
                self.field(label, text.expose());
            }
            _ => {
                self.hidden(label, text.expose());
            }
        }
        self
    }

    /// Adds an address; the same one is kept once.
    pub(crate) fn uri(&mut self, text: &str) -> &mut Self {
        let text = text.trim();
        let Some(login) = self.cipher.login.as_mut() else {
            return self.field("url", text);
        };
        let known = login.uris.iter().any(|uri| uri.uri.as_ref().is_some_and(|own| own.expose() == text));
        if !text.is_empty() && !known {
            login.uris.push(LoginUri { uri: some(text), ..LoginUri::default() });
        }
        self
    }

    pub(crate) fn old_password(&mut self, text: &str, last_used: Option<String>) -> &mut Self {
        if let Some(password) = some(text) {
            self.cipher.password_history.push(old_password(password, last_used));
        }
        self
    }

    /// A custom field that is shown. Long and many-lined values go into the notes.
    pub(crate) fn field(&mut self, name: &str, value: &str) -> &mut Self {
        let many_lines = value.trim_end().contains(['\n', '\r']);
        if many_lines || value.chars().count() > LONG_VALUE {
            return self.notes(&[name.trim(), ": ", value].concat());
        }
        self.custom(FieldType::Text, name, value)
    }

    /// A custom field that is covered.
    pub(crate) fn hidden(&mut self, name: &str, value: &str) -> &mut Self {
        self.custom(FieldType::Hidden, name, value)
    }

    fn custom(&mut self, kind: FieldType, name: &str, value: &str) -> &mut Self {
        if self.cipher.fields.len() >= limits::FIELDS {
            return self.notes(&[name.trim(), ": ", value].concat());
        }
        if let Some(value) = some(value) {
            let name = some(name.trim());
            self.cipher.fields.push(CipherField { r#type: kind, name, value: Some(value), linked_id: None });
        }
        self
    }

    /// A login without anything to log in with is a note.
    pub(crate) fn note_when_bare(&mut self) -> &mut Self {
        let bare = self.cipher.login.as_ref().is_some_and(|login| {
            login.username.is_none() && login.password.is_none() && login.totp.is_none() && login.uris.is_empty()
        });
        if bare {
            self.cipher.r#type = CipherType::SecureNote;
            self.cipher.login = None;
            self.cipher.secure_note = Some(SecureNote::default());
        }
        self
    }

    /// Members of a card, when it is one.
    pub(crate) fn on_card(&mut self, change: impl FnOnce(&mut Card<SecretText>)) -> &mut Self {
        if let Some(card) = self.cipher.card.as_mut() {
            change(card);
        }
        self
    }

    /// Members of an identity, when it is one.
    pub(crate) fn on_identity(&mut self, change: impl FnOnce(&mut Identity<SecretText>)) -> &mut Self {
        if let Some(identity) = self.cipher.identity.as_mut() {
            change(identity);
        }
        self
    }
}
