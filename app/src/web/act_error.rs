//! What an act answers a program, or a form that could not be read at all: a code, never free text.

use std::fmt;

use market::{Error, Refusal};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use server_fn::codec::JsonEncoding;
use server_fn::error::{FromServerFnError, ServerFnErrorErr};

/// Why an act was not done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActError {
    /// What was sent cannot be read: 400.
    BadRequest,
    /// 401.
    SignInNeeded,
    /// 403: first prove once more who you are.
    ProofNeeded,
    /// 403: first set up a second factor, or show it.
    SecondFactorNeeded,
    /// 403.
    Forbidden,
    /// 404.
    NotFound,
    /// A rule says no: 422.
    Refused(Refusal),
    /// It was tried too often: 429.
    TooOften,
    /// Nothing was done; in a moment it can be: 503.
    Busy,
    /// Our fault, and logged: 500.
    Failed,
}

impl ActError {
    /// A stable word for programs.
    pub fn code(self) -> &'static str {
        match self {
            Self::BadRequest => "bad-request",
            Self::SignInNeeded => "sign-in-needed",
            Self::ProofNeeded => "proof-needed",
            Self::SecondFactorNeeded => "second-factor-needed",
            Self::Forbidden => "forbidden",
            Self::NotFound => "not-found",
            Self::Refused(refusal) => refusal.code(),
            Self::TooOften => "too-often",
            Self::Busy => "busy",
            Self::Failed => "failed",
        }
    }

    /// The HTTP status it is answered with.
    pub fn status(self) -> http::StatusCode {
        match self {
            Self::BadRequest => http::StatusCode::BAD_REQUEST,
            Self::SignInNeeded => http::StatusCode::UNAUTHORIZED,
            Self::ProofNeeded | Self::SecondFactorNeeded | Self::Forbidden => {
                http::StatusCode::FORBIDDEN
            }
            Self::NotFound => http::StatusCode::NOT_FOUND,
            Self::Refused(_) => http::StatusCode::UNPROCESSABLE_ENTITY,
            Self::TooOften => http::StatusCode::TOO_MANY_REQUESTS,
            Self::Busy => http::StatusCode::SERVICE_UNAVAILABLE,
            Self::Failed => http::StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The error with this code; what nobody knows is `Failed`.
    pub fn from_code(code: &str) -> Self {
        match code {
            "bad-request" => Self::BadRequest,
            "sign-in-needed" => Self::SignInNeeded,
            "proof-needed" => Self::ProofNeeded,
            "second-factor-needed" => Self::SecondFactorNeeded,
            "forbidden" => Self::Forbidden,
            "not-found" => Self::NotFound,
            "too-often" => Self::TooOften,
            "busy" => Self::Busy,
            code => Refusal::from_code(code).map_or(Self::Failed, Self::Refused),
        }
    }
}

/// Failures are logged here, once.
impl From<Error> for ActError {
    fn from(error: Error) -> Self {
        match error {
            Error::NotFound => Self::NotFound,
            Error::Forbidden => Self::Forbidden,
            Error::SignInNeeded => Self::SignInNeeded,
            Error::ProofNeeded => Self::ProofNeeded,
            Error::SecondFactorNeeded => Self::SecondFactorNeeded,
            Error::Refused(refusal) => Self::Refused(refusal),
            Error::TooOften(_) => Self::TooOften,
            Error::Busy => Self::Busy,
            Error::Failed(cause) => {
                tracing::error!(error = format!("{cause:#}"), "an act failed");
                Self::Failed
            }
        }
    }
}

impl FromServerFnError for ActError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Args(_)
            | ServerFnErrorErr::MissingArg(_)
            | ServerFnErrorErr::Deserialization(_)
            | ServerFnErrorErr::Request(_)
            | ServerFnErrorErr::UnsupportedRequestMethod(_) => Self::BadRequest,
            other => {
                tracing::error!(error = %other, "an act failed");
                Self::Failed
            }
        }
    }
}

impl fmt::Display for ActError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl std::error::Error for ActError {}

impl Serialize for ActError {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for ActError {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self::from_code(&String::deserialize(deserializer)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_error_is_known_by_its_code() {
        let own = [
            ActError::BadRequest,
            ActError::SignInNeeded,
            ActError::ProofNeeded,
            ActError::SecondFactorNeeded,
            ActError::Forbidden,
            ActError::NotFound,
            ActError::TooOften,
            ActError::Busy,
            ActError::Failed,
        ];
        let refusals = Refusal::ALL.iter().copied().map(ActError::Refused);
        for error in own.into_iter().chain(refusals) {
            assert_eq!(ActError::from_code(error.code()), error);
        }
    }

    #[test]
    fn what_cannot_be_read_is_the_senders_mistake_and_its_words_stay_inside() {
        let error = ActError::from_server_fn_error(ServerFnErrorErr::Args(
            "invalid type: string, expected u32".to_owned(),
        ));
        assert_eq!(error.ser(), "\"bad-request\"");
    }
}
