//! What has to go when somebody signs out, besides keys and tokens: whatever outlives a page in memory says so here.

use std::cell::RefCell;

thread_local! {
    static LEFT: RefCell<Vec<fn()>> = const { RefCell::new(Vec::new()) };
}

/// Has this done at each sign-out from now on; say it once for each kind of thing.
pub fn at_sign_out(work: fn()) {
    LEFT.with_borrow_mut(|left| left.push(work));
}

/// Nobody is signed in any more.
pub(super) fn signed_out() {
    // Taken out of the cell first: what is done may want to say something itself.
    let left = LEFT.with_borrow(Clone::clone);
    left.into_iter().for_each(|work| work());
}
