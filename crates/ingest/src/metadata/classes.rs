//! What the classes of elements say that they hold.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

/// Words looked for in a class all at once, whatever their case: a page has thousands of classes.
struct ClassWords {
    words: AhoCorasick,
    /// How many of the words name something; those after them deny it.
    naming: usize,
}

impl ClassWords {
    fn new(naming: &[&str], denying: &[&str]) -> Self {
        let words = AhoCorasick::builder().ascii_case_insensitive(true).build(naming.iter().chain(denying));
        Self { words: words.expect("a few short words"), naming: naming.len() }
    }

    fn name(&self, class: &str) -> bool {
        let mut is_named = false;
        for found in self.words.find_overlapping_iter(class) {
            if found.pattern().as_usize() >= self.naming {
                return false;
            }
            is_named = true;
        }
        is_named
    }
}

static AUTHOR: LazyLock<ClassWords> = LazyLock::new(|| {
    let naming = [
        "byline",
        "author",
        "writer",
        "autor",
        "auteur",
        "egilea",
        "journalist",
        "penulis",
        "podpis",
        "potpis",
        "verfasser",
        "redacteur",
        "szerzo",
        "sinadura",
        "skribent",
        "forfatter",
        "hofundur",
        "kirjoittaja",
        "toimittaja",
        "signature",
        "contributor",
        "writeby",
        "written-by",
        "writtenby",
    ];
    // Who comments, and whose words are quoted.
    ClassWords::new(&naming, &["comment", "quote"])
});

static DATE: LazyLock<ClassWords> = LazyLock::new(|| {
    let naming = ["date", "time", "publi", "posted", "datum", "fecha", "pubdat", "zeit"];
    ClassWords::new(&naming, &["update-", "validate", "candidate", "sometime", "timeline", "mandate", "public-"])
});

/// Whether an element's class says that it names an author.
pub(super) fn names_author(class: &str) -> bool {
    const WHOLE: [&str; 4] = ["firma", "firmas", "reporter", "yazar"];
    let is_whole = |word: &str| WHOLE.iter().any(|whole| word.eq_ignore_ascii_case(whole));
    AUTHOR.name(class) || class.split([' ', '-', '_']).any(is_whole)
}

/// Whether the identifier of an element is that of a name of an author: `lblAuthor`, `ctl00_authorName`, `byline`.
pub(super) fn ends_in_author(id: &str) -> bool {
    const ENDS: [&str; 7] = ["author", "authors", "authorname", "author-name", "author_name", "byline", "by-line"];
    let ends = |end: &&str| {
        let at = id.len().checked_sub(end.len());
        at.and_then(|at| id.get(at..)).is_some_and(|last| last.eq_ignore_ascii_case(end))
    };
    // What leads to other texts of hers.
    let first = id.get(..4).unwrap_or_default();
    ENDS.iter().any(ends) && !["more", "abou", "comm"].iter().any(|own| first.eq_ignore_ascii_case(own))
}

/// Whether an element's class says that it holds a date.
pub(super) fn names_date(class: &str) -> bool {
    DATE.name(class)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("article__Author-name", true)]
    #[case("Firma", true)]
    #[case("firmament", false)]
    #[case("comment-author", false)]
    #[case("blockquote__author", false)]
    fn a_class_names_an_author(#[case] class: &str, #[case] expected: bool) {
        assert_eq!(names_author(class), expected);
    }

    #[rstest]
    #[case("entry-date", true)]
    #[case("PublishedAt", true)]
    #[case("candidate", false)]
    #[case("update-button", false)]
    #[case("title", false)]
    fn a_class_names_a_date(#[case] class: &str, #[case] expected: bool) {
        assert_eq!(names_date(class), expected);
    }
}
