//! The account: sign-in, unlock, new account, password (crypto specification §8, §13).

use std::rc::Rc;

use portal_contracts::SecretText;
use portal_crypto::{
    Backend, Credentials, EncString, Fingerprint, KeyId, MasterKey, NewAccount, PrivateKey, PublicKey, UserKey,
};

use crate::agent::{Agent, Judged};
use crate::derive::Derive;
use crate::fault::Fault;
use crate::kept::Kept;
use crate::protocol::{
    AccountMade, AccountOpened, FinishSignIn, MakeAccount, MakePassword, Password, PasswordMade, PasswordVerified,
    PrepareSignIn, SignInPrepared, Unlock, VerifyPassword, WrappedAccount,
};

/// An open account.
pub(crate) struct OpenAccount<B: Backend> {
    pub(crate) user_key: UserKey,
    pub(crate) private_key: PrivateKey<B>,
    /// As the server sent it: a re-entered password is checked against it (crypto specification §4).
    wrapped: EncString,
}

impl<B: Backend, D: Derive> Agent<B, D> {
    pub(crate) async fn prepare_sign_in(&self, question: PrepareSignIn) -> Result<SignInPrepared, Fault> {
        let judged = Judged::for_sign_in(&question.password)?;
        let (epoch, master) = (self.epoch(), self.master_key(&question.password, &judged).await?);
        self.still(epoch)?;
        let hash = server_hash(&master, &question.password.password);
        Ok(SignInPrepared { handle: self.keep(Kept::SignIn(Rc::new(master))), hash })
    }

    pub(crate) async fn finish_sign_in(&self, question: FinishSignIn) -> Result<AccountOpened, Fault> {
        let epoch = self.epoch();
        let wrapped: EncString = question.account.user_key.parse()?;
        let user_key = match self.look(question.handle)? {
            Kept::SignIn(master) => master.open_user_key(&wrapped)?,
            Kept::NewAccount(made) => {
                let (master, expected) = &*made;
                let returned = master.open_user_key(&wrapped)?;
                if !returned.same_as(expected) {
                    return Err(Fault::Key);
                }
                returned
            }
            _ => return Err(Fault::Stale),
        };
        let opened = self.open_account(user_key, &question.account, epoch).await?;
        self.forget(question.handle);
        Ok(opened)
    }

    pub(crate) async fn unlock(&self, question: Unlock) -> Result<AccountOpened, Fault> {
        let judged = Judged::for_sign_in(&question.password)?;
        let wrapped: EncString = question.account.user_key.parse()?;
        let epoch = self.epoch();
        let master = self.master_key(&question.password, &judged).await?;
        let user_key = master.open_user_key(&wrapped)?;
        self.open_account(user_key, &question.account, epoch).await
    }

    /// Opens the private key and checks every claim before the account counts as open.
    async fn open_account(
        &self,
        user_key: UserKey,
        account: &WrappedAccount,
        epoch: u64,
    ) -> Result<AccountOpened, Fault> {
        if let Some(claimed) = &account.key_id {
            user_key.check_key_id(&claimed.parse::<KeyId>()?)?;
        }
        // The user key has just proven itself; a private key that does not open under it is damaged or swapped,
        // and must not read as a wrong password.
        let private_key = PrivateKey::open(&self.backend, &user_key, &account.private_key.parse()?)
            .await
            .map_err(|error| if error == portal_crypto::Error::Decrypt { Fault::Key } else { error.into() })?;
        if let Some(claimed) = &account.public_key {
            private_key.check_public(&PublicKey::from_base64(claimed)?)?;
        }
        let fingerprint = words(private_key.public(), &account.user_id)?;
        let opened = AccountOpened {
            fingerprint,
            public_key: private_key.public().to_base64(),
            key_id: user_key.key_id().to_string(),
        };
        self.still(epoch)?;
        self.open(OpenAccount { user_key, private_key, wrapped: account.user_key.parse()? });
        Ok(opened)
    }

    pub(crate) async fn make_account(&self, question: MakeAccount) -> Result<AccountMade, Fault> {
        let judged = Judged::for_setting(&question.password)?;
        let epoch = self.epoch();
        let master = self.master_key(&question.password, &judged).await?;
        let made = NewAccount::make(&self.backend, &master, question.password.password.expose()).await?;
        self.still(epoch)?;
        let NewAccount { credentials, public_key, wrapped_private_key, user_key } = made;
        Ok(AccountMade {
            handle: self.keep(Kept::NewAccount(Rc::new((master, user_key)))),
            hash: SecretText::new(credentials.server_hash.as_str().to_owned()),
            user_key: credentials.protected_user_key.to_text(),
            key_id: credentials.key_id.to_string(),
            public_key: public_key.to_base64(),
            private_key: wrapped_private_key.to_text(),
        })
    }

    pub(crate) async fn verify_password(&self, question: VerifyPassword) -> Result<PasswordVerified, Fault> {
        let hash = self.verified(&question.password).await?;
        Ok(PasswordVerified { hash })
    }

    pub(crate) async fn make_password(&self, question: MakePassword) -> Result<PasswordMade, Fault> {
        // A changed password keeps its settings, even old ones; changed settings must be ones that people may choose.
        let judged = if question.new.kdf == question.current.kdf {
            Judged::for_sign_in(&question.new)?
        } else {
            Judged::for_setting(&question.new)?
        };
        let current_hash = self.verified(&question.current).await?;
        let account = self.account()?;
        let master = self.master_key(&question.new, &judged).await?;
        let made = Credentials::from_master_key(&master, question.new.password.expose(), &account.user_key)?;
        if !master.verifies(&made.protected_user_key, &account.user_key) {
            return Err(Fault::Key);
        }
        Ok(PasswordMade {
            current_hash,
            new_hash: SecretText::new(made.server_hash.as_str().to_owned()),
            user_key: made.protected_user_key.to_text(),
            key_id: made.key_id.to_string(),
        })
    }

    /// Checks a re-entered password of the open account and gives its server hash.
    async fn verified(&self, password: &Password) -> Result<SecretText, Fault> {
        let judged = Judged::for_sign_in(password)?;
        let account = self.account()?;
        let master = self.master_key(password, &judged).await?;
        if !master.verifies(&account.wrapped, &account.user_key) {
            return Err(Fault::Decrypt);
        }
        Ok(server_hash(&master, &password.password))
    }

    pub(crate) async fn master_key(&self, password: &Password, judged: &Judged) -> Result<MasterKey, Fault> {
        Ok(self.derive.derive(password.password.expose(), &judged.salt, judged.kdf).await?)
    }
}

fn server_hash(master: &MasterKey, password: &SecretText) -> SecretText {
    SecretText::new(master.server_hash(password.expose()).as_str().to_owned())
}

/// Fingerprint words of a public key for a person or organisation (crypto specification §12).
pub(crate) fn words(public: &PublicKey, material: &str) -> Result<Vec<String>, Fault> {
    Ok(Fingerprint::of(public, material)?.words().iter().map(|word| (*word).to_owned()).collect())
}
