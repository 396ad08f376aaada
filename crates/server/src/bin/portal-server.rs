//! `portal-server`: runs the embedded server from the command line.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, ValueEnum};
use portal_server::clock::ClockSetting;
use portal_server::config::host_of;
use portal_server::demo::DemoInfo;
use portal_server::{App, Config, Storage, log, tls};
use tokio::net::TcpListener;

/// The embedded server of Provider Portal, for trying out, development and tests. Not a production server.
#[derive(Parser)]
#[command(version)]
struct Options {
    /// Port to listen on; 0 takes any free one.
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Address to listen on.
    #[arg(long, default_value = "127.0.0.1")]
    bind: std::net::IpAddr,
    /// Directory for the database. Without it nothing is kept.
    #[arg(long)]
    data: Option<PathBuf>,
    /// Directory of the built portal. Without it only the API is served.
    #[arg(long)]
    dist: Option<PathBuf>,
    /// Origin people reach the server by; mails link to it. Default: localhost and the port.
    #[arg(long)]
    origin: Option<String>,
    /// Further origin whose browsers may call the API; may be repeated.
    #[arg(long = "allow-origin")]
    allowed_origins: Vec<String>,
    /// What an empty database is filled with.
    #[arg(long, value_enum, default_value_t = Seed::Empty)]
    seed: Seed,
    /// Serve https with a self-signed certificate, made at first start.
    #[arg(long)]
    tls: bool,
    /// SMTP relay for mail, e.g. `smtps://user:password@mail.example.org`; also read from PORTAL_SMTP_URL.
    #[arg(long)]
    smtp_url: Option<String>,
    /// Sender of mail.
    #[arg(long)]
    mail_from: Option<String>,
    /// Leave out /dev/mailbox and the other pages for development and tests.
    #[arg(long)]
    no_dev_pages: bool,
    /// Do not limit how often a caller may try.
    #[arg(long)]
    no_rate_limit: bool,
    /// Do not ask for a mailed code when an account signs in from a new device.
    #[arg(long)]
    no_new_device_check: bool,
    /// Answer wrong passwords at once; for tests.
    #[arg(long)]
    no_delay: bool,
    /// Stand at this instant (ISO 8601) until /dev/clock moves the clock; for tests.
    #[arg(long, value_parser = instant)]
    clock: Option<ClockSetting>,
    /// Take new accounts by invitation only.
    #[arg(long)]
    disable_registration: bool,
    /// Answer a sign-up with its token instead of sending a mail.
    #[arg(long)]
    no_mail_verification: bool,
    /// Service for the check of leaked passwords; part of the content security policy.
    #[arg(long)]
    breach_base: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Seed {
    /// Nothing.
    Empty,
    /// A provider with 24 clients.
    Demo,
    /// A provider with 1,000 clients.
    Large,
}

fn instant(text: &str) -> Result<ClockSetting, String> {
    let format = &time::format_description::well_known::Rfc3339;
    time::OffsetDateTime::parse(text, format).map(ClockSetting::Fixed).map_err(|error| error.to_string())
}

fn main() -> ExitCode {
    let options = Options::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return failed(&format!("cannot start: {error}")),
    };
    match runtime.block_on(run(options)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => failed(&message),
    }
}

fn failed(message: &str) -> ExitCode {
    log::error(message);
    ExitCode::FAILURE
}

async fn run(options: Options) -> Result<(), String> {
    let listener = TcpListener::bind((options.bind, options.port))
        .await
        .map_err(|error| format!("cannot listen on {}:{}: {error}", options.bind, options.port))?;
    let port = listener.local_addr().map_err(|error| error.to_string())?.port();
    let scheme = if options.tls { "https" } else { "http" };
    let origin = options.origin.clone().unwrap_or_else(|| format!("{scheme}://localhost:{port}"));
    let certificate = if options.tls {
        let directory = options.data.clone().ok_or("--tls needs --data, where the certificate is kept")?;
        Some(tls::load_or_make(&directory, host_of(&origin)).map_err(|error| format!("certificate: {error}"))?)
    } else {
        None
    };
    let app = App::open(config_of(&options, &origin)).await.map_err(|error| error.to_string())?;
    let demo = match seed_of(options.seed) {
        Some(seed) => portal_server::demo::seed(&app, seed).await.map_err(|error| format!("demo data: {error}"))?,
        None => DemoInfo::default(),
    };
    announce(&format!("Provider Portal: {origin}"));
    for line in demo.lines() {
        announce(&line);
    }
    if let Some(certificate) = &certificate {
        announce(&format!("Certificate: {}", certificate.certificate.display()));
    }
    if !options.no_dev_pages {
        announce(&format!("Mailbox: {origin}/dev/mailbox"));
    }
    app.serve(listener, certificate, stopped()).await.map_err(|error| error.to_string())
}

fn config_of(options: &Options, origin: &str) -> Config {
    let storage = options.data.clone().map_or(Storage::Memory, Storage::Directory);
    let mut config = Config::new(storage, origin);
    config.dist.clone_from(&options.dist);
    config.allowed_origins.clone_from(&options.allowed_origins);
    config.smtp_url = options.smtp_url.clone().or_else(|| std::env::var("PORTAL_SMTP_URL").ok());
    config.dev_pages = !options.no_dev_pages;
    if let Some(from) = &options.mail_from {
        config.mail_from.clone_from(from);
    }
    if let Some(base) = &options.breach_base {
        config.breach_base.clone_from(base);
    }
    if let Some(clock) = options.clock {
        config.clock = clock;
    }
    config.disable_registration = options.disable_registration;
    config.verify_email = !options.no_mail_verification;
    if options.no_rate_limit {
        config.rate_limits = None;
    }
    if options.no_new_device_check {
        config.new_device_check = None;
    }
    if options.no_delay {
        config.wrong_password_delay = std::time::Duration::ZERO;
    }
    config
}

fn seed_of(seed: Seed) -> Option<portal_server::demo::Seed> {
    match seed {
        Seed::Empty => None,
        Seed::Demo => Some(portal_server::demo::Seed::Demo),
        Seed::Large => Some(portal_server::demo::Seed::Large),
    }
}

/// Says something to the person who started the server.
fn announce(line: &str) {
    let mut out = std::io::stdout().lock();
    // A closed pipe is no reason to stop serving.
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}

/// Ready when the process is asked to end.
async fn stopped() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut terminate) => {
                tokio::select! {
                    _ = interrupt => {}
                    _ = terminate.recv() => {}
                }
            }
            Err(_) => {
                let _ = interrupt.await;
            }
        }
    }
    #[cfg(not(unix))]
    let _ = interrupt.await;
}
