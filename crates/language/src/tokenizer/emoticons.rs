//! Emoticons: faces drawn in punctuation.

/// Bytes of the emoticon that `rest` starts with; `opens` tells that nothing is written right before it.
pub(crate) fn length(rest: &str, opens: bool) -> Option<usize> {
    let bytes = rest.as_bytes();
    let found = match *bytes.first()? {
        b':' | b';' | b'=' => upright(bytes),
        b'(' if opens => (matches!(bytes, [_, b':' | b';'] | [_, b':' | b';', b' ', ..])).then_some(2),
        b'<' => bytes.starts_with(b"<3").then_some(2),
        b'^' if opens => bytes.starts_with(b"^_^").then_some(3).or_else(|| bytes.starts_with(b"^^").then_some(2)),
        b'-' if opens => bytes.starts_with(b"-_-").then_some(3),
        _ => None,
    }?;
    let closed = !bytes.get(found).is_some_and(u8::is_ascii_alphanumeric);
    closed.then_some(found)
}

/// Eyes, perhaps a nose or a tear, a mouth: `:-)`.
fn upright(bytes: &[u8]) -> Option<usize> {
    let nose = usize::from(matches!(bytes.get(1), Some(b'-' | b'\'' | b'^')));
    let mouth = *bytes.get(1 + nose)?;
    if !matches!(mouth, b'(' | b')' | b'D' | b'P' | b'p' | b'O' | b'o' | b'/' | b'\\' | b'|' | b'[' | b']') {
        return None;
    }
    let run = bytes.iter().skip(1 + nose).take_while(|b| **b == mouth && matches!(mouth, b'(' | b')' | b'D')).count();
    let face = 1 + nose + run.max(1);
    // `=/` and `:/` belong to addresses and conditions unless they stand alone.
    let alone = bytes.get(face).is_none_or(|b| *b == b' ');
    (alone || matches!(mouth, b'(' | b')' | b'D' | b'P') && bytes.first() != Some(&b'=')).then_some(face)
}
