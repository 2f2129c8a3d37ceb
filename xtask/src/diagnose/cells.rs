//! Faults in cells and rows, made the way people and programs make them.
//! Nothing here knows how Admit finds them.

use super::people::{COLUMNS, Row, place};
use crate::numbers::Numbers;

/// One kind of fault.
pub struct Kind {
    /// What went wrong, in a few words.
    pub name: &'static str,
    /// The rule that has to say so.
    pub rule: &'static str,
    /// The column that it has to name; `None` where the row as a whole is meant.
    pub column: Option<&'static str>,
    /// Puts the fault into a row. `other` is a row further up that stays clean.
    pub put: fn(row: &mut Row, other: &Row, numbers: &mut Numbers),
}

/// Changes one cell.
fn cell(row: &mut Row, column: &str, change: impl FnOnce(&str) -> String) {
    let place = place(column);
    row[place] = change(&row[place]);
}

fn set(row: &mut Row, column: &str, value: &str) {
    value.clone_into(&mut row[place(column)]);
}

fn domain(row: &mut Row, new: &str) {
    cell(row, "email", |email| {
        format!("{}@{new}", email.split('@').next().unwrap_or_default())
    });
}

macro_rules! kinds {
    ($($name:literal $rule:literal $column:expr => |$row:ident, $other:pat_param, $numbers:pat_param| $body:expr;)*) => {
        &[$(Kind {
            name: $name,
            rule: $rule,
            column: $column,
            put: |$row: &mut Row, $other: &Row, $numbers: &mut Numbers| { $body; },
        }),*]
    };
}

const EMAIL: Option<&str> = Some("email");
const PHONE: Option<&str> = Some("phone");
const ROLE: Option<&str> = Some("role_key");

/// Kinds that can stand together in one file, each in a row of its own.
pub const KINDS: &[Kind] = kinds! {
    "at sign missing" "EML001" EMAIL => |row, _, _| cell(row, "email", |e| e.replace('@', ""));
    "(at) for the at sign" "EML001" EMAIL => |row, _, _| cell(row, "email", |e| e.replace('@', "(at)"));
    "the word at for the at sign" "EML001" EMAIL => |row, _, _| cell(row, "email", |e| e.replace('@', " at "));
    "two addresses" "EML002" EMAIL => |row, _, n| cell(row, "email", |e| format!("{e}{}second.{e}", n.pick(&["; ", ", ", " / ", " "])));
    "name around the address" "EML003" EMAIL => |row, _, _| cell(row, "email", |e| format!("Somebody Else <{e}>"));
    "mailto: link" "EML003" EMAIL => |row, _, _| cell(row, "email", |e| format!("mailto:{e}"));
    "two dots before the at sign" "EML004" EMAIL => |row, _, _| cell(row, "email", |e| e.replacen('.', "..", 1));
    "dot in front" "EML004" EMAIL => |row, _, _| cell(row, "email", |e| format!(".{e}"));
    "space before the at sign" "EML004" EMAIL => |row, _, _| cell(row, "email", |e| e.replacen('.', " ", 1));
    "long part before the at sign" "EML004" EMAIL => |row, _, _| cell(row, "email", |e| format!("{}{e}", "x".repeat(70)));
    "comma in the domain" "EML005" EMAIL => |row, _, _| domain(row, "example,com");
    "domain without a dot" "EML005" EMAIL => |row, _, n| domain(row, n.pick(&["example", "mailserver", "acmefoundry"]));
    "two dots in the domain" "EML005" EMAIL => |row, _, _| domain(row, "example..com");
    "underscore in the domain" "EML005" EMAIL => |row, _, _| domain(row, "my_firm.example.com");
    "hyphen before a dot" "EML005" EMAIL => |row, _, _| domain(row, "firm-.example.com");
    "address too long" "EML006" EMAIL => |row, _, _| cell(row, "email", |e| format!("{}{}example.com", e.replace('@', "-first@"), ".a-rather-long-label".repeat(11)));
    "slip in a provider's name" "EML007" EMAIL => |row, _, n| domain(row, n.pick(&["gmial.com", "gmai.com", "hotmial.com", "yahooo.com", "outlok.com", "gmail.co", "iclud.com"]));
    "ending that does not exist" "EML008" EMAIL => |row, _, n| domain(row, n.pick(&["example.con", "example.ogr", "example.nte", "example.comm"]));
    "stand-in for an address" "EML009" EMAIL => |row, _, n| cell(row, "email", |e| format!("{}@{}", n.pick(&["noemail", "no-email", "none"]), e.replace('@', ".")));
    "domain in other letters" "EML010" EMAIL => |row, _, n| domain(row, n.pick(&["bücher.example.com", "köln.example.org"]));
    "capitals in the address" "EML011" EMAIL => |row, _, _| cell(row, "email", str::to_uppercase);
    "country code left out" "PHN001" PHONE => |row, _, _| cell(row, "phone", |p| p.replace("+61", "0"));
    "digits lost" "PHN002" PHONE => |row, _, _| cell(row, "phone", |p| p[..8].to_owned());
    "digits too many" "PHN003" PHONE => |row, _, _| cell(row, "phone", |p| format!("{p}1234"));
    "letter for a digit" "PHN004" PHONE => |row, _, n| cell(row, "phone", |p| format!("{}{}{}", &p[..7], n.pick(&["O", "l", "o"]), &p[8..]));
    "country that does not exist" "PHN005" PHONE => |row, _, n| cell(row, "phone", |p| p.replace("+61", n.pick(&["+999", "+210", "+803"])));
    "00 for the plus sign" "PHN006" PHONE => |row, _, _| cell(row, "phone", |p| p.replace('+', "00"));
    "0 after the country code" "PHN007" PHONE => |row, _, n| cell(row, "phone", |p| p.replace("+61", n.pick(&["+61(0)", "+61 (0)", "+610"])));
    "extension" "PHN008" PHONE => |row, _, n| cell(row, "phone", |p| format!("{p}{}23", n.pick(&[" x", " ext. ", " ext "])));
    "two numbers" "PHN009" PHONE => |row, _, n| cell(row, "phone", |p| format!("{p}{}+61491575{}", n.pick(&[" / ", "; ", ", "]), 100 + n.next() % 900));
    "blanks and dashes" "PHN010" PHONE => |row, _, _| cell(row, "phone", |p| format!("{} {}-{} {}", &p[..3], &p[3..6], &p[6..9], &p[9..]));
    "plus sign left out" "PHN011" PHONE => |row, _, _| cell(row, "phone", |p| p.replace('+', ""));
    "no yes and no no" "VAL001" Some("email_verified") => |row, _, n| set(row, "email_verified", n.pick(&["maybe", "unknown?", "TRU", "2", "FLASE"]));
    "another word for yes or no" "VAL002" Some("email_verified") => |row, _, n| set(row, "email_verified", n.pick(&["yes", "no", "Y", "oui", "off"]));
    "suspended" "VAL012" Some("suspended") => |row, _, _| set(row, "suspended", "TRUE");
    "neither suspended nor not" "VAL032" Some("suspended") => |row, _, n| set(row, "suspended", n.pick(&["maybe", "2", "ask HR", "TRU"]));
    "suspended since a day" "VAL012" Some("suspended") => |row, _, n| set(row, "suspended", n.pick(&["2024-05-01", "2024-05-01T10:00:00Z"]));
    "blocked in a word" "VAL012" Some("suspended") => |row, _, n| set(row, "suspended", n.pick(&["LOCKED_OUT", "deactivated", "gesperrt"]));
    "invited and never come" "VAL034" Some("suspended") => |row, _, n| set(row, "suspended", n.pick(&["pending", "STAGED", "invited"]));
    "name too long" "VAL005" Some("last_name") => |row, _, _| cell(row, "last_name", |n| format!("{n}-").repeat(60) + "end");
    "text read in the wrong encoding" "FIL012" Some("first_name") => |row, _, n| set(row, "first_name", n.pick(&["JosÃ©", "BjÃ¶rn", "ZoÃ«", "FranÃ§oise"]));
    "mark-up in a name" "ROW011" Some("first_name") => |row, _, _| cell(row, "first_name", |n| format!("<b>{n}</b>"));
    "name like a formula" "ROW010" Some("last_name") => |row, _, n| cell(row, "last_name", |name| format!("{}{name}", n.pick(&["=", "@"])));
    "control character" "ROW008" Some("first_name") => |row, _, _| cell(row, "first_name", |n| format!("{n}\u{7}x"));
    "character nobody sees" "ROW007" Some("last_name") => |row, _, n| cell(row, "last_name", |name| format!("{}{}{name}", &name[..1], n.pick(&["\u{200b}", "\u{feff}", "\u{202e}"])));
    "blanks around a name" "ROW006" Some("first_name") => |row, _, n| cell(row, "first_name", |name| format!("{}{name} ", n.pick(&[" ", "\u{a0}", ""])));
    "word for nothing" "ROW009" PHONE => |row, _, n| set(row, "phone", n.pick(&["N/A", "null", "none", "-"]));
    "marks of a spreadsheet around an id" "XLS013" Some("id") => |row, _, n| { let mark = n.next() % 4; cell(row, "id", |id| match mark { 0 => format!("'{id}"), 1 => format!("=\"{id}\""), 2 => format!("\"{id}\""), _ => format!("{id}_x000D_") }) };
    "decimals behind a phone number" "XLS013" PHONE => |row, _, _| cell(row, "phone", |p| format!("{p}.0"));
    "error of a formula for an id" "XLS004" Some("id") => |row, _, n| set(row, "id", n.pick(&["#REF!", "#NAME?", "#BEZUG!", "#NOM?", "####"]));
    "error of a formula for a name" "XLS004" Some("last_name") => |row, _, n| set(row, "last_name", n.pick(&["#REF!", "#VALUE!", "#WERT!", "########"]));
    "rounded number for an id" "XLS007" Some("id") => |row, _, n| set(row, "id", n.pick(&["2.20E+16", "1.00012E+11", "4,91E+12"]));
    "rounded number for a phone" "XLS007" PHONE => |row, _, n| set(row, "phone", n.pick(&["6.1412E+10", "6,14E+10", "6.1E+10"]));
    "date for an id" "XLS010" Some("id") => |row, _, n| set(row, "id", n.pick(&["1-Mar", "Mar-21", "01.03.2021", "2021-03-01 00:00:00"]));
    "date for a name" "XLS010" Some("first_name") => |row, _, n| set(row, "first_name", n.pick(&["01.03.2021", "3/1/2021", "1-May"]));
    "word of a program for no id" "ROW009" Some("id") => |row, _, n| set(row, "id", n.pick(&["nan", "NaN", "NaT", "<NA>", "None", "\\N", "(null)", "unknown", "n.a."]));
    "number for a name" "VAL040" Some("first_name") => |row, _, n| set(row, "first_name", n.pick(&["43891", "7", "43891.0"]));
    "yes or no for a name" "VAL040" Some("last_name") => |row, _, n| set(row, "last_name", n.pick(&["TRUE", "FALSE"]));
    "yes or no for an id" "VAL046" Some("id") => |row, _, n| set(row, "id", n.pick(&["TRUE", "FALSE", "false", "WAHR", "FAUX", "ONWAAR"]));
    "number of nobody for an id" "VAL046" Some("id") => |row, _, n| set(row, "id", n.pick(&["0000", "-1", "00000000-0000-0000-0000-000000000000"]));
    "placeholder nobody filled in" "VAL046" Some("id") => |row, _, n| set(row, "id", n.pick(&["{{id}}", "${user.id}", "%ID%", "<id>", "u-{{id}}"]));
    "placeholder for a name" "VAL040" Some("first_name") => |row, _, n| set(row, "first_name", n.pick(&["{{first_name}}", "%FIRSTNAME%", "<first name>", "*|FNAME|*"]));
    "letter lost to a question mark" "VAL041" Some("first_name") => |row, _, n| set(row, "first_name", n.pick(&["?ukasz", "Jos?", "Bj?rn", "Zo?"]));
    "address for a name" "IDN011" Some("last_name") => |row, _, n| cell(row, "last_name", |_| format!("{}zoe@example.org", n.pick(&["", "Zoe ", "mailto:"])));
    "backslash that escapes" "FIL032" Some("last_name") => |row, _, n| cell(row, "last_name", |name| format!("{name}{}", n.pick(&["\\, Jr", "\\'s", " \\\"Z\\\""])));
    "backslash for a letter" "FIL032" Some("first_name") => |row, _, n| set(row, "first_name", n.pick(&["Zo\\u00eb", "Bo\\", "Jos\\xc3\\xa9", "A\\\\B"]));
    "percent codes for letters" "VAL047" Some("first_name") => |row, _, n| set(row, "first_name", n.pick(&["%C3%89va", "Zo%C3%AB", "Ana%20Maria"]));
    "texts of Python" "XLS013" Some("first_name") => |row, _, n| { let mark = n.pick(&["b'", "u'", "'"]).to_owned(); cell(row, "first_name", |name| format!("{mark}{}'", name.replace('\'', "''"))) };
    "decimals of a yes or a no" "XLS013" Some("email_verified") => |row, _, n| set(row, "email_verified", n.pick(&["1.0", "0.0"]));
    "mark for a letter that was lost" "VAL043" Some("first_name") => |row, _, _| cell(row, "first_name", |name| format!("{name}\u{fffd}"));
    "private-use character in an id" "VAL043" Some("id") => |row, _, _| cell(row, "id", |id| format!("{id}\u{e000}"));
    "address with a look-alike letter" "EML013" EMAIL => |row, _, _| cell(row, "email", |e| format!("\u{430}n.{e}"));
    "address that begins with a mark" "EML004" EMAIL => |row, _, _| cell(row, "email", |e| format!("\u{301}{e}"));
    "reserved hyphens in a domain" "EML005" EMAIL => |row, _, _| domain(row, "yy--0.example.com");
    "letter lost in an address" "EML004" EMAIL => |row, _, _| cell(row, "email", |e| format!("m?{e}"));
    "two addresses on two lines" "FIL030" EMAIL => |row, _, _| cell(row, "email", |e| format!("{e}\nsecond.{e}"));
    "two phone numbers on two lines" "PHN009" PHONE => |row, _, n| cell(row, "phone", |p| format!("{p}\n+61491575{}", 100 + n.next() % 900));
    "nothing to know the person by" "IDN001" None => |row, _, _| for column in ["id", "email", "phone"] { set(row, column, "") };
    "id left out" "IDN002" None => |row, _, _| set(row, "id", "");
    "id far too long" "IDN003" Some("id") => |row, _, _| cell(row, "id", |id| id.repeat(60));
    "role with a slip" "ACC004" ROLE => |row, _, n| set(row, "role_key", n.pick(&["membr", "memebr", "bookeeper", "mmeber"]));
    "role that is not there" "ACC004" ROLE => |row, _, n| set(row, "role_key", n.pick(&["astronaut", "supervisor"]));
    "a role's name for its key" "ACC005" ROLE => |row, _, n| set(row, "role_key", n.pick(&["Team member", "Keeper of the books"]));
    "key in other case" "ACC016" ROLE => |row, _, n| set(row, "role_key", n.pick(&["Member", "BOOKKEEPER", "MEMBER"]));
    "list with semicolons" "ACC013" ROLE => |row, _, n| set(row, "role_key", n.pick(&["member;bookkeeper", "member|bookkeeper"]));
    "comma too many in a list" "ACC014" ROLE => |row, _, n| set(row, "role_key", n.pick(&["member,,bookkeeper", "member,", ",member"]));
    "organization with a slip" "ACC001" Some("external_organization_id") => |row, _, n| set(row, "external_organization_id", n.pick(&["acmee", "glbex", "gloebx"]));
    "an organization's name for its id" "ACC003" Some("external_organization_id") => |row, _, n| set(row, "external_organization_id", n.pick(&["Acme Foundry", "Globex Trading"]));
    "permission with a slip" "ACC007" Some("permission_key") => |row, _, n| set(row, "permission_key", n.pick(&["reports:raed", "invoice:pay", "reports:delete"]));
    "role without organization" "ACC006" ROLE => |row, _, _| { set(row, "external_organization_id", ""); set(row, "role_key", "member"); set(row, "permission_key", ""); };
    "permission without organization" "ACC008" Some("permission_key") => |row, _, _| { set(row, "external_organization_id", ""); set(row, "role_key", ""); set(row, "permission_key", "reports:read"); };
    "row pasted twice" "DUP001" None => |row, other, _| row.clone_from(other);
    "id of another row" "DUP002" Some("id") => |row, other, _| row[0].clone_from(&other[0]);
    "email of another row" "DUP003" EMAIL => |row, other, _| row[1].clone_from(&other[1]);
    "phone of another row" "DUP004" PHONE => |row, other, _| row[4].clone_from(&other[4]);
    "comma in an unquoted cell" "ROW002" None => |row, _, _| row.insert(3, "Jr".to_owned());
    "row that breaks off" "ROW003" None => |row, _, _| row.truncate(2);
    "header in the middle" "ROW004" None => |row, _, _| *row = COLUMNS.iter().map(|name| (*name).to_owned()).collect();
};
