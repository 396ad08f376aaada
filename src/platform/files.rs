//! A file that a person chose. Its bytes are never read on this thread.

use wasm_bindgen::JsCast;
use web_sys::{Event, File, HtmlInputElement};

/// A chosen file.
#[derive(Clone)]
pub struct LocalFile(File);

impl LocalFile {
    /// The file that was chosen or dropped in an input of the kind "file"; the input is emptied, so that the same file can
    /// be chosen again.
    #[must_use]
    pub fn chosen(event: &Event) -> Option<Self> {
        let input = event.target()?.dyn_into::<HtmlInputElement>().ok()?;
        let file = input.files()?.get(0)?;
        input.set_value("");
        Some(Self(file))
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> String {
        self.0.name()
    }

    /// Its size in bytes.
    #[must_use]
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "sizes are whole and never negative")]
    pub fn size(&self) -> u64 {
        self.0.size() as u64
    }

    /// For handing it over to a worker.
    pub(super) const fn inner(&self) -> &File {
        &self.0
    }
}
