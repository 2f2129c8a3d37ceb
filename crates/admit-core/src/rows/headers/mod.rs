//! What a column is by its name: the field it means, in whatever language and with
//! whatever decoration; and headers that mean no field.

pub mod hints;
mod languages;
pub mod modifiers;
mod near;
mod plain;
mod secret;
mod state;
mod unsupported;

pub use near::near;
pub use plain::plain;
pub use secret::{hides_values, may_be_secret, names_password};

use crate::base::shell;
use crate::users::field::Field;
use state::is_address_part;
use unsupported::{CLEAR_PASSWORDS, UNSUPPORTED};

/// Longer texts are no names of columns. Looking at the first rows for names meets
/// many.
const HEADER_BYTES_MAX: usize = 160;

/// The first of its kind counts as the kind itself.
const PRIMARY: &str = "primary";

/// The field that a header means.
///
/// Decorations such as `[Required]`, `*` and a colon do not count, and what stands in
/// brackets may be the name itself, as in `Name [displayName] Required`.
pub fn field_of(header: &str) -> Option<Field> {
    if header.len() > HEADER_BYTES_MAX {
        return None;
    }
    let forms = plain::forms(header);
    forms.iter().find_map(|form| of_plain(form))
}

/// The same for one column among others. `state` is a part of an address where other
/// parts stand beside it, `Name` beside `Vorname` the last name and `Nombre` beside
/// `Apellidos` the first.
pub fn field_among<'n>(
    header: &str,
    mut others: impl Iterator<Item = &'n str> + Clone,
) -> Option<Field> {
    let field = field_of(header)?;
    if field == Field::Name && is_rest_of_name(header, others.clone()) {
        return Some(Field::LastName);
    }
    if field == Field::Name && is_front_of_name(header, &others) {
        return Some(Field::FirstName);
    }
    let is_address =
        field.is_state() && state::may_be_address(&plain(header)) && others.any(is_address_part);
    (!is_address).then_some(field)
}

/// Names of first names with the word for a name that, beside one of them, is what is left
/// of it: `Vorname;Name`. In English a name beside a first name is the whole one.
const RESTS_OF_NAMES: [(&[&str], &str); 6] = [
    (&["vorname", "vornamen", "rufname"], "name"),
    (&["prenom", "prenoms"], "nom"),
    (&["voornaam", "roepnaam"], "naam"),
    (&["fornamn", "tilltalsnamn"], "namn"),
    (&["fornavn"], "navn"),
    (&["etunimi"], "nimi"),
];

/// Whether a column that would be read as whole names stands beside one for the first name
/// in its language, and none for the last name.
fn is_rest_of_name<'n>(header: &str, others: impl Iterator<Item = &'n str> + Clone) -> bool {
    let forms = plain::forms(header);
    let mut rests = RESTS_OF_NAMES.into_iter();
    let Some((firsts, _)) = rests.find(|(_, rest)| forms.iter().any(|form| form == rest)) else {
        return false;
    };
    let mut firsts_there = others.clone().flat_map(plain::forms);
    firsts_there.any(|form| firsts.contains(&form.as_str()))
        && !others
            .into_iter()
            .any(|other| field_of(other) == Some(Field::LastName))
}

/// Whether a column that would be read as whole names stands beside one for the last name
/// in a language other than English, and none for the first name.
fn is_front_of_name<'n>(header: &str, others: &(impl Iterator<Item = &'n str> + Clone)) -> bool {
    let part = |field| others.clone().find(|other| field_of(other) == Some(field));
    let is_local = |last: &str| !Field::LastName.headers().contains(&plain(last).as_str());
    languages::NAMES_FOR_FIRST.contains(&plain(header).as_str())
        && part(Field::FirstName).is_none()
        && part(Field::LastName).is_some_and(is_local)
}

/// The option that maps a column by hand, ready to be copied to a shell; an empty field
/// leaves it out.
pub fn map_option(column: &str, field: &str) -> String {
    shell::option("--map", &format!("{}={field}", column.trim()))
}

/// The field that a column is read as whose name says the opposite of what was chosen
/// for it by hand: `enabled` mapped to `suspended` would let in who is shut out.
pub fn turned(header: &str, chosen: Field) -> Option<Field> {
    match (field_of(header)?, chosen) {
        (Field::Active, Field::Suspended) => Some(Field::Active),
        (Field::Suspended | Field::Deleted, Field::Active) => Some(Field::Suspended),
        _ => None,
    }
}

/// Whether a header is one of those for clear-text passwords.
pub fn is_clear_password(header: &str) -> bool {
    let forms = plain::forms(header);
    forms
        .iter()
        .any(|form| CLEAR_PASSWORDS.contains(&form.as_str()))
}

/// Why the values of a column of this name cannot be imported, if that is known.
pub fn unsupported(header: &str) -> Option<&'static str> {
    let forms = plain::forms(header);
    let known = UNSUPPORTED
        .iter()
        .find(|(names, _)| forms.iter().any(|form| names.contains(&form.as_str())));
    known.map(|(_, reason)| *reason)
}

fn of_plain(form: &str) -> Option<Field> {
    if CLEAR_PASSWORDS.contains(&form) {
        return None;
    }
    let named = |name: &str| {
        Field::ALL
            .iter()
            .copied()
            .find(|field| field.headers().contains(&name))
            .or_else(|| languages::field_of(name))
    };
    let primary = || {
        let rest = form
            .strip_prefix(PRIMARY)
            .or_else(|| form.strip_suffix(PRIMARY))?;
        named(rest).filter(|field| !field.is_state())
    };
    named(form)
        .or_else(|| state::field_of(form))
        .or_else(primary)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(header: &str, expected: Option<Field>) {
        assert_eq!(field_of(header), expected, "{header}");
    }

    #[test]
    fn decorations_do_not_count() {
        for header in [
            "Email",
            "Email Address [Required]",
            "email (optional)",
            "email*",
            "E-Mail:",
            "\"email\"",
            "“Email”",
            "Email (required) *",
            "primary_email_address",
            "Email (primary)",
            "\u{feff}email",
            "\u{200b}Email",
            "Mail [email] Required",
        ] {
            check(header, Some(Field::Email));
        }
        check("Name [displayName] Required", Some(Field::Name));
        check("First name [givenName]", Some(Field::FirstName));
        // Microsoft's template asks whether somebody is blocked, under the name of the
        // opposite.
        check(
            "Block sign in (Yes/No) [accountEnabled] Required",
            Some(Field::Suspended),
        );
        check("Initial password [passwordProfile] Required", None);
        assert!(is_clear_password(
            "Initial password [passwordProfile] Required"
        ));
        assert!(is_clear_password("Password [Required]"));
        check("Status [READ ONLY]", Some(Field::Status));
    }

    #[test]
    fn headers_are_known_in_many_languages() {
        for (field, headers) in [
            (
                Field::Email,
                "E-Mail-Adresse|Courriel|Correo electrónico|Endereço de e-mail|Indirizzo email|\
                 E-mailadres|Adres e-mail|E-posta|Электронная почта|メールアドレス|邮箱|電子郵件|\
                 이메일|البريد الإلكتروني|E-postadress|Sähköposti|ＥＭＡＩＬ",
            ),
            (
                Field::Phone,
                "Telefonnummer|Téléphone|Teléfono|Telefone|Cellulare|Telefoon|Numer telefonu|\
                 Cep telefonu|Телефон|電話番号|手机|手機號碼|휴대폰|رقم الهاتف|Mobilnummer",
            ),
            (
                Field::Username,
                "Benutzername|Nom d’utilisateur|Nombre de usuario|Nome utente|Gebruikersnaam|\
                 Nazwa użytkownika|Kullanıcı adı|Логин|ユーザー名|用户名|使用者名稱|Användarnamn",
            ),
            (
                Field::FirstName,
                "Vorname|Prénom|Primeiro nome|Voornaam|Imię|İsim|Jméno|Имя|名|الاسم الأول|Förnamn|Fornavn",
            ),
            (
                Field::LastName,
                "Nachname|Nom de famille|Apellidos|Sobrenome|Cognome|Achternaam|Nazwisko|\
                 SOYADI|Soyadı|Фамилия|姓|성|اسم العائلة|Efternamn|Etternavn",
            ),
            (
                Field::Name,
                "Nom complet|Nombre completo|Volledige naam|ФИО|氏名|姓名|성명|الاسم الكامل",
            ),
            (Field::Role, "Rolle|Rôle|Ruolo|Роль|役割|角色|역할"),
            (Field::Organization, "Organisation|Organización|組織|组织"),
            (Field::Permission, "Berechtigungen|Permisos|権限"),
            (
                Field::Status,
                "Statut|Статус|状态|ステータス|상태|Stav|Stare|Κατάσταση|ΚΑΤΑΣΤΑΣΗ|Trạng thái|Стан|\
                 New Status [UPLOAD ONLY]",
            ),
            (
                Field::Suspended,
                "Zugang gesperrt|Konto gesperrt|Gesperrt|Bloqué|Bloqueado|Заблокирован",
            ),
            (
                Field::Active,
                "active (1/0)|Active [yes or no]|Активний|Aktiv|Actif|Attivo|Активен",
            ),
            (Field::Deleted, "Gelöscht|Supprimé|Eliminado|Удалён"),
        ] {
            for header in headers.split('|') {
                check(header, Some(field));
            }
        }
    }

    #[test]
    fn a_name_beside_a_first_name_of_its_language_is_the_rest_of_it() {
        let check = |columns: &str, expected: Option<Field>| {
            let mut names = columns.split(';');
            let header = names.next().unwrap_or_default();
            assert_eq!(field_among(header, names), expected, "{columns}");
        };
        for columns in [
            "Name;Vorname;E-Mail",
            "Nom;Prénom",
            "Naam;Voornaam",
            "Namn;Förnamn",
            "Navn;Fornavn",
            "NAME*;VORNAME",
        ] {
            check(columns, Some(Field::LastName));
        }
        for columns in [
            "Name",
            "Name;first_name",
            "Name;Vorname;Nachname",
            "Nom;Vorname",
            "Nom complet;Prénom",
            "Anzeigename;Vorname",
        ] {
            check(columns, Some(Field::Name));
        }
        check("localId", Some(Field::Id));
    }

    #[test]
    fn a_modifier_makes_another_field() {
        for header in [
            "mobile_verified",
            "old_username",
            "oldusername",
            "secondary_email",
            "work_phone",
            "manager_email",
            "Email (secondary)",
            "email_2",
            "last_active_at",
            "mfa_enabled",
            "lockout_enabled",
            "blocked_by",
            "marital_status",
            "email_status",
            "notes",
            "",
            "***",
        ] {
            check(header, None);
        }
    }

    #[test]
    fn states_are_known_in_either_polarity() {
        for (field, headers) in [
            (
                Field::Suspended,
                "block disable suspend ban bannedDateTime \
                 suspended isSuspended is_blocked account_disabled banned_until bannedUntil locked \
                 lockedOut locked_until LockoutEnd suspended_at deactivated_on archived \
                 account_locked is_inactive notActive nsAccountLock date_suspended \
                 pwdAccountLockedTime not_enabled disabled_flag",
            ),
            (
                Field::Active,
                "approved is_approved \
                 active is_active isActive enabled accountEnabled user_enabled login_enabled \
                 can_sign_in account_non_locked accountNonExpired not_blocked active_flag",
            ),
            (
                Field::Status,
                "workflow_state cognito:user_status \
                 status state account_status userStatus user_status accountState \
                 userAccountControl",
            ),
            (
                Field::Deleted,
                "delete_at deleteAt deletedDateTime permanently_deleted \
                 deleted is_deleted deleted_at deletedAt deleted_on date_deleted removed_at \
                 soft_deleted deletion_date",
            ),
        ] {
            for header in headers.split_whitespace() {
                check(header, Some(field));
            }
        }
    }
}
