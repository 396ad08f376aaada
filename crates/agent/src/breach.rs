//! The breach check: the page sees five hexadecimal digits and a count (crypto specification §16.1).

use std::rc::Rc;

use portal_crypto::{Backend, BreachProbe};

use crate::agent::Agent;
use crate::derive::Derive;
use crate::fault::Fault;
use crate::kept::Kept;
use crate::protocol::{BreachCheckPrepared, BreachChecked, FinishBreachCheck, PrepareBreachCheck};

impl<B: Backend, D: Derive> Agent<B, D> {
    /// Works without an account: the password is only about to be set.
    pub(crate) fn prepare_breach_check(&self, question: &PrepareBreachCheck) -> BreachCheckPrepared {
        let probe = BreachProbe::new(question.password.expose());
        let prefix = probe.prefix().to_owned();
        BreachCheckPrepared { handle: self.keep(Kept::Breach(Rc::new(probe))), prefix }
    }

    pub(crate) fn finish_breach_check(&self, question: &FinishBreachCheck) -> Result<BreachChecked, Fault> {
        let kept = self.look(question.handle)?;
        self.forget(question.handle);
        let Kept::Breach(probe) = kept else { return Err(Fault::Stale) };
        Ok(BreachChecked { count: probe.count_in(&question.list)? })
    }
}
