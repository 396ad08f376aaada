//! The portal: mounts the app; see docs/architecture.md.

mod app;
mod i18n;
mod pages;
mod platform;
mod session;
mod ui;

fn main() {
    app::report_panics();
    leptos::mount::mount_to_body(app::App);
}
