//! The secrets everything else is derived from, one purpose each.

use std::fmt;

use anyhow::anyhow;
use chacha20poly1305::aead::Aead;
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use rand::RngCore;
use secrecy::{ExposeSecret, SecretBox};
use std::sync::Arc;

use crate::Result;

#[derive(Clone)]
pub struct Keys {
    master: Arc<SecretBox<[u8; 32]>>,
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keys(…)")
    }
}

/// What a derived key is for. A key for one purpose is worth nothing for another.
#[derive(Clone, Copy)]
pub(crate) enum Purpose {
    LicenseSeal,
    LicenseLookup,
    DownloadToken,
    EmbedToken,
    SandboxWebhook,
    AuditChain,
    AuthenticatorSeal,
    DeviceToken,
    RecoveryCode,
    RecoveryCodeSeal,
    TeamInvitation,
    /// What the links in mails are derived from.
    AccountLink,
    AccountLinkLookup,
    SignUpCode,
    LimitSubject,
    KnownBrowser,
    ApiKey,
    ApiKeyShown,
    AccessToken,
    RefreshToken,
    /// What the link that keeps an account is derived from.
    ClosingLink,
    ErasureLink,
    /// What is left of an address that was erased.
    ErasedAddress,
    Unsubscribe,
}

impl Purpose {
    fn context(self) -> &'static str {
        match self {
            Self::LicenseSeal => "autopilot monster 2026 license seal",
            Self::LicenseLookup => "autopilot monster 2026 license lookup",
            Self::DownloadToken => "autopilot monster 2026 download token",
            Self::EmbedToken => "autopilot monster 2026 embed token",
            Self::SandboxWebhook => "autopilot monster 2026 sandbox webhook",
            Self::AuditChain => "autopilot monster 2026 audit chain",
            Self::AuthenticatorSeal => "autopilot monster 2026 authenticator seal",
            Self::DeviceToken => "autopilot monster 2026 device token",
            Self::RecoveryCode => "autopilot monster 2026 recovery code",
            Self::RecoveryCodeSeal => "autopilot monster 2026 recovery code seal",
            Self::TeamInvitation => "autopilot monster 2026 team invitation",
            Self::AccountLink => "autopilot monster 2026 account link",
            Self::AccountLinkLookup => "autopilot monster 2026 account link lookup",
            Self::SignUpCode => "autopilot monster 2026 sign-up code",
            Self::LimitSubject => "autopilot monster 2026 limit subject",
            Self::KnownBrowser => "autopilot monster 2026 known browser",
            Self::ApiKey => "autopilot monster 2026 api key",
            Self::ApiKeyShown => "autopilot monster 2026 api key shown",
            Self::AccessToken => "autopilot monster 2026 access token",
            Self::RefreshToken => "autopilot monster 2026 refresh token",
            Self::ClosingLink => "autopilot monster 2026 closing link",
            Self::ErasureLink => "autopilot monster 2026 erasure link",
            Self::ErasedAddress => "autopilot monster 2026 erased address",
            Self::Unsubscribe => "autopilot monster 2026 unsubscribe",
        }
    }
}

impl Keys {
    pub fn from_master(master: [u8; 32]) -> Self {
        Self {
            master: Arc::new(SecretBox::new(Box::new(master))),
        }
    }

    pub(crate) fn derive(&self, purpose: Purpose) -> [u8; 32] {
        blake3::derive_key(purpose.context(), self.master.expose_secret())
    }

    /// A keyed hash for look-ups: who reads the table cannot test guesses without the key.
    pub(crate) fn hash(&self, purpose: Purpose, text: &str) -> [u8; 32] {
        *blake3::keyed_hash(&self.derive(purpose), text.as_bytes()).as_bytes()
    }

    /// Encrypts; `about` is bound to it, so that a sealed text cannot be moved to another row.
    pub(crate) fn seal(&self, purpose: Purpose, about: &[u8], text: &str) -> Result<Vec<u8>> {
        let mut nonce = [0_u8; 24];
        rand::rng().fill_bytes(&mut nonce);
        let payload = chacha20poly1305::aead::Payload {
            msg: text.as_bytes(),
            aad: about,
        };
        let sealed = XChaCha20Poly1305::new(&self.derive(purpose).into())
            .encrypt(XNonce::from_slice(&nonce), payload)
            .map_err(|_| anyhow!("sealing failed"))?;
        Ok([&nonce[..], &sealed].concat())
    }

    pub(crate) fn unseal(&self, purpose: Purpose, about: &[u8], sealed: &[u8]) -> Result<String> {
        let (nonce, msg) = sealed
            .split_at_checked(24)
            .ok_or_else(|| anyhow!("sealed text too short"))?;
        let payload = chacha20poly1305::aead::Payload { msg, aad: about };
        let open = XChaCha20Poly1305::new(&self.derive(purpose).into())
            .decrypt(XNonce::from_slice(nonce), payload)
            .map_err(|_| {
                anyhow!("a sealed text does not open: SECRET_KEY is not the one it was sealed with")
            })?;
        Ok(String::from_utf8(open).map_err(anyhow::Error::from)?)
    }
}
