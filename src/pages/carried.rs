//! What one public page hands to the next: in memory, once, never in an address (crypto specification §16.2).

use std::cell::RefCell;

use portal_client::sign_in::SignInStep;

/// For the sign-in page.
#[derive(Default)]
pub struct ToSignIn {
    /// The address, so that nobody types it twice.
    pub email: Option<String>,
    /// A sign-in under way: the account was just made and the server asks for more.
    pub step: Option<SignInStep>,
    /// The account was just made.
    pub account_made: bool,
}

thread_local! {
    static TO_SIGN_IN: RefCell<Option<ToSignIn>> = const { RefCell::new(None) };
}

/// Hands something to the sign-in page, which is opened next.
pub fn to_sign_in(what: ToSignIn) {
    TO_SIGN_IN.with_borrow_mut(|held| *held = Some(what));
}

/// Takes what was handed over; nothing the second time.
#[must_use]
pub fn for_sign_in() -> ToSignIn {
    TO_SIGN_IN.with_borrow_mut(Option::take).unwrap_or_default()
}
