//! Authors: a person or organisation each, never the publisher, a URL or a job title.

use super::{
    clean,
    json_ld::JsonLd,
    names::{self, Given, MAX_LENGTH},
    page::{Marked, Page},
};
use crate::html::{tags::Tag, tree::Id};

/// Characters of a byline at most.
const MAX_BYLINE: usize = 200;

/// Nodes of a byline at most.
const MAX_NODES: usize = 120;

/// Meta tags that name authors, the best first.
const METAS: [&str; 13] = [
    "author",
    "article:author",
    "article:author:name",
    "article:author_name",
    "og:article:author",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
    "dc.contributor",
    "byl",
    "citation_author",
    "twitter:creator:name",
];

/// The authors of the article that a page is of.
pub(super) fn read(page: &Page<'_, '_>, ld: &JsonLd, site: &str, heading: Option<Id>) -> Vec<String> {
    let language = page.primary_language();
    let reader = Reader { page, heading, language: &language };
    let sources: [&dyn Fn() -> Vec<String>; 8] = [
        &|| reader.declared(ld, site),
        &|| reader.names(&reader.of_property()),
        &|| reader.names(&reader.of_links()),
        &|| reader.of_bylines(),
        &|| reader.of_lines(),
        &|| reader.of_the_only_line(),
        &|| reader.signed(),
        &|| reader.described(),
    ];
    sources.iter().map(|source| source()).find(|names| !names.is_empty()).unwrap_or_default()
}

/// Authors that a text's end names, at most.
const MOST_SHOWN: usize = 8;

/// Lines that begin with a dash looked at, at most.
const MOST_DASHED: usize = 50;

/// `/author/ana-ruiz`, as sites link to what else an author wrote.
pub(super) fn links_to_author(href: &str) -> bool {
    const PARTS: [&str; 33] = [
        "/author/",
        "/authors/",
        "/by/",
        "/staff/",
        "/people/",
        "/profile/",
        "/profiles/",
        "/contributor/",
        "/contributors/",
        "/reporter/",
        "/reporters/",
        "/journalist/",
        "/journalists/",
        "/columnist/",
        "/columnists/",
        "/writer/",
        "/writers/",
        "/byline/",
        "/autor/",
        "/autores/",
        "/autoren/",
        "/auteur/",
        "/auteurs/",
        "/autore/",
        "/autori/",
        "/firmas/",
        "/firma/",
        "/auteurs-",
        "/redakteur/",
        "/journaliste/",
        "/penulis/",
        "/yazar/",
        "/yazarlar/",
    ];
    href.contains('/') && PARTS.iter().any(|part| href.contains(part))
}

/// Whether an element's class says that it names an author.
pub(super) fn is_called_author(class: &str) -> bool {
    let class = class.to_ascii_lowercase();
    let part = ["byline", "author", "writer", "autor", "auteur", "journalist", "penulis", "verfasser", "redacteur"];
    part.iter().any(|word| class.contains(word))
        || class
            .split([' ', '-', '_'])
            .any(|word| ["firma", "firmas", "signature", "reporter", "yazar"].contains(&word))
}

struct Reader<'r, 't, 'p> {
    page: &'r Page<'t, 'p>,
    heading: Option<Id>,
    language: &'r str,
}

impl<'p> Reader<'_, '_, 'p> {
    /// What JSON-LD or meta tags say. A publisher is the author only where readers are shown it as one, or where it is a
    /// person's own site.
    fn declared(&self, ld: &JsonLd, site: &str) -> Vec<String> {
        let site = if ld.persons { "" } else { site };
        let read = |given: &[String]| names::names(given, Given::Declared, self.language, site);
        let metas = || {
            let metas = METAS.iter().map(|name| read(&self.page.all_metas(name).collect::<Vec<_>>()));
            metas.into_iter().find(|names| !names.is_empty()).unwrap_or_default()
        };
        Some(read(&ld.authors)).filter(|names| !names.is_empty()).unwrap_or_else(metas)
    }

    fn names(&self, given: &[String]) -> Vec<String> {
        names::names(given, Given::Shown, self.language, "")
    }

    /// Lines near the headline that say whom they are by: `By Ana Ruiz`, or `Written by` and the name in the next.
    fn of_lines(&self) -> Vec<String> {
        let (Some(heading), tree) = (self.heading, self.page.tree) else { return Vec::new() };
        let texts = (heading.saturating_sub(40)..(tree.get(heading).end + 200).min(tree.len()))
            .filter(|id| tree.tag(*id) == Tag::Text)
            .filter_map(|id| clean(tree.raw_text(id)).map(|text| (id, text)));
        let mut after_lead = false;
        for (id, text) in texts {
            if after_lead && text.chars().count() <= MAX_LENGTH {
                let found = self.names(std::slice::from_ref(&text));
                if found.iter().any(|name| names::is_person(name)) {
                    return found;
                }
            }
            after_lead = names::is_lead(&text, self.language);
            if !after_lead && let Some(names) = self.by_whom(id, &text) {
                return names;
            }
        }
        Vec::new()
    }

    fn by_whom(&self, id: Id, text: &str) -> Option<Vec<String>> {
        let names = names::by_whom(text, self.language).filter(|_| text.len() <= MAX_BYLINE)?;
        // The line may go on in links: `By Ana Ruiz and` `Tom Lee`.
        let line =
            self.line(self.page.tree.get(id).parent).filter(|line| line.len() > text.len() && line.starts_with(text));
        line.and_then(|line| names::by_whom(&line, self.language)).or(Some(names))
    }

    /// The lines further on that say whom they are by, as at the end of a text, where they all name the same: a page with
    /// cards of other articles has many.
    fn of_the_only_line(&self) -> Vec<String> {
        let (Some(heading), tree) = (self.heading, self.page.tree) else { return Vec::new() };
        let texts =
            (tree.get(heading).end..tree.len()).filter(|id| (8..=MAX_BYLINE).contains(&tree.raw_text(*id).len()));
        let mut lines = texts.filter_map(|id| self.by_whom(id, &clean(tree.raw_text(id))?));
        let first = lines.next().unwrap_or_default();
        if lines.take(MOST_SHOWN).all(|names| names == first) { first } else { Vec::new() }
    }

    fn of_property(&self) -> Vec<String> {
        let named = |marked: &&&Marked<'_>| has_word(marked.itemprop, "author") || has_word(marked.itemprop, "creator");
        let authors: Vec<&Marked<'_>> = self
            .page
            .marked
            .iter()
            .filter(|marked| named(&marked))
            .take(20)
            .filter(|author| !self.is_comment(author.id))
            .collect();
        let near = authors.iter().any(|author| self.is_near(author.id));
        authors
            .iter()
            .filter(|author| !near || self.is_near(author.id))
            .filter_map(|author| self.name_inside(author))
            .collect()
    }

    fn name_inside(&self, author: &Marked<'_>) -> Option<String> {
        let inside = self.page.tree.inside(author.id);
        let first = self.page.marked.partition_point(|marked| marked.id < inside.start);
        let held = self.page.marked.iter().skip(first).take_while(|marked| inside.contains(&marked.id));
        let name = held.into_iter().find(|marked| has_word(marked.itemprop, "name")).unwrap_or(author);
        self.line(name.id).or_else(|| clean(name.content)).filter(|text| text.len() <= MAX_BYLINE)
    }

    /// Whether an element stands in a reader's comment or review.
    fn is_comment(&self, id: Id) -> bool {
        self.page.tree.ancestors(id).any(|id| {
            let marks = ["class", "id", "itemprop"].iter().filter_map(|name| self.page.tree.attribute(id, name));
            let of_comment = |value: &str| {
                value
                    .to_ascii_lowercase()
                    .split([' ', '-', '_'])
                    .any(|word| ["comment", "comments", "commentlist", "review"].contains(&word))
            };
            marks.into_iter().any(|value| of_comment(&value))
                && !matches!(self.page.tree.tag(id), Tag::Body | Tag::Html)
        })
    }

    /// The text of a byline. What stands in elements of their own is told apart, unless it is one name or one list.
    fn line(&self, id: Id) -> Option<String> {
        let tree = self.page.tree;
        if tree.get(id).end - id > MAX_NODES {
            return None;
        }
        let texts = (id..tree.get(id).end)
            .filter(|id| tree.tag(*id) == Tag::Text && !is_script(tree.tag(tree.get(*id).parent)));
        let (mut line, mut last, mut last_linked) = (String::new(), String::new(), false);
        for (id, text) in texts.filter_map(|id| clean(tree.raw_text(id)).map(|text| (id, text))) {
            let linked = tree.tag(tree.get(id).parent) == Tag::A;
            if !line.is_empty() {
                line.push_str(if linked && last_linked && names::is_person(&text) {
                    ", "
                } else {
                    self.glue(&last, &text)
                });
            }
            line.push_str(&text);
            (last, last_linked) = (text, linked);
        }
        Some(line).filter(|line| !line.is_empty() && line.len() <= MAX_BYLINE)
    }

    fn glue(&self, last: &str, next: &str) -> &'static str {
        let is_and = |word: Option<&str>| word.is_some_and(|word| names::is_and(word, self.language));
        let goes_on = names::is_lead(last, self.language)
            || last.ends_with([',', '&', ':'])
            || next.starts_with([',', '&'])
            || is_and(last.split(' ').next_back())
            || is_and(next.split(' ').next())
            || (!last.contains(' ') && !next.contains(' '));
        if goes_on { " " } else { " | " }
    }

    /// Links to an author's page that stand near the headline, or the first when there is none.
    fn of_links(&self) -> Vec<String> {
        let tree = self.page.tree;
        let links = self.page.marked.iter().filter(|marked| {
            tree.tag(marked.id) == Tag::A && (has_word(marked.rel, "author") || links_to_author(marked.href))
        });
        let mut found: Vec<(Id, String)> = Vec::new();
        for link in links.filter(|link| self.is_near(link.id)) {
            let Some(text) = self.line(link.id) else { continue };
            // A second group of links further on is of other articles.
            if found.last().is_some_and(|(last, _)| link.id > last + 60) {
                break;
            }
            found.push((link.id, text));
        }
        found.into_iter().map(|(_, text)| text).collect()
    }

    /// Elements called `byline` or `author`, nearest the headline first.
    fn of_bylines(&self) -> Vec<String> {
        let called = |marked: &&Marked<'_>| {
            let class = marked.class.to_ascii_lowercase();
            is_called_author(&class)
                && !["bio", "image", "avatar", "photo", "desc", "social", "authority"]
                    .iter()
                    .any(|word| class.contains(word))
        };
        let near = self.page.marked.iter().filter(called).filter(|marked| self.is_near(marked.id));
        near.filter_map(|marked| self.line(marked.id))
            .map(|line| self.names(&[line]))
            .find(|names| !names.is_empty())
            .unwrap_or_default()
    }

    /// After the headline and not far from it, or a little before: cards of other articles stand further away.
    fn is_near(&self, id: Id) -> bool {
        self.heading.is_none_or(|heading| {
            let (before, after) = (heading.saturating_sub(60), self.page.tree.get(heading).end + 400);
            (before..after).contains(&id)
        })
    }

    /// The one line that signs the text: `— Ana Ruiz` in a paragraph of its own, not below what somebody is quoted with.
    fn signed(&self) -> Vec<String> {
        let (Some(heading), tree) = (self.heading, self.page.tree) else { return Vec::new() };
        let dashed = (heading..tree.len())
            .filter(|id| tree.raw_text(*id).trim_start().starts_with(['—', '―']))
            .take(MOST_DASHED);
        let whole = dashed.filter(|id| tree.inside(tree.get(*id).parent).len() <= 3 && !self.is_quoted(*id));
        let mut lines = whole.filter_map(|id| clean(&tree.text(tree.get(id).parent))).filter_map(|line| {
            let names = self.names(&[line.strip_prefix(['—', '―'])?.trim().to_owned()]);
            (!names.is_empty() && names.iter().all(|name| names::is_person(name))).then_some(names)
        });
        let first = lines.next().unwrap_or_default();
        if lines.next().is_some() { Vec::new() } else { first }
    }

    fn is_quoted(&self, id: Id) -> bool {
        let tree = self.page.tree;
        let around = tree.ancestors(id).any(|id| {
            matches!(
                tree.tag(id),
                Tag::Blockquote
                    | Tag::Q
                    | Tag::Cite
                    | Tag::Figure
                    | Tag::Figcaption
                    | Tag::Aside
                    | Tag::Footer
                    | Tag::Li
            )
        });
        let mut before =
            (id.saturating_sub(8)..id).rev().map(|id| tree.raw_text(id).trim_end()).filter(|text| !text.is_empty());
        around
            || before
                .next()
                .is_none_or(|text| text.ends_with(['"', '”', '»', '“', '’', '\'']) || text.ends_with("&quot;"))
    }

    /// `Ana Ruiz is a reporter for …`, set apart from the text by its type.
    fn described(&self) -> Vec<String> {
        const TRADES: [&str; 8] =
            ["reporter", "writer", "journalist", "correspondent", "editor", "columnist", "freelance", "author of"];
        let (Some(heading), tree) = (self.heading, self.page.tree) else { return Vec::new() };
        let set_apart = (heading..tree.len())
            .filter(|id| matches!(tree.tag(*id), Tag::Em | Tag::I) && tree.inside(*id).len() <= 20);
        let of = |id: Id| {
            let text = clean(&tree.text(id)).filter(|text| text.chars().count() <= 400)?;
            let (name, rest) = text.split_once(" is ")?;
            let trade = rest.split(['.', ';']).next().unwrap_or_default().to_lowercase();
            let told = ["a ", "an ", "the ", "our "].iter().any(|article| trade.starts_with(article));
            (told && names::is_person(name) && TRADES.iter().any(|own| trade.contains(own))).then(|| name.to_owned())
        };
        self.names(&set_apart.filter_map(of).take(MOST_SHOWN).collect::<Vec<_>>())
    }
}

fn is_script(tag: Tag) -> bool {
    matches!(tag, Tag::Script | Tag::Style | Tag::Template | Tag::Noscript)
}

fn has_word(value: &str, word: &str) -> bool {
    value.split_ascii_whitespace().any(|own| own.eq_ignore_ascii_case(word))
}
