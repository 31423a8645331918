//! Authors: a person or organisation each, never the publisher, a URL or a job title.

mod apart;
mod boxes;
mod contacts;
mod elements;
mod head;
mod lines;
mod links;
mod others;
mod signatures;

use std::cell::OnceCell;

use super::{clean, json_ld::JsonLd, page::Page, site::Site};
use crate::{
    bylines::{self, Given},
    html::{tags::Tag, tree::Id},
};

pub(super) use links::links_to_author;

/// Characters of a byline at most.
const MAX_BYLINE: usize = 200;

/// Words of a name that stands alone, at most.
const MOST_WORDS: usize = 5;

/// Nodes of a byline at most.
const MAX_NODES: usize = 120;

/// Bylines beside each other that are read, at most.
const MOST_AUTHORS: usize = 20;

/// Meta tags that name authors, the best first.
const METAS: [&str; 31] = [
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
    "dcsext.author",
    "citation_author",
    "twitter:creator:name",
    "authors",
    "article:authors",
    "article-author",
    "author_name",
    "dc.author",
    "dc.creator.personalname",
    "dcterms.author",
    "og:author",
    "page.author",
    "shareaholic:article_author_name",
    "byline",
];

/// The authors of the article that a page is of.
pub(super) fn read(page: &Page<'_, '_>, ld: &JsonLd, site: &Site, heading: Option<Id>) -> Vec<String> {
    let language = language_of(page);
    let reader = Reader { page, heading, language: &language, site, lists: OnceCell::new() };
    let declared = reader.declared_authors(ld);
    let authors = match declared.as_slice() {
        [] => reader.shown(),
        [only] => reader.in_place_of(only, ld),
        several => reader.of_credits(several),
    };
    // One of several may be declared, or be a link or stand in an element of her own.
    let all = if authors == declared { reader.with_others(&authors) } else { reader.with_joined(&authors) };
    without_employer(all.unwrap_or(authors), site)
}

/// Whether a declared author is nobody who wrote.
fn is_stand_in(only: &str, ld: &JsonLd, site: &Site) -> bool {
    site.is_named_in(only)
        || bylines::is_desk(only)
        || bylines::is_collective(only)
        || is_group(only)
        || (ld.organisations && !is_called_person(only, site))
}

/// Whether a name is that of a group of companies, as publishers are.
fn is_group(name: &str) -> bool {
    const GROUPS: [&str; 9] = ["group", "groupe", "gruppe", "gruppo", "grupo", "grup", "grupa", "groep", "koncern"];
    name.split(' ').any(|word| GROUPS.contains(&word.to_lowercase().as_str()))
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

/// `Ana Ruiz, The Example` without the site, which employs her, or its desk.
fn without_employer(authors: Vec<String>, site: &Site) -> Vec<String> {
    let mut authors: Vec<String> = authors.into_iter().map(|name| before_site(name, site)).collect();
    let is_house = |name: &String| site.is(name) || bylines::is_desk(name);
    if authors.iter().any(|name| bylines::is_person(name) && !is_house(name)) {
        authors.retain(|name| !is_house(name));
    }
    authors
}

/// `Ana Ruiz` of `Ana Ruiz The Example`, as templates set the site behind her name without a mark.
fn before_site(name: String, site: &Site) -> String {
    let parts = name.match_indices(' ').filter_map(|(at, _)| Some((name.get(..at)?, name.get(at + 1..)?)));
    // `Ana Ruiz Torvald` of `torvald.example` has a second family name.
    let mut told = parts.filter(|(person, rest)| rest.contains(' ') && bylines::is_person(person) && site.is(rest));
    told.next().map(|(person, _)| person.to_owned()).unwrap_or(name)
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

struct Reader<'r, 't, 'p> {
    page: &'r Page<'t, 'p>,
    heading: Option<Id>,
    language: &'r str,
    site: &'r Site,
    /// Short texts near the headline, asked for again and again.
    lists: OnceCell<Vec<others::List>>,
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
            let named = metas.into_iter().find(|names| !names.is_empty());
            named.or_else(|| self.card_author().map(|name| read(&[name]))).unwrap_or_default()
        };
        Some(read(&ld.authors)).filter(|names| !names.is_empty()).unwrap_or_else(metas)
    }

    /// Whom the card of a page names that is shown where somebody shares it, behind a label in words of any language:
    /// `Written by`.
    fn card_author(&self) -> Option<String> {
        const LABELS: [(&str, &str); 2] = [("twitter:label1", "twitter:data1"), ("twitter:label2", "twitter:data2")];
        let says_who = |label: &str| bylines::is_lead(label, self.language) || bylines::is_lead(label, "en");
        let named =
            LABELS.iter().find(|(label, _)| self.page.first_meta(&[label]).is_some_and(|label| says_who(&label)));
        named.and_then(|(_, name)| self.page.first_meta(&[name]))
    }

    /// What the page declares without its publisher, the editor in charge and the source of the text.
    fn declared_authors(&self, ld: &JsonLd) -> Vec<String> {
        let mut declared = self.declared(ld, &self.site.name);
        // Whom only the data name as publisher wrote nothing.
        let is_publisher = |name: &String| {
            ld.organisations && ld.publisher.as_ref() == Some(name) && !self.is_in_text(&name.to_lowercase())
        };
        declared.retain(|name| !self.site.is_published_by(name) && !is_publisher(name));
        if declared.len() <= MOST_AUTHORS && declared.iter().any(|name| bylines::is_dense(name)) {
            let others = self.of_others();
            let is_other = |name: &String| self.site.is(name) || others.iter().any(|line| line.contains(name.as_str()));
            declared.retain(|name| !(bylines::is_dense(name) && is_other(name)));
        }
        declared
    }

    /// Whom the byline names of several that are declared, where these are credits: `Ana Ruiz, Tom Lee for Example Hair`.
    fn of_credits(&self, declared: &[String]) -> Vec<String> {
        const FOR: [&str; 3] = [" at ", " for ", " using "];
        let is_credit = |name: &String| FOR.iter().any(|word| name.contains(word)) && !bylines::is_person(name);
        let shown = || Some(self.of_bylines()).filter(|shown| shown.iter().all(|name| declared.contains(name)));
        let credited = declared.iter().any(is_credit).then(shown).flatten();
        credited.filter(|shown| !shown.is_empty()).unwrap_or_else(|| declared.to_vec())
    }

    /// Whom readers are shown in place of the only one declared, where that may be nobody who wrote; else the declared.
    fn in_place_of(&self, only: &String, ld: &JsonLd) -> Vec<String> {
        let named = |names: Vec<String>| persons(names, self.site);
        let others = |mut names: Vec<String>| {
            names.retain(|name| name != only);
            named(names)
        };
        let declared = || vec![only.clone()];
        // An agency's report may name its reporter.
        if bylines::is_agency(only) {
            return first_of(&[
                &|| others(self.names(&self.of_property())),
                &|| others(self.of_lines()),
                &|| others(self.names(&self.of_far_property())),
                &|| others(self.of_the_only_line()),
                &|| others(self.of_the_only_led_byline()),
                &declared,
            ]);
        }
        // An organisation stands for whom the page shows: fields that must not be empty are filled with it.
        if is_stand_in(only, ld, self.site) {
            let agencies = |names: Vec<String>| {
                let all = names.iter().all(|name| bylines::is_agency(name));
                if all { names } else { Vec::new() }
            };
            return first_of(&[
                &|| others(self.names(&self.of_property())),
                &|| agencies(self.of_bylines()),
                &|| others(self.names(&self.of_links())),
                &|| others(self.of_bylines()),
                &|| others(self.of_lines()),
                &|| others(self.names(&self.of_far_property())),
                &|| self.of_dateline(),
                &|| others(self.of_the_only_line()),
                &|| others(self.of_the_only_led_byline()),
                &|| others(self.signed()),
                &declared,
            ]);
        }
        // Who is said to be an organisation may be a person: whom a line names, she is.
        if ld.organisations {
            return first_of(&[&|| named(self.names(&self.of_property())), &|| named(self.of_lines()), &declared]);
        }
        // The outlet, of a page that does not say which it is, or who paid for the text.
        if only.contains(' ') && !bylines::is_dense(only) && !bylines::is_person(only) {
            return first_of(&[&|| others(self.of_the_only_led_byline()), &|| self.instead_of_hidden(only)]);
        }
        // Initials stand for the name that readers are shown.
        if is_initials(only) {
            return first_of(&[&|| self.called(only), &declared]);
        }
        // A login or a name of the site in other letters.
        if is_login(only) {
            let with_others = || self.with_others(&declared()).unwrap_or_default();
            return first_of(&[&|| named(self.instead_of(only)), &with_others, &declared]);
        }
        self.instead_of_hidden(only)
    }

    /// Whom readers are shown in place of a declared author who is never shown: that is who entered the text.
    fn instead_of_hidden(&self, only: &str) -> Vec<String> {
        let named = |names: Vec<String>| persons(names, self.site);
        let declared = || vec![only.to_owned()];
        if self.is_shown(only) {
            return declared();
        }
        first_of(&[&|| named(self.of_lines()), &|| named(self.of_bylines()), &declared])
    }

    /// Whom readers are shown, where the page declares nobody; an organisation only where no line names a person.
    fn shown(&self) -> Vec<String> {
        let found = first_of(&[
            &|| self.names(&self.of_property()),
            &|| self.linked(),
            &|| self.of_bylines(),
            &|| self.of_lines(),
            &|| self.names(&self.of_far_property()),
            &|| self.of_dateline(),
            &|| self.of_the_only_line(),
            &|| self.of_the_only_byline(),
            &|| self.of_head(),
            &|| self.of_avatar(),
            &|| self.signed(),
            &|| self.of_reporter(),
            &|| self.of_placed_line(),
            &|| self.of_contacts(),
            &|| self.described(),
            &|| self.introduced(),
            &|| self.of_labels(),
            &|| self.of_data_layer(),
            &|| self.of_account(),
            &|| self.of_agency(),
            &|| self.of_source(),
            &|| self.of_press_office(),
            &|| self.of_desk(),
        ]);
        let lines = || {
            let named = first_of(&[&|| persons(self.of_lines(), self.site), &|| persons(self.signed(), self.site)]);
            Some(named).filter(|names| !names.is_empty())
        };
        // Without capitals none can be told from a person.
        let is_other = |name: &String| !name.contains(char::is_uppercase) || bylines::is_agency(name);
        let organisation = !found.is_empty() && !found.iter().any(|name| bylines::is_person(name) || is_other(name));
        if organisation { lines().unwrap_or(found) } else { found }
    }

    /// Whom links near the headline name, unless a line says that it is by others: links of a menu or a sidebar have no lead.
    fn linked(&self) -> Vec<String> {
        let links = self.names(&self.of_links());
        if links.is_empty() {
            return links;
        }
        let lines = persons(self.of_lines(), self.site);
        let is_there = |name: &String| links.iter().any(|link| bylines::are_same(link, name));
        if lines.iter().any(is_there) || lines.is_empty() { links } else { lines }
    }

    fn names(&self, given: &[String]) -> Vec<String> {
        bylines::names(given, Given::Shown, self.language, "")
    }

    /// Whether an element stands in a reader's comment or review.
    fn is_comment(&self, id: Id) -> bool {
        self.page.is_of_comment(self.heading, id, &["discussion", "disqus", "forum", "review"])
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
            if !line.is_empty() && self.is_called_office(tree.get(id).parent) {
                continue;
            }
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

    /// Whether an element is called after what the person is whom another names: `<span class="job-title">`.
    fn is_called_office(&self, id: Id) -> bool {
        const OFFICES: [&str; 10] = [
            "title",
            "jobtitle",
            "job-title",
            "role",
            "position",
            "designation",
            "occupation",
            "cargo",
            "funcao",
            "puesto",
        ];
        let class = self.page.tree.attribute(id, "class").unwrap_or_default();
        class.split_ascii_whitespace().any(|word| {
            let word = word.to_ascii_lowercase();
            let last = word.rsplit(['-', '_']).next().unwrap_or_default();
            OFFICES.contains(&word.as_str())
                || (last != "title" && OFFICES.contains(&last))
                || word.ends_with("job-title")
        })
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
