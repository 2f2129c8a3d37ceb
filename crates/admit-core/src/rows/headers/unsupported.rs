//! Headers that mean no field, and what is known of them.

/// Headers of clear-text passwords, folded.
pub const CLEAR_PASSWORDS: &[&str] = &[
    "password",
    "passwd",
    "pwd",
    "pass",
    "plainpassword",
    "plaintextpassword",
    "cleartextpassword",
    "clearpassword",
    "rawpassword",
    "userpassword",
    "initialpassword",
    "temporarypassword",
    "temppassword",
    "passwords",
    "kennwort",
    "passwort",
    "motdepasse",
    "contrasena",
    "contrasenya",
    "wachtwoord",
    "haslo",
    "sifre",
    "parola",
    "senha",
    "пароль",
    "パスワード",
    "密码",
    "密碼",
    "비밀번호",
    "losenord",
    "adgangskode",
];

/// Folded headers that exports have and Admit has no place for, with the reason.
pub const UNSUPPORTED: &[(&[&str], &str)] = &[
    (
        &[
            "totpsecret",
            "totp",
            "mfa",
            "mfaenabled",
            "mfafactors",
            "mfaenrollments",
            "otpsecret",
            "twofactorenabled",
            "twofactorsecret",
            "backupcodes",
            "recoverycodes",
            "passkeys",
            "webauthn",
        ],
        "Second factors can't be moved; the users will set them up again.",
    ),
    (
        &[
            "createdat",
            "created",
            "createdon",
            "creationtime",
            "creationdate",
            "createddate",
            "updatedat",
            "updated",
            "updatedon",
            "modifiedat",
            "lastmodified",
            "lastlogin",
            "lastloginat",
            "lastsignin",
            "lastsigninat",
            "lastsignedin",
            "lastsignedinat",
            "lastip",
            "loginscount",
            "logincount",
        ],
        "Admit keeps its own record of when a user was created, changed and signed in.",
    ),
    (
        &[
            "picture",
            "avatar",
            "avatarurl",
            "photo",
            "photourl",
            "imageurl",
            "profileimageurl",
            "profilepicture",
        ],
        "Admit keeps no pictures.",
    ),
    (
        &["locale", "language", "timezone", "zoneinfo"],
        "Admit keeps no languages and time zones.",
    ),
];

/// Whether values under this folded header could be secrets.
pub fn may_be_secret(folded: &str) -> bool {
    [
        "password",
        "passwd",
        "passwort",
        "secret",
        "token",
        "totp",
        "otp",
        "apikey",
        "privatekey",
    ]
    .iter()
    .any(|word| folded.contains(word))
}
