//! An export with all that a provider has of its users.

use super::folk::{Folk, people};
use super::spreadsheets::Table;
use super::{COUNT, Expected, column, once, shut, unplaced, unread};
use crate::numbers::Numbers;

/// What a column holds of somebody.
type Value = fn(&Folk) -> String;

/// Its columns, with what they hold: the empty text for nothing.
const COLUMNS: &[(&str, Value)] = &[
    ("id", |p| format!("00u{:08x}Qz5d7", p.number * 7919)),
    ("status", |p| {
        if p.is_shut { "SUSPENDED" } else { "ACTIVE" }.to_owned()
    }),
    ("created", |p| stamp(p, 2021)),
    ("activated", |p| stamp(p, 2021)),
    ("statusChanged", |p| stamp(p, 2022)),
    ("lastLogin", |p| stamp(p, 2024)),
    ("lastUpdated", |p| stamp(p, 2024)),
    ("passwordChanged", |p| stamp(p, 2023)),
    ("login", |p| format!("user{:04}", p.number)),
    ("firstName", |p| p.first.to_owned()),
    ("lastName", |p| p.last.to_owned()),
    ("middleName", |_| String::new()),
    ("honorificPrefix", |_| String::new()),
    ("honorificSuffix", |_| String::new()),
    ("email", |p| p.email.clone()),
    ("title", |p| {
        ["Engineer", "Head of R&D", ""][p.day.2 as usize % 3].to_owned()
    }),
    ("displayName", |p| format!("{} {}", p.first, p.last)),
    ("nickName", |_| String::new()),
    ("profileUrl", |p| {
        format!("https://example.com/u/{}", p.number)
    }),
    ("secondEmail", |p| {
        if p.number % 5 == 0 {
            format!("second.{}", p.email)
        } else {
            String::new()
        }
    }),
    ("mobilePhone", |p| p.phone.clone()),
    ("primaryPhone", |_| String::new()),
    ("streetAddress", |p| {
        format!("{} Test Road", 1 + p.number % 90)
    }),
    ("city", |p| {
        ["London", "Zürich", "São Paulo"][p.day.1 as usize % 3].to_owned()
    }),
    ("state", |_| String::new()),
    ("zipCode", |p| format!("N{} 1AA", 1 + p.number % 9)),
    ("countryCode", |p| {
        ["GB", "CH", "BR"][p.day.1 as usize % 3].to_owned()
    }),
    ("postalAddress", |_| String::new()),
    ("preferredLanguage", |p| {
        ["en", "de", "pt"][p.day.1 as usize % 3].to_owned()
    }),
    ("locale", |p| {
        ["en_GB", "de_CH", "pt_BR"][p.day.1 as usize % 3].to_owned()
    }),
    ("timezone", |_| "Europe/London".to_owned()),
    ("userType", |_| "member".to_owned()),
    ("employeeNumber", |p| format!("{:05}", p.number + 42)),
    ("costCenter", |p| (4000 + p.day.1).to_string()),
    ("division", |_| "EMEA".to_owned()),
    ("department", |p| {
        ["R&D", "Sales, inbound"][p.day.1 as usize % 2].to_owned()
    }),
    ("managerId", |p| {
        format!("00u{:08x}Qz5d7", p.number % 9 * 7919)
    }),
    ("manager", |_| "May August".to_owned()),
    ("emailVerified", |p| word(p.number % 2 == 0)),
    ("phoneVerified", |p| word(p.number % 3 == 0)),
    ("hashed_password", |p| {
        format!(
            "$2b$10$N9qo8uLOick{:06}ZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy",
            p.number
        )
    }),
    ("lastIp", |p| format!("192.0.2.{}", p.number % 250)),
    ("loginsCount", |p| (p.number * 3).to_string()),
    ("failedLogins", |_| "0".to_owned()),
    ("identityProvider", |_| "local".to_owned()),
    ("isSocial", |_| "false".to_owned()),
    ("groups", |_| "[\"everyone\",\"staff\"]".to_owned()),
    ("app_metadata", |p| {
        format!("{{\"plan\":\"pro\",\"seat\":{}}}", p.number)
    }),
    ("user_metadata", |p| {
        format!("{{\"lang\":\"en\",\"born\":\"{}\"}}", p.day.0)
    }),
    ("picture", |p| {
        format!("https://example.com/p/{}.png", p.number)
    }),
    ("birthdate", |p| {
        format!("{}-{:02}-{:02}", p.day.0, p.day.1, p.day.2)
    }),
    ("gender", |_| String::new()),
    ("website", |_| String::new()),
    ("termsAcceptedAt", |p| stamp(p, 2021)),
    ("marketingConsent", |p| word(p.number % 4 == 0)),
    ("utm_source", |p| {
        ["newsletter", ""][p.day.1 as usize % 2].to_owned()
    }),
    ("crmContactId", |p| format!("0035g{:010}", p.number * 31)),
    ("stripeCustomerId", |p| {
        format!("cus_{:014x}", p.number * 7_919_777)
    }),
    ("score", |p| {
        format!("{}.{}E-2", p.number % 9 + 1, p.number % 10)
    }),
    ("schemaVersion", |_| "3".to_owned()),
];

pub(super) const EXPECTED: &[Expected] = &[
    shut("status"),
    column(
        "PWD002",
        "hashed_password",
        "no column says how the hashes were made",
    ),
    once("PWD032", "nobody could sign in with these passwords"),
    column("HDR010", "primaryPhone", "an export may have lost it"),
    unplaced("timezone"),
    unplaced("loginsCount"),
    unplaced("locale"),
    unplaced("lastLogin"),
    unplaced("lastIp"),
    unplaced("created"),
    unplaced("picture"),
    unread("zipCode"),
    column(
        "HDR005",
        "middleName",
        "a notice: an export may have lost it",
    ),
    column(
        "HDR005",
        "honorificPrefix",
        "a notice: an export may have lost it",
    ),
    column(
        "HDR005",
        "honorificSuffix",
        "a notice: an export may have lost it",
    ),
    column("HDR005", "nickName", "a notice: an export may have lost it"),
    column("HDR005", "state", "a notice: an export may have lost it"),
    column(
        "HDR005",
        "postalAddress",
        "a notice: an export may have lost it",
    ),
    column("HDR005", "gender", "a notice: an export may have lost it"),
    column("HDR005", "website", "a notice: an export may have lost it"),
    unread("utm_source"),
    unread("user_metadata"),
    unread("userType"),
    unread("title"),
    unread("termsAcceptedAt"),
    unread("stripeCustomerId"),
    unread("streetAddress"),
    unread("statusChanged"),
    unread("secondEmail"),
    unread("score"),
    unread("schemaVersion"),
    unread("profileUrl"),
    unread("preferredLanguage"),
    unread("passwordChanged"),
    unread("marketingConsent"),
    unread("managerId"),
    unread("manager"),
    unread("lastUpdated"),
    unread("isSocial"),
    unread("identityProvider"),
    unread("groups"),
    unread("failedLogins"),
    unread("employeeNumber"),
    unread("division"),
    unread("department"),
    unread("crmContactId"),
    unread("countryCode"),
    unread("costCenter"),
    unread("city"),
    unread("birthdate"),
    unread("app_metadata"),
];

fn stamp(person: &Folk, year: u64) -> String {
    let (_, month, day) = person.day;
    format!(
        "{year}-{month:02}-{day:02}T10:{:02}:00.000Z",
        person.number % 60
    )
}

fn word(is: bool) -> String {
    if is { "true" } else { "false" }.to_owned()
}

pub(super) fn export(numbers: &mut Numbers) -> Vec<u8> {
    let header: Vec<&str> = COLUMNS.iter().map(|(name, _)| *name).collect();
    let table = Table {
        separator: ",",
        end: "\n",
        all_quoted: false,
    };
    let rows = people(COUNT, true, numbers)
        .into_iter()
        .map(|person| COLUMNS.iter().map(|(_, value)| value(&person)).collect());
    table.text(&header, rows).into_bytes()
}
