//! Where names stand that are of others than the authors: cards of other articles, boxes amid the text, pictures, lists of
//! subjects.

use super::{MAX_NODES, Reader, clean};
use crate::{
    bylines,
    html::{tags::Tag, tree::Id},
    metadata::{classes, letters},
};

/// Nodes before a link among which stands what leads to it.
const BEFORE_LINK: usize = 12;

/// Levels of a card, and words of a headline at least.
const LEVELS: usize = 3;
const LEAST: usize = 4;

/// Nodes of a picture's box at most.
const MOST_OF_PICTURE: usize = 40;

/// Bytes of a picture's caption, and of a paragraph of running text, at least.
const CAPTION: usize = 40;
const PROSE: usize = 120;

impl Reader<'_, '_, '_> {
    /// Whether an element names somebody else than an author of the article by where it stands.
    pub(super) fn is_of_other(&self, id: Id) -> bool {
        self.is_comment(id)
            || self.is_of_quotation(id)
            || self.page.is_of_media(id)
            || self.is_in_card(id)
            || self.is_amid_text(id)
            || self.is_beside_picture(id)
    }

    /// Whether an element stands in a small box behind a link with the words of a headline, or before one in the item of a
    /// list: that of another article.
    pub(super) fn is_in_card(&self, id: Id) -> bool {
        let tree = self.page.tree;
        let boxes = self.page.apart_from(self.heading, id).skip(1).take(LEVELS);
        let boxes: Vec<Id> = boxes.take_while(|around| tree.inside(*around).len() <= MAX_NODES).collect();
        let links = |around: Id| tree.inside(around).filter(|id| tree.tag(*id) == Tag::A);
        let item = boxes.iter().find(|id| tree.tag(**id) == Tag::Li);
        let own = tree.get(id).end;
        let behind = |around: &Id| links(*around).take_while(|link| *link < id).any(|link| self.is_headline(link));
        let before = |item: &Id| links(*item).any(|link| link >= own && self.is_headline(link));
        boxes.last().is_some_and(behind) || item.is_some_and(before)
    }

    /// Whether a link has the words of a headline, and leads to another page of the site; not a tool: `Send this to a friend`.
    fn is_headline(&self, link: Id) -> bool {
        const TOOLS: [&str; 16] = [
            "back",
            "click",
            "comment",
            "email",
            "follow",
            "get",
            "go",
            "join",
            "print",
            "read",
            "see",
            "send",
            "share",
            "sign",
            "subscribe",
            "view",
        ];
        let tree = self.page.tree;
        if tree.inside(link).len() > MAX_NODES / 4 {
            return false;
        }
        let href = tree.attribute(link, "href").unwrap_or_default();
        // Her life, in a link of its own.
        if tree.attribute(link, "class").is_some_and(|class| classes::names_author(&class)) {
            return false;
        }
        let is_page = !href.starts_with('#') && !["mailto:", "javascript:"].iter().any(|own| href.starts_with(own));
        is_page
            && clean(&tree.text(link)).is_some_and(|text| {
                let first = text.split(' ').next().unwrap_or_default().to_lowercase();
                // Old software links the headline of the article itself.
                let is_own = || self.page.title.as_deref().is_some_and(|title| title.contains(&text));
                text.split(' ').count() >= LEAST && !TOOLS.contains(&first.trim_end_matches('-')) && !is_own()
            })
    }

    /// Whether an element, or a box that it stands in, has two paragraphs of running text before it and as many after it: a
    /// sidebar, or a card of another article.
    pub(super) fn is_amid_text(&self, id: Id) -> bool {
        /// Levels of a box, and nodes around it that are looked at.
        const DEEPEST: usize = 6;
        const AROUND: usize = 300;
        let tree = self.page.tree;
        let is_amid = |id: Id| {
            let parent = tree.get(id).parent;
            let is_beside =
                |other: &Id| tree.get(*other).parent == parent && tree.tag(*other) == Tag::P && self.is_prose(*other);
            let before = (id.saturating_sub(AROUND)..id).rev().filter(is_beside);
            let end = tree.get(id).end;
            let after = (end..(end + AROUND).min(tree.len())).filter(is_beside);
            after.take(2).count() == 2 && before.take(2).count() == 2
        };
        self.page.apart_from(self.heading, id).take(DEEPEST).any(is_amid)
    }

    pub(super) fn is_prose(&self, id: Id) -> bool {
        let tree = self.page.tree;
        let mut length = 0;
        tree.inside(id).any(|id| {
            length += tree.raw_text(id).len();
            length >= PROSE
        })
    }

    /// Whether a name stands below a picture as whoever took it does: with her agency behind a stroke, or below a caption,
    /// and the picture is not hers.
    pub(super) fn is_beside_picture(&self, id: Id) -> bool {
        const OWN: [&str; 6] = ["author", "avatar", "byline", "headshot", "profile", "portrait"];
        let tree = self.page.tree;
        let boxes = self.page.apart_from(self.heading, id).skip(1).take(LEVELS);
        let boxes = boxes.take_while(|around| tree.inside(*around).len() <= MOST_OF_PICTURE);
        let image =
            |around: Id| tree.inside(around).take_while(|inside| *inside < id).find(|id| tree.tag(*id) == Tag::Img);
        let Some((around, image)) = boxes.into_iter().find_map(|around| Some((around, image(around)?))) else {
            return false;
        };
        let text = clean(&tree.text(id)).unwrap_or_default();
        let last = letters(text.rsplit(' ').next().unwrap_or_default());
        let names_hers = tree.attributes(image).any(|(_, value)| {
            let value = value.to_ascii_lowercase();
            OWN.iter().any(|own| value.contains(own)) || (last.len() >= 3 && letters(&value).contains(&last))
        });
        let is_hers = || {
            names_hers
                || std::iter::once(around)
                    .chain(tree.ancestors(image).take(2))
                    .filter_map(|id| tree.attribute(id, "class"))
                    .any(|class| OWN.iter().any(|own| class.to_ascii_lowercase().contains(own)))
        };
        let has_employer = || text.contains('/') || text.contains('•');
        let is_caption =
            |inside: Id| tree.raw_text(inside).trim().len() >= CAPTION && !tree.inside(id).contains(&inside);
        let captioned = || tree.inside(around).take_while(|inside| *inside < id).any(is_caption);
        (has_employer() || captioned()) && !is_hers()
    }

    /// Whether the page says of a name that its bearer took a picture: `AP Photo/Ana Ruiz`, `Photo by Ana Ruiz`.
    pub(super) fn is_credited(&self, name: &str) -> bool {
        const CREDITS: [&str; 10] = [
            "photo/",
            "photo /",
            "photo by",
            "photos by",
            "photo:",
            "photos:",
            "photographer:",
            "credit:",
            "foto:",
            "fotos:",
        ];
        let tree = self.page.tree;
        (1..tree.len()).map(|id| tree.raw_text(id)).any(|text| {
            let parts = text.find(name).and_then(|at| Some((text.get(..at)?, text.get(at + name.len()..)?)));
            parts.is_some_and(|(before, after)| {
                let before = before.trim_end().to_lowercase();
                // `(Ana Ruiz / The Example)` ends a caption.
                let has_employer = before.ends_with('(') && after.trim_start().starts_with('/');
                has_employer || CREDITS.iter().any(|credit| before.ends_with(credit))
            })
        })
    }

    /// Whether a text is one of those under which the article is filed: it links to a list of what is filed so, or stands in an
    /// element called after such.
    pub(super) fn is_filed(&self, id: Id) -> bool {
        const FILED: [&str; 14] = [
            "categories",
            "category",
            "categoria",
            "categorias",
            "etiquetas",
            "keyword",
            "keywords",
            "schlagworte",
            "subjects",
            "tag",
            "taglist",
            "tags",
            "topic",
            "topics",
        ];
        let tree = self.page.tree;
        let is_filing = |part: &str| FILED.iter().any(|own| part.eq_ignore_ascii_case(own));
        self.page.apart_from(self.heading, id).take(LEVELS + 1).any(|id| {
            let of = |name: &str| tree.attribute(id, name);
            let links = || of("href").is_some_and(|href| href.split(['/', '?']).skip(1).any(is_filing));
            let is_called = || of("class").is_some_and(|class| class.split([' ', '-', '_']).any(is_filing));
            of("rel").is_some_and(|rel| rel.split(' ').any(is_filing)) || links() || is_called()
        })
    }

    /// Whether what leads to a name stands before a link: `By`; other links and what joins them may stand between.
    pub(super) fn is_led(&self, link: Id) -> bool {
        let tree = self.page.tree;
        let before = (link.saturating_sub(BEFORE_LINK)..link).rev();
        let texts = before.filter_map(|id| clean(tree.raw_text(id)).map(|text| (id, text)));
        for (id, text) in texts {
            let last = text.rsplit(['|', '•', '·']).next().unwrap_or(&text).trim();
            if bylines::is_lead(last, self.language) {
                return true;
            }
            let joins = matches!(text.as_str(), "," | ";") || bylines::is_and(&text, self.language);
            if !joins && tree.tag(tree.get(id).parent) != Tag::A {
                return false;
            }
        }
        false
    }

    /// Whether an element or one close around it is called after an author.
    pub(super) fn is_called_author(&self, id: Id) -> bool {
        let tree = self.page.tree;
        let around = std::iter::once(id).chain(tree.ancestors(id)).take(LEVELS + 1);
        around.filter_map(|id| tree.attribute(id, "class")).any(|class| classes::names_author(&class))
    }
}
