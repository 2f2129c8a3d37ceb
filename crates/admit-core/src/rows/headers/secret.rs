//! Headers of columns whose values are secrets.

use super::is_clear_password;
use super::plain::forms;
use crate::users::field::Field;

/// What the headers of passwords contain, in plain form.
const PASSWORDS: &[&str] = &[
    "password",
    "passwd",
    "passwort",
    "passcode",
    "passphrase",
    "passord",
    "pwd",
    "kennwort",
    "zugangswort",
    "losungswort",
    "motdepasse",
    "contrasena",
    "contrasenya",
    "contrasinal",
    "palavrapasse",
    "palavrachave",
    "senha",
    "wachtwoord",
    "losenord",
    "adgangskode",
    "kodeord",
    "salasana",
    "haslo",
    "heslo",
    "jelszo",
    "lozinka",
    "slaptazodis",
    "sifre",
    "parola",
    "katasandi",
    "matkhau",
    "пароль",
    "лозинка",
    "κωδικοσπροσβασησ",
    "パスワード",
    "暗証番号",
    "密码",
    "密碼",
    "口令",
    "비밀번호",
    "암호",
    "סיסמה",
    "كلمةالمرور",
    "كلمةالسر",
    "รหัสผ่าน",
];

/// What the headers of other secrets contain.
const SECRETS: &[&str] = &[
    "secret",
    "geheimnis",
    "token",
    "totp",
    "otp",
    "apikey",
    "privatekey",
];

/// Headers that say so only as a whole.
const WHOLE: &[&str] = &["pw", "pin", "mdp", "clave", "geslo", "parole"];

/// What belongs to a hash: nobody tells it from a secret by its name.
const PARTS_OF_HASHES: &[&str] = &["hash", "salt", "pepper", "digest", "crypt"];

/// What stands around the word in the name of a password or of its hash, and changes nothing of what it
/// is. `password_hint` is something else.
const AROUND: &[&str] = &[
    "bcrypt",
    "scrypt",
    "hashed",
    "hash",
    "digest",
    "encrypted",
    "crypted",
    "crypt",
    "salted",
    "salt",
    "pepper",
    "sha256",
    "sha512",
    "sha1",
    "sha",
    "md5",
    "pbkdf2",
    "argon2",
    "legacy",
    "old",
    "new",
    "current",
    "previous",
    "alt",
    "neu",
    "temporary",
    "temp",
    "initial",
    "plaintext",
    "plain",
    "clear",
    "raw",
    "user",
    "value",
];

/// Whether a text under this key is a password or a part of its hash.
pub fn names_password(key: &str) -> bool {
    let names = |form: &str, word: &str| {
        let Some((before, behind)) = form.split_once(word) else {
            return false;
        };
        let rest = format!("{before} {behind}");
        let bare = |rest: String, part: &&str| rest.replace(part, "");
        AROUND.iter().fold(rest, bare).trim().is_empty()
    };
    contains(key, |form| {
        let mut words = PASSWORDS.iter().chain(&["pw", "mdp"]);
        form == "pepper" || words.any(|word| names(form, word))
    })
}

/// Whether values under this header could be secrets.
pub fn may_be_secret(header: &str) -> bool {
    contains(header, |form| {
        let mut words = PASSWORDS.iter().chain(SECRETS);
        WHOLE.contains(&form) || words.any(|word| form.contains(*word))
    })
}

/// Whether the values of a column are shown to nobody: those of secret fields, the words
/// beside them, among which a password may have come, and those of every other column
/// whose name speaks of a secret. The one place that decides so.
pub fn hides_values(header: &str, field: Option<Field>) -> bool {
    let of_hash = |form: &str| PARTS_OF_HASHES.iter().any(|word| form.contains(*word));
    match field {
        Some(Field::HashingMethod | Field::SaltPosition | Field::SaltFormat) => true,
        Some(field) => field.is_secret(),
        None => is_clear_password(header) || may_be_secret(header) || contains(header, of_hash),
    }
}

/// Whether this is true of a header in one of its plain forms.
fn contains(header: &str, is_so: impl Fn(&str) -> bool) -> bool {
    forms(header).iter().any(|form| is_so(form))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rows::headers::{field_of, plain};

    #[test]
    fn columns_of_secrets_are_known_by_their_names() {
        for header in [
            "password",
            "hashing_method",
            "Kennwort",
            "Zugangswort alt",
            "pwd",
            "pwd_hash",
            "pepper",
            "Mot de passe",
            "Contraseña (temporal)",
            "Hasło",
            "Şifre",
            "Новый пароль",
            "初期パスワード",
            "密码",
            "PIN",
            "salt",
            "legacy-digest",
            "api_key",
        ] {
            assert!(hides_values(header, field_of(header)), "{header}");
        }
        for header in [
            "email",
            "first_name",
            "password_verified",
            "Vorname",
            "role_key",
            "Pinneberg",
            "team",
            "Compass",
            "notes",
            "id",
        ] {
            assert!(!hides_values(header, field_of(header)), "{header}");
        }
    }

    #[test]
    fn a_password_is_one_with_words_around() {
        for (key, expected) in [
            ("pwd_hash", true),
            ("Passwort (alt)", true),
            ("old_password_md5", true),
            ("pw", true),
            ("pepper", true),
            ("bcrypt_password", true),
            ("password_hint", false),
            ("password_policy", false),
            ("team", false),
        ] {
            assert_eq!(names_password(key), expected, "{key}");
        }
    }

    #[test]
    fn each_word_is_plain() {
        for word in [PASSWORDS, SECRETS, WHOLE, AROUND, PARTS_OF_HASHES].concat() {
            assert_eq!(plain(word), word);
        }
    }
}
