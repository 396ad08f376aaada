//! A browser to test in. An installed Chrome or Chromium is used as it is; on Debian root gets the distribution's
//! packages; otherwise Playwright downloads its own.

use crate::problem::{Outcome, Problem};
use crate::say::{self, Step};
use crate::{command, place, setup};
use std::path::{Path, PathBuf};

const NAMES: [&str; 4] = ["chromium", "google-chrome", "google-chrome-stable", "chromium-browser"];
const FIXED: [&str; 3] = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
];

/// The browser to test in; `None` means Playwright's own download.
pub fn chromium() -> Outcome<Option<PathBuf>> {
    if let Some(found) = find_chromium() {
        say::ready(format!("browser {}", found.display()));
        return Ok(Some(found));
    }
    if apt(&["chromium", "chromium-driver"])? {
        return find_chromium()
            .map(Some)
            .ok_or_else(|| Problem::new("Debian's chromium was installed but is not on PATH"));
    }
    let dir = setup::npm::test_parts()?;
    let step = Step::start("browser", "Playwright downloads Chromium, once");
    let log = place::notes()?.join("playwright-install.log");
    command::log(command::new("npx").current_dir(dir).args(["playwright", "install", "chromium"]), &log).map_err(
        |problem| {
            Problem::new(format!("no browser was found and none could be downloaded. {}", problem.what))
                .next("install Chrome or Chromium, or name one with PORTAL_CHROMIUM=/path/to/chromium")
        },
    )?;
    step.done();
    Ok(None)
}

/// The browser for the end-to-end tests: Debian's Chromium without the parts that draw a window, which does the same with a
/// third less work; where that is not to be had, as [`chromium`]. `install`: get it where it is missing.
pub fn headless(install: bool) -> Outcome<Option<PathBuf>> {
    const NAME: &str = "chromium-headless-shell";
    if std::env::var_os("PORTAL_CHROMIUM").is_none() {
        // Not every Debian has it: a reason to go on with the other one, not to stop.
        if install
            && command::which(NAME).is_none()
            && let Err(problem) = apt(&[NAME])
        {
            let what = problem.what.lines().next().unwrap_or_default();
            say::line(format!("{what}; the whole browser is used instead"));
        }
        if let Some(found) = command::which(NAME) {
            say::ready(format!("browser {}", found.display()));
            return Ok(Some(found));
        }
    }
    chromium()
}

/// The WebDriver for the tests that run inside the browser.
pub fn driver() -> Outcome<PathBuf> {
    let find = || {
        std::env::var_os("CHROMEDRIVER")
            .map(PathBuf::from)
            .or_else(|| command::which("chromedriver"))
            .or_else(|| Some(PathBuf::from("/usr/lib/chromium/chromedriver")))
            .filter(|file| file.is_file())
    };
    if let Some(found) = find() {
        say::ready(format!("WebDriver {}", found.display()));
        return Ok(found);
    }
    apt(&["chromium-driver"])?;
    find().ok_or_else(|| {
        Problem::new("chromedriver was not found; the tests that run inside the browser need it")
            .next("install the chromedriver of your browser's version (Debian: chromium-driver), or name it with CHROMEDRIVER=/path")
    })
}

/// Whether this user is root: Chromium then refuses its sandbox, and packages can be installed.
pub fn is_root() -> bool {
    cfg!(unix) && command::output(command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}

/// Whether some browser to test in is installed.
pub fn is_there() -> bool {
    find_chromium().is_some()
}

fn find_chromium() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os("PORTAL_CHROMIUM").map(PathBuf::from) {
        return Some(named).filter(|file| file.is_file());
    }
    let fixed = || FIXED.iter().map(PathBuf::from).find(|file| file.is_file());
    NAMES.iter().find_map(|name| command::which(name)).or_else(fixed)
}

/// Installs Debian packages; `false` where that is not for us to do.
fn apt(packages: &[&str]) -> Outcome<bool> {
    let debian = std::fs::read_to_string("/etc/os-release").is_ok_and(|text| is_debian(&text));
    if !debian || !is_root() || !Path::new("/usr/bin/apt-get").is_file() {
        return Ok(false);
    }
    let step = Step::start(format!("Debian packages {}", packages.join(", ")), "downloading, once");
    let log = place::notes()?.join("apt.log");
    let apt_get = |words: &[&str]| {
        command::log(command::new("apt-get").args(words).env("DEBIAN_FRONTEND", "noninteractive"), &log)
    };
    apt_get(&["update"])?;
    let words = ["install", "-y", "--no-install-recommends"];
    apt_get(&[&words[..], packages].concat()).map_err(|problem| {
        problem.next("check the Debian mirror, or name a browser with PORTAL_CHROMIUM=/path/to/chromium")
    })?;
    step.done();
    Ok(true)
}

/// Ubuntu's chromium package is only a pointer to a snap, which does not run in a container.
fn is_debian(os_release: &str) -> bool {
    os_release.lines().any(|line| line == "ID=debian")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ubuntu_is_not_debian_here() {
        assert!(is_debian("NAME=x\nID=debian\n"));
        assert!(!is_debian("ID=ubuntu\nID_LIKE=debian\n"));
    }
}
