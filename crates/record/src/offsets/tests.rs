use proptest::prelude::*;
use prost::Message as _;
use prost_reflect::{DescriptorPool, DynamicMessage, Kind, MessageDescriptor, ReflectMessage as _, Value};

use super::*;

/// Text with what breaks naive offsets: emoji with joiners, combining marks, CRLF, right-to-left.
fn tricky_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("plain "),
        Just("👩‍👩‍👧‍👦"),
        Just("🇺🇳"),
        Just("e\u{301}"),
        Just("\r\n"),
        Just("שלום "),
        Just("مرحبا "),
        Just("“”"),
        Just("𝔘𝔫𝔦"),
        Just("北京"),
        Just("\u{200f}"),
    ];
    proptest::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

fn boundaries(text: &str) -> Vec<usize> {
    text.char_indices().map(|(at, _)| at).chain([text.len()]).collect()
}

proptest! {
    #[test]
    fn offsets_agree_with_the_definition(text in tricky_text()) {
        let (utf16, utf32) = (OffsetMap::new(&text, OffsetEncoding::Utf16), OffsetMap::new(&text, OffsetEncoding::Utf32));
        let utf8 = OffsetMap::new(&text, OffsetEncoding::Utf8);
        for at in boundaries(&text) {
            let before = text.get(..at).unwrap();
            prop_assert_eq!(utf8.convert(at as u32).unwrap(), at as u32);
            prop_assert_eq!(utf16.convert(at as u32).unwrap() as usize, before.encode_utf16().count());
            prop_assert_eq!(utf32.convert(at as u32).unwrap() as usize, before.chars().count());
        }
    }

    #[test]
    fn an_offset_inside_a_character_is_refused(text in tricky_text(), at in 0u32..400) {
        let map = OffsetMap::new(&text, OffsetEncoding::Utf32);
        prop_assert_eq!(map.convert(at).is_ok(), text.is_char_boundary(at as usize));
    }
}

/// A record in which every field of every message is set once, each span to the whole of the text.
fn full_record(text: &str) -> ArticleRecord {
    let pool = DescriptorPool::decode(crate::FILE_DESCRIPTOR_SET).unwrap();
    let message = pool.get_message_by_name("dateline.v1.ArticleRecord").unwrap();
    let mut record = ArticleRecord::decode(filled(&message, text).encode_to_vec().as_slice()).unwrap();
    record.article.as_mut().unwrap().text = text.into();
    record
}

fn filled(descriptor: &MessageDescriptor, text: &str) -> DynamicMessage {
    let mut message = DynamicMessage::new(descriptor.clone());
    for field in descriptor.fields() {
        let value = match field.kind() {
            Kind::Message(inner) => Value::Message(filled(&inner, text)),
            Kind::Uint32 if descriptor.name() == "Span" && field.name() == "end" => Value::U32(text.len() as u32),
            _ => continue,
        };
        message.set_field(&field, if field.is_list() { Value::List(vec![value]) } else { value });
    }
    message
}

fn spans_of(message: &DynamicMessage, into: &mut Vec<(u32, u32)>) {
    if message.descriptor().name() == "Span" {
        let unit = |name| message.get_field_by_name(name).and_then(|value| value.as_u32()).unwrap();
        into.push((unit("start"), unit("end")));
    }
    for (_, value) in message.fields() {
        match value {
            Value::Message(inner) => spans_of(inner, into),
            Value::List(items) => items.iter().filter_map(Value::as_message).for_each(|inner| spans_of(inner, into)),
            _ => {}
        }
    }
}

/// Walks the record by reflection, so that a span field that `spans!` forgets fails here.
#[test]
fn every_span_of_the_contract_is_converted() {
    let text = "👩‍👩‍👧‍👦 and e\u{301}";
    for (encoding, end) in [
        (OffsetEncoding::Utf8, text.len()),
        (OffsetEncoding::Utf16, text.encode_utf16().count()),
        (OffsetEncoding::Utf32, text.chars().count()),
    ] {
        let mut record = full_record(text);
        convert_spans(&mut record, encoding).unwrap();
        let pool = DescriptorPool::decode(crate::FILE_DESCRIPTOR_SET).unwrap();
        let descriptor = pool.get_message_by_name("dateline.v1.ArticleRecord").unwrap();
        let message = DynamicMessage::decode(descriptor, record.encode_to_vec().as_slice()).unwrap();
        let mut spans = Vec::new();
        spans_of(&message, &mut spans);
        assert!(spans.len() > 30, "the walk found only {} spans", spans.len());
        assert!(spans.iter().all(|span| *span == (0, end as u32)), "{encoding:?}: {spans:?}");
        assert_eq!(record.offset_encoding(), encoding);
    }
}

#[test]
fn a_span_outside_the_text_is_an_error() {
    let mut record = full_record("short");
    record.times[0].span = Some(Span { start: 0, end: 99 });
    assert_eq!(convert_spans(&mut record, OffsetEncoding::Utf16), Err(SpanError::NotABoundary(99)));
}
