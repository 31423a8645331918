//! Inputs to the bus, and the ledger asked until all is settled.

use std::{
    collections::{HashMap, VecDeque},
    sync::Arc,
    time::Duration,
};

use anyhow::Context as _;
use dateline_messaging::{Bus, Message, Route};
use dateline_record::v1::{Lane, LedgerEntry, ledger_entry::State};
use dateline_storage::Store;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::account::Account;
use crate::{
    exit::Outcome,
    extract::{Read, Submission},
    serve::backends::store_error,
};

/// Articles published together.
const PUBLISHED: usize = 64;

/// Pause between two looks at the ledger when nothing has settled.
const PAUSE: Duration = Duration::from_millis(50);

/// A batch on its way.
pub(super) struct Batch {
    bus: Arc<dyn Bus>,
    store: Arc<dyn Store>,
    account: Account,
    /// Most articles on their way.
    most: usize,
    /// Submissions on their way, oldest first, and what is to be told of each.
    pending: VecDeque<String>,
    known: HashMap<String, Known>,
    /// Messages not yet published.
    outbox: Vec<Message>,
}

/// What is known here of a submission on its way.
struct Known {
    /// Where it comes from.
    origin: String,
    /// How often its bytes came again.
    again: u64,
}

impl Batch {
    pub(super) fn new(bus: Arc<dyn Bus>, store: Arc<dyn Store>, account: Account, most: usize) -> Self {
        Self { bus, store, account, most, pending: VecDeque::new(), known: HashMap::new(), outbox: Vec::new() }
    }

    /// Sends every input and waits until the ledger has settled it, or until interrupted.
    pub(super) async fn run(
        mut self,
        mut inputs: mpsc::Receiver<Read>,
        interrupted: &CancellationToken,
    ) -> anyhow::Result<Outcome> {
        while let Some(Some(input)) = interrupted.run_until_cancelled(inputs.recv()).await {
            self.take(input).await?;
            while self.pending.len() >= self.most && !interrupted.is_cancelled() {
                self.publish().await?;
                self.settle().await?;
            }
        }
        self.publish().await?;
        while !self.pending.is_empty() && !interrupted.is_cancelled() {
            self.settle().await?;
        }
        let again: u64 = self.known.values().map(|known| known.again).sum();
        Ok(self.account.close(self.pending.len() + usize::try_from(again).unwrap_or(usize::MAX)))
    }

    async fn take(&mut self, input: Read) -> anyhow::Result<()> {
        match input {
            Read::Article(submission) => {
                self.submit(&submission).await?;
                self.account.progress(Some(submission.read), self.pending.len());
            }
            Read::Unreadable { origin, reason, detail } => self.account.count_unreadable(&origin, &reason, &detail),
            Read::Passed(line) => self.account.say(&line),
        }
        Ok(())
    }

    /// Sends an article unless the ledger knows it: settled before, or on its way since a run that was killed. The same
    /// bytes a second time are the same article, whether the first is settled by now or not.
    async fn submit(&mut self, submission: &Submission) -> anyhow::Result<()> {
        let (id, article) = (submission.id.clone(), &*submission.article);
        if let Some(known) = self.known.get_mut(&id) {
            known.again += 1;
            return Ok(());
        }
        let entry = self.entry(&id).await?;
        if let Some(entry) = entry.as_ref().filter(|entry| is_settled(entry)) {
            self.account.count_before(entry, 1);
            return Ok(());
        }
        self.known.insert(id.clone(), Known { origin: submission.origin.clone(), again: 0 });
        self.pending.push_back(id.clone());
        if entry.is_none() {
            self.outbox.push(Message::protobuf(Route::Submitted(Lane::Backfill), id, article));
            if self.outbox.len() >= PUBLISHED {
                self.publish().await?;
            }
        }
        Ok(())
    }

    async fn publish(&mut self) -> anyhow::Result<()> {
        if self.outbox.is_empty() {
            return Ok(());
        }
        let messages = std::mem::take(&mut self.outbox);
        self.bus.publish(messages).await.context("the bus refuses the articles: run the same command again to go on")
    }

    /// Counts what has settled from the oldest on; waits a little when nothing has.
    async fn settle(&mut self) -> anyhow::Result<()> {
        let mut settled = 0;
        // Not all settle in the order in which they were sent: those behind a slow one are looked at too.
        for _ in 0..self.pending.len().min(PUBLISHED * 2) {
            let Some(id) = self.pending.pop_front() else { break };
            match self.entry(&id).await?.filter(is_settled) {
                Some(entry) => {
                    if let Some(Known { origin, again }) = self.known.remove(&id) {
                        self.account.count_settled(&origin, &entry);
                        self.account.count_before(&entry, again);
                    }
                    settled += 1;
                }
                None => self.pending.push_back(id),
            }
        }
        self.account.progress(None, self.pending.len());
        if settled == 0 {
            tokio::time::sleep(PAUSE).await;
        }
        Ok(())
    }

    async fn entry(&self, id: &str) -> anyhow::Result<Option<LedgerEntry>> {
        self.store.submission(id).await.map_err(store_error)
    }
}

fn is_settled(entry: &LedgerEntry) -> bool {
    matches!(entry.state(), State::Stored | State::Duplicate | State::Rejected | State::Quarantined)
}
