//! What an entry of `organizations` says of being in force.

use serde_json::{Map, Value};

/// Keys, in small letters and digits alone, whose yes says that a membership is in force.
const OPEN: [&str; 4] = ["active", "enabled", "isactive", "isenabled"];

/// Keys whose yes, or whose time, says that it is not, or not for ever.
const SHUT: [&str; 24] = [
    "deleted",
    "isdeleted",
    "deletedat",
    "suspended",
    "issuspended",
    "disabled",
    "isdisabled",
    "blocked",
    "archived",
    "archivedat",
    "revoked",
    "revokedat",
    "expired",
    "expires",
    "expiresat",
    "expiry",
    "expiration",
    "validuntil",
    "validto",
    "enddate",
    "endedat",
    "endsat",
    "leftat",
    "removedat",
];

/// The key by which a membership may have ended or be suspended: nobody is given access
/// by it.
pub(super) fn not_in_force(entry: &Map<String, Value>) -> Option<&str> {
    let shuts = |(key, value): &(&String, &Value)| {
        let letters = key.chars().filter(|c| c.is_alphanumeric());
        let key: String = letters.flat_map(char::to_lowercase).collect();
        let is_no = matches!(value, Value::Null)
            || matches!(text(value).as_str(), "" | "false" | "0" | "no");
        let is_yes = matches!(
            text(value).as_str(),
            "true" | "1" | "yes" | "active" | "enabled"
        );
        (OPEN.contains(&key.as_str()) && !is_yes && !value.is_null())
            || (SHUT.contains(&key.as_str()) && !is_no)
    };
    entry.iter().find(shuts).map(|(key, _)| key.as_str())
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.trim().to_lowercase(),
        value => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(entry: &str, expected: Option<&str>) {
        let entry: Map<String, Value> = serde_json::from_str(entry).unwrap();
        assert_eq!(not_in_force(&entry), expected, "{entry:?}");
    }

    #[test]
    fn what_may_have_ended_is_not_in_force() {
        check(r#"{"external_id":"acme","active":false}"#, Some("active"));
        check(
            r#"{"external_id":"acme","isActive":"maybe"}"#,
            Some("isActive"),
        );
        check(r#"{"external_id":"acme","deleted":true}"#, Some("deleted"));
        check(
            r#"{"external_id":"acme","expires":"2001-01-01"}"#,
            Some("expires"),
        );
        check(
            r#"{"external_id":"acme","expires_at":1}"#,
            Some("expires_at"),
        );
        for open in [
            r#"{"external_id":"acme","roles":["admin"]}"#,
            r#"{"external_id":"acme","active":true,"deleted":false,"expires":null}"#,
            r#"{"external_id":"acme","enabled":1,"deleted_at":""}"#,
        ] {
            check(open, None);
        }
    }
}
