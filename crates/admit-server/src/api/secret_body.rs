//! Bodies that hold secrets: they are wiped once they were read, and what is in them is
//! copied only to what is wiped as well.

use crate::api::query::{json_or_refused, read, too_large};
use crate::limits::SECRET_BODY_BYTES_MAX;
use crate::problem::Problem;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use http_body_util::BodyExt;
use serde::Deserialize;
use serde_json::value::RawValue;
use zeroize::{Zeroize, Zeroizing};

/// A body of JSON with secrets in it.
pub struct SecretBody(Zeroizing<Vec<u8>>);

impl<S: Send + Sync> FromRequest<S> for SecretBody {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<SecretBody, Problem> {
        json_or_refused(request.headers())?;
        let mut body = request.into_body();
        // It never grows, or what it was before would be left in memory.
        let mut whole = Zeroizing::new(Vec::with_capacity(SECRET_BODY_BYTES_MAX));
        while let Some(frame) = body.frame().await {
            let broken_off = |_| {
                Problem::new(
                    StatusCode::BAD_REQUEST,
                    ("broken-off", "The body did not come to its end"),
                    "Send the request again.",
                )
            };
            let Ok(data) = frame.map_err(broken_off)?.into_data() else {
                continue;
            };
            if whole.len() + data.len() > SECRET_BODY_BYTES_MAX {
                return Err(too_large());
            }
            whole.extend_from_slice(&data);
            // Where the connection still holds it, it goes with that.
            if let Ok(mut data) = data.try_into_mut() {
                data.as_mut().zeroize();
            }
        }
        Ok(SecretBody(whole))
    }
}

impl SecretBody {
    /// What it says.
    ///
    /// # Errors
    /// It is no JSON, or does not fit.
    pub fn read<'b, T: Deserialize<'b>>(&'b self) -> Result<T, Problem> {
        read(&self.0)
    }
}

/// A text as it stands in a body.
#[derive(Deserialize)]
#[serde(transparent)]
pub struct Text<'b>(#[serde(borrow)] &'b RawValue);

impl Text<'_> {
    /// The text itself.
    ///
    /// # Errors
    /// It is no text, or a longer one than `bytes_max`.
    pub fn plain(&self, field: &str, bytes_max: usize) -> Result<Zeroizing<String>, Problem> {
        let detail = "Look at the body: a field of it does not fit.";
        let Some(text) = unescaped(self.0.get()) else {
            return Err(Problem::unusable(detail).field(field, "a text is expected"));
        };
        if text.len() > bytes_max {
            let message = format!("it has more than {bytes_max} bytes");
            return Err(Problem::unusable(detail).field(field, message));
        }
        Ok(text)
    }
}

/// The text of a string of JSON. The reader's own would leave a copy of it in memory.
fn unescaped(json: &str) -> Option<Zeroizing<String>> {
    let inner = json.strip_prefix('"')?.strip_suffix('"')?;
    // Nothing is longer as text than it is written.
    let mut text = Zeroizing::new(String::with_capacity(inner.len()));
    let mut characters = inner.chars();
    while let Some(c) = characters.next() {
        let plain = match c {
            '\\' => match characters.next()? {
                'b' => '\u{8}',
                'f' => '\u{c}',
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                'u' => unit(&mut characters)?,
                other => other,
            },
            other => other,
        };
        text.push(plain);
    }
    Some(text)
}

/// What stands behind `\u`, with the other half of a pair.
fn unit(characters: &mut std::str::Chars<'_>) -> Option<char> {
    let first = four(characters)?;
    if !(0xD800..0xDC00).contains(&first) {
        return char::from_u32(first);
    }
    let is_pair = characters.next() == Some('\\') && characters.next() == Some('u');
    let second = four(characters).filter(|half| is_pair && (0xDC00..0xE000).contains(half))?;
    char::from_u32(0x1_0000 + ((first - 0xD800) << 10) + (second - 0xDC00))
}

fn four(characters: &mut std::str::Chars<'_>) -> Option<u32> {
    (0..4).try_fold(0, |number, _| {
        Some(number * 16 + characters.next()?.to_digit(16)?)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(json: &str, expected: Option<&str>) {
        let text = unescaped(json);
        assert_eq!(text.as_ref().map(|text| text.as_str()), expected, "{json}");
        // The reader says the same.
        let read = serde_json::from_str::<String>(json).ok();
        assert_eq!(read.as_deref(), expected, "{json}");
    }

    #[test]
    fn texts_are_read_as_json_says() {
        check(r#""plain""#, Some("plain"));
        check(r#""""#, Some(""));
        check(r#""a\"b\\c\/d""#, Some("a\"b\\c/d"));
        check(r#""\b\f\n\r\t""#, Some("\u{8}\u{c}\n\r\t"));
        check(r#""caf\u00e9 \uD83D\uDE00 \u0000""#, Some("café 😀 \0"));
        check(r#""\ud800""#, None);
        check(r#""\ud800\u0041""#, None);
        check(r#""\udc00""#, None);
        check("7", None);
        check("null", None);
    }
}
