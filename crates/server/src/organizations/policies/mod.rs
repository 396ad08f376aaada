//! Policies of an organisation (API contract §11): storage, what they stand on, and what switching them does to members.

mod effects;
mod footing;
mod my_items;
mod read;
mod save;
mod send;
pub mod store;
mod words;

use axum::Router;
use axum::routing::{get, put};

use crate::state::AppState;

pub use effects::lost_second_step;
pub use footing::footing;
pub use my_items::give as give_my_items;
pub use save::{Switch, switch};
pub use store::is_on;

pub(super) fn router() -> Router<AppState> {
    Router::new()
        .route("/organizations/{id}/policies", get(read::list))
        .route("/organizations/{id}/policies/token", get(read::by_token))
        .route("/organizations/{id}/policies/master-password", get(read::master_password))
        .route("/organizations/{id}/policies/{type}", get(read::one).put(save::save))
        .route("/organizations/{id}/policies/{type}/vnext", put(save::save))
}
