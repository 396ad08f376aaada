//! The worker that reads files of other password managers, fetched when a file is about to be chosen. Dropping it ends
//! the worker and with it every plain item.

use std::{
    cell::{Cell, RefCell},
    collections::HashMap,
    rc::Rc,
};

use futures::channel::oneshot;
use portal_client::import::Items;
use portal_contracts::{SecretText, ciphers::PlainCipher};
use portal_importers::{Destination, Existing, Failure, Format, Options, Origin, Parsed, Plan};
use zeroize::Zeroizing;

use super::{
    files::LocalFile,
    import_protocol::{Answer, Asked, Opened, Question, Reading, Told},
    line::{End, Line},
};

type Waiting = Rc<RefCell<HashMap<u32, oneshot::Sender<Answer>>>>;

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The file cannot be read.
    File(Failure),
    /// The worker cannot be had, or ended: mostly for want of memory.
    Gone,
}

/// One worker with one file. Clones are the same worker.
#[derive(Clone)]
pub struct Importer {
    line: Rc<Line>,
    waiting: Waiting,
    next: Rc<Cell<u32>>,
}

impl Importer {
    /// Starts the worker.
    ///
    /// # Errors
    /// [`Refusal::Gone`] when it cannot be had.
    pub fn start() -> Result<Self, Refusal> {
        let waiting = Waiting::default();
        let hear = {
            let waiting = Rc::clone(&waiting);
            move |text: String| {
                let text = Zeroizing::new(text);
                let Ok(Told { id, answer }) = serde_json::from_str(&text) else { return };
                let waiter = waiting.borrow_mut().remove(&id);
                if let Some(waiter) = waiter {
                    let _ = waiter.send(answer);
                }
            }
        };
        let end = {
            let waiting = Rc::clone(&waiting);
            // Whoever waits hears that nobody will answer any more.
            move |_: End| waiting.borrow_mut().clear()
        };
        let line = Line::start("data-import", Rc::new(hear), Rc::new(end)).map_err(|_| Refusal::Gone)?;
        Ok(Self { line, waiting, next: Rc::default() })
    }

    async fn ask(&self, question: Question) -> Result<Answer, Refusal> {
        self.say(question, |text| self.line.say(text)).await
    }

    async fn say(&self, question: Question, say: impl FnOnce(&str)) -> Result<Answer, Refusal> {
        let id = self.next.get();
        self.next.set(id.wrapping_add(1));
        let text = serde_json::to_string(&Asked { id, question }).map(Zeroizing::new).map_err(|_| Refusal::Gone)?;
        let (sender, receiver) = oneshot::channel();
        if self.line.is_over() {
            return Err(Refusal::Gone);
        }
        self.waiting.borrow_mut().insert(id, sender);
        say(&text);
        receiver.await.map_err(|_| Refusal::Gone)
    }

    /// Opens a file. Its size is judged before it is read.
    ///
    /// # Errors
    /// See [`Refusal`].
    pub async fn open_file(&self, file: &LocalFile) -> Result<Opened, Refusal> {
        portal_importers::check_size(file.size()).map_err(Refusal::File)?;
        let question = Question::Open { name: file.name() };
        opened(self.say(question, |text| self.line.hand(text, file.inner())).await?)
    }

    /// Opens a text. It goes over as bytes, which move and can be wiped; texts of the browser cannot.
    ///
    /// # Errors
    /// See [`Refusal`].
    pub async fn open_text(&self, content: SecretText) -> Result<Opened, Refusal> {
        portal_importers::check_size(u64::try_from(content.expose().len()).unwrap_or(u64::MAX))
            .map_err(Refusal::File)?;
        let question = Question::Open { name: String::new() };
        // The bytes are wiped here as soon as they are on their way.
        let hand = move |text: &str| self.line.hand_bytes(text, content.expose().as_bytes());
        opened(self.say(question, hand).await?)
    }

    /// Reads what is open.
    ///
    /// # Errors
    /// See [`Refusal`].
    pub async fn read(&self, format: Format, options: Options) -> Result<Reading, Refusal> {
        read(self.ask(Question::Read { format, options }).await?)
    }

    /// Hands over what was read elsewhere.
    ///
    /// # Errors
    /// See [`Refusal`].
    pub async fn adopt(&self, parsed: Parsed) -> Result<Reading, Refusal> {
        read(self.ask(Question::Adopt { parsed: Box::new(parsed) }).await?)
    }

    /// Lays what was read over the client's collections.
    ///
    /// # Errors
    /// See [`Refusal`].
    pub async fn plan(&self, existing: Vec<Existing>, destination: Destination) -> Result<Plan, Refusal> {
        match self.ask(Question::Plan { existing, destination }).await? {
            Answer::Plan(plan) => Ok(*plan),
            _ => Err(Refusal::Gone),
        }
    }

    /// Where items are in the file, and their names.
    pub async fn whose(&self, places: Vec<usize>) -> Vec<(Origin, String)> {
        match self.ask(Question::Whose { places }).await {
            Ok(Answer::Whose(names)) => names,
            _ => Vec::new(),
        }
    }
}

impl Items for Importer {
    async fn take(&self, places: &[usize]) -> Option<Vec<PlainCipher>> {
        match self.ask(Question::Take { places: places.to_vec() }).await {
            Ok(Answer::Items(items)) => Some(items),
            _ => None,
        }
    }
}

fn opened(answer: Answer) -> Result<Opened, Refusal> {
    match answer {
        Answer::Opened(outcome) => outcome.map_err(Refusal::File),
        _ => Err(Refusal::Gone),
    }
}

fn read(answer: Answer) -> Result<Reading, Refusal> {
    match answer {
        Answer::Read(outcome) => outcome.map_err(Refusal::File),
        _ => Err(Refusal::Gone),
    }
}
