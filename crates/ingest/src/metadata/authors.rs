//! Authors: a person or organisation each, never the publisher, a URL or a job title.

mod lines;
mod links;
mod others;
mod signatures;

use super::{
    clean,
    json_ld::JsonLd,
    page::{Marked, Page},
    site::Site,
};
use crate::{
    bylines::{self, Given},
    html::{tags::Tag, tree::Id, words_of},
};

pub(super) use links::links_to_author;

/// Characters of a byline at most.
const MAX_BYLINE: usize = 200;

/// Words of a name that stands alone, at most.
const MOST_WORDS: usize = 5;

/// Nodes of a byline at most.
const MAX_NODES: usize = 120;

/// Nodes between the bylines of two authors.
const BESIDE: usize = 6;

/// Bylines beside each other that are read, at most.
const MOST_AUTHORS: usize = 20;

/// Meta tags that name authors, the best first.
const METAS: [&str; 19] = [
    "author",
    "article:author",
    "author.name",
    "article_author",
    "article.author",
    "cxenseparse:author",
    "analyticsattributes.author",
    "mediator_author",
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
pub(super) fn read(page: &Page<'_, '_>, ld: &JsonLd, site: &Site, heading: Option<Id>) -> Vec<String> {
    let language = language_of(page);
    let reader = Reader { page, heading, language: &language, site };
    let mut declared = reader.declared(ld, &site.name);
    declared.retain(|name| !site.is_published_by(name));
    if declared.len() <= MOST_AUTHORS && declared.iter().any(|name| bylines::is_dense(name)) {
        let others = reader.of_others();
        let is_other = |name: &String| site.is(name) || others.iter().any(|line| line.contains(name.as_str()));
        declared.retain(|name| !(bylines::is_dense(name) && is_other(name)));
    }
    let authors = match declared.as_slice() {
        [] => reader.shown(),
        // An organisation stands for whom the page shows: fields that must not be empty are filled with it.
        [only] if is_stand_in(only, ld, site) => {
            let others = |mut names: Vec<String>| {
                names.retain(|name| name != only);
                persons(names, site)
            };
            first_of(&[
                &|| others(reader.names(&reader.of_links())),
                &|| others(reader.of_bylines()),
                &|| others(reader.of_lines()),
                &|| reader.of_dateline(),
                &|| others(reader.of_the_only_line()),
                &|| others(reader.signed()),
                &|| declared.clone(),
            ])
        }
        // Initials stand for the name that readers are shown.
        [only] if is_initials(only) => first_of(&[&|| reader.called(only), &|| declared.clone()]),
        // A login or a name of the site in other letters.
        [only] if is_login(only) => first_of(&[
            &|| persons(reader.instead_of(only), site),
            &|| reader.with_others(&declared).unwrap_or_default(),
            &|| declared.clone(),
        ]),
        // Whom readers are never shown is who entered the text, where a line says that it is by another.
        [only] if !reader.is_shown(only) => first_of(&[&|| persons(reader.of_lines(), site), &|| declared.clone()]),
        _ => reader.with_others(&declared).unwrap_or(declared),
    };
    without_employer(authors, site)
}

/// Whether a declared author is nobody who wrote.
fn is_stand_in(only: &str, ld: &JsonLd, site: &Site) -> bool {
    site.is_named_in(only)
        || bylines::is_desk(only)
        || bylines::is_collective(only)
        || (ld.organisations && !is_called_person(only, site))
}

/// Whether a name is initials alone: `A. R. P.`.
fn is_initials(name: &str) -> bool {
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    let mut words = name.split([' ', '.']).filter(|word| !word.is_empty());
    letters >= 2 && !bylines::is_dense(name) && words.all(|word| word.chars().count() == 1)
}

/// Whether a name is one word that no agency is called: few persons sign so, but many accounts are.
fn is_login(name: &str) -> bool {
    !name.contains(' ') && !bylines::is_dense(name) && !bylines::is_agency(name)
}

/// Whether what is said to be an organisation is called as persons are: not after the site, nor where nothing tells them apart.
fn is_called_person(name: &str, site: &Site) -> bool {
    let first = name.split(' ').next().unwrap_or_default();
    bylines::is_person(name) && !bylines::is_dense(name) && !site.is(first)
}

/// The language of the page: scripts without spaces are told by its title, whatever it declares.
fn language_of(page: &Page<'_, '_>) -> String {
    let declared = page.primary_language();
    let title = page.title.as_deref().unwrap_or_default();
    let has = |range: std::ops::RangeInclusive<char>| title.contains(|c: char| range.contains(&c));
    match declared.as_str() {
        _ if has('\u{3041}'..='\u{30ff}') => "ja".to_owned(),
        "ja" | "ko" | "zh" => declared,
        _ if has('\u{ac00}'..='\u{d7af}') => "ko".to_owned(),
        _ if has('\u{4e00}'..='\u{9fff}') => "zh".to_owned(),
        _ => declared,
    }
}

fn first_of(sources: &[&dyn Fn() -> Vec<String>]) -> Vec<String> {
    sources.iter().map(|source| source()).find(|names| !names.is_empty()).unwrap_or_default()
}

/// Names of persons, where all of them are.
fn persons(names: Vec<String>, site: &Site) -> Vec<String> {
    let all = names.iter().all(|name| bylines::is_person(name) && !site.is(name));
    if all { names } else { Vec::new() }
}

/// `Ana Ruiz, The Example` without the site, which employs her.
fn without_employer(mut authors: Vec<String>, site: &Site) -> Vec<String> {
    if authors.iter().any(|name| bylines::is_person(name) && !site.is(name)) {
        authors.retain(|name| !site.is(name));
    }
    authors
}

/// The name of a meta tag's author as it is said: libraries write `Ruiz, Ana`.
fn in_order(meta: &str, author: String) -> String {
    let files = |family: &str| match meta {
        "citation_author" => true,
        // Some sites list authors here.
        "dc.creator" | "dcterms.creator" => !family.contains(' '),
        _ => false,
    };
    match author.split_once(", ") {
        Some((family, given)) if files(family) && !given.contains(',') => format!("{given} {family}"),
        _ => author,
    }
}

/// Whether an element's class says that it names an author.
pub(super) fn is_called_author(class: &str) -> bool {
    let class = class.to_ascii_lowercase();
    if class.contains("comment") {
        return false;
    }
    let part = [
        "byline",
        "author",
        "writer",
        "autor",
        "auteur",
        "journalist",
        "penulis",
        "verfasser",
        "redacteur",
        "szerzo",
        "skribent",
        "forfatter",
        "signature",
        "contributor",
        "writeby",
        "written-by",
        "writtenby",
    ];
    part.iter().any(|word| class.contains(word))
        || class.split([' ', '-', '_']).any(|word| ["firma", "firmas", "reporter", "yazar"].contains(&word))
}

/// Whether an element is called after the author that it names, not after her picture or life.
fn is_byline(marked: &Marked<'_>) -> bool {
    let class = marked.class.to_ascii_lowercase();
    let beside = ["bio", "image", "avatar", "photo", "desc", "social", "authority"];
    is_called_author(&class) && !beside.iter().any(|word| class.contains(word))
}

struct Reader<'r, 't, 'p> {
    page: &'r Page<'t, 'p>,
    heading: Option<Id>,
    language: &'r str,
    site: &'r Site,
}

impl<'p> Reader<'_, '_, 'p> {
    /// What JSON-LD or meta tags say. A publisher is the author only where readers are shown it as one, or where it is a
    /// person's own site.
    fn declared(&self, ld: &JsonLd, site: &str) -> Vec<String> {
        let site = if ld.persons { "" } else { site };
        let read = |given: &[String]| bylines::names(given, Given::Declared, self.language, site);
        let metas = || {
            let of = |name: &str| self.page.all_metas(name).map(|text| in_order(name, text)).collect::<Vec<_>>();
            let metas = METAS.iter().map(|name| read(&of(name)));
            metas.into_iter().find(|names| !names.is_empty()).unwrap_or_default()
        };
        Some(read(&ld.authors)).filter(|names| !names.is_empty()).unwrap_or_else(metas)
    }

    /// Whom readers are shown, where the page declares nobody; an organisation only where no line names a person.
    fn shown(&self) -> Vec<String> {
        let found = first_of(&[
            &|| self.names(&self.of_property()),
            &|| self.names(&self.of_links()),
            &|| self.of_bylines(),
            &|| self.of_lines(),
            &|| self.of_dateline(),
            &|| self.of_the_only_line(),
            &|| self.of_the_only_byline(),
            &|| self.signed(),
            &|| self.of_reporter(),
            &|| self.described(),
            &|| self.introduced(),
            &|| self.of_agency(),
        ]);
        let lines = || Some(persons(self.of_lines(), self.site)).filter(|names| !names.is_empty());
        // Without capitals none can be told from a person.
        let is_other = |name: &String| !name.contains(char::is_uppercase) || bylines::is_agency(name);
        let organisation = !found.is_empty() && !found.iter().any(|name| bylines::is_person(name) || is_other(name));
        if organisation { lines().unwrap_or(found) } else { found }
    }

    fn names(&self, given: &[String]) -> Vec<String> {
        bylines::names(given, Given::Shown, self.language, "")
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

    /// Whether an element stands in a reader's comment or review. What holds the headline too is the article, which may be
    /// called after the comments that it has.
    fn is_comment(&self, id: Id) -> bool {
        let tree = self.page.tree;
        self.page.apart_from(self.heading, id).any(|id| {
            let marks = ["class", "id", "itemprop"].iter().filter_map(|name| tree.attribute(id, name));
            let is_of_comment =
                |word: &String| ["comment", "comments", "commentlist", "forum", "review"].contains(&word.as_str());
            marks.into_iter().any(|value| words_of(&value).iter().any(is_of_comment))
        })
    }

    /// The text of a byline. What stands in elements of their own is told apart, unless it is one name or one list.
    fn line(&self, id: Id) -> Option<String> {
        let tree = self.page.tree;
        if tree.get(id).end - id > MAX_NODES {
            return None;
        }
        let texts = (id..tree.get(id).end)
            .filter(|id| tree.tag(*id) == Tag::Text && !is_unread(tree.tag(tree.get(*id).parent)));
        let (mut line, mut last, mut last_linked) = (String::new(), String::new(), false);
        for (id, text) in texts.filter_map(|id| clean(tree.raw_text(id)).map(|text| (id, bylines::as_list(text)))) {
            let linked = tree.tag(tree.get(id).parent) == Tag::A;
            if !line.is_empty() {
                line.push_str(if linked && last_linked && bylines::is_person(&text) {
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

    /// The first text inside an element: the name, of a box that tells somebody's life too.
    fn first_line(&self, id: Id) -> Option<String> {
        let tree = self.page.tree;
        let texts = tree.inside(id).filter(|id| !is_unread(tree.tag(tree.get(*id).parent)));
        let first = texts.into_iter().find_map(|id| clean(tree.raw_text(id)))?;
        let words: Vec<&str> = first.split(' ').collect();
        let named = words.len() <= MOST_WORDS && words.last().is_some_and(|word| word.starts_with(char::is_uppercase));
        named.then_some(first)
    }

    fn glue(&self, last: &str, next: &str) -> &'static str {
        let goes_on = bylines::is_lead(last, self.language)
            || bylines::is_lead_of_others(last)
            || last.ends_with(':')
            || self.goes_on(last, next)
            || (!last.contains(' ') && !next.contains(' '));
        if goes_on { " " } else { " | " }
    }

    /// Links to an author's page that stand near the headline, or the first when there is none.
    fn of_links(&self) -> Vec<String> {
        let links = self.page.marked.iter().filter(|marked| self.is_link_to_author(marked));
        let mut found: Vec<(Id, String)> = Vec::new();
        let links = links.filter(|link| self.is_near(link.id) && !self.is_in_prose(link.id));
        let mut is_other = false;
        for link in links.filter(|link| !self.is_comment(link.id)) {
            let Some(text) = self.line(link.id) else { continue };
            is_other = self.is_led_as_other(link.id, is_other);
            if is_other {
                continue;
            }
            // A second group of links further on is of other articles.
            if found.last().is_some_and(|(last, _)| link.id > last + 60) {
                break;
            }
            found.push((link.id, text));
        }
        found.into_iter().map(|(_, text)| text).collect()
    }

    fn is_link_to_author(&self, marked: &Marked<'_>) -> bool {
        let tree = self.page.tree;
        // Anyone may republish what links to its authors there.
        let is_own = || !self.site.is_elsewhere(marked.href) || marked.href.contains("//theconversation.com/profiles/");
        let own = || links_to_author(marked.href) && is_own();
        tree.tag(marked.id) == Tag::A
            && (has_word(marked.rel, "author") || own())
            // A list of references links to whom it names.
            && !tree.ancestors(marked.id).any(|id| tree.tag(id) == Tag::Ol)
    }

    /// Whether a link stands in running text, which tells of somebody.
    fn is_in_prose(&self, id: Id) -> bool {
        let tree = self.page.tree;
        let paragraph = tree.ancestors(id).find(|id| !tree.tag(*id).is_inline());
        let running = |id: Id| {
            matches!(tree.tag(id), Tag::P | Tag::Li | Tag::Blockquote)
                && tree.inside(id).len() <= MAX_NODES
                && tree.text(id).len() > MAX_BYLINE
        };
        paragraph.is_some_and(running)
    }

    /// The author in an element further on, as below the text, where all such elements name the same.
    fn of_the_only_byline(&self) -> Vec<String> {
        let below = self.page.marked.iter().filter(|marked| self.heading.is_none_or(|heading| marked.id > heading));
        let named = below.filter(|marked| is_byline(marked) || self.is_link_to_author(marked));
        let named = named.filter(|marked| !self.is_comment(marked.id) && !self.is_in_prose(marked.id));
        let line = |marked: &Marked<'_>| self.line(marked.id).or_else(|| self.first_line(marked.id));
        let lines = named.filter_map(line).map(|line| self.names(&[line]));
        let mut lines = lines.filter(|names| !names.is_empty() && names.iter().all(|name| bylines::is_person(name)));
        let first = lines.next().unwrap_or_default();
        if lines.take(MOST_AUTHORS).all(|names| names == first) { first } else { Vec::new() }
    }

    /// Elements called `byline` or `author`, nearest the headline first.
    fn of_bylines(&self) -> Vec<String> {
        let near = self.page.marked.iter().filter(|marked| is_byline(marked) && self.is_near(marked.id));
        let names = |marked: &Marked<'_>| self.line(marked.id).map(|line| self.names(&[line])).unwrap_or_default();
        let mut named = near
            .filter(|marked| !self.is_comment(marked.id))
            .map(|marked| (marked, names(marked)))
            .filter(|(_, names)| !names.is_empty())
            .peekable();
        // The editor stands before the author, in the same box or beside it: the site is one only where no person is.
        let first = named.peek().map(|(_, names)| names.clone()).unwrap_or_default();
        let is_of_site = |names: &[String]| names.iter().all(|name| self.site.is(name));
        let is_author = |names: &[String]| {
            !is_of_site(&first) || (!is_of_site(names) && names.iter().all(|name| bylines::is_person(name)))
        };
        let Some((mut last, mut found)) = named.find(|(_, names)| is_author(names)) else { return first };
        // Each of several authors may have an element of her own.
        for (next, names) in named {
            let beside = next.id <= self.page.tree.get(last.id).end + BESIDE && next.class == last.class;
            if !beside || found.len() >= MOST_AUTHORS {
                break;
            }
            found.extend(names.into_iter().filter(|name| bylines::is_person(name)));
            last = next;
        }
        let mut known = std::collections::HashSet::new();
        found.retain(|name| known.insert(name.to_lowercase()));
        found
    }

    /// After the headline and not far from it, or a little before: cards of other articles stand further away.
    fn is_near(&self, id: Id) -> bool {
        self.heading.is_none_or(|heading| {
            let (before, after) = (heading.saturating_sub(60), self.page.tree.get(heading).end + 400);
            (before..after).contains(&id)
        })
    }
}

/// Whether an element's text is for machines, or one to choose in a form.
pub(super) fn is_unread(tag: Tag) -> bool {
    matches!(tag, Tag::Script | Tag::Style | Tag::Template | Tag::Noscript | Tag::Option | Tag::Textarea)
}

fn has_word(value: &str, word: &str) -> bool {
    value.split_ascii_whitespace().any(|own| own.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests;
