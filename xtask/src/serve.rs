//! `cargo xtask serve`: from a fresh clone to a running product. Set-up and build are skipped where nothing has
//! changed, so that the second start takes seconds.

use crate::problem::{During, Outcome, Problem};
use crate::setup::{npm, rust, tools};
use crate::{build, command, place, say};
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::sync::{Arc, Mutex};

/// Where Trunk.toml expects the API in development.
const DEV_API_PORT: u16 = 8081;

/// What can be chosen.
pub struct Options {
    port: u16,
    data: PathBuf,
    seed: String,
    tls: bool,
    dev: bool,
}

impl Options {
    /// Reads the words after `serve`.
    pub fn read(words: &mut lexopt::Parser) -> Outcome<Self> {
        use lexopt::ValueExt;
        let mut options =
            Self { port: 8080, data: place::root().join(".cache/data"), seed: "demo".into(), tls: false, dev: false };
        while let Some(word) = words.next().map_err(crate::misused)? {
            match word {
                lexopt::Arg::Long("port") => {
                    options.port = words.value().and_then(|value| value.parse()).map_err(crate::misused)?;
                }
                lexopt::Arg::Long("data") => {
                    let given = words.value().map_err(crate::misused)?;
                    // Relative to where the user is; the server itself starts in the project's root.
                    options.data = std::path::absolute(given).during("reading --data")?;
                }
                lexopt::Arg::Long("seed") => {
                    options.seed = words.value().and_then(|value| value.string()).map_err(crate::misused)?;
                }
                lexopt::Arg::Long("tls") => options.tls = true,
                lexopt::Arg::Long("dev") => options.dev = true,
                other => return Err(crate::misused(other.unexpected())),
            }
        }
        options.checked()
    }

    fn checked(self) -> Outcome<Self> {
        if !["empty", "demo", "large"].contains(&self.seed.as_str()) {
            return Err(Problem::new(format!("--seed {} is unknown", self.seed)).next("choose empty, demo or large"));
        }
        if self.dev && self.tls {
            return Err(Problem::new("--dev serves plain http on localhost; --tls has no meaning there"));
        }
        if self.dev && self.port == DEV_API_PORT {
            return Err(Problem::new(format!("port {DEV_API_PORT} is the API's own in development"))
                .next("choose another --port"));
        }
        Ok(self)
    }

    fn origin(&self) -> String {
        let scheme = if self.tls { "https" } else { "http" };
        format!("{scheme}://localhost:{}", self.port)
    }

    fn server(&self, program: &Path, port: u16) -> Command {
        let mut server = command::new(program);
        server
            .args(["--port", &port.to_string(), "--seed", &self.seed, "--origin", &self.origin(), "--data"])
            .arg(&self.data);
        if self.tls {
            server.arg("--tls");
        }
        server
    }
}

/// Serves until it is stopped.
pub fn run(options: Options) -> Outcome {
    free(options.port)?;
    say::line("Provider Portal");
    if options.dev { develop(&options) } else { serve(&options) }
}

fn serve(options: &Options) -> Outcome {
    let program = build::portal::release(build::server::build)?;
    let mut server = options.server(&program, options.port);
    server.arg("--dist").arg(place::dist());
    become_it(server)
}

/// On Unix the server takes this program's place: it receives every signal itself, and ends as it sees fit.
#[cfg(unix)]
fn become_it(mut server: Command) -> Outcome {
    let error = std::os::unix::process::CommandExt::exec(&mut server);
    Err(Problem::new(format!("the server could not be started: {error}")))
}

#[cfg(not(unix))]
fn become_it(mut server: Command) -> Outcome {
    command::show(&mut server)
}

/// Trunk rebuilds at every change and serves; the API runs beside it and Trunk forwards to it.
fn develop(options: &Options) -> Outcome {
    free(DEV_API_PORT)?;
    tools::node()?;
    rust::wasm_target()?;
    let mut folders = tools::all()?;
    folders.push(npm::build_parts()?);
    let program = build::server::build()?;

    let server = options.server(&program, DEV_API_PORT);
    let mut trunk = command::new("trunk");
    trunk
        .args(["serve", "--port", &options.port.to_string(), "--dist"])
        .arg(place::notes()?.join("dev-dist"))
        .env("PATH", command::path_with(&folders))
        .env("TRUNK_SKIP_VERSION_CHECK", "true")
        .env_remove("NO_COLOR");
    both(server, trunk)
}

/// Runs two programs until one ends or the user stops them; then both are gone.
fn both(first: Command, second: Command) -> Outcome {
    let running = Arc::new(Mutex::new(Vec::new()));
    let stop = Arc::clone(&running);
    ctrlc::set_handler(move || end_all(&stop)).during("listening for Ctrl-C")?;
    for mut command in [first, second] {
        let child = command.spawn().during("starting")?;
        lock(&running).push(child);
    }
    // One thread per program would need the child in two places; asking each in turn needs a pause, and a tenth of a
    // second is nothing a person notices.
    loop {
        let ended = lock(&running).iter_mut().any(|child| !matches!(child.try_wait(), Ok(None)));
        if ended {
            end_all(&running);
            return Ok(());
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
}

fn lock(running: &Mutex<Vec<Child>>) -> std::sync::MutexGuard<'_, Vec<Child>> {
    running.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

fn end_all(running: &Mutex<Vec<Child>>) {
    for child in lock(running).iter_mut() {
        let _ = child.kill();
        let _ = child.wait();
    }
}

fn free(port: u16) -> Outcome {
    match std::net::TcpListener::bind(("127.0.0.1", port)) {
        Ok(_) => Ok(()),
        Err(error) => Err(Problem::new(format!("port {port} cannot be used: {error}"))
            .next("stop the program that uses it, or choose another with --port")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(words: &[&str]) -> Outcome<Options> {
        Options::read(&mut lexopt::Parser::from_args(words))
    }

    #[test]
    fn the_origin_follows_port_and_tls() {
        assert_eq!(options(&[]).unwrap().origin(), "http://localhost:8080");
        assert_eq!(options(&["--tls", "--port", "9000"]).unwrap().origin(), "https://localhost:9000");
    }

    #[test]
    fn wrong_words_are_refused_with_a_way_on() {
        for words in [&["--seed", "some"][..], &["--dev", "--tls"], &["--dev", "--port", "8081"]] {
            assert!(options(words).is_err(), "{words:?}");
        }
        assert!(options(&["--prot", "1"]).err().unwrap().next.contains("help"));
    }
}
