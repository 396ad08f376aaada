//! One's own account: profile, keys, password, second steps, devices (spec §4, §15).

mod devices;
mod hint;
mod keys;
mod password;
mod profile;
mod proof;
mod public_keys;
mod sync;
mod two_factor;
mod two_factor_email;

use axum::Router;
use axum::routing::{delete, get, post, put};

use crate::state::AppState;

/// The routes, relative to `/api`.
pub fn router() -> Router<AppState> {
    Router::new()
        .route("/accounts/profile", get(profile::read).put(profile::update).post(profile::update))
        .route("/accounts/avatar", put(profile::avatar).post(profile::avatar))
        .route("/accounts/revision-date", get(profile::revision_date))
        .route("/accounts/keys", get(keys::read).post(keys::set))
        .route("/accounts/verify-password", post(password::verify))
        .route("/accounts/password", post(password::change))
        .route("/accounts/update-temp-password", put(password::replace_temporary))
        .route("/accounts/kdf", post(password::change_kdf))
        .route("/accounts/security-stamp", post(password::end_sessions))
        .route("/accounts/password-hint", post(hint::send))
        .route("/accounts/request-otp", post(proof::request))
        .route("/accounts/verify-otp", post(proof::verify))
        .route("/accounts/resend-new-device-otp", post(proof::resend_new_device))
        .route("/sync", get(sync::sync))
        .route("/users/{id}/public-key", get(public_keys::public_key))
        .route("/users/{id}/keys", get(public_keys::keys))
        .route("/devices", get(devices::list))
        .route("/devices/knowndevice", get(devices::known))
        .route("/devices/{id}", delete(devices::remove))
        .route("/two-factor", get(two_factor::list))
        .route("/two-factor/get-authenticator", post(two_factor::prepare_authenticator))
        .route(
            "/two-factor/authenticator",
            put(two_factor::save_authenticator)
                .post(two_factor::save_authenticator)
                .delete(two_factor::remove_authenticator),
        )
        .route("/two-factor/disable", put(two_factor::disable).post(two_factor::disable))
        .route("/two-factor/get-email", post(two_factor_email::read))
        .route("/two-factor/send-email", post(two_factor_email::send))
        .route("/two-factor/email", put(two_factor_email::save).post(two_factor_email::save))
        .route("/two-factor/send-email-login", post(two_factor_email::send_at_sign_in))
}
