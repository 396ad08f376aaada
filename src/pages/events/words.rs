//! What happened, in words (screens §2.19). Numbers that this version does not know are shown as such.

use crate::i18n::text::events as text;

/// The words for a kind of event.
#[must_use]
pub fn kind(number: i64) -> String {
    match number {
        1000 => text::signed_in().to_owned(),
        1001 => text::password_changed().to_owned(),
        1002 => text::two_step_set().to_owned(),
        1003 => text::two_step_off().to_owned(),
        1004 => text::two_step_recovered().to_owned(),
        1005 => text::wrong_password().to_owned(),
        1006 => text::wrong_second_step().to_owned(),
        1007 => text::vault_exported().to_owned(),
        1008 => text::password_replaced().to_owned(),
        1009 => text::key_connector().to_owned(),
        1010 => text::device_asked().to_owned(),
        1011 => text::password_set().to_owned(),
        1100 => text::item_created().to_owned(),
        1101 => text::item_edited().to_owned(),
        1102 => text::item_deleted().to_owned(),
        1103 => text::attachment_added().to_owned(),
        1104 => text::attachment_deleted().to_owned(),
        1105 => text::item_moved().to_owned(),
        1106 => text::item_collections().to_owned(),
        1107 => text::item_viewed().to_owned(),
        1108 => text::password_shown().to_owned(),
        1109 => text::hidden_shown().to_owned(),
        1110 => text::code_shown().to_owned(),
        1111 => text::password_copied().to_owned(),
        1112 => text::hidden_copied().to_owned(),
        1113 => text::code_copied().to_owned(),
        1114 => text::item_filled().to_owned(),
        1115 => text::item_trashed().to_owned(),
        1116 => text::item_restored().to_owned(),
        1117 => text::card_shown().to_owned(),
        1118 => text::seed_shown().to_owned(),
        1300 => text::collection_created().to_owned(),
        1301 => text::collection_edited().to_owned(),
        1302 => text::collection_deleted().to_owned(),
        1400 => text::group_created().to_owned(),
        1401 => text::group_edited().to_owned(),
        1402 => text::group_deleted().to_owned(),
        1500 => text::member_invited().to_owned(),
        1501 => text::member_confirmed().to_owned(),
        1502 => text::member_edited().to_owned(),
        1503 => text::member_removed().to_owned(),
        1504 => text::member_groups().to_owned(),
        1505 => text::sso_unlinked().to_owned(),
        1506 => text::recovery_enrolled().to_owned(),
        1507 => text::recovery_withdrawn().to_owned(),
        1508 => text::password_reset().to_owned(),
        1509 => text::sso_reset().to_owned(),
        1510 => text::sso_first().to_owned(),
        1511 => text::member_revoked().to_owned(),
        1512 => text::member_restored().to_owned(),
        1513 => text::device_approved().to_owned(),
        1514 => text::device_denied().to_owned(),
        1515 => text::account_deleted().to_owned(),
        1516 => text::member_left().to_owned(),
        1517 => text::member_auto_confirmed().to_owned(),
        1518 => text::member_self_revoked().to_owned(),
        1519 => text::two_step_reset().to_owned(),
        1520 => text::revoked_two_step().to_owned(),
        1521 => text::revoked_single().to_owned(),
        1523 => text::member_staged().to_owned(),
        1524 => text::member_link().to_owned(),
        1525 => text::email_changed().to_owned(),
        1526 => text::link_confirmed().to_owned(),
        1600 => text::organization_edited().to_owned(),
        1601 => text::vault_purged().to_owned(),
        1602 => text::organization_exported().to_owned(),
        1603 => text::organization_accessed().to_owned(),
        1700 => text::policy_edited().to_owned(),
        other => text::unknown(&other.to_string()),
    }
}

/// Who acts when no person does.
#[must_use]
pub const fn system(number: i64) -> &'static str {
    match number {
        1 => text::system_scim(),
        2 => text::system_domain(),
        3 => text::system_api(),
        4 => text::system_two_step(),
        5 => text::system_vendor(),
        _ => text::system_unknown(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_events_have_words_and_unknown_ones_a_number() {
        assert_eq!(kind(1511), "Access revoked");
        assert!(kind(4_242).contains("4242"));
        assert!(kind(-1).contains("-1"));
    }
}
