//! What stands around an article, told by markup: menus, related links, sharing, comments, advertisements.

mod access;
mod requests;
mod skips;
mod words;

use std::{cell::RefCell, collections::HashMap};

use super::{
    body::{self, Claim},
    tags::Tag,
    tree::{Id, Tree},
};
use requests::Control;
use words::{CERTAIN, CONSENT_TOOLS, LAYOUT, LIKELY, OF_VIDEO, PERHAPS, PHRASES};

/// Words of a phrase at most.
const LONGEST_PHRASE: usize = 4;

/// Beginnings of names that tell of a page builder, which calls every part of a page a widget, or of the subjects of an
/// article.
const PASSED_OVER: [&str; 15] = [
    "elementor",
    "et_pb",
    "et-",
    "wp-block",
    "vc_",
    "fl-",
    "fusion",
    "so-widget",
    "so-panel",
    "siteorigin",
    "widget-span",
    "category-",
    "tag-",
    "field--",
    "node--",
];

/// What of a page is furniture.
pub(super) struct Furniture<'p> {
    /// Characters of prose before each node.
    prose: Vec<u32>,
    /// Share of the page's prose that all elements of a class hold together.
    classes: HashMap<&'p str, f64>,
    /// What the names of classes say, as the same come again and again.
    said: RefCell<HashMap<&'p str, f64>>,
    /// Boxes in which readers sign up for mail or are asked for money, in the order of the page.
    requests: Vec<Id>,
    /// From links that skip boxes to what follows these, in the order of the page.
    skipped: Vec<(Id, Id)>,
    /// By which the page's data name parts of its article.
    selectors: Vec<&'p str>,
}

impl<'p> Furniture<'p> {
    pub(super) fn of(tree: &Tree<'p>) -> Self {
        let mut prose = Vec::with_capacity(tree.len() + 1);
        let mut sum = 0u32;
        let mut skip_to = 0;
        for id in 0..tree.len() {
            prose.push(sum);
            let node = tree.get(id);
            if id < skip_to {
                continue;
            }
            match node.tag {
                Tag::Script | Tag::Style | Tag::Noscript | Tag::Template | Tag::Head | Tag::A | Tag::Svg => {
                    skip_to = node.end;
                }
                Tag::Text => {
                    let length = tree.raw_text(id).trim_ascii().len();
                    sum += if length >= 60 { length as u32 } else { 0 };
                }
                _ => {}
            }
        }
        prose.push(sum);
        let mut furniture = Self {
            prose,
            classes: HashMap::new(),
            said: RefCell::default(),
            requests: Vec::new(),
            skipped: Vec::new(),
            selectors: access::selectors(tree),
        };
        furniture.sum_classes(tree);
        let skipped = skips::find(tree);
        furniture.skipped =
            skipped.into_iter().filter(|(start, end)| furniture.share_between(*start, *end) < OFTEN).collect();
        furniture.requests = (1..tree.len())
            .filter_map(|id| requests::control(tree, id).map(|control| (id, control)))
            .take(MOST_REQUESTS)
            .filter_map(|(id, control)| furniture.request(tree, id, control))
            .collect();
        furniture
    }

    /// The largest element around a field for a mail address that says little more than to give one; the smallest around a button
    /// with what says why to press it.
    fn request(&self, tree: &Tree<'p>, id: Id, control: Control) -> Option<Id> {
        let prose = |id: Id| self.prose.get(id).copied().unwrap_or_default();
        let is_box = |id: &Id| {
            let end = tree.get(*id).end;
            end - id <= MOST_OF_REQUEST
                && prose(end) - prose(*id) <= MOST_SAID
                && self.share(tree, *id) < if control == Control::Field { SELDOM } else { OFTEN }
                && !tree.inside(*id).any(|id| tree.tag(id) == Tag::H1)
        };
        let mut boxes = tree.ancestors(id).take_while(is_box);
        match control {
            Control::Field => boxes.last(),
            Control::Button => boxes.find(|around| requests::says_more(tree, *around, id)),
        }
        .filter(|around| control == Control::Field || requests::is_box(tree, *around, id))
    }

    /// Only of those that may be called a widget and the like, as sites that build the article of such parts have many, and of
    /// paragraphs, whose class may tell who may read them.
    fn sum_classes(&mut self, tree: &Tree<'p>) {
        for id in 1..tree.len() {
            if !matches!(tree.tag(id), Tag::Div | Tag::Section | Tag::P) {
                continue;
            }
            let share = self.share(tree, id);
            if share > 0.0
                && let Some((_, class)) = tree.attributes(id).find(|(name, _)| name.eq_ignore_ascii_case("class"))
            {
                *self.classes.entry(class).or_default() += share;
            }
        }
    }

    /// Share of the page's prose that an element holds.
    fn share(&self, tree: &Tree<'p>, id: Id) -> f64 {
        self.share_between(id, tree.get(id).end)
    }

    /// The same of the nodes from one to another.
    fn share_between(&self, start: Id, end: Id) -> f64 {
        let at = |id: Id| f64::from(self.prose.get(id).copied().unwrap_or_default());
        let all = self.prose.last().copied().map_or(0.0, f64::from);
        (at(end) - at(start)) / all.max(1.0)
    }

    /// Whether a node and all that it holds stand in a box that readers may skip.
    fn is_skipped(&self, tree: &Tree<'p>, id: Id) -> bool {
        let before = self.skipped.partition_point(|(start, _)| *start <= id);
        let last = before.checked_sub(1).and_then(|at| self.skipped.get(at));
        last.is_some_and(|(_, end)| tree.get(id).end <= *end)
    }

    /// Whether a node and all that it holds are no part of the article.
    pub(super) fn is(&self, tree: &Tree<'p>, id: Id) -> bool {
        let tag = tree.tag(id);
        match tag {
            _ if self.is_skipped(tree, id) => true,
            Tag::Text | Tag::Html | Tag::Body | Tag::Br => false,
            Tag::Script
            | Tag::Style
            | Tag::Noscript
            | Tag::Template
            | Tag::Head
            | Tag::Nav
            | Tag::Select
            | Tag::Textarea
            | Tag::Iframe
            | Tag::Svg
            | Tag::Math
            | Tag::Canvas
            | Tag::Object
            | Tag::Video
            | Tag::Audio
            | Tag::Menu
            | Tag::Search
            | Tag::Input
            | Tag::Dialog
            | Tag::Title => true,
            Tag::Figcaption | Tag::Caption => true,
            Tag::Figure => is_picture(tree, id) && self.share(tree, id) < OFTEN,
            // Questions that open their answers are buttons in headings.
            Tag::Button => !tree.ancestors(id).take(3).any(|id| tree.tag(id).is_heading()) && !is_question(tree, id),
            Tag::Footer | Tag::Aside | Tag::Form => self.share(tree, id) < 0.4,
            _ if self.requests.contains(&id) => true,
            _ if is_streamed(tree, id) => false,
            _ => self.is_named(tree, id, tag),
        }
    }

    fn is_named(&self, tree: &Tree<'p>, id: Id, tag: Tag) -> bool {
        // The id of a heading is made of its words, which may be those of the article.
        let named = tree.attributes(id).filter(|(name, _)| !(tag.is_heading() && name.eq_ignore_ascii_case("id")));
        let most = named.map(|(name, value)| self.most_of_page(tag, name, value)).fold(0.0, f64::max);
        if most > 0.0 && is_said_between(tree, id, tag) {
            return false;
        }
        most > 0.0
            && self.share(tree, id) < most
            && !(tag.is_heading() && most != MOSTLY && self.share(tree, tree.get(id).parent) > HOLDS_TEXT)
            && !((most == SELDOM || (is_of_text(tag) && most < MOSTLY)) && self.is_one_of_many(tree, id))
            && !(most != MOSTLY && (self.is_body(tree, id) || self.is_for_some(tree, id)))
            && !(self.share(tree, id) > 0.0 && is_answer(tree, id))
    }

    /// The share of a page's prose under which an element with this attribute is furniture; 0 when it says nothing.
    fn most_of_page(&self, tag: Tag, name: &str, value: &'p str) -> f64 {
        let is = |other: &str| name.eq_ignore_ascii_case(other);
        let when = |holds: bool, most: f64| if holds { most } else { 0.0 };
        if is("class") {
            let mut said = self.said.borrow_mut();
            let classes = value.split_ascii_whitespace();
            let most =
                classes.map(|class| *said.entry(class).or_insert_with(|| most_of_named(class))).fold(0.0, f64::max);
            most.max(when(is_hidden(value), OFTEN))
        } else if is("id") {
            most_of_named(value.trim_ascii())
        } else if is("hidden") {
            OFTEN
        } else if is("style") {
            let value: String = value.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_lowercase();
            when(value.contains("display:none") || value.contains("visibility:hidden"), ALWAYS)
        } else if is("aria-hidden") {
            when(value.eq_ignore_ascii_case("true") && tag != Tag::Span, OFTEN)
        } else if is("role") {
            when(ROLES.iter().any(|role| value.eq_ignore_ascii_case(role)), OFTEN)
        } else {
            0.0
        }
    }

    /// Whether an element is named as the body of the article and holds most of the page's prose, hidden or not: some pages show it when
    /// a script has asked who reads it.
    fn is_body(&self, tree: &Tree<'p>, id: Id) -> bool {
        self.share(tree, id) > 0.5 && body::claim(tree, id) == Some(Claim::Body)
    }

    /// Whether an element is a part of the article that not everybody may read and that is shown: the page's data name it, or its class
    /// says who may, and others of the class hold more.
    fn is_for_some(&self, tree: &Tree<'p>, id: Id) -> bool {
        let share = self.share(tree, id);
        let tells = || {
            let class = tree.attributes(id).find(|(name, _)| name.eq_ignore_ascii_case("class"));
            class.is_some_and(|(_, class)| {
                access::tells_readers(class) && self.classes.get(class).is_some_and(|all| *all > 0.3 && share < *all)
            })
        };
        let selected =
            || access::selects(tree, id, &self.selectors) && (share >= SELDOM || self.is_one_of_many(tree, id));
        (selected() || tells()) && !access::asks(tree, id) && !access::is_hidden(tree, id)
    }

    fn is_one_of_many(&self, tree: &Tree<'p>, id: Id) -> bool {
        let class = tree.attributes(id).find(|(name, _)| name.eq_ignore_ascii_case("class"));
        class.and_then(|(_, class)| self.classes.get(class)).is_some_and(|share| *share > 0.3)
    }
}

/// Share of a page's prose in what stands around a heading, for it to be one of the text's whatever its class.
const HOLDS_TEXT: f64 = 0.5;

/// Whether an element is a part of a text: its class may tell who may read it.
fn is_of_text(tag: Tag) -> bool {
    tag.is_heading() || matches!(tag, Tag::P | Tag::Ul | Tag::Ol | Tag::Blockquote)
}

/// Boxes with a request that are looked at, nodes of one, and bytes that its longer texts say, at most.
const MOST_REQUESTS: usize = 20;
const MOST_OF_REQUEST: usize = 80;
const MOST_SAID: u32 = 300;

/// Whether a figure is a picture with what is said of it, and no quotation, list, table or code.
fn is_picture(tree: &Tree<'_>, figure: Id) -> bool {
    let is_text = |tag: Tag| {
        tag.is_heading()
            || matches!(tag, Tag::Blockquote | Tag::Q | Tag::Pre | Tag::Code | Tag::Table | Tag::Ul | Tag::Ol | Tag::Dl)
    };
    tree.inside(figure).len() <= MOST_OF_FIGURE && !tree.inside(figure).any(|id| is_text(tree.tag(id)))
}

/// Nodes of a figure that is a picture, at most.
const MOST_OF_FIGURE: usize = 200;

/// Whether a link is words of a sentence, or all that a heading says: its class tells what a click on it does.
fn is_said_between(tree: &Tree<'_>, id: Id, tag: Tag) -> bool {
    if tag != Tag::A {
        return false;
    }
    let node = tree.get(id);
    let beside = |other: Id| (tree.get(other).parent == node.parent).then(|| tree.raw_text(other).trim_ascii());
    let goes_on = |next: &str| next.starts_with(|c: char| c.is_lowercase() || matches!(c, ',' | ';'));
    let breaks_off = |before: &str| {
        before.ends_with(|c: char| c.is_alphanumeric() || c == ',') && before.split_ascii_whitespace().nth(2).is_some()
    };
    beside(node.end).is_some_and(goes_on) || beside(id - 1).is_some_and(breaks_off) || is_all_of_heading(tree, id)
}

/// Whether a link says most of the heading that it stands in: documents link them to their tables of contents.
fn is_all_of_heading(tree: &Tree<'_>, id: Id) -> bool {
    let heading = tree.ancestors(id).take(2).find(|id| tree.tag(*id).is_heading());
    heading.filter(|heading| tree.inside(*heading).len() <= MOST_OF_QUESTION).is_some_and(|heading| {
        let own = tree.text(id).trim().len();
        own * 2 > tree.text(heading).trim().len()
    })
}

/// Whether a button is a question that opens its answer.
fn is_question(tree: &Tree<'_>, id: Id) -> bool {
    tree.get(id).end - id < MOST_OF_QUESTION
        && tree.attribute(id, "aria-expanded").is_some()
        && tree.text(id).trim_end().ends_with(['?', '？', '؟'])
}

/// Whether an element is the hidden answer to such a question, which stands just before it.
fn is_answer(tree: &Tree<'_>, id: Id) -> bool {
    let Some(own) = tree.attribute(id, "id") else { return false };
    let near = id.saturating_sub(NEAR)..id;
    near.rev().any(|button| {
        tree.attribute(button, "aria-controls").is_some_and(|controlled| controlled == own) && is_question(tree, button)
    })
}

/// Nodes of a question or a heading at most.
const MOST_OF_QUESTION: usize = 40;

/// Nodes before an answer in which its question stands.
const NEAR: usize = 12;

/// Whether classes say that an element is hidden, on screens of all widths: `hidden md:block` is shown on wide ones.
fn is_hidden(classes: &str) -> bool {
    classes.split_ascii_whitespace().any(|class| class == "hidden") && !classes.contains(':')
}

/// Parts of a page that come hidden, and that a script of React moves to their places.
fn is_streamed(tree: &Tree<'_>, id: Id) -> bool {
    tree.attribute(id, "id").is_some_and(|id| id.starts_with("S:")) && tree.attribute(id, "hidden").is_some()
}

const ALWAYS: f64 = 0.95;
const MOSTLY: f64 = 0.75;
const OFTEN: f64 = 0.35;
const SELDOM: f64 = 0.12;

/// Roles of elements beside the content.
const ROLES: [&str; 12] = [
    "navigation",
    "complementary",
    "banner",
    "contentinfo",
    "search",
    "dialog",
    "menu",
    "menubar",
    "alert",
    "alertdialog",
    "toolbar",
    "tooltip",
];

/// Whether classes are those that a page builder gives to every part of a page.
pub(super) fn names_builder(classes: &str) -> bool {
    let mut classes = classes.split_ascii_whitespace();
    classes.any(|class| PASSED_OVER.iter().any(|start| class.starts_with(start)))
}

/// The same for a class or id: `related-links`, `shareBar`, but not `has-sidebar`.
fn most_of_named(name: &str) -> f64 {
    let lower = name.to_ascii_lowercase();
    if PASSED_OVER.iter().any(|start| lower.starts_with(start)) {
        return 0.0;
    }
    let words = words_of(name);
    let any = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    let likely = || words.iter().any(|word| LIKELY.binary_search(&word.as_str()).is_ok());
    if any(&["has", "with", "no", "without", "is", "not", "embed", "embedded", "enabled", "disabled"]) {
        0.0
    } else if any(CONSENT_TOOLS) {
        ALWAYS
    } else if any(CERTAIN) {
        MOSTLY
    } else if likely() || holds_phrase(&words) {
        if any(LAYOUT) { SELDOM } else { OFTEN }
    } else if any(PERHAPS) || (any(&["video"]) && any(OF_VIDEO)) {
        SELDOM
    } else {
        0.0
    }
}

/// Whether words in a row are one of the phrases.
fn holds_phrase(words: &[String]) -> bool {
    (2..=LONGEST_PHRASE)
        .any(|length| words.windows(length).any(|window| PHRASES.binary_search(&window.join("-").as_str()).is_ok()))
}

/// `articleBody--main_text2` to `article`, `body`, `main`, `text2`.
pub(crate) fn words_of(name: &str) -> Vec<String> {
    let mut words: Vec<String> = vec![String::new()];
    let mut lower_before = false;
    for c in name.chars().take(120) {
        if !c.is_ascii_alphanumeric() || (c.is_ascii_uppercase() && lower_before) {
            words.push(String::new());
        }
        lower_before = c.is_ascii_lowercase();
        if c.is_ascii_alphanumeric()
            && let Some(word) = words.last_mut()
        {
            word.push(c.to_ascii_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted() {
        assert!(LIKELY.is_sorted() && PHRASES.is_sorted());
        assert!(PHRASES.iter().all(|phrase| (2..=LONGEST_PHRASE).contains(&phrase.split('-').count())));
    }

    #[test]
    fn names_are_read_by_their_words() {
        for name in ["video-card__headline", "next-prev"] {
            assert!(most_of_named(name) > 0.0, "{name}");
        }
        for name in ["related-links", "shareBar share", "c-article__newsletter", "sidebar", "more-from-section"] {
            assert!(name.split(' ').all(|name| most_of_named(name) > 0.0), "{name}");
        }
        for name in ["has-sidebar", "article-body", "gradient", "elementor-widget-text", "shadow", "content"] {
            assert!(most_of_named(name) == 0.0, "{name}");
        }
    }
}
