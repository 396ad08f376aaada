//! One folder per area, named as the URL. A page shows state and turns gestures into operations of `portal_client`; it
//! knows no path of the API and no key.

pub mod account;
pub mod card;
mod carried;
pub mod client;
pub mod clients;
mod countdown;
pub mod events;
mod export;
pub mod join;
pub mod judge;
mod list_face;
mod list_query;
mod list_state;
mod list_toolbar;
pub mod lock;
pub mod new_password;
pub mod people;
mod press;
pub mod problem;
pub mod provider;
pub mod providers;
pub mod sign_in;
pub mod sign_up;
pub mod strength;
