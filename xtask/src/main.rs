//! The project's chores. `cargo xtask` prints what there is.

mod bench;
mod build;
mod command;
mod dist;
mod fuzz;
mod hook;
mod place;
mod problem;
mod say;
mod serve;
mod setup;
mod size;
mod test;
mod tidy;

use problem::{Outcome, Problem};
use std::process::ExitCode;

const HELP: &str = "\
cargo xtask <chore>

  serve   set up what is missing, build, and serve portal and API on one origin
            --port 8080                 where to listen
            --data DIR                  where the data is kept (default: .cache/data)
            --seed empty|demo|large     what a new data folder starts with (default: demo)
            --tls                       https with a self-signed certificate; official clients refuse plain http
            --dev                       rebuild and reload at every change
  test    all tests, or one part: native, browser, e2e
  fuzz    the readers of foreign files, with damaged ones: cargo xtask fuzz [format] [--seconds 5]
  tidy    the rules of the house (docs/architecture.md, \"Invariants\")
  dist    the static files for any host, in dist/
  size    what a visitor downloads, against the budgets
  bench   how fast it is, in a real browser with 1,000 clients
  setup   everything the chores above would set up when they need it
";

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("error: {problem}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Outcome {
    let mut words = lexopt::Parser::from_env();
    let chore = match words.next().map_err(misused)? {
        Some(lexopt::Arg::Value(word)) => word.to_string_lossy().into_owned(),
        None | Some(lexopt::Arg::Short('h') | lexopt::Arg::Long("help")) => "help".to_owned(),
        Some(other) => return Err(misused(other.unexpected())),
    };
    match chore.as_str() {
        "serve" => serve::run(serve::Options::read(&mut words)?),
        "test" => test::run(&test::Part::read(&mut words)?),
        "fuzz" => fuzz::run(&fuzz::Options::read(&mut words)?),
        "tidy" => no_more(&mut words).and_then(|()| tidy::run()),
        "dist" => no_more(&mut words).and_then(|()| dist::run()),
        "bench" => no_more(&mut words).and_then(|()| bench::run()),
        "size" => no_more(&mut words).and_then(|()| size::run()),
        "setup" => no_more(&mut words).and_then(|()| setup::all()),
        // Called by Trunk, not by people.
        "hook" => no_more(&mut words).and_then(|()| hook::run()),
        // For .ci/run: what a build log should begin with.
        "versions" => no_more(&mut words).and_then(|()| setup::versions()),
        "help" => {
            say::line(HELP);
            Ok(())
        }
        other => Err(Problem::new(format!("there is no chore `{other}`")).next("cargo xtask help lists them")),
    }
}

fn no_more(words: &mut lexopt::Parser) -> Outcome {
    match words.next().map_err(misused)? {
        None => Ok(()),
        Some(word) => Err(misused(word.unexpected())),
    }
}

fn misused(error: lexopt::Error) -> Problem {
    Problem::new(error.to_string()).next("cargo xtask help lists the chores and their options")
}
