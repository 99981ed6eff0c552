//! The portal as devices know it: what they are asked, and whether their answers are right.

use super::{CHALLENGE_LIFE, MAX_ANSWER_BYTES};
use crate::{
    error::{Conflict, Error, Result},
    id::UserId,
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use webauthn_rs::{
    Webauthn, WebauthnBuilder,
    prelude::{
        DiscoverableAuthentication, Passkey, PasskeyRegistration, PublicKeyCredential,
        RegisterPublicKeyCredential, Url, WebauthnError,
    },
};

/// The relying party: the portal under its public address.
#[derive(Clone, Debug)]
pub struct RelyingParty(Webauthn);

/// Why the answer of a device was not taken, for the log of its owner.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Denied {
    /// Not the account's, or no more.
    Unknown,
    /// Another challenge, another address, no owner at the device, or no right signature.
    Wrong,
    /// It counts its uses, and has counted back: there may be two of it.
    Copied,
}

impl Denied {
    pub(crate) fn label(self) -> &'static str {
        match self {
            Self::Unknown => "Unknown passkey",
            Self::Wrong => "Passkey not taken",
            Self::Copied => "Passkey that may have been copied",
        }
    }
}

/// The passkey as it has to be kept after a use.
#[derive(Debug)]
pub(crate) struct Verified(pub(crate) Vec<u8>);

/// The account for which a passkey is made, as the device shows it.
pub(crate) struct ForWhom<'a> {
    pub(crate) user_id: UserId,
    pub(crate) email: &'a str,
    pub(crate) name: &'a str,
    pub(crate) company: &'a str,
}

impl RelyingParty {
    /// The portal at PORTAL_PUBLIC_URL. Browsers have passkeys only for names, and only over https or on the machine itself.
    ///
    /// # Errors
    /// [`Conflict::NoPasskeysHere`].
    pub fn at(public_url: &str) -> Result<Self> {
        let origin = Url::parse(public_url).map_err(|_| Conflict::NoPasskeysHere)?;
        let name = origin.domain().ok_or(Conflict::NoPasskeysHere)?;
        let is_this_machine = name == "localhost" || name.ends_with(".localhost");
        if origin.scheme() != "https" && !is_this_machine {
            return Err(Conflict::NoPasskeysHere.into());
        }
        let builder = WebauthnBuilder::new(name, &origin).map_err(Error::internal)?;
        Ok(Self(builder.timeout(CHALLENGE_LIFE).build().map_err(Error::internal)?))
    }

    /// What a device is asked for a new passkey, and what its answer is checked against. It is to keep the key itself, so that it can
    /// be used without an address typed, and to make sure of its owner.
    pub(crate) fn begin_adding(
        &self,
        whom: &ForWhom<'_>,
        existing: Vec<Vec<u8>>,
    ) -> Result<(Vec<u8>, Vec<u8>)> {
        let (mut asked, state) = self
            .0
            .start_passkey_registration(whom.user_id.0, whom.email, whom.name, Some(existing))
            .map_err(Error::internal)?;
        whom.company.clone_into(&mut asked.public_key.rp.name);
        let mut options = serde_json::to_value(&asked.public_key).map_err(Error::internal)?;
        if let Some(selection) = options.get_mut("authenticatorSelection").and_then(Value::as_object_mut) {
            selection.insert("residentKey".to_owned(), json!("required"));
            selection.insert("requireResidentKey".to_owned(), json!(true));
        }
        Ok((
            serde_json::to_vec(&options).map_err(Error::internal)?,
            serde_json::to_vec(&state).map_err(Error::internal)?,
        ))
    }

    /// The passkey that a device has made: its id, and what is kept of it.
    pub(crate) fn finish_adding(&self, answer: &str, state: &[u8]) -> Result<(Vec<u8>, Vec<u8>)> {
        let answer: RegisterPublicKeyCredential = read(answer)?;
        let state: PasskeyRegistration = serde_json::from_slice(state).map_err(Error::internal)?;
        let passkey = self.0.finish_passkey_registration(&answer, &state).map_err(|cause| {
            tracing::info!(%cause, "a new passkey was refused");
            Conflict::PasskeyRefused
        })?;
        let kept = serde_json::to_vec(&passkey).map_err(Error::internal)?;
        Ok((passkey.cred_id().clone(), kept))
    }

    /// What a device is asked to sign, and what its answer is checked against. Without `allowed` any passkey of the portal will do.
    pub(crate) fn challenge(&self, allowed: &[Vec<u8>]) -> Result<(String, Vec<u8>)> {
        let (asked, state) = self.0.start_discoverable_authentication().map_err(Error::internal)?;
        let mut options = serde_json::to_value(&asked.public_key).map_err(Error::internal)?;
        if let Some(options) = options.as_object_mut() {
            let allowed = allowed
                .iter()
                .map(|id| json!({"type": "public-key", "id": URL_SAFE_NO_PAD.encode(id)}))
                .collect();
            options.insert("allowCredentials".to_owned(), Value::Array(allowed));
        }
        Ok((options.to_string(), serde_json::to_vec(&state).map_err(Error::internal)?))
    }

    /// Whether the answer of a device is right for this passkey.
    pub(crate) fn verify(
        &self,
        answer: &Signed,
        state: &[u8],
        kept: &[u8],
    ) -> Result<std::result::Result<Verified, Denied>> {
        let state: DiscoverableAuthentication = serde_json::from_slice(state).map_err(Error::internal)?;
        let mut passkey: Passkey = serde_json::from_slice(kept).map_err(Error::internal)?;
        match self.0.finish_discoverable_authentication_v2(&answer.0, state, &passkey) {
            Ok(result) => {
                passkey.update_credential(&result);
                Ok(Ok(Verified(serde_json::to_vec(&passkey).map_err(Error::internal)?)))
            }
            Err(WebauthnError::CredentialPossibleCompromise) => Ok(Err(Denied::Copied)),
            Err(cause) => {
                tracing::info!(%cause, "a passkey was refused");
                Ok(Err(Denied::Wrong))
            }
        }
    }
}

/// What a device has signed.
#[derive(Debug)]
pub(crate) struct Signed(PublicKeyCredential);

impl Signed {
    /// As the browser writes it.
    pub(crate) fn read(text: &str) -> Result<Self> {
        read(text).map(Self)
    }

    pub(crate) fn credential_id(&self) -> &[u8] {
        self.0.get_credential_id()
    }

    /// The account that the device says the passkey is for; only a device that keeps the key itself says so.
    pub(crate) fn user_id(&self) -> Option<UserId> {
        let handle = self.0.get_user_unique_id()?;
        uuid::Uuid::from_slice(handle).ok().map(UserId)
    }
}

fn read<T: serde::de::DeserializeOwned>(text: &str) -> Result<T> {
    if text.len() > MAX_ANSWER_BYTES {
        return Err(Conflict::PasskeyRefused.into());
    }
    serde_json::from_str(text).map_err(|_| Conflict::PasskeyRefused.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passkeys_are_for_names_over_https_and_for_this_machine() {
        for good in [
            "https://portal.example",
            "https://portal.example:8443",
            "http://localhost:3000",
            "http://a.localhost",
        ] {
            assert!(RelyingParty::at(good).is_ok(), "{good}");
        }
        for bad in
            ["http://127.0.0.1:3000", "https://192.0.2.1", "https://[::1]", "http://portal.example", "portal"]
        {
            assert!(matches!(RelyingParty::at(bad), Err(Error::Conflict(Conflict::NoPasskeysHere))), "{bad}");
        }
    }

    #[test]
    fn devices_keep_the_key_and_make_sure_of_their_owner() {
        let party = RelyingParty::at("https://portal.example").unwrap();
        let user_id = UserId(uuid::Uuid::now_v7());
        let whom = ForWhom { user_id, email: "a@b.example", name: "Ada", company: "Company" };
        let (options, _) = party.begin_adding(&whom, vec![vec![1, 2]]).unwrap();
        let options: Value = serde_json::from_slice(&options).unwrap();
        assert_eq!(options["rp"], json!({"id": "portal.example", "name": "Company"}));
        assert_eq!(options["authenticatorSelection"]["residentKey"], "required");
        assert_eq!(options["authenticatorSelection"]["userVerification"], "required");
        assert_eq!(options["excludeCredentials"][0]["id"], "AQI");

        let options: Value = serde_json::from_str(&party.challenge(&[vec![1, 2]]).unwrap().0).unwrap();
        assert_eq!(options["allowCredentials"], json!([{"type": "public-key", "id": "AQI"}]));
        assert_eq!(
            (&options["rpId"], &options["userVerification"]),
            (&json!("portal.example"), &json!("required"))
        );
        let other: Value = serde_json::from_str(&party.challenge(&[]).unwrap().0).unwrap();
        assert_eq!(other["allowCredentials"], json!([]));
        assert_ne!(options["challenge"], other["challenge"]);
    }
}
