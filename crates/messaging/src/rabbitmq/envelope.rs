//! Messages as AMQP properties and headers, and back.

use bytes::Bytes;
use lapin::{
    BasicProperties,
    message::Delivery,
    types::{AMQPValue, FieldTable, ShortString},
};

use crate::{
    Message, PROTOBUF, Queue, Route,
    topology::{Names, WaitGroup},
};

/// Bytes of a failure's detail that are kept: headers must fit in one frame.
const DETAIL: usize = 4096;

/// A message on its way to an exchange.
#[derive(Debug, Clone)]
pub(super) struct Outgoing {
    pub(super) exchange: String,
    pub(super) key: &'static str,
    pub(super) message: Message,
}

/// Messages to where their routes lead.
pub(super) fn outgoing(messages: Vec<Message>, names: &Names) -> Vec<Outgoing> {
    let each = messages.into_iter().map(|message| {
        let exchange = if message.route == Route::Stored { names.stored() } else { names.main() };
        Outgoing { exchange, key: message.route.key(), message }
    });
    each.collect()
}

/// A message to the wait queue of its next attempt.
pub(super) fn waiting(mut message: Message, queue: Queue, level: usize, names: &Names) -> Outgoing {
    message.attempt = message.attempt.saturating_add(1);
    let exchange = names.wait(level, WaitGroup::of(queue));
    Outgoing { exchange, key: message.route.key(), message }
}

/// A message to quarantine.
pub(super) fn given_up(mut message: Message, reason: &str, detail: &str, names: &Names) -> Outgoing {
    message.failure = Some((reason.to_owned(), detail.to_owned()));
    Outgoing { exchange: names.quarantine(), key: message.route.key(), message }
}

/// Properties and headers of a message. Notices alone are not persistent.
pub(super) fn properties(message: &Message) -> BasicProperties {
    let mut properties = BasicProperties::default();
    let persistent = if message.route == Route::Stored { 1 } else { 2 };
    properties = properties.with_delivery_mode(persistent).with_headers(headers(message));
    if let Some(id) = property(&message.id) {
        properties = properties.with_message_id(id);
    }
    if let Some(content_type) = property(&message.content_type) {
        properties = properties.with_content_type(content_type);
    }
    if let Some(schema) = property(&message.schema) {
        properties = properties.with_type(schema);
    }
    properties
}

fn property(text: &str) -> Option<ShortString> {
    ShortString::try_new(text).ok().filter(|_| !text.is_empty())
}

fn headers(message: &Message) -> FieldTable {
    let mut headers = FieldTable::default();
    let mut put = |name: &str, value: AMQPValue| {
        if let Ok(name) = ShortString::try_new(name) {
            headers.insert(name, value);
        }
    };
    put("attempt", AMQPValue::LongLongInt(message.attempt.into()));
    if !message.trace.is_empty() {
        put("traceparent", AMQPValue::LongString(message.trace.as_str().into()));
    }
    if let Some((reason, detail)) = &message.failure {
        let end = detail.floor_char_boundary(DETAIL);
        put("reason", AMQPValue::LongString(reason.as_str().into()));
        put("detail", AMQPValue::LongString(detail.get(..end).unwrap_or_default().into()));
    }
    headers
}

/// A delivery as a message. Nothing is required of a foreign producer: what it left out is guessed from the body or
/// stays empty.
pub(super) fn incoming(delivery: Delivery, queue: Queue) -> Message {
    let properties = &delivery.properties;
    let headers = properties.headers().as_ref();
    let text = |property: &Option<ShortString>| property.as_ref().map(ToString::to_string).unwrap_or_default();
    let content_type = text(properties.content_type());
    let content_type = if content_type.is_empty() { sniff(&delivery.data).to_owned() } else { content_type };
    let route = Route::from_key(delivery.routing_key.as_str()).or(queue.route());
    Message {
        route: route.unwrap_or(Route::Submitted(dateline_record::v1::Lane::Live)),
        id: text(properties.message_id()),
        content_type,
        schema: text(properties.kind()),
        trace: headers.and_then(|headers| string(headers, "traceparent")).unwrap_or_default(),
        attempt: headers.and_then(|headers| number(headers, "attempt")).unwrap_or(0),
        failure: (queue == Queue::Quarantine).then(|| failure(headers)),
        body: Bytes::from(delivery.data),
    }
}

/// JSON begins with a brace, after white space; no protobuf of ours does, as the brace is a tag of a group.
fn sniff(body: &[u8]) -> &'static str {
    if body.trim_ascii_start().starts_with(b"{") { "application/json" } else { PROTOBUF }
}

/// Why it was given up: by a handler, or by the broker, latest first.
fn failure(headers: Option<&FieldTable>) -> (String, String) {
    let unknown = || ("unknown".to_owned(), "it came to quarantine without a reason".to_owned());
    let Some(headers) = headers else { return unknown() };
    if let Some(reason) = string(headers, "reason") {
        return (reason, string(headers, "detail").unwrap_or_default());
    }
    let Some(AMQPValue::FieldArray(deaths)) = headers.inner().get("x-death") else { return unknown() };
    let deaths = deaths.as_slice().iter().filter_map(|death| match death {
        AMQPValue::FieldTable(death) => Some((string(death, "reason")?, string(death, "queue").unwrap_or_default())),
        _ => None,
    });
    // `expired` is how a message leaves a wait queue.
    let death = deaths.into_iter().find(|(reason, _)| reason != "expired");
    let tell = |(reason, queue)| (reason, format!("given up by the broker in queue {queue}"));
    death.map_or_else(unknown, tell)
}

fn string(headers: &FieldTable, name: &str) -> Option<String> {
    match headers.inner().get(name)? {
        AMQPValue::LongString(text) => Some(String::from_utf8_lossy(text.as_bytes()).into_owned()),
        AMQPValue::ShortString(text) => Some(text.to_string()),
        _ => None,
    }
}

fn number(headers: &FieldTable, name: &str) -> Option<u32> {
    let number = match headers.inner().get(name)? {
        AMQPValue::ShortShortInt(number) => i64::from(*number),
        AMQPValue::ShortShortUInt(number) => i64::from(*number),
        AMQPValue::ShortInt(number) => i64::from(*number),
        AMQPValue::ShortUInt(number) => i64::from(*number),
        AMQPValue::LongInt(number) => i64::from(*number),
        AMQPValue::LongUInt(number) => i64::from(*number),
        AMQPValue::LongLongInt(number) => *number,
        _ => return None,
    };
    u32::try_from(number.clamp(0, i64::from(u32::MAX))).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_without_a_type_is_read_by_its_first_character() {
        assert_eq!(sniff(b" \n{\"text\": \"x\"}"), "application/json");
        assert_eq!(sniff(b"\x12\x05hello"), "application/protobuf");
        assert_eq!(sniff(b""), "application/protobuf");
    }

    #[test]
    fn a_long_detail_is_cut_between_characters() {
        let failure = Some(("decode".to_owned(), "é".repeat(5000)));
        let message = Message {
            route: Route::Ledger,
            id: String::new(),
            content_type: String::new(),
            schema: String::new(),
            trace: String::new(),
            attempt: 0,
            failure,
            body: Bytes::new(),
        };
        assert_eq!(string(&headers(&message), "detail").unwrap(), "é".repeat(2048));
    }
}
