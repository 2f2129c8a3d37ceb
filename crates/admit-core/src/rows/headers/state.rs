//! Headers of columns that say whether somebody may sign in. They are made of few
//! words and many affixes: `isBlocked`, `account_disabled`, `banned_until`.

use crate::rows::deleted::DELETED;
use crate::users::field::Field;

/// What may stand in front of the word.
const BEFORE: &[&str] = &[
    "",
    "is",
    "account",
    "isaccount",
    "accountis",
    "user",
    "isuser",
    "useris",
    "login",
    "employment",
    "employee",
    "staff",
    "person",
    "customer",
    "membership",
    "profile",
    "cognitouser",
    "zugang",
    "konto",
    "sso",
];

/// The same where a point in time is meant.
const BEFORE_TIMES: &[&str] = &["date", "time", "dateof", "timeof", "pwdaccount"];

/// What may stand behind any of the words.
const BEHIND: &[&str] = &["", "flag", "yn"];

/// What may stand behind a word for a point in time.
const BEHIND_TIMES: &[&str] = &[
    "at",
    "on",
    "until",
    "till",
    "date",
    "time",
    "since",
    "dateutc",
    "timestamp",
    "datetime",
    "timeutc",
    "atutc",
    "ts",
    "epoch",
];

/// Words that shut somebody out.
const SHUTS: &[&str] = &[
    "suspended",
    "blocked",
    "disabled",
    "banned",
    "locked",
    "lockedout",
    "deactivated",
    "inactive",
    "inactivated",
    "archived",
    "frozen",
    "revoked",
    "terminated",
    "expired",
    "blocksignin",
    "signinblocked",
    "signindisabled",
    "logindisabled",
    "prohibitlogin",
    "nsaccountlock",
    "lockoutend",
    "lockoutuntil",
    "lockouttime",
    "lockoutenddateutc",
    "lockoutenddate",
    "suspensiondate",
    "suspensionuntil",
    "unavailable",
    // German
    "gesperrt",
    "deaktiviert",
    "inaktiv",
    "archiviert",
    "blockiert",
    "gesperrtbis",
    // French
    "suspendu",
    "bloque",
    "desactive",
    "inactif",
    "archive",
    "verrouille",
    // Spanish, Portuguese
    "suspendido",
    "bloqueado",
    "deshabilitado",
    "desactivado",
    "inactivo",
    "archivado",
    "inhabilitado",
    "suspenso",
    "desativado",
    "inativo",
    "arquivado",
    "desabilitado",
    // Italian
    "sospeso",
    "bloccato",
    "disabilitato",
    "disattivato",
    "inattivo",
    "archiviato",
    // Dutch
    "geblokkeerd",
    "opgeschort",
    "uitgeschakeld",
    "inactief",
    "gedeactiveerd",
    "gearchiveerd",
    // Polish
    "zablokowany",
    "zawieszony",
    "nieaktywny",
    "wylaczony",
    "dezaktywowany",
    // Turkish
    "engelli",
    "engellendi",
    "askiyaalindi",
    "devredisi",
    "pasif",
    "kilitli",
    // Russian
    "заблокирован",
    "блокировка",
    "отключен",
    "неактивен",
    "приостановлен",
    // Japanese, Chinese, Korean
    "停止",
    "停止中",
    "無効",
    "凍結",
    "ロック",
    "利用停止",
    "禁用",
    "停用",
    "锁定",
    "鎖定",
    "冻结",
    "是否禁用",
    "정지",
    "차단",
    "비활성",
    "잠금",
    // Arabic
    "محظور",
    "معطل",
    "موقوف",
    // Swedish, Danish, Norwegian, Finnish
    "avstangd",
    "sparrad",
    "inaktiverad",
    "sparret",
    "deaktiveret",
    "suspenderet",
    "suspendert",
    "deaktivert",
    "blokkert",
    "blokeret",
    "estetty",
    "lukittu",
    "suspend",
    "disable",
    "block",
    "ban",
    "lock",
    "deactivate",
    "blacklisted",
    "deprovisioned",
    "nologin",
    "blokovan",
    "zablokovan",
    "deaktivovan",
    "neaktivni",
    "заблокований",
    "заблоковано",
    "неактивний",
    "вимкнений",
    "деактивований",
    "blocat",
    "suspendat",
    "dezactivat",
    "inactiv",
    "letiltva",
    "letiltott",
    "felfuggesztve",
    "inaktivni",
    "blokiran",
    "deaktiviran",
    "neaktivan",
    "αποκλεισμενοσ",
    "ανενεργοσ",
    "bikhoa",
    "vohieuhoa",
    "dinhchi",
    "diblokir",
    "dinonaktifkan",
    "tidakaktif",
    "חסום",
    "מושבת",
];

/// Words that let somebody in.
const OPENS: &[&str] = &[
    "active",
    "enabled",
    "activated",
    "signinenabled",
    "loginenabled",
    "cansignin",
    "canlogin",
    "maysignin",
    "maylogin",
    "allowlogin",
    "loginallowed",
    "signinallowed",
    "allowedtosignin",
    "unlocked",
    "unblocked",
    "aktiv",
    "aktiviert",
    "freigeschaltet",
    "actif",
    "activo",
    "habilitado",
    "ativo",
    "ativado",
    "attivo",
    "abilitato",
    "actief",
    "ingeschakeld",
    "aktywny",
    "wlaczony",
    "aktif",
    "etkin",
    "активен",
    "активный",
    "включен",
    "有効",
    "アクティブ",
    "启用",
    "是否启用",
    "激活",
    "啟用",
    "활성",
    "활성화",
    "사용여부",
    "نشط",
    "مفعل",
    "aktiverad",
    "aktiveret",
    "aktivert",
    "aktiivinen",
    "kaytossa",
    "approved",
    "loginenable",
    "активний",
    "увімкнено",
    "aktivni",
    "activ",
    "aktivan",
    "aktivni",
    "ενεργοσ",
    "ενεργο",
    "kichhoat",
    "hoatdong",
    "danghoatdong",
    "פעיל",
    "aktivuotas",
    "aktivny",
];

/// Words for a state that the value names.
const NAMES: &[&str] = &[
    "status",
    "state",
    "accountstatus",
    "accountstate",
    "userstatus",
    "userstate",
    "memberstatus",
    "membershipstatus",
    "lifecyclestatus",
    "useraccountcontrol",
    "loginstatus",
    "statut",
    "estado",
    "stato",
    "situacao",
    "durum",
    "статус",
    "состояние",
    "状态",
    "狀態",
    "状態",
    "ステータス",
    "상태",
    "الحالة",
    "statuskonta",
    "kontostatus",
    "benutzerstatus",
    "tila",
    "newstatus",
    "workflowstate",
    "personstatus",
    "profilestatus",
    "cognitouserstatus",
    "userpoolstatus",
    "stav",
    "stavuctu",
    "stavuzivatele",
    "stavkonta",
    "стан",
    "станобліковогозапису",
    "состояниеучетнойзаписи",
    "състояние",
    "stare",
    "starecont",
    "κατασταση",
    "trangthai",
    "tinhtrang",
    "allapot",
    "statusz",
    "stanje",
    "busena",
    "olek",
    "staatus",
    "estat",
    "situacion",
    "สถานะ",
    "סטטוס",
    "מצב",
    "وضعیت",
    "स्थिति",
    "zugangsstatus",
    "statusaccount",
    "statususer",
    "statusutilisateur",
    "statutducompte",
    "estadodelacuenta",
    "estadodelusuario",
    "statoutente",
    "statoaccount",
];

/// Words for what is not there any more, in names of columns only.
const ALSO_DELETES: &[&str] = &[
    "deletion",
    "geloschtam",
    "是否删除",
    "delete",
    "permanentlydeleted",
    "harddeleted",
    "markeddeleted",
    "markedfordeletion",
    "todelete",
];

/// Words that may mean a part of an address as well.
const ALSO_ADDRESSES: &[&str] = &["state", "estado", "block"];

/// What addresses have beside it, in plain form.
const ADDRESS_PARTS: &[&str] = &[
    "city",
    "town",
    "zip",
    "zipcode",
    "postalcode",
    "postcode",
    "street",
    "streetaddress",
    "country",
    "countrycode",
    "address",
    "address1",
    "addressline1",
    "suburb",
    "ciudad",
    "pais",
    "cidade",
    "cep",
    "codigopostal",
    "calle",
    "rua",
    "direccion",
    "endereco",
    "municipio",
];

/// The field of a header in plain form.
pub(super) fn field_of(form: &str) -> Option<Field> {
    if NAMES.contains(&form) {
        return Some(Field::Status);
    }
    let word = BEFORE
        .iter()
        .filter_map(|before| form.strip_prefix(before))
        .find_map(of_word);
    word.or_else(|| {
        let rest = BEFORE_TIMES
            .iter()
            .find_map(|before| form.strip_prefix(before))?;
        let field = of_word(rest)?;
        (field != Field::Active).then_some(field)
    })
}

fn of_word(rest: &str) -> Option<Field> {
    let negated = |rest: &str| {
        let rest = rest.strip_prefix("not").or(rest.strip_prefix("non"))?;
        match exactly(rest)? {
            Field::Suspended => Some(Field::Active),
            Field::Active => Some(Field::Suspended),
            field => Some(field).filter(|_| false),
        }
    };
    exactly(rest).or_else(|| negated(rest))
}

fn exactly(rest: &str) -> Option<Field> {
    let stands = |words: &[&str], behind: &[&str]| {
        behind
            .iter()
            .filter_map(|behind| rest.strip_suffix(behind))
            .any(|word| words.contains(&word))
    };
    if stands(OPENS, BEHIND) {
        Some(Field::Active)
    } else if stands(SHUTS, BEHIND) || stands(SHUTS, BEHIND_TIMES) {
        Some(Field::Suspended)
    } else if [DELETED, ALSO_DELETES]
        .into_iter()
        .any(|words| stands(words, BEHIND) || stands(words, BEHIND_TIMES))
    {
        Some(Field::Deleted)
    } else {
        None
    }
}

/// Whether a header that means a state may mean a part of an address.
pub(super) fn may_be_address(form: &str) -> bool {
    ALSO_ADDRESSES.contains(&form)
}

/// Whether a header is a part of an address.
pub fn is_address_part(header: &str) -> bool {
    ADDRESS_PARTS.contains(&super::plain(header).as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_plain_and_mean_one_thing() {
        let groups = [
            SHUTS,
            OPENS,
            NAMES,
            DELETED,
            ALSO_DELETES,
            ALSO_ADDRESSES,
            ADDRESS_PARTS,
        ];
        for word in groups.into_iter().flatten() {
            assert_eq!(super::super::plain(word), *word);
        }
        for word in SHUTS {
            assert!(!OPENS.contains(word) && !DELETED.contains(word), "{word}");
        }
        assert!(OPENS.iter().all(|word| !DELETED.contains(word)));
    }
}
