//! The fields a row can give, with the headers that each is known by.

use serde::{Deserialize, Serialize};

macro_rules! fields {
    ($( $(#[doc = $doc:literal])* $variant:ident = $name:literal, label $label:literal, headers [$($header:literal),* $(,)?], secret $secret:literal; )*) => {
        /// One thing a row can say about a user.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Field { $( $(#[doc = $doc])* $variant, )* }

        impl Field {
            /// Every field, in the order of the manual.
            pub const ALL: &'static [Field] = &[$(Field::$variant),*];

            /// The name in files, options and JSON.
            pub const fn name(self) -> &'static str {
                match self { $(Field::$variant => $name,)* }
            }

            /// The name in sentences.
            pub const fn label(self) -> &'static str {
                match self { $(Field::$variant => $label,)* }
            }

            /// The headers accepted, in their folded form (see [`fold_header`]).
            pub const fn headers(self) -> &'static [&'static str] {
                match self { $(Field::$variant => &[$($header),*],)* }
            }

            /// Whether the values may never be shown.
            pub const fn is_secret(self) -> bool {
                match self { $(Field::$variant => $secret,)* }
            }
        }
    };
}

// Their order is stored: a new field goes to the end.
fields! {
    /// The id that the person importing gave the user.
    Id = "id", label "id", headers ["id", "providedid", "userid", "externalid", "externaluserid", "localid"], secret false;
    /// Where the person gets mail; also a way to sign in.
    Email = "email", label "email", headers ["email", "emailaddress", "mail", "useremail", "mailaddress", "emailid"], secret false;
    /// Whether the address is known to be the user's.
    EmailVerified = "email_verified", label "email_verified", headers ["emailverified", "emailverifiedat", "emailverifiedon", "emailconfirmed", "emailconfirmedat", "isemailverified", "emailaddressverified", "mailverified"], secret false;
    /// A phone number, stored as E.164.
    Phone = "phone", label "phone", headers ["phone", "phonenumber", "mobile", "mobilephone", "mobilenumber", "mobilephonenumber", "cellphone", "cellphonenumber", "telephone", "telephonenumber", "userphone"], secret false;
    /// Whether the number is known to be the user's.
    PhoneVerified = "phone_verified", label "phone_verified", headers ["phoneverified", "phoneverifiedat", "phonenumberverified", "phoneconfirmed", "phoneconfirmedat", "phonenumberconfirmed", "isphoneverified"], secret false;
    /// A name to sign in with.
    Username = "username", label "username", headers ["username", "login", "preferredusername", "userlogin", "loginname"], secret false;
    /// The given name.
    FirstName = "first_name", label "first name", headers ["firstname", "givenname", "forename"], secret false;
    /// The family name.
    LastName = "last_name", label "last name", headers ["lastname", "familyname", "surname"], secret false;
    /// A whole name, split into first and last name.
    Name = "name", label "name", headers ["name", "fullname", "displayname"], secret false;
    /// The external ids of the organizations to join.
    Organization = "external_organization_id", label "organization", headers ["externalorganizationid", "organization", "organizations", "org", "orgid", "organisation", "organisations"], secret false;
    /// The keys of the roles to have in them.
    Role = "role_key", label "role", headers ["rolekey", "role", "roles"], secret false;
    /// The keys of the permissions to have in them directly.
    Permission = "permission_key", label "permission", headers ["permissionkey", "permission", "permissions"], secret false;
    /// The password hash, as the source wrote it.
    HashedPassword = "hashed_password", label "hashed_password", headers ["hashedpassword", "passwordhash", "passworddigest", "encryptedpassword", "userpass", "hash", "custompasswordhash"], secret true;
    /// How the password was hashed.
    HashingMethod = "hashing_method", label "hashing_method", headers ["hashingmethod", "hashingalgorithm", "passwordhasher"], secret false;
    /// The salt beside the hash.
    Salt = "salt", label "salt", headers ["salt"], secret true;
    /// Whether the salt stands before or after the password.
    SaltPosition = "salt_position", label "salt_position", headers ["saltposition"], secret false;
    /// How the salt is written.
    SaltFormat = "salt_format", label "salt_format", headers ["saltformat"], secret false;
    /// Whether the source had checked the password.
    PasswordVerified = "password_verified", label "password_verified", headers ["passwordverified"], secret false;
    /// Whether the user is kept from signing in.
    Suspended = "suspended", label "suspended", headers ["suspended", "blocked", "disabled"], secret false;
    /// A list of identities (JSON only).
    Identities = "identities", label "identities", headers ["identities"], secret false;
    /// Free keys and values (JSON only).
    Properties = "properties", label "properties", headers ["properties"], secret false;
    /// Feature flags (JSON only).
    FeatureFlags = "feature_flags", label "feature flags", headers ["featureflags"], secret false;
    /// Organizations with their roles and permissions as one list (JSON only).
    Organizations = "organizations", label "organizations", headers [], secret false;
    /// When the password was set at the source.
    PasswordSetDate = "password_set_date", label "password_set_date", headers ["passwordsetdate", "passwordchangedat", "passwordupdatedat", "lastpasswordreset"], secret false;
    /// How often the password was hashed over, or the work factor, beside the hash.
    HashIterations = "iterations", label "iterations", headers ["iterations", "hashiterations", "workfactor", "factor"], secret false;
    /// Whether the user may sign in: the other way round than `suspended`, which it feeds.
    Active = "active", label "active", headers ["active", "enabled"], secret false;
    /// The state of the account in a word, which feeds `suspended`.
    Status = "status", label "status", headers ["status", "accountstatus", "userstatus"], secret false;
    /// Whether, or when, the user was deleted at the source; it feeds `suspended`.
    Deleted = "deleted", label "deleted", headers ["deleted", "deletedat"], secret false;
}

impl Field {
    /// The field with this name, or the one that a header of this text means.
    pub fn of_header(header: &str) -> Option<Field> {
        let folded = fold_header(header);
        Field::ALL
            .iter()
            .copied()
            .find(|field| field.headers().contains(&folded.as_str()))
    }

    /// Whether it says whether somebody may sign in. Several columns may do so, and
    /// one that shuts out is enough.
    pub const fn is_state(self) -> bool {
        matches!(
            self,
            Field::Suspended | Field::Active | Field::Status | Field::Deleted
        )
    }

    /// Whether its values are texts that tell or name a user, which a yes or a no never does.
    pub const fn holds_text(self) -> bool {
        matches!(
            self,
            Field::Id
                | Field::Email
                | Field::Phone
                | Field::Username
                | Field::FirstName
                | Field::LastName
                | Field::Name
        )
    }

    /// Whether what has the shape of a bare digest may well be a value of it: an id, a key,
    /// or anything at all.
    pub const fn may_hold_digests(self) -> bool {
        matches!(
            self,
            Field::Id
                | Field::Username
                | Field::Organization
                | Field::Organizations
                | Field::Role
                | Field::Permission
                | Field::Identities
                | Field::Properties
                | Field::FeatureFlags
        )
    }

    /// The field of this exact name.
    pub fn of_name(name: &str) -> Option<Field> {
        Field::ALL
            .iter()
            .copied()
            .find(|field| field.name() == name)
    }
}

impl std::fmt::Display for Field {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

/// A header without what does not count: case, spaces, dashes, underscores.
pub fn fold_header(header: &str) -> String {
    header
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '_'))
        .flat_map(char::to_lowercase)
        .collect()
}
