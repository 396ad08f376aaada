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
        1119 => text::account_number_copied().to_owned(),
        1120 => text::account_pin_copied().to_owned(),
        1121 => text::account_number_shown().to_owned(),
        1122 => text::account_pin_shown().to_owned(),
        1123 => text::licence_copied().to_owned(),
        1124 => text::licence_shown().to_owned(),
        1125 => text::passport_copied().to_owned(),
        1126 => text::passport_shown().to_owned(),
        1127 => text::swift_copied().to_owned(),
        1128 => text::swift_shown().to_owned(),
        1129 => text::iban_copied().to_owned(),
        1130 => text::iban_shown().to_owned(),
        1131 => text::national_id_copied().to_owned(),
        1132 => text::national_id_shown().to_owned(),
        1522 => text::banner_used().to_owned(),
        1604 => text::sso_on().to_owned(),
        1605 => text::sso_off().to_owned(),
        1606 => text::key_connector_on().to_owned(),
        1607 => text::key_connector_off().to_owned(),
        1608 => text::sponsorships_synced().to_owned(),
        1609 => text::management_changed().to_owned(),
        1610 => text::limit_creation_on().to_owned(),
        1611 => text::limit_creation_off().to_owned(),
        1612 => text::limit_deletion_on().to_owned(),
        1613 => text::limit_deletion_off().to_owned(),
        1614 => text::limit_items_on().to_owned(),
        1615 => text::limit_items_off().to_owned(),
        1616 => text::admin_access_on().to_owned(),
        1617 => text::admin_access_off().to_owned(),
        1618 => text::transfer_accepted().to_owned(),
        1619 => text::transfer_declined().to_owned(),
        1620 => text::auto_confirm_on().to_owned(),
        1621 => text::auto_confirm_off().to_owned(),
        1622 => text::auto_confirm_policy_on().to_owned(),
        1623 => text::auto_confirm_policy_off().to_owned(),
        1624 => text::link_created().to_owned(),
        1625 => text::link_edited().to_owned(),
        1626 => text::link_deleted().to_owned(),
        1627 => text::link_copied().to_owned(),
        1628 => text::link_refreshed().to_owned(),
        1629 => text::link_auto_on().to_owned(),
        1630 => text::link_auto_off().to_owned(),
        1800 => text::staff_invited().to_owned(),
        1801 => text::staff_confirmed().to_owned(),
        1802 => text::staff_edited().to_owned(),
        1803 => text::staff_removed().to_owned(),
        1900 => text::client_created().to_owned(),
        1901 => text::client_added().to_owned(),
        1902 => text::client_removed().to_owned(),
        1903 => text::client_accessed().to_owned(),
        2000 => text::domain_added().to_owned(),
        2001 => text::domain_removed().to_owned(),
        2002 => text::domain_verified().to_owned(),
        2003 => text::domain_not_verified().to_owned(),
        2100 => text::secret_read().to_owned(),
        2101 => text::secret_created().to_owned(),
        2102 => text::secret_edited().to_owned(),
        2103 => text::secret_deleted().to_owned(),
        2104 => text::secret_purged().to_owned(),
        2105 => text::secret_restored().to_owned(),
        2200 => text::project_read().to_owned(),
        2201 => text::project_created().to_owned(),
        2202 => text::project_edited().to_owned(),
        2203 => text::project_deleted().to_owned(),
        2300 => text::machine_user_added().to_owned(),
        2301 => text::machine_user_removed().to_owned(),
        2302 => text::machine_group_added().to_owned(),
        2303 => text::machine_group_removed().to_owned(),
        2304 => text::machine_created().to_owned(),
        2305 => text::machine_deleted().to_owned(),
        2400 => text::phishing_opened().to_owned(),
        2401 => text::phishing_left().to_owned(),
        2402 => text::phishing_bypassed().to_owned(),
        2500 => text::send_text().to_owned(),
        2501 => text::send_text_email().to_owned(),
        2502 => text::send_text_password().to_owned(),
        2503 => text::send_file().to_owned(),
        2504 => text::send_file_email().to_owned(),
        2505 => text::send_file_password().to_owned(),
        2506 => text::send_text_edited().to_owned(),
        2507 => text::send_file_edited().to_owned(),
        2508 => text::send_text_deleted().to_owned(),
        2509 => text::send_file_deleted().to_owned(),
        2510 => text::send_text_opened().to_owned(),
        2511 => text::send_file_opened().to_owned(),
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

/// The program that an event came from; empty for numbers that this version does not know.
#[must_use]
pub const fn program(number: i64) -> &'static str {
    match number {
        0 | 15 => text::program_android(),
        1 => text::program_ios(),
        2 => text::program_chrome_extension(),
        3 => text::program_firefox_extension(),
        4 => text::program_opera_extension(),
        5 => text::program_edge_extension(),
        6 | 16 => text::program_windows(),
        7 => text::program_macos(),
        8 => text::program_linux(),
        9 => text::program_chrome(),
        10 => text::program_firefox(),
        11 => text::program_opera(),
        12 => text::program_edge(),
        13 => text::program_explorer(),
        14 => text::program_browser(),
        17 => text::program_safari(),
        18 => text::program_vivaldi(),
        19 => text::program_vivaldi_extension(),
        20 => text::program_safari_extension(),
        21 => text::program_sdk(),
        22 => text::program_server(),
        23..=25 => text::program_cli(),
        26 => text::program_duckduckgo(),
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_event_of_the_contract_has_words_of_its_own() {
        let ranges = [
            1000..=1011,
            1100..=1132,
            1300..=1302,
            1400..=1402,
            1500..=1526,
            1600..=1630,
            1700..=1700,
            1800..=1803,
            1900..=1903,
            2000..=2003,
            2100..=2105,
            2200..=2203,
            2300..=2305,
            2400..=2402,
            2500..=2511,
        ];
        let mut words = std::collections::BTreeMap::new();
        for number in ranges.into_iter().flatten() {
            let said = kind(number);
            assert_ne!(said, text::unknown(&number.to_string()), "{number} has none");
            if let Some(other) = words.insert(said, number) {
                panic!("{number} is told in the words of {other}");
            }
        }
    }

    #[test]
    fn known_events_have_words_and_unknown_ones_a_number() {
        assert_eq!(kind(1511), "Access revoked");
        assert!(kind(4_242).contains("4242"));
        assert!(kind(-1).contains("-1"));
    }
}
