//! Lines of text that say whom an article is by.

use super::{MAX_BYLINE, Reader, clean, is_unread};
use crate::{
    bylines::{self, Given},
    html::{tags::Tag, tree::Id},
};

/// Authors that a text's end names, at most.
pub(super) const MOST_SHOWN: usize = 8;

/// Nodes after a headline in which the list of its authors stands, and a quarter as many before it.
pub(super) const LISTS: usize = 200;

/// Bytes of a text that may begin with a dateline, at least.
const LEAST_OF_PROSE: usize = 90;

/// Nodes after a label in which stands whom it names.
const AFTER_LABEL: usize = 5;

/// Labels of editors and sources looked at, at most.
const MOST_LABELS: usize = 50;

/// Bytes of a text that introduces its author, at least.
const LEAST_OF_INTRODUCTION: usize = 40;

/// Texts after the headline among which the one with the dateline is, at most.
const MOST_DATELINES: usize = 6;

/// Whose pictures news is shown with, in small letters: they wrote nothing.
const PICTURES: [&str; 11] = [
    "adobe stock",
    "alamy",
    "flickr",
    "getty",
    "imago",
    "istock",
    "pexels",
    "pixabay",
    "shutterstock",
    "unsplash",
    "wikimedia",
];

/// Nodes before and after a headline in which an agency stands.
const AGENCY: usize = 40;

/// Bytes of a name, an office and an address at most.
const MAX_SIGNATURE: usize = 80;

impl Reader<'_, '_, '_> {
    /// Whether two texts that follow each other are parts of one list.
    pub(super) fn goes_on(&self, last: &str, next: &str) -> bool {
        let is_and = |word: Option<&str>| word.is_some_and(|word| bylines::is_and(word, self.language));
        last.ends_with([',', '&', '、'])
            || next.starts_with([',', '&', '、'])
            || is_and(last.split(' ').next_back())
            || is_and(next.split(' ').next())
    }

    /// The news agency that stands alone beside the headline, where no person does.
    pub(super) fn of_agency(&self) -> Vec<String> {
        let (Some(heading), tree) = (self.heading, self.page.tree) else { return Vec::new() };
        let near = heading.saturating_sub(AGENCY)..(tree.get(heading).end + AGENCY).min(tree.len());
        let texts = near.filter(|id| tree.tag(*id) == Tag::Text).filter_map(|id| clean(tree.raw_text(id)));
        texts
            .map(|text| bylines::without_leads(&text, self.language).to_owned())
            .find(|text| bylines::is_agency(text))
            .into_iter()
            .collect()
    }

    /// Lines near the headline that say whom they are by: `By Ana Ruiz`, or `Written by` and the names in the next.
    pub(super) fn of_lines(&self) -> Vec<String> {
        let mut after_lead = false;
        for (first, list) in self.lists_near().iter().map(|list| (list.first, list.text.as_str())) {
            // `30 August 2026 | 07:21 | By Ana Ruiz`.
            let by_whom = || list.split(['|', '•', '·']).find_map(|part| bylines::by_whom(part.trim(), self.language));
            let names = if after_lead { self.persons_first(list) } else { by_whom() };
            if let Some(names) = names.filter(|_| !self.is_of_other(first)) {
                return names;
            }
            // `By` `political reporter` `Ana Ruiz`.
            let last = list.rsplit(['|', '•', '·']).next().unwrap_or(list).trim();
            after_lead = bylines::is_lead(last, self.language) || (after_lead && bylines::is_office(list));
        }
        Vec::new()
    }

    /// The reporter before her place, in a line in bold type near the headline: `Ana Ruiz / Torvald`.
    pub(super) fn of_placed_line(&self) -> Vec<String> {
        /// Languages whose papers head their reports so.
        const LANGUAGES: [&str; 5] = ["ca", "es", "gl", "it", "pt"];
        let (Some(heading), tree) = (self.heading, self.page.tree) else { return Vec::new() };
        if !LANGUAGES.contains(&self.language) {
            return Vec::new();
        }
        let near = tree.get(heading).end..(tree.get(heading).end + LISTS).min(tree.len());
        let bold = near.filter(|id| matches!(tree.tag(*id), Tag::Strong | Tag::B) && tree.inside(*id).len() <= 3);
        let is_whole = |id: Id| {
            let block = tree.ancestors(id).find(|id| !tree.tag(*id).is_inline());
            block.is_some_and(|block| tree.tag(block) == Tag::P && clean(&tree.text(block)) == clean(&tree.text(id)))
        };
        let named = |id: Id| {
            let text = clean(&tree.text(id)).filter(|text| text.len() <= MAX_BYLINE / 2)?;
            let (name, place) = text.split_once([" / ", " | "].into_iter().find(|mark| text.contains(mark))?)?;
            let is_place =
                place.split(' ').count() <= 3 && place.split(' ').all(|word| word.starts_with(char::is_uppercase));
            (bylines::is_person(name) && is_place && is_whole(id)).then(|| self.names(&[name.to_owned()]))
        };
        bold.into_iter().find_map(named).unwrap_or_default()
    }

    fn persons_first(&self, list: &str) -> Option<Vec<String>> {
        let found = self.names(&[list.to_owned()]);
        found.iter().any(|name| bylines::is_person(name)).then_some(found)
    }

    fn by_whom(&self, id: Id, text: &str) -> Option<Vec<String>> {
        let names = bylines::by_whom(text, self.language).filter(|_| text.len() <= MAX_BYLINE)?;
        // The line may go on in links: `By Ana Ruiz and` `Tom Lee`.
        let line =
            self.line(self.page.tree.get(id).parent).filter(|line| line.len() > text.len() && line.starts_with(text));
        line.and_then(|line| bylines::by_whom(&line, self.language)).or(Some(names))
    }

    /// The lines further on that say whom they are by, as at the end of a text, where they all name the same: a page with
    /// cards of other articles has many.
    pub(super) fn of_the_only_line(&self) -> Vec<String> {
        let (Some(heading), tree) = (self.heading, self.page.tree) else { return Vec::new() };
        let texts =
            (tree.get(heading).end..tree.len()).filter(|id| (8..=MAX_BYLINE).contains(&tree.raw_text(*id).len()));
        let texts = texts.filter(|id| !is_unread(tree.tag(tree.get(*id).parent)));
        let lines = texts.filter_map(|id| Some((id, self.by_whom(id, without_more(&clean(tree.raw_text(id))?))?)));
        let mut lines = lines.filter(|(id, _)| !self.is_of_other(*id)).map(|(_, names)| names);
        let first = lines.next().unwrap_or_default();
        if lines.take(MOST_SHOWN).all(|names| names == first) { first } else { Vec::new() }
    }

    /// Whom the dateline of the text names, in scripts where it does.
    pub(super) fn of_dateline(&self) -> Vec<String> {
        let (Some(heading), tree) = (self.heading, self.page.tree) else { return Vec::new() };
        let texts = (tree.get(heading).end..tree.len()).filter(|id| tree.raw_text(*id).len() >= LEAST_OF_PROSE);
        let prose = texts.filter(|id| !is_unread(tree.tag(tree.get(*id).parent))).take(MOST_DATELINES);
        let named =
            prose.filter_map(|id| clean(tree.raw_text(id))).map(|text| bylines::of_dateline(&text, self.language));
        named
            .into_iter()
            .find(|names| !names.is_empty())
            .or_else(|| self.of_barred_dateline(heading))
            .unwrap_or_default()
    }

    /// The reporter between bars behind the place that opens a text: `Torvald, Brenna | ANA RUIZ | The river …`.
    fn of_barred_dateline(&self, heading: Id) -> Option<Vec<String>> {
        let tree = self.page.tree;
        let begins = |id: &Id| {
            let paragraph = tree.ancestors(*id).find(|id| !tree.tag(*id).is_inline());
            paragraph.is_some_and(|id| tree.tag(id) == Tag::P && tree.text(id).len() >= LEAST_OF_PROSE)
        };
        let texts = (tree.get(heading).end..tree.len()).filter(|id| tree.raw_text(*id).contains('|'));
        let named = |id: Id| {
            let text = clean(tree.raw_text(id))?;
            let [place, name, ..] = text.split('|').map(str::trim).collect::<Vec<_>>()[..] else { return None };
            let is_place = place.len() <= MAX_BYLINE / 4 && place.starts_with(char::is_uppercase);
            let ends = text.matches('|').count() == 2;
            (is_place && ends && bylines::is_person(name) && begins(&id)).then(|| self.names(&[name.to_owned()]))
        };
        texts.take(MOST_DATELINES).find_map(named)
    }

    /// Where the text comes from, as a line near the headline says: `Source: GNA`; not beside a picture.
    pub(super) fn of_source(&self) -> Vec<String> {
        const LABELS: [&str; 21] = [
            "source",
            "press release",
            "fuente",
            "fonte",
            "font",
            "quelle",
            "bron",
            "kilde",
            "källa",
            "źródło",
            "zdroj",
            "forrás",
            "sursa",
            "izvor",
            "извор",
            "источник",
            "джерело",
            "kaynak",
            "sumber",
            "πηγή",
            "स्रोत",
        ];
        let (Some(heading), tree) = (self.heading, self.page.tree) else { return Vec::new() };
        let near = heading.saturating_sub(AGENCY)..(tree.get(heading).end + AGENCY).min(tree.len());
        let is_of_picture = |id: Id| tree.ancestors(id).any(|id| matches!(tree.tag(id), Tag::Figure | Tag::Figcaption));
        let texts = near.filter(|id| tree.tag(*id) == Tag::Text && !is_unread(tree.tag(tree.get(*id).parent)));
        let mut texts = texts.filter_map(|id| Some((id, clean(tree.raw_text(id))?)));
        while let Some((id, text)) = texts.next() {
            let Some((label, name)) = text.split_once(':') else { continue };
            if !LABELS.contains(&label.trim().to_lowercase().as_str()) || is_of_picture(id) {
                continue;
            }
            let name = if name.trim().is_empty() { texts.next().unwrap_or_default().1 } else { name.trim().to_owned() };
            // A line without its picture.
            let is_of_pictures = || PICTURES.iter().any(|library| name.to_lowercase().contains(library));
            let is_name = !is_of_pictures()
                && name.split(' ').count() <= 5
                && !name.starts_with(char::is_lowercase)
                && !self.site.is(&name);
            return if is_name { vec![name] } else { Vec::new() };
        }
        Vec::new()
    }

    /// The desk that stands alone near the headline, as some papers sign what no reporter does: `Staff Correspondent`.
    pub(super) fn of_desk(&self) -> Vec<String> {
        let mut lists = self.lists_near().iter().map(|list| &list.text);
        let desk = lists.find(|text| text.starts_with(char::is_uppercase) && bylines::is_correspondent(text));
        desk.cloned().into_iter().collect()
    }

    /// The press office that signs its own report, in a line of its own.
    pub(super) fn of_press_office(&self) -> Vec<String> {
        const OFFICES: [&str; 10] = [
            "пресс-служба",
            "прес-служба",
            "пресс-центр",
            "баспасөз қызметі",
            "press office of",
            "press service of",
            "ufficio stampa",
            "gabinete de prensa",
            "gabinete de comunicación",
            "assessoria de imprensa",
        ];
        let (Some(heading), tree) = (self.heading, self.page.tree) else { return Vec::new() };
        let texts =
            (tree.get(heading).end..tree.len()).filter(|id| (8..=MAX_BYLINE).contains(&tree.raw_text(*id).len()));
        let signs = |text: &String| {
            let text = text.to_lowercase();
            OFFICES.iter().any(|office| text.starts_with(office)) && !text.ends_with(['.', ':', '?', '!'])
        };
        let alone = |id: &Id| {
            tree.ancestors(*id).find(|id| !tree.tag(*id).is_inline()).is_some_and(|id| tree.inside(id).len() <= 4)
        };
        texts.filter(alone).filter_map(|id| clean(tree.raw_text(id))).find(signs).into_iter().collect()
    }

    /// The lines that name the editor in charge or the source of the text, in scripts without spaces: some software fills
    /// in the author's field with them.
    pub(super) fn of_others(&self) -> Vec<String> {
        const LABELS: [&str; 12] = [
            "责任编辑",
            "責任編輯",
            "责编",
            "責編",
            "编辑：",
            "编辑:",
            "編輯：",
            "来源",
            "來源",
            "稿源",
            "出典",
            "출처",
        ];
        let tree = self.page.tree;
        let is_label = |id: Id| {
            tree.raw_text(id).len() <= MAX_BYLINE && LABELS.iter().any(|label| tree.raw_text(id).contains(label))
        };
        let is_called = |id: Id| {
            tree.inside(id).len() <= AFTER_LABEL
                && tree.attribute(id, "class").is_some_and(|class| class.to_ascii_lowercase().contains("source"))
        };
        let labels =
            (1..tree.len()).filter(|id| if tree.tag(*id) == Tag::Text { is_label(*id) } else { is_called(*id) });
        let line = |id: Id| {
            let texts = (id..(id + AFTER_LABEL).min(tree.len())).map(|id| tree.raw_text(id));
            texts.filter(|text| text.len() <= MAX_BYLINE).collect::<String>()
        };
        labels.take(MOST_LABELS).map(line).collect()
    }

    /// Whom a Korean text is by, as they end in a name, an office and an address: `김민수 기자 minsu@example.com`.
    pub(super) fn of_reporter(&self) -> Vec<String> {
        const OFFICES: [&str; 3] = ["기자", "특파원", "논설위원"];
        let (Some(heading), tree) = (self.heading, self.page.tree) else { return Vec::new() };
        let texts = (tree.get(heading).end..tree.len()).map(|id| tree.raw_text(id).trim());
        let is_signature = |text: &&str| {
            text.len() <= MAX_SIGNATURE && text.contains('@') && OFFICES.iter().any(|office| text.contains(office))
        };
        let mut found = texts
            .filter(is_signature)
            .take(MOST_SHOWN)
            .map(|text| bylines::names(&[text.to_owned()], Given::Shown, "ko", ""));
        let first = found.next().unwrap_or_default();
        let persons = first.iter().all(|name| bylines::is_person(name)) && found.all(|names| names == first);
        if persons { first } else { Vec::new() }
    }

    /// The person of `Ana Ruiz for The Example` or `Ana Ruiz | The Example`, where that is the site.
    fn employed_here(&self, text: &str) -> Option<String> {
        const FOR: [&str; 11] =
            [" for ", " für ", " pour ", " para ", " per ", " voor ", " för ", " dla ", " для ", " | ", " / "];
        let (name, employer) = FOR.iter().find_map(|word| text.split_once(word))?;
        (bylines::is_person(name) && self.site.is(employer)).then(|| name.to_owned())
    }

    /// The reporter whom a standfirst names in capitals after what she is: `Our rivers correspondent, ANA RUIZ, on …`.
    pub(super) fn introduced(&self) -> Vec<String> {
        let (Some(heading), tree) = (self.heading, self.page.tree) else { return Vec::new() };
        let texts = (tree.get(heading).end..tree.len()).filter(|id| tree.raw_text(*id).len() >= LEAST_OF_INTRODUCTION);
        let texts = texts.filter(|id| !is_unread(tree.tag(tree.get(*id).parent))).take(MOST_DATELINES);
        let introduced = |text: String| {
            let parts: Vec<&str> = text.split(',').map(str::trim).collect();
            let is_named = |[office, name]: &&[&str; 2]| {
                let in_capitals = |text: &str| text.contains(' ') && !text.contains(char::is_lowercase);
                bylines::is_office(office) && !in_capitals(office) && in_capitals(name) && bylines::is_person(name)
            };
            parts.array_windows::<2>().find(is_named).map(|[_, name]| (*name).to_owned())
        };
        texts.filter_map(|id| clean(tree.raw_text(id))).find_map(introduced).into_iter().collect()
    }

    /// `Ana Ruiz is a reporter for …` or `Ana Ruiz for The Example`, set apart from the text by its type.
    pub(super) fn described(&self) -> Vec<String> {
        const TRADES: [&str; 8] =
            ["reporter", "writer", "journalist", "correspondent", "editor", "columnist", "freelance", "author of"];
        let (Some(heading), tree) = (self.heading, self.page.tree) else { return Vec::new() };
        let is_bold = |id: Id| matches!(tree.tag(id), Tag::Strong | Tag::B);
        let set_apart = (heading..tree.len())
            .filter(|id| (matches!(tree.tag(*id), Tag::Em | Tag::I) || is_bold(*id)) && tree.inside(*id).len() <= 20);
        let of = |id: Id| {
            let text = clean(&tree.text(id)).filter(|text| text.chars().count() <= 400)?;
            if let Some(name) = self.employed_here(&text) {
                return Some(name);
            }
            if is_bold(id) {
                return None;
            }
            const WORKS: [&str; 4] = [" writes about ", " covers ", " reports on ", " blogs about "];
            if let Some((name, _)) =
                WORKS.iter().find_map(|verb| text.split_once(verb)).filter(|(name, _)| bylines::is_person(name))
            {
                return Some(name.to_owned());
            }
            let (name, rest) = text.split_once(" is ")?;
            let trade = rest.split(['.', ';']).next().unwrap_or_default().to_lowercase();
            let told = ["a ", "an ", "the ", "our "].iter().any(|article| trade.starts_with(article));
            (told && bylines::is_person(name) && TRADES.iter().any(|own| trade.contains(own))).then(|| name.to_owned())
        };
        self.names(&set_apart.filter_map(of).take(MOST_SHOWN).collect::<Vec<_>>())
    }
}

/// `By Ana Ruiz` of `All articles by Ana Ruiz`, which links to what else she wrote.
fn without_more(line: &str) -> &str {
    const MORE: [&str; 3] = ["all", "more", "other"];
    let head = line.split_once(" by ").map_or("", |(head, _)| head);
    let is_more = head.split(' ').take(3).any(|word| MORE.iter().any(|more| word.eq_ignore_ascii_case(more)));
    line.get(if is_more { head.len() + 1 } else { 0 }..).unwrap_or(line)
}
