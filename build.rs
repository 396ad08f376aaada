//! Turns `locales/en-GB/*.toml` into functions and chooses between the split and the plain build.
//!
//! One file is one section; `title = "Join {name}"` in `join.toml` becomes `i18n::text::join::title(name: &str) -> String`.
//! A text without a placeholder becomes `-> &'static str`. `{*name*}` marks data that the view puts into `<strong dir="auto">`:
//! the function then returns `i18n::Rich`. A table with `other` is a plural chosen by the browser's `Intl.PluralRules`:
//! `people = { one = "{count} person", other = "{count} people" }` becomes `people(count: i64) -> String`.
//! Any other table is a nested module. Unused keys are reported by rustc as dead code.

use std::{collections::BTreeSet, env, error::Error, fmt::Write as _, fs, path::Path};

use toml::{Table, Value};

const BASE: &str = "locales/en-GB";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={BASE}");

    let mut out = String::new();
    let mut files: Vec<_> = fs::read_dir(BASE)?.collect::<Result<_, _>>()?;
    files.sort_by_key(fs::DirEntry::path);
    for file in files {
        let path = file.path();
        if path.extension().is_none_or(|e| e != "toml") {
            continue;
        }
        println!("cargo::rerun-if-changed={}", path.display());
        let section = path.file_stem().and_then(|s| s.to_str()).ok_or("file name is not UTF-8")?.to_owned();
        let table: Table = fs::read_to_string(&path)?.parse().map_err(|e| format!("{}: {e}", path.display()))?;
        module(&mut out, &section, &table, &path.display().to_string())?;
    }
    fs::write(Path::new(&env::var("OUT_DIR")?).join("text.rs"), out)?;
    split()?;
    Ok(())
}

/// Release builds for the browser load the console as its own chunk: the splitting tool needs relocations.
/// See docs/architecture.md, "Weight".
fn split() -> Result<(), Box<dyn Error>> {
    println!("cargo::rustc-check-cfg=cfg(split)");
    println!("cargo::rerun-if-env-changed=PORTAL_SPLIT");
    let wasm = env::var("CARGO_CFG_TARGET_ARCH")? == "wasm32";
    let wanted = match env::var("PORTAL_SPLIT").as_deref() {
        Ok("1") => true,
        Ok("0") => false,
        _ => env::var("PROFILE")? == "release",
    };
    if wasm && wanted {
        println!("cargo::rustc-cfg=split");
        println!("cargo::rustc-link-arg-bin=portal=--emit-relocs");
    }
    Ok(())
}

fn module(out: &mut String, name: &str, table: &Table, origin: &str) -> Result<(), Box<dyn Error>> {
    writeln!(out, "/// Texts of `{origin}`.\npub mod {name} {{")?;
    for (key, value) in table {
        let origin = format!("{origin}: {key}");
        match value {
            Value::String(text) => function(out, key, text, &origin)?,
            Value::Table(forms) if forms.contains_key("other") => plural(out, key, forms, &origin)?,
            Value::Table(inner) => module(out, key, inner, &origin)?,
            other => return Err(format!("{origin}: a text or a table was expected, not {}", other.type_str()).into()),
        }
    }
    writeln!(out, "}}")?;
    Ok(())
}

enum Piece {
    Text(String),
    Name(String),
    Strong(String),
}

fn pieces(text: &str, origin: &str) -> Result<Vec<Piece>, Box<dyn Error>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        let close = rest.find('}').filter(|c| *c > open).ok_or_else(|| format!("{origin}: brace without its pair"))?;
        let (before, after) = rest.split_at(open);
        if !before.is_empty() {
            found.push(Piece::Text(before.to_owned()));
        }
        let name = after.get(1..close - open).unwrap_or_default();
        let plain = name.trim_matches('*');
        if plain.is_empty() || !plain.chars().all(|c| c.is_ascii_lowercase() || c == '_') {
            return Err(format!("{origin}: `{name}` is no placeholder name").into());
        }
        found.push(if plain == name { Piece::Name(plain.to_owned()) } else { Piece::Strong(plain.to_owned()) });
        rest = rest.get(close + 1..).unwrap_or_default();
    }
    if !rest.is_empty() {
        found.push(Piece::Text(rest.to_owned()));
    }
    Ok(found)
}

fn names(all: &[Piece]) -> Vec<&str> {
    let mut seen = BTreeSet::new();
    all.iter()
        .filter_map(|p| match p {
            Piece::Name(n) | Piece::Strong(n) => Some(n.as_str()),
            Piece::Text(_) => None,
        })
        .filter(|n| seen.insert(n.to_string()))
        .collect()
}

fn is_rich(all: &[Piece]) -> bool {
    all.iter().any(|p| matches!(p, Piece::Strong(_)))
}

/// The body that puts the pieces together: `[..].concat()` or a `Rich`.
fn body(all: &[Piece], rich: bool) -> String {
    let parts: Vec<String> = all
        .iter()
        .map(|p| match (p, rich) {
            (Piece::Text(t), false) => format!("{t:?}"),
            (Piece::Name(n) | Piece::Strong(n), false) => n.clone(),
            (Piece::Text(t), true) => format!("crate::i18n::Part::Text({t:?})"),
            (Piece::Name(n), true) => format!("crate::i18n::Part::Data({n}.to_owned())"),
            (Piece::Strong(n), true) => format!("crate::i18n::Part::Strong({n}.to_owned())"),
        })
        .collect();
    if rich {
        format!("crate::i18n::Rich(vec![{}])", parts.join(", "))
    } else {
        format!("[{}].concat()", parts.join(", "))
    }
}

fn function(out: &mut String, key: &str, text: &str, origin: &str) -> Result<(), Box<dyn Error>> {
    let all = pieces(text, origin)?;
    let args = names(&all);
    writeln!(out, "/// {}", text.replace('\n', " "))?;
    if args.is_empty() {
        writeln!(out, "#[must_use] pub const fn {key}() -> &'static str {{ {text:?} }}")?;
        return Ok(());
    }
    let rich = is_rich(&all);
    let list: Vec<String> = args.iter().map(|a| format!("{a}: &str")).collect();
    let kind = if rich { "crate::i18n::Rich" } else { "String" };
    writeln!(out, "#[must_use] pub fn {key}({}) -> {kind} {{ {} }}", list.join(", "), body(&all, rich))?;
    Ok(())
}

fn plural(out: &mut String, key: &str, forms: &Table, origin: &str) -> Result<(), Box<dyn Error>> {
    let mut parsed = Vec::new();
    for (form, text) in forms {
        let text = text.as_str().ok_or_else(|| format!("{origin}: {form} is no text"))?;
        let variant = match form.as_str() {
            "zero" => "Zero",
            "one" => "One",
            "two" => "Two",
            "few" => "Few",
            "many" => "Many",
            "other" => "Other",
            _ => return Err(format!("{origin}: {form} is no plural form").into()),
        };
        parsed.push((variant, pieces(text, origin)?));
    }
    let rich = parsed.iter().any(|(_, all)| is_rich(all));
    let mut args: Vec<&str> = Vec::new();
    for (_, all) in &parsed {
        for name in names(all) {
            if name != "count" && !args.contains(&name) {
                args.push(name);
            }
        }
    }
    let list: String = args.iter().fold(String::new(), |list, a| format!("{list}, {a}: &str"));
    let kind = if rich { "crate::i18n::Rich" } else { "String" };
    let other = forms.get("other").and_then(Value::as_str).unwrap_or_default().replace('\n', " ");
    writeln!(out, "/// {other}\n#[must_use] pub fn {key}(number: i64{list}) -> {kind} {{")?;
    writeln!(out, "let count = crate::i18n::number(number); let count = count.as_str(); let _ = count;")?;
    writeln!(out, "match crate::i18n::plural(number) {{")?;
    // The catch-all arm has to come last.
    parsed.sort_by_key(|(variant, _)| *variant == "Other");
    for (variant, all) in &parsed {
        let pattern = if *variant == "Other" { "_".to_owned() } else { format!("crate::i18n::Plural::{variant}") };
        writeln!(out, "{pattern} => {},", body(all, rich))?;
    }
    writeln!(out, "}} }}")?;
    Ok(())
}
