//! Words for the state of an account.

use crate::rows::deleted::DELETED;
use crate::rows::headers::plain;

/// What an account is at its source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// The user may sign in.
    Open,
    /// The user is kept from signing in.
    Shut,
    /// The user was never let in yet.
    NotYet,
    /// The user is not there any more.
    Deleted,
}

impl State {
    /// Whether the user is kept from signing in.
    pub fn shuts_out(self) -> bool {
        self != State::Open
    }
}

const OPEN: &[&str] = &[
    "active",
    "activated",
    "enabled",
    "enable",
    "confirmed",
    "approved",
    "verified",
    "ok",
    "valid",
    "live",
    "open",
    "normal",
    "current",
    "unlocked",
    "unblocked",
    "goodstanding",
    // Okta and Cognito: the password has to be set anew, which Admit does anyway.
    "passwordexpired",
    "recovery",
    "resetrequired",
    "forcechangepassword",
    "externalprovider",
    "aktiv",
    "aktiviert",
    "freigeschaltet",
    "entsperrt",
    "actif",
    "activo",
    "activa",
    "habilitado",
    "habilitada",
    "ativo",
    "ativa",
    "attivo",
    "attiva",
    "attivato",
    "abilitato",
    "actief",
    "ingeschakeld",
    "aktywny",
    "aktywna",
    "wlaczony",
    "aktif",
    "etkin",
    "активен",
    "активна",
    "активный",
    "включен",
    "有効",
    "アクティブ",
    "启用",
    "正常",
    "激活",
    "已激活",
    "已启用",
    "啟用",
    "활성",
    "활성화",
    "사용",
    "정상",
    "نشط",
    "مفعل",
    "aktivt",
    "aktiverad",
    "aktiveret",
    "aktivert",
    "aktiivinen",
    "aktivni",
    "registered",
    "employed",
    "fulltime",
    "parttime",
    "hired",
    "probation",
    "vollzeit",
    "teilzeit",
    "angestellt",
    "activ",
    "activat",
    "aktivan",
    "aktivny",
    "aktivovan",
    "povolen",
    "активний",
    "активно",
    "активовано",
    "увімкнено",
    "ενεργοσ",
    "ενεργη",
    "ενεργο",
    "hoatdong",
    "danghoatdong",
    "kichhoat",
    "dakichhoat",
    "aktivalt",
    "engedelyezve",
    "פעיל",
    "ใช้งาน",
];

const SHUT: &[&str] = &[
    "inactive",
    "suspended",
    "suspend",
    "disabled",
    "disable",
    "locked",
    "lockedout",
    "blocked",
    "block",
    "banned",
    "ban",
    "deprovisioned",
    "deactivated",
    "archived",
    "compromised",
    "terminated",
    "revoked",
    "expired",
    "ended",
    "closed",
    "cancelled",
    "canceled",
    "frozen",
    "onhold",
    "hold",
    "denied",
    "rejected",
    "declined",
    "paused",
    "stopped",
    "quarantined",
    "restricted",
    "ldapblocked",
    "dormant",
    "retired",
    "former",
    "left",
    "notactive",
    "spam",
    "unavailable",
    "inaktiv",
    "gesperrt",
    "deaktiviert",
    "suspendiert",
    "blockiert",
    "archiviert",
    "inactif",
    "suspendu",
    "desactive",
    "bloque",
    "archive",
    "inactivo",
    "inactiva",
    "suspendido",
    "suspendida",
    "bloqueado",
    "bloqueada",
    "deshabilitado",
    "desactivado",
    "inativo",
    "inativa",
    "desativado",
    "suspenso",
    "suspensa",
    "inattivo",
    "sospeso",
    "bloccato",
    "disabilitato",
    "disattivato",
    "inactief",
    "geblokkeerd",
    "uitgeschakeld",
    "opgeschort",
    "gedeactiveerd",
    "nieaktywny",
    "zablokowany",
    "zawieszony",
    "wylaczony",
    "pasif",
    "engelli",
    "askida",
    "kilitli",
    "devredisi",
    "неактивен",
    "неактивный",
    "заблокирован",
    "отключен",
    "приостановлен",
    "無効",
    "停止",
    "停止中",
    "凍結",
    "ロック",
    "禁用",
    "已禁用",
    "停用",
    "已停用",
    "锁定",
    "已锁定",
    "冻结",
    "封禁",
    "비활성",
    "비활성화",
    "정지",
    "차단",
    "잠김",
    "معطل",
    "محظور",
    "موقوف",
    "غيرنشط",
    "inaktivt",
    "inaktiverad",
    "avstangd",
    "sparrad",
    "sparret",
    "deaktiveret",
    "deaktivert",
    "suspenderet",
    "suspendert",
    "estetty",
    "lukittu",
    "nologin",
    "terminate",
    "dismissed",
    "resigned",
    "laidoff",
    "offboarded",
    "exited",
    "excluded",
    "kicked",
    "deactivate",
    "lock",
    "blacklisted",
    "ausgeschieden",
    "gekundigt",
    "neaktivni",
    "neaktivny",
    "blokovan",
    "blokovany",
    "zablokovan",
    "zablokovany",
    "pozastaven",
    "zakazan",
    "deaktivovan",
    "inactiv",
    "dezactivat",
    "suspendat",
    "blocat",
    "заблокований",
    "заблоковано",
    "неактивний",
    "неактивно",
    "вимкнено",
    "деактивовано",
    "призупинено",
    "звільнений",
    "уволен",
    "ανενεργοσ",
    "ανενεργη",
    "αποκλεισμενοσ",
    "απενεργοποιημενοσ",
    "σεαναστολη",
    "khonghoatdong",
    "ngunghoatdong",
    "ngunghd",
    "bikhoa",
    "dakhoa",
    "dinhchi",
    "tamkhoa",
    "vohieuhoa",
    "davohieuhoa",
    "letiltva",
    "letiltott",
    "felfuggesztve",
    "felfuggesztett",
    "inaktivni",
    "neaktivan",
    "blokiran",
    "deaktiviran",
    "suspendiran",
    "diblokir",
    "dinonaktifkan",
    "nonaktif",
    "tidakaktif",
    "ditangguhkan",
    "חסום",
    "מושבת",
    "לאפעיל",
];

const NOT_YET: &[&str] = &[
    "staged",
    "pending",
    "provisioned",
    "invited",
    "unconfirmed",
    "unverified",
    "notactivated",
    "unactivated",
    "draft",
    "requested",
    "waiting",
    "waitlisted",
    "invitesent",
    "unregistered",
    "inreview",
    "onboarding",
    "notverified",
    "notconfirmed",
    "ausstehend",
    "eingeladen",
    "wartend",
    "enattente",
    "invite",
    "pendiente",
    "invitado",
    "pendente",
    "convidado",
    "inattesa",
    "invitato",
    "uitgenodigd",
    "oczekujacy",
    "zaproszony",
    "beklemede",
    "ожидает",
    "приглашен",
    "保留",
    "保留中",
    "招待中",
    "待审核",
    "待激活",
    "未激活",
    "대기",
    "대기중",
    "معلق",
    "vantande",
    "inbjuden",
    "inviteret",
    "invitert",
    "creationpending",
    "preregistered",
    "cekajici",
    "ceka",
    "inasteptare",
    "очікує",
    "εκκρεμει",
    "choduyet",
    "chokichhoat",
    "dangcho",
    "fuggoben",
];

/// Words for what is not there any more, as values only.
const ALSO_DELETED: &[&str] = &[
    "delete",
    "trash",
    "destroyed",
    "tobedeleted",
    "pendingdeletion",
    "pendingdelete",
    "eliminada",
];

/// What Moodle has for a way to sign in, and Unix for a shell, where there is none.
const NO_LOGIN: &str = "nologin";

/// Words that are said of anything that came to an end.
const WEAK: &[&str] = &[
    "closed",
    "archive",
    "restricted",
    "unavailable",
    "expired",
    "ended",
    "frozen",
    "revoked",
    "retired",
    "cancelled",
    "canceled",
    "rejected",
    "denied",
    "declined",
    "stopped",
    "paused",
    "hold",
    "onhold",
    "left",
    "former",
    "spam",
    "excluded",
    "停止",
    "停止中",
];

/// Beginnings of words that are said of people and their accounts.
const STRONG: &[&str] = &["suspend", "banned", "terminat", "deactivat", "deprovision"];

/// How surely a word says that somebody is kept out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grade {
    /// Nothing else has this word.
    Unmistakable,
    /// It is said of people and their accounts.
    Strong,
    /// It is said of accounts and of other things that are on or off.
    Toggle,
    /// It is said of anything.
    Weak,
    /// It is a word for a state that keeps nobody out.
    Open,
}

/// How surely a word of a column that nothing is known of keeps somebody out; nothing if
/// it names no state.
pub fn grade(text: &str) -> Option<Grade> {
    let state = of_word(text)?;
    let word = plain(text);
    Some(match state {
        State::Open | State::NotYet => Grade::Open,
        State::Deleted => Grade::Strong,
        State::Shut if word == NO_LOGIN => Grade::Unmistakable,
        State::Shut if STRONG.iter().any(|stem| word.starts_with(stem)) => Grade::Strong,
        State::Shut if WEAK.contains(&word.as_str()) => Grade::Weak,
        State::Shut => Grade::Toggle,
    })
}

/// The state that a word names.
pub fn of_word(text: &str) -> Option<State> {
    let word = plain(text);
    let word = word.as_str();
    let is_doubtful = text.contains(['?', '？', '؟', ';']);
    if DELETED.contains(&word) || ALSO_DELETED.contains(&word) {
        Some(State::Deleted)
    } else if OPEN.contains(&word) && !is_doubtful {
        Some(State::Open)
    } else if SHUT.contains(&word) {
        Some(State::Shut)
    } else if NOT_YET.contains(&word) || word.starts_with("pending") || word.starts_with("awaiting")
    {
        Some(State::NotYet)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_plain_and_mean_one_state() {
        let mut seen = std::collections::BTreeSet::new();
        for word in [OPEN, SHUT, NOT_YET, DELETED, ALSO_DELETED]
            .into_iter()
            .flatten()
        {
            assert_eq!(plain(word), *word);
            assert!(seen.insert(*word), "{word} stands twice");
        }
    }

    #[test]
    fn words_are_read_however_they_are_written() {
        for (text, expected) in [
            ("ACTIVE", Some(State::Open)),
            ("Active ", Some(State::Open)),
            ("LOCKED_OUT", Some(State::Shut)),
            ("Locked Out", Some(State::Shut)),
            ("DEPROVISIONED", Some(State::Shut)),
            ("Désactivé", Some(State::Shut)),
            ("Pending user action", Some(State::NotYet)),
            ("pending_deletion", Some(State::Deleted)),
            ("gelöscht", Some(State::Deleted)),
            ("1", None),
            ("TRUE", None),
            ("maybe", None),
            ("Victoria", None),
            ("", None),
        ] {
            assert_eq!(of_word(text), expected, "{text}");
        }
    }
}
