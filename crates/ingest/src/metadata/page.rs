//! Where a page's metadata stands, gathered in one pass over its tree.

use std::{borrow::Cow, collections::HashMap};

use crate::html::{
    tags::Tag,
    tree::{Id, Tree, resolved},
    words_of,
};

/// The marks that may tell a field.
pub(super) struct Page<'t, 'p> {
    pub(super) tree: &'t Tree<'p>,
    /// Meta tags: name in lower case, and content.
    metas: Vec<(String, Cow<'p, str>)>,
    /// JSON-LD scripts as written.
    pub(super) scripts: Vec<&'p str>,
    /// `h1` elements.
    pub(super) headings: Vec<Id>,
    /// `h2` and `h3` elements, where a page has its headline when not in an `h1`.
    pub(super) lower_headings: Vec<Id>,
    /// Pictures, in the order of the page.
    pub(super) images: Vec<Id>,
    /// `link rel="image_src"`.
    pub(super) image_link: Option<Cow<'p, str>>,
    /// Elements that may name an author or a time: by their name, class, `itemprop`, `rel` or where they link.
    pub(super) marked: Vec<Marked<'p>>,
    /// Elements that are called after the way from the home page.
    pub(super) trails: Vec<Id>,
    /// Links said to lead to the categories of a post.
    pub(super) categories: Vec<Id>,
    /// `link rel="canonical"`, of which there should be one.
    pub(super) canonicals: Vec<Cow<'p, str>>,
    pub(super) title: Option<String>,
    pub(super) language: Option<Cow<'p, str>>,
    /// What classes say: the same come again and again.
    called: HashMap<&'p str, Called>,
}

/// What the class of an element says that it names.
#[derive(Debug, Default, Clone, Copy)]
struct Called {
    author: bool,
    date: bool,
    trail: bool,
}

/// An element with the attributes by which it may tell a field.
#[derive(Debug, Default, Clone)]
pub(super) struct Marked<'p> {
    pub(super) id: Id,
    pub(super) class: &'p str,
    pub(super) itemprop: &'p str,
    pub(super) rel: &'p str,
    pub(super) href: &'p str,
    pub(super) datetime: &'p str,
    pub(super) content: &'p str,
    pub(super) is_time: bool,
    /// Said to be the time of publication, as HTML 5 once had it.
    pub(super) is_pubdate: bool,
}

/// Elements looked at more closely, at most: a list of thousands tells nothing of the article.
const MAX_MARKED: usize = 2_000;

/// What elements that show the way to a page are called, whatever the case of the first letter: `breadcrumb`, `crumbs`.
const TRAIL: [&str; 3] = ["readcrumb", "crumbs", "crumb-"];

/// Such elements that are kept, at most: one is in another.
const MOST_TRAILS: usize = 12;

/// Links to categories that are kept, at most.
const MOST_CATEGORIES: usize = 8;

/// Whether a link's kind is that of links to the categories of a post: `category tag`.
fn is_category(rel: &str) -> bool {
    rel.contains("category") && rel.split_ascii_whitespace().any(|kind| kind == "category")
}

fn names_trail(name: &str) -> bool {
    name.contains("rumb") && TRAIL.iter().any(|part| name.contains(part))
}

/// Elements around one that are asked what they are called, at most.
const MOST_AROUND: usize = 20;

/// What readers' comments are called, and where elements say what they are.
const COMMENTS: [&str; 3] = ["comment", "comments", "commentlist"];
const COMMENT_NAMES: [&str; 3] = ["class", "id", "itemprop"];

/// Lower headings among which the headline is looked for, at most.
const MAX_HEADINGS: usize = 50;

/// Names of one meta tag that are read, at most.
const MOST_NAMES: usize = 8;

/// Canonical links that are read, at most.
const MOST_CANONICALS: usize = 8;

/// The name of a meta tag as the lists of names have it: in lower case, Dublin Core's with a point, `dc:creator` or not.
fn meta_name(name: &str) -> String {
    let name = name.to_ascii_lowercase();
    let term = |prefix: &str| name.strip_prefix(prefix).and_then(|rest| rest.strip_prefix(':'));
    match (term("dc"), term("dcterms").or_else(|| term("dcterm"))) {
        (Some(term), _) => format!("dc.{term}"),
        (_, Some(term)) => format!("dcterms.{term}"),
        _ => name,
    }
}

impl<'t, 'p> Page<'t, 'p> {
    pub(super) fn read(tree: &'t Tree<'p>) -> Self {
        let mut page = Self {
            tree,
            metas: Vec::new(),
            scripts: Vec::new(),
            headings: Vec::new(),
            lower_headings: Vec::new(),
            images: Vec::new(),
            image_link: None,
            marked: Vec::new(),
            trails: Vec::new(),
            categories: Vec::new(),
            canonicals: Vec::new(),
            title: None,
            language: None,
            called: HashMap::new(),
        };
        for id in 1..tree.len() {
            page.take(id);
        }
        page
    }

    fn take(&mut self, id: Id) {
        match self.tree.tag(id) {
            Tag::Text => {}
            Tag::Meta => self.meta(id),
            Tag::Script => self.script(id),
            Tag::Link => self.link(id),
            Tag::Title if self.title.is_none() && !self.in_drawing(id) => {
                self.title = super::clean(&self.tree.text(id))
            }
            Tag::Html => self.language = self.tree.attribute(id, "lang"),
            tag => {
                match tag {
                    Tag::H1 => self.headings.push(id),
                    Tag::H2 | Tag::H3 if self.lower_headings.len() < MAX_HEADINGS => self.lower_headings.push(id),
                    Tag::Img if self.images.len() < MAX_MARKED => self.images.push(id),
                    _ => {}
                }
                self.mark(id, tag);
            }
        }
    }

    /// Drawings have titles of their own.
    fn in_drawing(&self, id: Id) -> bool {
        self.tree.ancestors(id).any(|id| self.tree.tag(id) == Tag::Svg)
    }

    fn meta(&mut self, id: Id) {
        let (mut names, mut content) = (Vec::new(), None);
        for (name, value) in self.tree.attributes(id) {
            match name.to_ascii_lowercase().as_str() {
                // RDFa gives several names at once.
                "property" => names.extend(value.split_ascii_whitespace().take(MOST_NAMES).map(meta_name)),
                "itemprop" if self.is_of_media(id) => {}
                "name" | "itemprop" | "http-equiv" => names.push(meta_name(value.trim())),
                "content" => content = Some(resolved(value)),
                "value" if content.is_none() => content = Some(resolved(value)),
                _ => {}
            }
        }
        let Some(content) = content.filter(|content| !content.trim().is_empty()) else { return };
        self.metas.extend(names.into_iter().map(|name| (name, content.clone())));
    }

    fn script(&mut self, id: Id) {
        let kind = self.tree.attribute(id, "type").unwrap_or_default();
        if kind.to_ascii_lowercase().contains("ld+json") {
            self.scripts.push(self.tree.raw_text(id + 1));
        }
    }

    fn link(&mut self, id: Id) {
        let rel = self.tree.attribute(id, "rel").unwrap_or_default();
        let is_canonical = rel.split_ascii_whitespace().any(|rel| rel.eq_ignore_ascii_case("canonical"));
        if is_canonical && self.canonicals.len() < MOST_CANONICALS {
            self.canonicals.extend(self.tree.attribute(id, "href"));
        }
        if rel.eq_ignore_ascii_case("image_src") {
            self.image_link = self.tree.attribute(id, "href");
        }
    }

    /// Primary subtag of the language that the page declares, in lower case; empty when it declares none.
    pub(super) fn primary_language(&self) -> String {
        let declared = self.declared_language().unwrap_or_default();
        declared.split(['-', '_']).next().unwrap_or_default().trim().to_ascii_lowercase()
    }

    /// The language tag that the page declares, of the element around it or in a meta tag.
    pub(super) fn declared_language(&self) -> Option<String> {
        self.language
            .as_deref()
            .and_then(super::clean)
            .or_else(|| self.first_meta(&["content-language", "og:locale", "inlanguage", "dc.language", "language"]))
            .map(|tag| tag.replace('_', "-"))
            .filter(|tag| crate::language::is_tag(tag))
    }

    fn mark(&mut self, id: Id, tag: Tag) {
        if self.marked.len() >= MAX_MARKED {
            return;
        }
        let mut marked = Marked { id, is_time: tag == Tag::Time, ..Marked::default() };
        let (mut named, mut is_trail) = ("", false);
        for (name, value) in self.tree.attributes(id) {
            match name {
                "class" | "CLASS" => marked.class = value,
                // Where classes are made by machines, names for tests tell what an element is.
                "data-testid" | "data-component" => named = value,
                "id" if named.is_empty() && super::classes::ends_in_author(value) => named = value,
                "itemprop" => marked.itemprop = value,
                // RDFa says the same by another name.
                "property" if marked.itemprop.is_empty() => {
                    marked.itemprop = value.rsplit_once(':').map_or(value, |(_, name)| name);
                }
                "id" | "aria-label" | "itemtype" => is_trail |= names_trail(value),
                "pubdate" => marked.is_pubdate = true,
                "rel" => marked.rel = value,
                "href" => marked.href = value,
                "datetime" | "dateTime" => marked.datetime = value,
                "data-datetime" | "data-published" | "data-timestamp"
                    if marked.is_time && marked.datetime.is_empty() =>
                {
                    marked.datetime = value
                }
                "content" => marked.content = value,
                _ => {}
            }
        }
        let mut called = self.called(marked.class);
        if !called.author && self.called(named).author {
            (marked.class, called.author) = (named, true);
        }
        if self.trails.len() < MOST_TRAILS && (is_trail || called.trail) {
            self.trails.push(id);
        }
        if tag == Tag::A && self.categories.len() < MOST_CATEGORIES && is_category(marked.rel) {
            self.categories.push(id);
        }
        let link = tag == Tag::A && (marked.rel.contains("author") || super::authors::links_to_author(marked.href));
        if marked.is_time || link || !marked.itemprop.is_empty() || called.author || called.date {
            self.marked.push(marked);
        }
    }

    fn called(&mut self, class: &'p str) -> Called {
        if class.is_empty() {
            return Called::default();
        }
        *self.called.entry(class).or_insert_with(|| Called {
            author: super::classes::names_author(class),
            date: super::classes::names_date(class),
            trail: names_trail(class),
        })
    }

    /// An element and what is around it, up to what holds the headline too: that is the article, or the page.
    pub(super) fn apart_from(&self, heading: Option<Id>, id: Id) -> impl Iterator<Item = Id> {
        let tree = self.tree;
        let holds_headline = move |id: Id| heading.is_some_and(|heading| tree.inside(id).contains(&heading));
        let around = std::iter::once(id).chain(tree.ancestors(id)).take_while(move |id| !holds_headline(*id));
        around.filter(move |id| !matches!(tree.tag(*id), Tag::Body | Tag::Html))
    }

    /// Whether an element tells of a picture or a recording, not of the text.
    pub(super) fn is_of_media(&self, id: Id) -> bool {
        const TYPES: [&str; 3] = ["ImageObject", "VideoObject", "AudioObject"];
        let is_media = |id: Id| {
            let of_type = |itemtype: &str| TYPES.iter().any(|own| itemtype.ends_with(own));
            let is_caption = |class: &str| class.contains("aption") && words_of(class).contains(&"caption".into());
            let is_called = || self.tree.attribute(id, "class").is_some_and(|class| is_caption(&class));
            matches!(self.tree.tag(id), Tag::Figure | Tag::Figcaption)
                || is_called()
                || self.tree.attribute(id, "itemtype").is_some_and(|itemtype| of_type(&itemtype))
        };
        self.tree.ancestors(id).take(MOST_AROUND).any(is_media)
    }

    /// Whether an element stands in a reader's comment, by what it or anything around it is called: so, or by one of some other
    /// words. What holds the headline too is the article, which may be called after the comments that it has.
    pub(super) fn is_of_comment(&self, heading: Option<Id>, id: Id, others: &[&str]) -> bool {
        let is_comment = |word: &String| COMMENTS.contains(&word.as_str()) || others.contains(&word.as_str());
        self.apart_from(heading, id).take(MOST_AROUND).any(|id| {
            let names = COMMENT_NAMES.iter().filter_map(|name| self.tree.attribute(id, name));
            names.into_iter().any(|value| {
                let words = words_of(&value);
                // A byline may stand beside the number of comments: `bylineComments`.
                words.iter().any(is_comment) && !words.iter().any(|word| word == "byline")
            })
        })
    }

    /// The content of the first meta tag that has any, of the first of these names (in lower case).
    pub(super) fn first_meta(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| self.all_metas(name).next())
    }

    /// The contents of all meta tags of a name (in lower case).
    pub(super) fn all_metas<'a>(&'a self, name: &'a str) -> impl Iterator<Item = String> + 'a {
        self.metas.iter().filter(move |(own, _)| own == name).filter_map(|(_, content)| super::clean(content))
    }
    /// The contents of all meta tags with such a name (in lower case).
    pub(super) fn metas_of<'a>(&'a self, is_one: impl Fn(&str) -> bool + 'a) -> impl Iterator<Item = String> + 'a {
        self.metas.iter().filter(move |(name, _)| is_one(name)).filter_map(|(_, content)| super::clean(content))
    }
}
