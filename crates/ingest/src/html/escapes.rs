//! What it costs to write a page out again: html5ever looks through the rest of a text for a `<` at every character that
//! it escapes, which takes quadratic time on a long text of many such.

use dom_query::{Document, NodeRef};

/// Bytes looked through at most: a fraction of a second. A page of news has far under a hundredth of it.
const MOST: usize = 10_000_000_000;

/// Whether the page cannot be written out in good time.
pub(super) fn are_costly(document: &Document) -> bool {
    let mut work = 0usize;
    document.root().descendants_it().any(|node| {
        work = work.saturating_add(work_on(&node));
        work > MOST
    })
}

/// Bytes looked through for the attributes of an element and the text that is directly in it.
fn work_on(node: &NodeRef<'_>) -> usize {
    if !node.is_element() {
        return 0;
    }
    let attributes =
        node.attrs().iter().map(|attribute| product(escaped(&attribute.value), attribute.value.len())).sum();
    let texts = node.children_it(false).filter(NodeRef::is_text).map(|node| node.text());
    let (escapes, length) =
        texts.fold((0, 0), |(escapes, length), text| (escapes + escaped(&text), length + text.len()));
    product(escapes, length).saturating_add(attributes)
}

fn product(escapes: usize, length: usize) -> usize {
    escapes.saturating_mul(length)
}

/// Bytes at which the search begins anew: `&`, and what a no-break space begins with.
fn escaped(text: &str) -> usize {
    text.bytes().filter(|byte| matches!(byte, b'&' | 0xC2)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_long_texts_of_many_escapes_are_costly() {
        let costly = |page: &str| are_costly(&Document::from(page));
        assert!(!costly(&format!("<p>{}</p>", "Smith &amp; Sons sold 5\u{a0}% of it. ".repeat(1_000))));
        assert!(!costly(&"<p>Smith &amp; Sons</p>".repeat(20_000)));
        assert!(costly(&format!("<p>{}</p>", "&".repeat(200_000))));
        assert!(costly(&"a & b</x>".repeat(100_000)));
        assert!(costly(&format!("<img alt='{}'>", "&".repeat(200_000))));
    }
}
