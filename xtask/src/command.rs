//! Running other programs: with their output shown, kept in a log, or read.

use crate::place;
use crate::problem::{During, Outcome, Problem};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A command that runs in the project's root, without the variables cargo set for this very program: build scripts
/// that look at them would believe their input had changed.
pub fn new(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(place::root());
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy();
        if name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_") {
            command.env_remove(name.as_ref());
        }
    }
    command
}

/// Cargo, the same one that started this program.
pub fn cargo() -> Command {
    new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Runs with the output shown to the reader.
#[cfg(not(unix))]
pub fn show(command: &mut Command) -> Outcome {
    let status = command.status().map_err(|error| cannot_start(command, &error))?;
    if status.success() {
        return Ok(());
    }
    Err(Problem::new(format!("{} failed ({status})", name(command))))
}

/// Runs with the output kept in a log; its end is shown when the command fails.
pub fn log(command: &mut Command, log: &Path) -> Outcome {
    let file = std::fs::File::create(log).during(format_args!("writing {}", log.display()))?;
    let again = file.try_clone().during(format_args!("writing {}", log.display()))?;
    let status = command
        .stdin(Stdio::null())
        .stdout(file)
        .stderr(again)
        .status()
        .map_err(|error| cannot_start(command, &error))?;
    if status.success() {
        return Ok(());
    }
    let text = std::fs::read_to_string(log).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    let tail = lines.get(lines.len().saturating_sub(30)..).unwrap_or_default();
    Err(Problem::new(format!(
        "{} failed ({status}). The end of its output:\n    {}",
        name(command),
        tail.join("\n    ")
    ))
    .next(format!("the whole output is in {}", log.display())))
}

/// Runs and returns standard output.
pub fn output(command: &mut Command) -> Outcome<String> {
    let result = command.stdin(Stdio::null()).output().map_err(|error| cannot_start(command, &error))?;
    let text = String::from_utf8_lossy(&result.stdout).into_owned();
    if result.status.success() {
        return Ok(text);
    }
    Err(Problem::new(format!(
        "{} failed ({}): {}{}",
        name(command),
        result.status,
        text.trim(),
        String::from_utf8_lossy(&result.stderr).trim()
    )))
}

/// Runs with the output both shown and returned (standard output and error in one), and tells whether it succeeded.
/// Test runners need this: the reader watches, and we count.
pub fn tee(command: &mut Command) -> Outcome<(bool, String)> {
    let (mut reader, writer) = std::io::pipe().during("making a pipe")?;
    let again = writer.try_clone().during("making a pipe")?;
    let mut child = command
        .stdin(Stdio::null())
        .stdout(writer)
        .stderr(again)
        .spawn()
        .map_err(|error| cannot_start(command, &error))?;
    // The command still holds the writing ends; while it does, the pipe would never report its end.
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let mut kept = Vec::new();
    let mut block = [0; 8192];
    loop {
        let count = std::io::Read::read(&mut reader, &mut block).during("reading a test's output")?;
        let Some(part) = block.get(..count).filter(|part| !part.is_empty()) else {
            break;
        };
        let _ = std::io::Write::write_all(&mut std::io::stdout().lock(), part);
        kept.extend_from_slice(part);
    }
    let status = child.wait().during("waiting for a test run")?;
    Ok((status.success(), String::from_utf8_lossy(&kept).into_owned()))
}

/// The full path of a program on PATH.
pub fn which(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|dir| dir.join(format!("{program}{}", std::env::consts::EXE_SUFFIX)))
        .find(|file| file.is_file())
}

/// PATH with `first` in front of it.
pub fn path_with(first: &[PathBuf]) -> std::ffi::OsString {
    let old = std::env::var_os("PATH").unwrap_or_default();
    let all = first.iter().cloned().chain(std::env::split_paths(&old));
    std::env::join_paths(all).unwrap_or(old)
}

fn name(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let mut words = vec![program.file_name().unwrap_or_default().to_string_lossy().into_owned()];
    words.extend(command.get_args().take(3).map(|word| word.to_string_lossy().into_owned()));
    words.join(" ")
}

fn cannot_start(command: &Command, error: &std::io::Error) -> Problem {
    Problem::new(format!("{} could not be started: {error}", name(command)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tee_returns_both_streams_and_the_verdict() {
        let (good, text) = tee(new("sh").args(["-c", "echo out; echo err >&2; exit 3"])).unwrap();
        assert!(!good);
        assert!(text.contains("out") && text.contains("err"));
    }

    #[test]
    fn a_failure_shows_the_end_of_the_log() {
        let log_file = std::env::temp_dir().join(format!("xtask-log-{}", std::process::id()));
        let problem = log(new("sh").args(["-c", "echo the cause; exit 1"]), &log_file).unwrap_err();
        assert!(problem.what.contains("the cause"));
        std::fs::remove_file(log_file).unwrap();
    }
}
