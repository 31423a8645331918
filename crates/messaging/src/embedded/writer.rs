//! The one thread that writes: takes what waits, applies it in one transaction, answers after the commit.

use std::{
    path::Path,
    sync::{Arc, mpsc},
    thread,
};

use rusqlite::{Connection, ErrorCode, Transaction, TransactionBehavior};
use tokio::sync::{mpsc as async_mpsc, oneshot};

use super::{
    Signals,
    jobs::{self, Change, Claim, Claimed},
    schema,
};
use crate::{Config, Error, Kind, Message, Queue, QueueStatus, Route, clock};

/// Commands in one commit at most.
const GROUP: usize = 256;

/// Answer to a command.
type Reply<T> = oneshot::Sender<Result<T, Error>>;

/// Whether messages were taken in.
#[derive(Debug)]
pub(super) enum Published {
    /// All of them, durably.
    Yes,
    /// None: this queue is full.
    Full(Queue),
}

/// Answer to a claim: jobs, or when to look again.
#[derive(Debug)]
pub(super) enum Found {
    /// Jobs, at least one.
    Jobs(Vec<Claimed>),
    /// None now; the next is due at this time, in milliseconds since 1970, as far as is known.
    Nothing(Option<i64>),
}

/// What the thread can do.
#[derive(Debug)]
pub(super) enum Command {
    Publish { messages: Arc<Vec<Message>>, reply: Reply<Published> },
    Claim { claim: Claim, sink: async_mpsc::UnboundedSender<Result<Found, Error>> },
    Settle { owner: i64, changes: Vec<(u64, Change)>, reply: Reply<()> },
    Release { queue: Queue, owner: i64, uncount: bool, reply: Option<Reply<()>> },
    Renew { queue: Queue, owner: i64 },
    Depths { reply: Reply<Vec<QueueStatus>> },
    Ping { reply: Reply<()> },
}

/// What a command came to, told once it is committed.
enum Effect {
    Nothing,
    Full(Queue),
    Found(Found),
    Depths(Vec<QueueStatus>),
}

/// Handle of the thread, which ends when the last handle is gone.
#[derive(Debug)]
pub(super) struct Writer {
    commands: mpsc::Sender<Command>,
}

impl Writer {
    /// Opens the file and starts the thread.
    pub(super) fn start(path: &Path, config: &Config, signals: Arc<Signals>) -> Result<Self, Error> {
        let connection = schema::open(path)?;
        let (commands, inbox) = mpsc::channel();
        let config = config.clone();
        thread::Builder::new()
            .name("dateline-bus".to_owned())
            .spawn(move || State { connection, config, signals, synced: true }.run(&inbox))
            .map_err(|error| Error::new(Kind::Internal, format!("cannot start the bus's thread: {error}")))?;
        Ok(Self { commands })
    }

    /// Hands over a command.
    pub(super) fn send(&self, command: Command) -> Result<(), Error> {
        self.commands.send(command).map_err(|_| stopped())
    }
}

/// The thread is gone.
pub(super) fn stopped() -> Error {
    Error::new(Kind::Internal, "the bus's thread has ended: restart the program")
}

struct State {
    connection: Connection,
    config: Config,
    signals: Arc<Signals>,
    /// Whether commits are synced to disk now.
    synced: bool,
}

impl State {
    fn run(mut self, inbox: &mpsc::Receiver<Command>) {
        while let Ok(first) = inbox.recv() {
            let mut group = vec![first];
            group.extend(inbox.try_iter().take(GROUP - 1));
            group = self.answer_idle_claims(group);
            if !group.is_empty() {
                self.serve(group);
            }
        }
    }

    /// Answers claims that find nothing, so that waiting consumers cost no transaction.
    fn answer_idle_claims(&self, group: Vec<Command>) -> Vec<Command> {
        let now = clock::now_millis();
        let idle = |command: &Command| {
            let Command::Claim { claim, sink } = command else { return false };
            let Ok(due) = jobs::next_due(&self.connection, claim.queue) else { return false };
            // A consumer that is gone needs no answer.
            due.is_none_or(|due| due > now) && sink.send(Ok(Found::Nothing(due))).is_ok()
        };
        group.into_iter().filter(|command| !idle(command)).collect()
    }

    fn serve(&mut self, group: Vec<Command>) {
        match self.commit(&group) {
            Ok(effects) => {
                for (command, effect) in group.into_iter().zip(effects) {
                    self.tell(command, effect);
                }
            }
            Err(error) => group.into_iter().for_each(|command| refuse(command, &error)),
        }
    }

    fn commit(&mut self, group: &[Command]) -> rusqlite::Result<Vec<Effect>> {
        let sync = group.iter().any(must_sync);
        if sync != self.synced {
            self.connection.pragma_update(None, "synchronous", if sync { "FULL" } else { "NORMAL" })?;
            self.synced = sync;
        }
        let transaction = Transaction::new_unchecked(&self.connection, TransactionBehavior::Immediate)?;
        let effects = group.iter().map(|command| self.apply(&transaction, command)).collect::<Result<_, _>>()?;
        transaction.commit()?;
        Ok(effects)
    }

    fn apply(&self, transaction: &Transaction<'_>, command: &Command) -> rusqlite::Result<Effect> {
        let now = clock::now_millis();
        let lease_end = now.saturating_add(jobs::millis(self.config.lease));
        match command {
            Command::Publish { messages, .. } => return self.publish(transaction, messages, now),
            Command::Claim { claim, .. } => {
                let found = jobs::claim(transaction, *claim, now, lease_end, self.config.delivery_limit)?;
                // When all that were due went to quarantine, there may be more.
                let again = if found.is_empty() { jobs::next_due(transaction, claim.queue)? } else { None };
                return Ok(Effect::Found(if found.is_empty() { Found::Nothing(again) } else { Found::Jobs(found) }));
            }
            Command::Settle { owner, changes, .. } => {
                for (seq, change) in changes {
                    jobs::settle(transaction, *owner, *seq, change, now)?;
                }
            }
            Command::Release { queue, owner, uncount, .. } => {
                jobs::release(transaction, *queue, *owner, *uncount, now)?;
            }
            Command::Renew { queue, owner } => jobs::renew(transaction, *queue, *owner, now, lease_end)?,
            Command::Depths { .. } => return jobs::depths(transaction, now).map(Effect::Depths),
            Command::Ping { .. } => {}
        }
        Ok(Effect::Nothing)
    }

    /// All or none of the messages; a queue takes a whole batch as long as it is below its limit.
    fn publish(&self, transaction: &Transaction<'_>, messages: &[Message], now: i64) -> rusqlite::Result<Effect> {
        for queue in Queue::ALL {
            let fed = messages.iter().any(|message| destination(message) == Some(queue));
            if fed && jobs::depth(transaction, queue)? >= self.config.queue_limit {
                return Ok(Effect::Full(queue));
            }
        }
        for message in messages {
            if let Some(queue) = destination(message) {
                jobs::insert(transaction, queue, message, now)?;
            }
        }
        Ok(Effect::Nothing)
    }

    /// Answers after the commit and wakes those who wait for what it brought. An asker that is gone is no failure.
    fn tell(&self, command: Command, effect: Effect) {
        match (command, effect) {
            (Command::Publish { reply, .. }, Effect::Full(queue)) => drop(reply.send(Ok(Published::Full(queue)))),
            (Command::Publish { messages, reply }, _) => {
                messages.iter().filter_map(destination).for_each(|queue| self.signals.arrived(queue).notify_waiters());
                let _ = reply.send(Ok(Published::Yes));
            }
            (Command::Claim { sink, .. }, Effect::Found(found)) => drop(sink.send(Ok(found))),
            (Command::Settle { reply, changes, .. }, _) => {
                let _ = reply.send(Ok(()));
                self.signals.freed.notify_waiters();
                if changes.iter().any(|(_, change)| matches!(change, Change::Quarantine { .. })) {
                    self.signals.arrived(Queue::Quarantine).notify_waiters();
                }
            }
            (Command::Release { queue, reply, .. }, _) => {
                self.signals.arrived(queue).notify_waiters();
                reply.map(|reply| reply.send(Ok(())));
            }
            (Command::Depths { reply }, Effect::Depths(depths)) => drop(reply.send(Ok(depths))),
            (Command::Ping { reply }, _) => drop(reply.send(Ok(()))),
            _ => {}
        }
    }
}

/// The queue that a message goes to; none for notices.
fn destination(message: &Message) -> Option<Queue> {
    Queue::ALL.into_iter().find(|queue| queue.key() == message.route.key()).filter(|_| message.route != Route::Stored)
}

/// Whether a power cut right after the answer must not undo the command.
fn must_sync(command: &Command) -> bool {
    match command {
        Command::Publish { .. } => true,
        Command::Settle { changes, .. } => changes.iter().any(|(_, change)| !matches!(change, Change::Done)),
        _ => false,
    }
}

fn refuse(command: Command, error: &rusqlite::Error) {
    let error = || translate(error);
    match command {
        Command::Publish { reply, .. } => drop(reply.send(Err(error()))),
        Command::Claim { sink, .. } => drop(sink.send(Err(error()))),
        Command::Settle { reply, .. } | Command::Ping { reply } => drop(reply.send(Err(error()))),
        Command::Depths { reply } => drop(reply.send(Err(error()))),
        Command::Release { reply: Some(reply), .. } => drop(reply.send(Err(error()))),
        // The leases end by themselves.
        Command::Release { reply: None, .. } | Command::Renew { .. } => {}
    }
}

fn translate(error: &rusqlite::Error) -> Error {
    let (kind, remedy) = match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => (Kind::Busy, "free space on its disk"),
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => (Kind::Busy, "another process holds it"),
        Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
            (Kind::Misconfigured, "make its folder writable")
        }
        _ => (Kind::Unavailable, "check its disk"),
    };
    Error::new(kind, format!("the bus file cannot be written: {error}; {remedy}"))
}
