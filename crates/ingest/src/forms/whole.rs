//! Inputs that are one item.

use std::io;

use dateline_record::v1::RawArticle;

use super::{
    Entries, Item, Options, Passed,
    input::{self, Input},
};
use crate::Rejection;

/// The one item of an input.
struct Whole(Option<Item>);

impl Entries for Whole {
    fn next(&mut self, _: &mut Passed) -> Option<Item> {
        self.0.take()
    }
}

/// Nothing but the reason why not.
pub(super) fn refused(rejection: Rejection) -> Box<dyn Entries> {
    Box::new(Whole(Some(Item::rejected("", rejection))))
}

/// Text or a page, as bytes.
pub(super) fn text(mut input: Input, content_type: &'static str, options: &Options) -> Box<dyn Entries> {
    match input::read_all(&mut input, options.limits.input_bytes) {
        Err(rejection) => refused(rejection),
        Ok(bytes) => {
            let article = RawArticle {
                body: bytes.into(),
                content_type: content_type.to_owned(),
                source: options.source.clone(),
                ..RawArticle::default()
            };
            Box::new(Whole(Some(Item::article("", article))))
        }
    }
}

/// Entries that end where the input cannot be read on.
pub(super) fn broken(location: String, error: &io::Error) -> Item {
    Item::rejected(location, input::rejection(error))
}
