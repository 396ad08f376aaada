//! What each sample is read as, word for word. `PORTAL_BLESS=1` writes the expectations anew: read the difference.

use super::support::{all, dump, folder, read};

#[test]
fn every_sample_reads_as_expected() {
    let bless = std::env::var_os("PORTAL_BLESS").is_some();
    let mut wrong = Vec::new();
    for (format, name, bytes) in all() {
        let text = dump(&read(format, &bytes, name).unwrap_or_else(|failure| panic!("{name}: {failure}")));
        let path = folder().join("expected").join(format!("{name}.txt"));
        if bless {
            std::fs::create_dir_all(folder().join("expected")).unwrap();
            std::fs::write(&path, &text).unwrap();
        }
        let expected = std::fs::read_to_string(&path).unwrap_or_default();
        if text != expected {
            wrong.push(format!("{name}\n--- expected\n{expected}\n--- read\n{text}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
