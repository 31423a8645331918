//! Any bytes as any form of input: every reader ends, and what it gives can be parsed or is refused.
#![no_main]

use std::io::Cursor;

use dateline_ingest::{
    Limits,
    forms::{Content, Form, Options, detect, read},
    parse,
};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Some((first, rest)) = bytes.split_first() else { return };
    let told = detect(rest, "", "").ok();
    let form = Form::ALL.get(usize::from(*first)).copied().or(told);
    let Some(form) = form else { return };
    let limits = Limits { input_bytes: 1 << 16, ..Limits::default() };
    let options = Options { limits: limits.clone(), ..Options::default() };
    // Fewer items than bytes, or a reader does not move.
    let items = read(Box::new(Cursor::new(rest.to_vec())), form, &options).take(rest.len() + 2);
    let mut count = 0;
    for item in items {
        count += 1;
        if let Ok(Content::Article(article)) = item.content {
            let _ = parse(&article, &limits);
        }
    }
    assert!(count <= rest.len() + 1, "{count} items of {} bytes", rest.len());
});
