//! Names that stand alone in the head of an article, between its headline and its text, without a word that leads to them.

use super::{Reader, clean, is_unread, links_to_author};
use crate::{
    bylines,
    html::{
        tags::Tag,
        tree::{Id, resolved},
    },
    metadata::letters,
    times,
};

/// Nodes of a head, and its texts that are read, at most.
const NODES: usize = 120;
const MOST_TEXTS: usize = 16;

/// Bytes of a text of the head at most, and of the running text that ends it at least.
const MOST_BYTES: usize = 110;
const PROSE: usize = 120;

/// Nodes between the picture of an account and its name.
const AFTER_AVATAR: usize = 6;

/// What stands between the parts of a line.
const SEPARATORS: [&str; 10] = [" | ", "|", " • ", "•", " · ", " - ", " – ", " — ", " / ", ", "];

/// Words of labels and places that no person is called by, in small letters, beside those of sections, of collectives and of what
/// is no name anywhere.
const NO_PERSONS: &[&str] = &[
    "alert",
    "analysis",
    "bay",
    "beach",
    "breaking",
    "briefs",
    "buenos",
    "california",
    "column",
    "commentary",
    "daily",
    "editorial",
    "email",
    "estate",
    "events",
    "exclusive",
    "family",
    "feature",
    "featured",
    "first",
    "free",
    "games",
    "general",
    "home",
    "hong",
    "hot",
    "island",
    "latest",
    "letters",
    "life",
    "live",
    "los",
    "mexico",
    "more",
    "most",
    "new",
    "next",
    "north",
    "obituaries",
    "photos",
    "popular",
    "press",
    "previous",
    "print",
    "real",
    "related",
    "release",
    "report",
    "reports",
    "research",
    "review",
    "reviews",
    "saint",
    "san",
    "santa",
    "santo",
    "south",
    "special",
    "street",
    "story",
    "tale",
    "talk",
    "the",
    "top",
    "topics",
    "transfer",
    "trending",
    "united",
    "update",
    "valley",
    "video",
    "videos",
    "watch",
    "water",
    "west",
    "your",
];

/// What a part of a line of the head says.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Date,
    /// The site, an agency, a bureau or what somebody is.
    Employer,
    Other,
}

/// A part of a line of the head.
struct Part {
    text: String,
    id: Id,
    kind: Kind,
    /// The block in which its line stands.
    line: Id,
    /// Whether a comma alone sets it apart from the part before it.
    after_comma: bool,
}

impl Reader<'_, '_, '_> {
    /// Whom the head of the article names beside a date, the site, an agency or an office, where it names nobody else so:
    /// `Meridian News | Ana Ruiz | March 3, 2026`, or `Ana Ruiz` and the date in the next line.
    pub(super) fn of_head(&self) -> Vec<String> {
        let parts = self.parts_of_head();
        let at = |at: Option<usize>| at.and_then(|at| parts.get(at));
        let named = |own: usize| {
            let part = at(Some(own)).filter(|part| part.kind == Kind::Other)?;
            let (before, after, next) = (at(own.checked_sub(1)), at(Some(own + 1)), at(Some(own + 2)));
            let is_in_line = |other: &&Part| other.line == part.line;
            // `Torvald, March 3` is a place.
            let is_date = |other: Option<&Part>, by_comma: bool| {
                other.filter(is_in_line).is_some_and(|other| other.kind == Kind::Date && !by_comma)
            };
            // A section may follow a date.
            let dated = is_date(after, after.is_some_and(|after| after.after_comma));
            // `ANA RUIZ | Torvald | March 3`.
            let placed = before.filter(is_in_line).is_none()
                && after.filter(is_in_line).is_some_and(|place| place.kind == Kind::Other && !place.after_comma)
                && is_date(next, next.is_some_and(|next| next.after_comma));
            let employed = after.is_some_and(|other| other.kind == Kind::Employer);
            let near_date = [before, after].iter().flatten().any(|other| other.kind == Kind::Date);
            let names = (dated || placed || employed || near_date).then(|| self.persons_of(part)).flatten()?;
            (dated || placed || employed || names.iter().all(|name| self.is_confirmed(name))).then_some(names)
        };
        let mut found = (0..parts.len()).filter_map(named);
        let first = found.next().unwrap_or_default();
        if first.is_empty() {
            return self.above_text();
        }
        if found.all(|names| names == first) { first } else { Vec::new() }
    }

    /// The name alone in the paragraph right before the text, where machines are told it too.
    fn above_text(&self) -> Vec<String> {
        let (Some(heading), tree) = (self.heading, self.page.tree) else { return Vec::new() };
        let mut paragraphs = (tree.get(heading).end..tree.len()).filter(|id| tree.tag(*id) == Tag::P);
        let mut last = None;
        let first = paragraphs.find(|id| {
            let is_text = self.is_prose(*id);
            if !is_text && !tree.text(*id).trim().is_empty() {
                last = Some(*id);
            }
            is_text
        });
        let Some(block) = last.filter(|_| first.is_some()) else { return Vec::new() };
        let name = clean(&tree.text(block)).filter(|text| text.len() <= MOST_BYTES && bylines::is_person(text));
        let name = name.filter(|name| !self.is_of_other(block) && self.is_confirmed(name) && !self.site.is(name));
        name.into_iter().collect()
    }

    /// Whether what machines read says that a name is the author's: the description of the page begins with it, or a script
    /// gives it as the author's.
    fn is_confirmed(&self, name: &str) -> bool {
        /// Bytes before a name in a script among which it is said whose it is.
        const BEFORE: usize = 40;
        let (page, tree) = (self.page, self.page.tree);
        let described =
            || page.first_meta(&["description", "og:description"]).is_some_and(|text| text.starts_with(name));
        let says = |script: &str| {
            script.match_indices(name).take(MOST_TEXTS).any(|(at, _)| {
                let from = (at.saturating_sub(BEFORE)..=at).find(|from| script.is_char_boundary(*from)).unwrap_or(at);
                let before = script.get(from..at).unwrap_or_default().to_ascii_lowercase();
                ["author", "byline", "writer"].iter().any(|own| before.contains(own))
            })
        };
        let scripts =
            (1..tree.len()).filter(|id| tree.tag(*id) == Tag::Text && tree.tag(tree.get(*id).parent) == Tag::Script);
        described() || scripts.map(|id| tree.raw_text(id)).any(says)
    }

    /// The persons that a part names, of whom neither the headline nor the text tells.
    fn persons_of(&self, part: &Part) -> Option<Vec<String>> {
        let names = self.names(std::slice::from_ref(&part.text));
        let is_short = |name: &String| {
            let mut words = name.split(' ');
            let is_word = |word: &str| {
                let word = word.to_lowercase();
                !NO_PERSONS.contains(&word.as_str())
                    && !bylines::is_of_section(&word)
                    && !word.contains(|c: char| c.is_numeric())
            };
            words.clone().count() <= 4 && words.all(is_word)
        };
        let are = !names.is_empty()
            && names.iter().all(|name| bylines::is_person(name) && !bylines::is_dense(name) && is_short(name))
            && names.iter().all(|name| !self.site.is(name) && !bylines::is_desk(name));
        let is_heading = |id: Id| matches!(self.page.tree.tag(id), Tag::H2 | Tag::H3 | Tag::H4 | Tag::H5 | Tag::H6);
        let are = are && !self.page.tree.ancestors(part.id).take(3).any(is_heading);
        (are && self.is_own_link(part.id) && !names.iter().any(|name| self.is_told_of(name))).then_some(names)
    }

    /// Whether a text is no link, or one to what an author wrote, her account or her mailbox.
    fn is_own_link(&self, id: Id) -> bool {
        const ACCOUNTS: [&str; 8] =
            ["/user/", "/users/", "/member/", "/members/", "/blogs/", "/u/", "mailto:", "twitter.com/"];
        let tree = self.page.tree;
        let link = tree.ancestors(id).take(3).find(|id| tree.tag(*id) == Tag::A);
        let href = link.and_then(|link| tree.attribute(link, "href"));
        link.is_none()
            || href.is_some_and(|href| links_to_author(&href) || ACCOUNTS.iter().any(|own| href.contains(own)))
    }

    /// Whether a name stands in the headline, or in running text anywhere but at its beginning, which tells of an author.
    fn is_told_of(&self, name: &str) -> bool {
        let tree = self.page.tree;
        let bare = letters(name);
        let title = self.heading.map(|heading| letters(&tree.text(heading))).unwrap_or_default();
        let texts = (self.heading.unwrap_or(1)..tree.len()).filter(|id| tree.raw_text(*id).len() >= PROSE / 2);
        let read = texts.filter(|id| !is_unread(tree.tag(tree.get(*id).parent)));
        let tells = |text: &str| letters(&resolved(text)).find(&bare).is_some_and(|at| at > 0);
        title.contains(&bare) || read.into_iter().any(|id| tells(tree.raw_text(id)))
    }

    /// The parts of the lines between the headline and the text.
    fn parts_of_head(&self) -> Vec<Part> {
        let (Some(heading), tree) = (self.heading, self.page.tree) else { return Vec::new() };
        let end = tree.get(heading).end;
        let texts = (end..(end + NODES).min(tree.len())).filter(|id| tree.tag(*id) == Tag::Text);
        let texts =
            texts.filter(|id| !is_unread(tree.tag(tree.get(*id).parent)) && !tree.raw_text(*id).trim().is_empty());
        let mut parts: Vec<Part> = Vec::new();
        for id in texts.take_while(|id| tree.raw_text(*id).trim().len() < PROSE).take(MOST_TEXTS) {
            let Some(text) = clean(tree.raw_text(id)) else { continue };
            if self.is_of_other(id)
                || tree.ancestors(id).take(3).any(|id| matches!(tree.tag(id), Tag::Label | Tag::Button))
            {
                continue;
            }
            let line = tree.ancestors(id).find(|id| !tree.tag(*id).is_inline()).unwrap_or(id);
            if text.len() > MOST_BYTES {
                parts.push(Part { text, id, kind: Kind::Other, line, after_comma: false });
                continue;
            }
            self.push_parts(&mut parts, (id, line), &text);
        }
        parts
    }

    fn push_parts(&self, parts: &mut Vec<Part>, (id, line): (Id, Id), text: &str) {
        let starts_with_comma = text.starts_with(',');
        let mut rest = text.trim_start_matches([',', '|', '•', '·', '-', '–', '—', '/', ' ']);
        let mut after_comma = starts_with_comma;
        while !rest.is_empty() {
            let next = SEPARATORS
                .iter()
                .filter_map(|mark| Some((rest.find(mark)?, *mark)))
                .min_by_key(|(at, mark)| (*at, mark.len() == 1));
            let (part, mark) = next.map_or((rest, ""), |(at, mark)| (rest.get(..at).unwrap_or(rest), mark));
            let part = part.trim().trim_end_matches([',', '|', '•', '·']).trim_end();
            // A name may be shown again for narrow screens.
            if !part.is_empty() && parts.last().is_none_or(|last| last.text != part) {
                parts.push(Part { text: part.to_owned(), id, kind: self.kind(part), line, after_comma });
            }
            after_comma = mark == ", ";
            rest = if mark.is_empty() {
                ""
            } else {
                next.and_then(|(at, mark)| rest.get(at + mark.len()..)).unwrap_or("")
            };
        }
    }

    fn kind(&self, part: &str) -> Kind {
        let words = || part.split(' ').map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
        let in_numbers =
            |word: &str| word.contains(['/', '-', ':', '.']) && word.chars().filter(char::is_ascii_digit).count() >= 3;
        let is_year = part.len() == 4 && part.bytes().all(|byte| byte.is_ascii_digit());
        if times::is_weekday(part) || is_year {
            return Kind::Date;
        }
        let has_digits = part.contains(|c: char| c.is_ascii_digit());
        if has_digits
            && words()
                .any(|word| times::is_month(word, self.language) || times::is_month(word, "en") || in_numbers(word))
        {
            return Kind::Date;
        }
        let is_paper =
            || part.starts_with("The ") && bylines::is_paper(&["", "", part.rsplit(' ').next().unwrap_or_default()]);
        let is_bureau = || [" Bureau", " Desk", " Agency"].iter().any(|end| part.ends_with(end));
        if self.site.is(part)
            || bylines::is_agency(part)
            || bylines::is_correspondent(part)
            || bylines::is_trade(part)
            || is_paper()
            || is_bureau()
        {
            return Kind::Employer;
        }
        Kind::Other
    }

    /// Whom an account beside the headline is of, told by its picture: the name or the account that a link after it has.
    pub(super) fn of_avatar(&self) -> Vec<String> {
        const PICTURES: [&str; 2] = ["avatar", "headshot"];
        let (Some(heading), tree) = (self.heading, self.page.tree) else { return Vec::new() };
        let end = tree.get(heading).end;
        let near = heading.saturating_sub(NODES / 4)..(end + NODES).min(tree.len());
        let is_avatar = |id: &Id| {
            tree.attributes(*id).any(|(name, value)| {
                let value = value.to_ascii_lowercase();
                matches!(name, "src" | "class") && PICTURES.iter().any(|own| value.contains(own))
            })
        };
        let pictures = near.filter(|id| tree.tag(*id) == Tag::Img).filter(is_avatar);
        let named = |image: Id| {
            let after =
                (image..(image + AFTER_AVATAR).min(tree.len())).find(|id| !tree.raw_text(*id).trim().is_empty())?;
            let text = clean(tree.raw_text(after))?;
            let link = tree.ancestors(after).take(2).find(|id| tree.tag(*id) == Tag::A)?;
            let href = tree.attribute(link, "href")?.into_owned();
            let account = href.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
            let is_own = letters(account) == letters(&text) && (bylines::is_person(&text) || self.is_handle(&text));
            (is_own && !self.is_of_other(after)).then_some(text)
        };
        pictures.into_iter().find_map(named).into_iter().collect()
    }

    /// The account that the page says posted the article, where nobody is named: one word in small letters behind a lead, or
    /// in an element or a link that is called after the author.
    pub(super) fn of_account(&self) -> Vec<String> {
        let called = self.page.marked.iter().filter(|marked| self.is_near(marked.id));
        let called = called.filter(|marked| self.is_called_author(marked.id) || self.is_link_to_author(marked));
        let called = called
            .filter(|marked| !self.is_of_other(marked.id))
            .filter_map(|marked| Some((marked.id, self.line(marked.id)?)));
        let lines = self.lists_near().iter().filter(|list| !self.is_of_other(list.first));
        let lines = lines.filter_map(|list| bylines::of_poster(&list.text, self.language).map(str::to_owned));
        let bare = |line: String| {
            let posted = bylines::of_poster(&line, self.language);
            posted.unwrap_or_else(|| bylines::without_leads(&line, self.language)).to_owned()
        };
        let mut accounts = called.map(|(_, line)| bare(line)).chain(lines).filter(|name| self.is_handle(name));
        accounts.next().into_iter().collect()
    }

    /// Whether a text is what somebody calls herself on a site in one word, not the site itself nor a role.
    fn is_handle(&self, text: &str) -> bool {
        (4..=25).contains(&text.len())
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
            && text.bytes().filter(u8::is_ascii_lowercase).count() >= 3
            && text.starts_with(|c: char| c.is_ascii_lowercase())
            && bylines::is_account(text)
            && !self.site.is(text)
    }
}
