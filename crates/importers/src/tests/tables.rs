//! Every table in its own shape, made from its head: quoted line breaks, every encoding, and as many rows as a server takes.

use super::support::{dump, read};
use crate::format::Kind;
use crate::problem::{Encoding, ProblemKind};
use crate::{Failure, Format, Limit, limits};

/// A format with its head and one row; `#` stands for the row's number.
struct Shape {
    format: Format,
    head: &'static str,
    row: &'static str,
}

const fn shape(format: Format, head: &'static str, row: &'static str) -> Shape {
    Shape { format, head, row }
}

/// Each row is one item with a quoted line break ("line", "break #") and letters beyond ASCII ("Jürgen#").
const SHAPES: [Shape; 21] = [
    shape(
        Format::BitwardenCsv,
        "collections,type,name,notes,fields,reprompt,login_uri,login_username,login_password,login_totp",
        "Team,login,Site #,\"line\nbreak #\",,0,https://s#.example,Jürgen#,\"p,#\",",
    ),
    shape(
        Format::BitwardenCsv,
        "folder,favorite,type,name,notes,fields,reprompt,login_uri,login_username,login_password,login_totp",
        "Team,,login,Site #,\"line\nbreak #\",,0,https://s#.example,Jürgen#,\"p,#\",",
    ),
    shape(
        Format::OnePasswordCsv,
        "Title,Url,Username,Password,OTPAuth,Favorite,Archived,Tags,Notes",
        "Site #,https://s#.example,Jürgen#,\"p,#\",,false,false,,\"line\nbreak #\"",
    ),
    shape(
        Format::ChromiumCsv,
        "name,url,username,password,note",
        "Site #,https://s#.example,Jürgen#,\"p,#\",\"line\nbreak #\"",
    ),
    shape(
        Format::FirefoxCsv,
        "\"url\",\"username\",\"password\",\"httpRealm\",\"formActionOrigin\",\"guid\",\"timeCreated\",\"timeLastUsed\",\"timePasswordChanged\"",
        "\"https://s#.example\",\"Jürgen#\",\"line\nbreak #\",\"\",\"\",\"{#}\",\"1\",\"1\",\"1\"",
    ),
    shape(
        Format::SafariCsv,
        "Title,URL,Username,Password,Notes,OTPAuth",
        "Site #,https://s#.example,Jürgen#,\"p,#\",\"line\nbreak #\",",
    ),
    shape(
        Format::DashlaneCsv,
        "username,username2,username3,title,password,note,url,category,otpUrl",
        "Jürgen#,,,Site #,\"p,#\",\"line\nbreak #\",https://s#.example,Team,",
    ),
    shape(Format::DashlaneCsv, "title,note", "Jürgen#,\"line\nbreak #\""),
    shape(
        Format::DashlaneCsv,
        "type,account_name,account_holder,cc_number,code,expiration_month,expiration_year,routing_number,account_number,country,issuing_bank",
        "credit_card,Card #,Jürgen#,4111111111111111,123,4,2028,,,GB,\"line\nbreak #\"",
    ),
    shape(
        Format::DashlaneCsv,
        "type,title,first_name,middle_name,last_name,login,date_of_birth,place_of_birth,email,email_type,item_name,phone_number,address,country,state,city,zip,address_recipient,address_building,address_apartment,address_floor,address_door_code,job_title,url",
        "name,MR,Jürgen#,,Berg,,,,,,Person #,,,,,,,,,,,,\"line\nbreak #\",",
    ),
    shape(
        Format::DashlaneCsv,
        "type,number,name,issue_date,expiration_date,place_of_issue,state",
        "passport,P#,Jürgen#,2020-01-01,2030-01-01,\"line\nbreak #\",",
    ),
    shape(
        Format::EnpassCsv,
        "",
        "Site #,Username,Jürgen#,*Password,\"p,#\",Website,https://s#.example,\"line\nbreak #\"",
    ),
    shape(Format::KeeperCsv, "", "Team,Site #,Jürgen#,\"p,#\",https://s#.example,\"line\nbreak #\","),
    shape(
        Format::LastPassCsv,
        "url,username,password,totp,extra,name,grouping,fav",
        "https://s#.example,Jürgen#,\"p,#\",,\"line\nbreak #\",Site #,Team,0",
    ),
    shape(
        Format::NordPassCsv,
        "name,url,additional_urls,username,password,note,cardholdername,cardnumber,cvc,pin,expirydate,zipcode,folder,full_name,phone_number,email,address1,address2,city,country,state,type,custom_fields",
        "Site #,https://s#.example,,Jürgen#,\"p,#\",\"line\nbreak #\",,,,,,,Team,,,,,,,,,password,",
    ),
    shape(
        Format::PassboltCsv,
        "\"Group\",\"Title\",\"Username\",\"Password\",\"URL\",\"Notes\",\"TOTP\"",
        "\"Root/Team\",\"Site #\",\"Jürgen#\",\"p,#\",\"https://s#.example\",\"line\nbreak #\",\"\"",
    ),
    shape(
        Format::ProtonPassCsv,
        "type,name,url,email,username,password,note,totp,createTime,modifyTime,vault",
        "login,Site #,https://s#.example,,Jürgen#,\"p,#\",\"line\nbreak #\",,1689182868,1689182868,Team",
    ),
    shape(
        Format::RoboFormCsv,
        "Name,Url,MatchUrl,Login,Pwd,Note,Folder,RfFieldsV2",
        "Site #,https://s#.example,https://s#.example,Jürgen#,\"p,#\",\"line\nbreak #\",/Team,",
    ),
    shape(
        Format::ZohoCsv,
        "Password Name,Password URL,Description,Notes,SecretData,CustomData,Folder Name,Favorite,TOTP,Tags",
        "Site #,https://s#.example,,\"line\nbreak #\",\"SecretType:Web Account\nUser Name:Jürgen#\nPassword:p#\",,Team,0,,",
    ),
    shape(
        Format::GenericCsv,
        "System,Web address,Login,Password,Team,Remarks",
        "Site #,https://s#.example,Jürgen#,\"p,#\",Team,\"line\nbreak #\"",
    ),
    shape(
        Format::GenericCsv,
        "System;Web address;Login;Password;Team;Remarks",
        "Site #;https://s#.example;Jürgen#;\"p;#\";Team;\"line\nbreak #\"",
    ),
];

impl Shape {
    fn table(&self, rows: usize) -> String {
        let mut text = self.head.to_owned();
        for at in 0..rows {
            if !text.is_empty() {
                text.push('\n');
            }
            text.push_str(&self.row.replace('#', &at.to_string()));
        }
        text.push('\n');
        text
    }
}

/// In Windows-1252, which has the one letter that these tables need.
fn narrow(text: &str) -> Vec<u8> {
    text.chars().map(|letter| u8::try_from(u32::from(letter)).unwrap()).collect()
}

#[test]
fn every_kind_of_table_has_a_shape() {
    for format in Format::ALL.iter().filter(|format| format.kind() == Kind::Csv) {
        assert!(SHAPES.iter().any(|shape| shape.format == *format), "{format:?}");
    }
}

#[test]
fn quoted_line_breaks_stay_in_their_cell_in_every_table() {
    for shape in &SHAPES {
        let parsed = read(shape.format, shape.table(3).as_bytes(), "x").unwrap();
        let text = dump(&parsed);
        assert_eq!(parsed.items.len(), 3, "{:?}: {text}", shape.format);
        for at in 0..3 {
            assert!(text.contains(&format!("line\\nbreak {at}")), "{:?}: {text}", shape.format);
            assert!(text.contains(&format!("Jürgen{at}")), "{:?}: {text}", shape.format);
        }
        let broken = |kind: &ProblemKind| {
            matches!(kind, ProblemKind::RaggedRow { .. } | ProblemKind::OpenQuote | ProblemKind::UnknownColumn { .. })
        };
        assert!(!parsed.problems.iter().any(|problem| broken(&problem.kind)), "{:?}: {text}", shape.format);
    }
}

#[test]
fn every_table_reads_the_same_in_every_encoding() {
    for shape in &SHAPES {
        let text = shape.table(3);
        let plain = dump(&read(shape.format, text.as_bytes(), "x").unwrap());
        let marked = read(shape.format, format!("\u{feff}{text}").as_bytes(), "x").unwrap();
        assert_eq!(dump(&marked), plain, "{:?} with a mark", shape.format);
        let wide = |unit: fn(u16) -> [u8; 2]| format!("\u{feff}{text}").encode_utf16().flat_map(unit).collect();
        let others: [(Vec<u8>, Encoding); 3] = [
            (narrow(&text), Encoding::Windows1252),
            (wide(u16::to_le_bytes), Encoding::Utf16),
            (wide(u16::to_be_bytes), Encoding::Utf16),
        ];
        for (bytes, read_as) in others {
            let mut parsed = read(shape.format, &bytes, "x").unwrap();
            assert_eq!(parsed.problems.remove(0).kind, ProblemKind::Encoding { read_as }, "{:?}", shape.format);
            assert_eq!(dump(&parsed), plain, "{:?} in {read_as:?}", shape.format);
        }
    }
}

/// As many rows as a server takes, and one more, in each shape of one format.
fn at_the_limit(format: Format) {
    for shape in SHAPES.iter().filter(|shape| shape.format == format) {
        let full = shape.table(limits::ITEMS);
        let parsed = read(format, full.as_bytes(), "x").unwrap();
        assert_eq!(parsed.items.len(), limits::ITEMS, "{}", shape.head);
        drop(parsed);
        let more = full + &shape.row.replace('#', "more") + "\n";
        let refused = read(format, more.as_bytes(), "x").err();
        assert_eq!(refused, Some(Failure::TooLarge { limit: Limit::Items }), "{}", shape.head);
    }
}

macro_rules! at_the_limit {
    ($($name:ident = $format:ident),+ $(,)?) => {
        $(#[test] fn $name() { at_the_limit(Format::$format); })+

        #[test]
        fn every_kind_of_table_is_tried_at_the_limit() {
            let tried = [$(Format::$format),+];
            assert!(SHAPES.iter().all(|shape| tried.contains(&shape.format)));
        }
    };
}

at_the_limit! {
    forty_thousand_bitwarden = BitwardenCsv,
    forty_thousand_1password = OnePasswordCsv,
    forty_thousand_chromium = ChromiumCsv,
    forty_thousand_firefox = FirefoxCsv,
    forty_thousand_safari = SafariCsv,
    forty_thousand_dashlane = DashlaneCsv,
    forty_thousand_enpass = EnpassCsv,
    forty_thousand_keeper = KeeperCsv,
    forty_thousand_lastpass = LastPassCsv,
    forty_thousand_nordpass = NordPassCsv,
    forty_thousand_passbolt = PassboltCsv,
    forty_thousand_protonpass = ProtonPassCsv,
    forty_thousand_roboform = RoboFormCsv,
    forty_thousand_zoho = ZohoCsv,
    forty_thousand_generic = GenericCsv,
}
