//! KeePass 2 XML: groups in groups, entries with strings; earlier states of an entry give the old passwords.

use data_encoding::BASE64;

use crate::build::Builder;
use crate::draft::Draft;
use crate::failure::Failure;
use crate::model::Origin;
use crate::problem::Skip;
use crate::read::xml::Element;
use crate::words;

pub(crate) fn fits(root: &Element) -> bool {
    root.name == "KeePassFile" && root.child("Root").is_some()
}

pub(crate) fn read(root: &Element, builder: &mut Builder) -> Result<(), Failure> {
    if !fits(root) {
        return Err(Failure::WrongFormat);
    }
    let bin = root.child("Meta").map_or("", |meta| meta.text_of("RecycleBinUUID")).trim();
    let mut reading = Reading { bin, nth: 0, path: Vec::new(), builder };
    for group in root.child("Root").into_iter().flat_map(|root| root.children("Group")) {
        // The first group is the database itself; its name is no folder.
        reading.group(group, false)?;
    }
    Ok(())
}

struct Reading<'a, 'b> {
    bin: &'a str,
    nth: usize,
    path: Vec<&'a str>,
    builder: &'b mut Builder,
}

impl<'a> Reading<'a, '_> {
    fn group(&mut self, group: &'a Element, deleted: bool) -> Result<(), Failure> {
        let deleted = deleted || (!self.bin.is_empty() && group.text_of("UUID").trim() == self.bin);
        let place = if deleted { None } else { self.builder.place(self.path.iter().copied()) };
        for entry in group.children("Entry") {
            self.nth += 1;
            let origin = Origin::Nth(self.nth);
            if deleted {
                self.builder.skipped(origin, string(entry, "Title"), Skip::Deleted);
            } else {
                let mut draft = read_entry(entry, origin);
                draft.within(place);
                self.builder.add(draft)?;
            }
        }
        for inner in group.children("Group") {
            self.path.push(inner.text_of("Name"));
            self.group(inner, deleted)?;
            self.path.pop();
        }
        Ok(())
    }
}

fn strings(entry: &Element) -> impl Iterator<Item = (&str, &Element)> {
    entry.children("String").filter_map(|string| Some((string.text_of("Key"), string.child("Value")?)))
}

fn string<'a>(entry: &'a Element, key: &str) -> &'a str {
    strings(entry).find(|(own, _)| *own == key).map_or("", |(_, value)| value.text())
}

fn read_entry(entry: &Element, origin: Origin) -> Draft {
    let mut draft = Draft::login(origin);
    let mut seed = Seed::default();
    for (key, value) in strings(entry) {
        let text = value.text();
        match key {
            "Title" => {
                draft.name(text);
            }
            "UserName" => {
                draft.username(text);
            }
            "Password" => {
                draft.password(text);
            }
            "URL" => {
                draft.uri(text);
            }
            "Notes" => {
                draft.notes(text);
            }
            "otp" => {
                draft.totp(&otp(text));
            }
            "TimeOtp-Secret-Base32" => seed.secret = text,
            "TimeOtp-Period" => seed.period = text,
            "TimeOtp-Length" => seed.digits = text,
            "TimeOtp-Algorithm" => seed.algorithm = text,
            // More addresses, as KeePassXC keeps them.
            key if key.starts_with("KP2A_URL") => {
                draft.uri(text);
            }
            key if is_true(value.attribute("ProtectInMemory")) || is_true(value.attribute("Protected")) => {
                draft.hidden(key, text);
            }
            key => {
                draft.field(key, text);
            }
        }
    }
    draft.totp(&seed.address());
    history(&mut draft, entry);
    if entry.child("Binary").is_some() {
        draft.attachment();
    }
    draft.note_when_bare();
    draft
}

fn is_true(text: &str) -> bool {
    text.eq_ignore_ascii_case("true")
}

/// `key=SEED&size=6&step=30` of a plug-in; anything else is an address or a seed already.
fn otp(text: &str) -> String {
    text.strip_prefix("key=").and_then(|rest| rest.split('&').next()).unwrap_or(text).to_owned()
}

/// The one-time code settings of KeePass itself.
#[derive(Default)]
struct Seed<'a> {
    secret: &'a str,
    period: &'a str,
    digits: &'a str,
    algorithm: &'a str,
}

impl Seed<'_> {
    fn address(&self) -> String {
        let secret: String = self.secret.chars().filter(char::is_ascii_alphanumeric).collect();
        if secret.is_empty() || (self.period.is_empty() && self.digits.is_empty() && self.algorithm.is_empty()) {
            return secret;
        }
        let or = |text: &str, usual: &str| if text.is_empty() { usual.to_owned() } else { text.to_owned() };
        let algorithm = self.algorithm.trim_start_matches("HMAC-").replace('-', "");
        format!(
            "otpauth://totp/?secret={secret}&period={}&digits={}&algorithm={}",
            or(self.period, "30"),
            or(self.digits, "6"),
            or(&algorithm, "SHA1"),
        )
    }
}

/// Seconds from the year 1, where files of the newer kind count from, to 1970.
const YEAR_ONE: i64 = 62_135_596_800;

/// An instant as KeePass writes it, or as KeePassXC writes it for databases of version 4: Base64 of seconds.
fn date(text: &str) -> Option<String> {
    words::wire_date(text).or_else(|| {
        let seconds = <[u8; 8]>::try_from(BASE64.decode(text.as_bytes()).ok()?).ok()?;
        words::instant(i64::from_le_bytes(seconds).checked_sub(YEAR_ONE)?)
    })
}

/// Earlier passwords, oldest first, each once.
fn history(draft: &mut Draft, entry: &Element) {
    let mut last = string(entry, "Password");
    let earlier: Vec<&Element> =
        entry.child("History").into_iter().flat_map(|history| history.children("Entry")).collect();
    for old in earlier.into_iter().rev() {
        let password = string(old, "Password");
        if password != last {
            let time = old.child("Times").map_or("", |times| times.text_of("LastModificationTime")).trim();
            draft.old_password(password, date(time));
            last = password;
        }
    }
}
