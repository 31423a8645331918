//! Exchanges, queues and bindings on RabbitMQ, described once, in the order of their declaration.

use std::time::Duration;

use dateline_record::v1::Lane;

use crate::{Config, Queue, Route};

/// Deliveries without a limit: brokers before 4.0 know no `-1`, later ones drop after 20 when none is given.
const UNLIMITED: i64 = 1_000_000_000;

/// The whole of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Topology {
    /// Declared first; what is named as an alternate comes before what names it.
    pub exchanges: Vec<ExchangeSpec>,
    /// Declared next: the dead-letter side before the queues that dead-letter to it.
    pub queues: Vec<QueueSpec>,
    /// Declared last.
    pub bindings: Vec<BindingSpec>,
}

/// A durable exchange.
#[derive(Debug, Clone, PartialEq)]
pub struct ExchangeSpec {
    /// Its name.
    pub name: String,
    /// `topic` or `fanout`.
    pub kind: &'static str,
    /// Where it sends what no binding takes.
    pub alternate: Option<String>,
}

/// A durable quorum queue.
#[derive(Debug, Clone, PartialEq)]
pub struct QueueSpec {
    /// Its name.
    pub name: String,
    /// `work`, `retry`, `quarantine`, `ledger` or `unroutable`.
    pub role: &'static str,
    /// True for a submit queue: its messages are not yet in the ledger.
    pub before_ledger: bool,
    /// Its `x-…` arguments.
    pub arguments: Vec<(&'static str, Argument)>,
}

/// Value of an argument.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Argument {
    /// A number.
    Number(i64),
    /// A text.
    Text(String),
}

/// A queue's binding to an exchange.
#[derive(Debug, Clone, PartialEq)]
pub struct BindingSpec {
    /// The exchange.
    pub exchange: String,
    /// The queue.
    pub queue: String,
    /// The routing key; `#` for everything.
    pub key: String,
}

/// Who waits together: a full queue holds up the retries of its own group only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WaitGroup {
    Live,
    Backfill,
    Quarantine,
}

impl WaitGroup {
    const ALL: [Self; 3] = [Self::Live, Self::Backfill, Self::Quarantine];

    /// The group of a queue's retries.
    pub(crate) fn of(queue: Queue) -> Self {
        match queue.route().map(Route::lane) {
            None => Self::Quarantine,
            Some(Lane::Backfill) => Self::Backfill,
            Some(_) => Self::Live,
        }
    }

    fn suffix(self) -> &'static str {
        match self {
            Self::Live => "",
            Self::Backfill => ".backfill",
            Self::Quarantine => ".quarantine",
        }
    }
}

/// Names as they are on the broker.
#[derive(Debug, Clone)]
pub(crate) struct Names {
    prefix: String,
    delays: Vec<Duration>,
}

impl Names {
    pub(crate) fn new(config: &Config) -> Self {
        Self { prefix: config.prefix.clone(), delays: config.delays.clone() }
    }

    /// The topic exchange of every durable route.
    pub(crate) fn main(&self) -> String {
        self.prefix.clone()
    }

    /// The fan-out of stored notices.
    pub(crate) fn stored(&self) -> String {
        format!("{}.stored", self.prefix)
    }

    /// Exchange and queue of what was given up.
    pub(crate) fn quarantine(&self) -> String {
        format!("{}.quarantine", self.prefix)
    }

    /// Exchange and queue of what no binding takes.
    pub(crate) fn unroutable(&self) -> String {
        format!("{}.unroutable", self.prefix)
    }

    /// Exchange and queue of what waits for its next attempt.
    pub(crate) fn wait(&self, level: usize, group: WaitGroup) -> String {
        let delay = self.delays.get(level).copied().unwrap_or_default();
        let delay = humantime::format_duration(delay).to_string().replace(' ', "");
        format!("{}.wait.{delay}{}", self.prefix, group.suffix())
    }

    /// A queue.
    pub(crate) fn queue(&self, queue: Queue) -> String {
        format!("{}.{}", self.prefix, queue.key())
    }
}

impl Topology {
    /// Everything that the bus needs with these settings.
    #[must_use]
    pub fn new(config: &Config) -> Self {
        let names = Names::new(config);
        let waits = waits(config, &names);
        let mut exchanges = vec![
            fanout(names.unroutable()),
            fanout(names.quarantine()),
            fanout(names.stored()),
            ExchangeSpec { name: names.main(), kind: "topic", alternate: Some(names.unroutable()) },
        ];
        let mut queues = vec![sink(names.unroutable(), "unroutable"), sink(names.quarantine(), "quarantine")];
        let mut bindings = vec![bind_all(names.unroutable()), bind_all(names.quarantine())];
        for wait in waits {
            exchanges.push(fanout(wait.name.clone()));
            bindings.push(bind_all(wait.name.clone()));
            queues.push(wait);
        }
        for queue in Queue::ALL {
            let Some(route) = queue.route() else { continue };
            queues.push(work(config, &names, queue));
            let key = route.key().to_owned();
            bindings.push(BindingSpec { exchange: names.main(), queue: names.queue(queue), key });
        }
        Self { exchanges, queues, bindings }
    }
}

/// A queue for each delay, from which messages go back with the routing key that they came with. One queue for each,
/// as a message with a longer delay would hold up the shorter ones behind it.
fn waits(config: &Config, names: &Names) -> Vec<QueueSpec> {
    let mut waits: Vec<QueueSpec> = Vec::new();
    for group in WaitGroup::ALL {
        for (level, delay) in config.delays.iter().enumerate() {
            let back = if group == WaitGroup::Quarantine { names.quarantine() } else { names.main() };
            let mut arguments = at_least_once(back);
            arguments.push(("x-message-ttl", number(delay.as_millis())));
            let wait = QueueSpec { name: names.wait(level, group), role: "retry", before_ledger: false, arguments };
            // Two levels may have the same delay.
            if !waits.contains(&wait) {
                waits.push(wait);
            }
        }
    }
    waits
}

fn work(config: &Config, names: &Names, queue: Queue) -> QueueSpec {
    let mut arguments = at_least_once(names.quarantine());
    arguments.push(("x-delivery-limit", number(config.delivery_limit)));
    arguments.push(("x-max-length", number(config.queue_limit)));
    arguments.push(("x-max-length-bytes", number(config.queue_limit_bytes)));
    let before_ledger = matches!(queue, Queue::Submitted(_));
    QueueSpec { name: names.queue(queue), role: queue.role(), before_ledger, arguments }
}

/// Without `reject-publish` the broker quietly falls back to losing what it cannot dead-letter.
fn at_least_once(exchange: String) -> Vec<(&'static str, Argument)> {
    vec![
        ("x-queue-type", Argument::Text("quorum".to_owned())),
        ("x-overflow", Argument::Text("reject-publish".to_owned())),
        ("x-dead-letter-strategy", Argument::Text("at-least-once".to_owned())),
        ("x-dead-letter-exchange", Argument::Text(exchange)),
    ]
}

/// A queue that nothing leaves by itself.
fn sink(name: String, role: &'static str) -> QueueSpec {
    let arguments = vec![
        ("x-queue-type", Argument::Text("quorum".to_owned())),
        ("x-overflow", Argument::Text("reject-publish".to_owned())),
        ("x-delivery-limit", Argument::Number(UNLIMITED)),
    ];
    QueueSpec { name, role, before_ledger: false, arguments }
}

fn fanout(name: String) -> ExchangeSpec {
    ExchangeSpec { name, kind: "fanout", alternate: None }
}

fn bind_all(name: String) -> BindingSpec {
    BindingSpec { exchange: name.clone(), queue: name, key: "#".to_owned() }
}

fn number(value: impl TryInto<i64>) -> Argument {
    Argument::Number(value.try_into().unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn argument<'a>(queue: &'a QueueSpec, name: &str) -> Option<&'a Argument> {
        queue.arguments.iter().find(|(key, _)| *key == name).map(|(_, value)| value)
    }

    #[test]
    fn dead_letters_find_their_exchange_and_queue_declared_before() {
        let topology = Topology::new(&Config::default());
        for (place, queue) in topology.queues.iter().enumerate().filter(|(_, queue)| queue.role != "retry") {
            let Some(Argument::Text(exchange)) = argument(queue, "x-dead-letter-exchange") else { continue };
            let target = topology.bindings.iter().find(|binding| binding.exchange == *exchange).unwrap();
            assert!(topology.queues[..place].iter().any(|queue| queue.name == target.queue), "{}", queue.name);
        }
    }

    #[test]
    fn whatever_dead_letters_does_so_at_least_once() {
        for queue in Topology::new(&Config::default()).queues {
            assert_eq!(argument(&queue, "x-queue-type"), Some(&Argument::Text("quorum".to_owned())));
            assert_eq!(argument(&queue, "x-overflow"), Some(&Argument::Text("reject-publish".to_owned())));
            if argument(&queue, "x-dead-letter-exchange").is_some() {
                let strategy = argument(&queue, "x-dead-letter-strategy");
                assert_eq!(strategy, Some(&Argument::Text("at-least-once".to_owned())));
            }
        }
    }

    #[test]
    fn each_delay_has_its_own_queue_in_each_group() {
        let topology = Topology::new(&Config::default());
        let waits: Vec<_> = topology.queues.iter().filter(|queue| queue.role == "retry").collect();
        assert_eq!(waits.len(), 12);
        assert_eq!(waits[0].name, "dateline.wait.5s");
        assert_eq!(argument(waits[0], "x-message-ttl"), Some(&Argument::Number(5000)));
        assert_eq!(waits[6].name, "dateline.wait.2m.backfill");
    }
}
