//! Opening the user key of a member (crypto specification §13.2): client key → its private key → the member's user key.
//! Recovering an account puts the same user key under a new password; letting a device in, to the device's public key.

use portal_contracts::SecretText;
use portal_crypto::{Backend, Credentials, EncString, OrgKey, SharedKey, recovery};

use crate::agent::{Agent, Judged};
use crate::derive::Derive;
use crate::fault::Fault;
use crate::kept::Kept;
use crate::protocol::{DeviceToLetIn, MemberRecovered, RecoverMember, WrapForDevices, WrappedForDevices};

impl<B: Backend, D: Derive> Agent<B, D> {
    pub(crate) async fn recover_member(&self, question: RecoverMember) -> Result<MemberRecovered, Fault> {
        // The member keeps their settings, even old ones, but not ones that make the new password easy to guess.
        let judged = Judged::for_sign_in(&question.password)?;
        let private_key: EncString = question.encrypted_private_key.parse()?;
        let shared: SharedKey = question.reset_password_key.parse()?;
        let epoch = self.epoch();
        // First the slow derivation: the keys of client and member live as short as can be.
        let master = self.master_key(&question.password, &judged).await?;
        let client = self.client_key(&question.organization_id).await?;
        let user_key = recovery::member_user_key(&self.backend, &client, &private_key, &shared).await?;
        let made = Credentials::from_master_key(&master, question.password.password.expose(), &user_key)?;
        if !master.verifies(&made.protected_user_key, &user_key) {
            return Err(Fault::Key);
        }
        self.still(epoch)?;
        Ok(MemberRecovered {
            hash: SecretText::new(made.server_hash.as_str().to_owned()),
            user_key: made.protected_user_key.to_text(),
            key_id: made.key_id.to_string(),
        })
    }

    pub(crate) async fn wrap_for_devices(&self, question: WrapForDevices) -> Result<WrappedForDevices, Fault> {
        let epoch = self.epoch();
        let client = self.client_key(&question.organization_id).await?;
        let mut keys = Vec::with_capacity(question.devices.len());
        for device in &question.devices {
            keys.push(self.wrap_for_device(&client, device).await);
            self.still(epoch)?;
        }
        Ok(WrappedForDevices { keys })
    }

    async fn wrap_for_device(&self, client: &OrgKey, device: &DeviceToLetIn) -> Result<String, Fault> {
        let Kept::PublicKey(public) = self.look(device.handle)? else { return Err(Fault::Stale) };
        let private_key: EncString = device.encrypted_private_key.parse()?;
        let shared: SharedKey = device.reset_password_key.parse()?;
        let user_key = recovery::member_user_key(&self.backend, client, &private_key, &shared).await?;
        self.wrap(&public, &user_key).await
    }
}
