//! Proton Pass's table: `type,name,url,email,username,password,note,totp,createTime,modifyTime,vault`.

use super::table::{Layout, Outcome, Record};
use crate::build::Builder;
use crate::draft::Draft;
use crate::format::Format;
use crate::read::json;

pub(crate) const LAYOUT: Layout = Layout {
    format: Format::ProtonPassCsv,
    needs: &[&["type", "name", "url", "username", "password", "note", "totp", "createtime", "modifytime"]],
    reads: &["email", "vault"],
    ignores: &[],
    row,
};

fn row(record: &Record<'_>, builder: &mut Builder) -> Outcome {
    let kind = record.get("type").trim();
    let mut draft = match kind {
        "login" => Draft::login(record.origin()),
        _ => Draft::note(record.origin()),
    };
    draft.name(record.get("name"));
    for uri in record.get("url").split(',') {
        draft.uri(uri);
    }
    draft.username(record.get("username")).username(record.get("email"));
    draft.password(record.get("password")).totp(record.get("totp"));
    // Cards and identities are JSON in the cell for notes.
    match json::read(record.get("note")) {
        Ok(content) if content.is_map() && !matches!(kind, "login" | "note") => {
            for (name, value) in content.members() {
                match &**name {
                    "number" | "verificationNumber" | "pin" | "privateKey" => draft.hidden(name, value.text()),
                    "note" => draft.notes(value.text()),
                    _ => draft.field(name, value.text()),
                };
            }
        }
        _ => {
            draft.notes(record.get("note"));
        }
    }
    draft.within(builder.place([record.get("vault")]));
    draft.into()
}
