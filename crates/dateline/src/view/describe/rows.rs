//! Sections of rows, one row a fact.

use dateline_record::v1::{
    ArticleRecord, Claim, Entity, Event, LiveEntry, Participant, Quantity, Quote, Reference, Role, Span, Time,
};

use super::{
    Layer, certainty_words, covered, day_or_moment, entity_kind, event_in_short, marks, named, participant_name,
    quantity_in_short, time_in_short, words,
};

/// All facts of one kind.
#[derive(Debug)]
pub(crate) struct Section {
    /// `Who`, `Events`…
    pub(crate) title: &'static str,
    /// A row a fact.
    pub(crate) rows: Vec<Row>,
}

/// One fact.
#[derive(Debug)]
pub(crate) struct Row {
    /// Id of the fact.
    pub(crate) id: String,
    /// How the fact is marked in the text.
    pub(crate) layer: Layer,
    /// What it says.
    pub(crate) runs: Vec<Run>,
    /// Paragraphs that tell it, from 1; each once.
    pub(crate) paragraphs: Vec<usize>,
}

/// A stretch of a row in one tone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Run {
    /// The words.
    pub(crate) text: String,
    /// How they are meant.
    pub(crate) tone: Tone,
    /// Id of the fact that they name.
    pub(crate) link: String,
}

/// How words are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tone {
    /// As they are.
    Plain,
    /// The point of the row.
    Strong,
    /// What the article's own words are.
    Quoted,
    /// Codes and details.
    Dim,
    /// What could not be resolved.
    Unresolved,
}

/// Every section that has a fact, in the order in which people ask.
pub(crate) fn sections(record: &ArticleRecord) -> Vec<Section> {
    let rows = Rows::of(record);
    let posts = record.article.as_ref().map(|article| article.live_entries.as_slice()).unwrap_or_default();
    let sections = [
        Section { title: "Who and where", rows: rows.each(&record.entities, Rows::entity) },
        Section { title: "Events", rows: rows.each(&record.events, Rows::event) },
        Section { title: "Quotes", rows: rows.each(&record.quotes, Rows::quote) },
        Section { title: "Claims", rows: rows.each(&record.claims, Rows::claim) },
        Section { title: "Numbers", rows: rows.each(&record.quantities, Rows::quantity) },
        Section { title: "Times", rows: rows.each(&record.times, Rows::time) },
        Section { title: "Posts", rows: (1..).zip(posts).map(|(number, post)| rows.post(number, post)).collect() },
    ];
    sections.into_iter().filter(|section| !section.rows.is_empty()).collect()
}

struct Rows<'r> {
    record: &'r ArticleRecord,
    /// First byte of every paragraph.
    starts: Vec<u32>,
}

impl<'r> Rows<'r> {
    fn of(record: &'r ArticleRecord) -> Self {
        let paragraphs = record.article.as_ref().map(marks::paragraphs).unwrap_or_default();
        Self { record, starts: paragraphs.iter().filter_map(|paragraph| Some(paragraph.span?.start)).collect() }
    }

    fn each<T>(&self, facts: &'r [T], row: impl Fn(&Self, &'r T) -> Row) -> Vec<Row> {
        facts.iter().map(|fact| row(self, fact)).collect()
    }

    fn paragraphs(&self, spans: impl IntoIterator<Item = Option<Span>>) -> Vec<usize> {
        let of = |span: Span| self.starts.partition_point(|start| *start <= span.start);
        let mut paragraphs: Vec<_> = spans.into_iter().flatten().map(of).collect();
        paragraphs.sort_unstable();
        paragraphs.dedup();
        paragraphs
    }

    fn entity(&self, entity: &Entity) -> Row {
        let mut runs = vec![strong(&entity.name), dim(&format!(" {}", entity_kind(entity)))];
        if !entity.roles.is_empty() {
            let roles: Vec<_> = entity.roles.iter().map(role).collect();
            runs.push(plain(&format!(" · {}", roles.join("; "))));
        }
        if let Some(actor) = entity.actor.as_ref().filter(|actor| !actor.code.is_empty()) {
            runs.push(dim(&format!(" · {}", actor.code)));
        }
        if entity.mentions.len() > 1 {
            runs.push(dim(&format!(" · {} mentions", entity.mentions.len())));
        }
        let paragraphs = self.paragraphs(entity.mentions.iter().map(|mention| mention.span));
        Row { id: entity.id.clone(), layer: Layer::Entity(entity.kind()), runs, paragraphs }
    }

    fn event(&self, event: &'r Event) -> Row {
        let mut runs = self.participants(&event.actors, "actor not said");
        let trigger = event.trigger.as_ref();
        let verb = trigger.and_then(|trigger| covered(self.record, trigger.span?).or(Some(trigger.lemma.as_str())));
        runs.push(Run { tone: Tone::Strong, ..plain(&format!(" {}", verb.unwrap_or("—"))) });
        if !event.recipients.is_empty() {
            runs.push(plain(" → "));
            runs.extend(self.participants(&event.recipients, ""));
        }
        self.circumstances(event, &mut runs);
        runs.push(dim(&format!(" · {}", event_in_short(event))));
        let mentions = event.mentions.iter().map(|mention| mention.span);
        Row {
            id: event.id.clone(),
            layer: Layer::Event,
            runs,
            paragraphs: self.paragraphs(mentions.chain([event.span])),
        }
    }

    fn participants(&self, participants: &'r [Participant], none: &str) -> Vec<Run> {
        if participants.is_empty() {
            return vec![unresolved(none)];
        }
        let mut runs = Vec::new();
        for participant in participants {
            if !runs.is_empty() {
                runs.push(plain(", "));
            }
            runs.push(name_run(participant_name(self.record, participant), &participant.entity));
        }
        runs
    }

    fn circumstances(&self, event: &'r Event, runs: &mut Vec<Run>) {
        if let Some(place) = &event.place {
            runs.push(plain(" in "));
            runs.push(self.reference(place));
        }
        if let Some(time) = self.record.times.iter().find(|time| time.id == event.time && !event.time.is_empty()) {
            runs.push(plain(", "));
            let words = time.span.and_then(|span| covered(self.record, span)).unwrap_or_default();
            let value = time_in_short(time);
            runs.push(Run { link: time.id.clone(), ..plain(&format!("{words} ({value})")) });
        }
        for quantity in self.record.quantities.iter().filter(|quantity| event.quantities.contains(&quantity.id)) {
            let words = quantity.span.and_then(|span| covered(self.record, span)).unwrap_or_default();
            runs.push(Run { link: quantity.id.clone(), ..plain(&format!(", {words}")) });
        }
    }

    fn reference(&self, reference: &'r Reference) -> Run {
        name_run(named(self.record, reference), &reference.entity)
    }

    fn reference_or(&self, reference: Option<&'r Reference>, none: &str) -> Run {
        reference.map_or_else(|| unresolved(none), |reference| self.reference(reference))
    }

    fn quote(&self, quote: &'r Quote) -> Row {
        let words_said = quote.content.as_ref().map_or("", |content| content.text.as_str());
        let mut runs = vec![self.reference_or(quote.speaker.as_ref(), "speaker not said")];
        if let Some(addressee) = &quote.addressee {
            runs.extend([plain(" to "), self.reference(addressee)]);
        }
        runs.extend([plain(": "), Run { tone: Tone::Quoted, ..plain(&format!("“{words_said}”")) }]);
        runs.push(dim(&format!(" · {}", words(quote.kind().as_str_name()))));
        if !quote.part_of.is_empty() {
            runs.push(Run { link: quote.part_of.clone(), ..dim(&format!(", goes on from {}", quote.part_of)) });
        }
        Row { id: quote.id.clone(), layer: Layer::Quote, runs, paragraphs: self.paragraphs([quote.span]) }
    }

    fn claim(&self, claim: &'r Claim) -> Row {
        let mut runs = vec![self.reference_or(claim.source.as_ref(), "source not said")];
        if let Some(via) = &claim.via {
            runs.extend([plain(", via "), self.reference(via)]);
        }
        let content = claim.span.and_then(|span| covered(self.record, span)).unwrap_or_default();
        let cue = claim.cue.as_ref().map_or(String::new(), |cue| format!(" ({})", cue.lemma));
        runs.extend([dim(&cue), plain(": "), Run { tone: Tone::Quoted, ..plain(content) }]);
        runs.push(dim(&format!(" · {}", certainty_words(claim))));
        Row { id: claim.id.clone(), layer: Layer::Claim, runs, paragraphs: self.paragraphs([claim.span]) }
    }

    fn quantity(&self, quantity: &'r Quantity) -> Row {
        let words_used = quantity.span.and_then(|span| covered(self.record, span)).unwrap_or_default();
        let mut runs = vec![strong(words_used), plain(&format!(" = {}", quantity_in_short(quantity)))];
        if let Some(counted) = quantity.counted.as_ref().filter(|counted| !counted.text.is_empty()) {
            runs.push(plain(" of "));
            runs.push(Run { link: counted.entity.clone(), ..plain(&counted.text) });
        }
        runs.push(dim(&format!(" · {}", words(quantity.kind().as_str_name()))));
        if !quantity.unresolved.is_empty() {
            runs.extend([plain(" "), unresolved(&quantity.unresolved)]);
        }
        Row { id: quantity.id.clone(), layer: Layer::Quantity, runs, paragraphs: self.paragraphs([quantity.span]) }
    }

    fn time(&self, time: &'r Time) -> Row {
        let words_used = time.span.and_then(|span| covered(self.record, span)).unwrap_or_default();
        let mut runs = vec![strong(words_used), plain(" = ")];
        runs.push(if time.unresolved.is_empty() { plain(&time_in_short(time)) } else { unresolved(&time.unresolved) });
        let mut details = words(time.r#type().as_str_name());
        if !time.begin.is_empty() && !time.value.starts_with(&time.begin) {
            details.push_str(&format!(", from {} to {}", time.begin, time.end));
        }
        if !time.anchor.is_empty() {
            details.push_str(&format!(", by {}", time.anchor));
        }
        runs.push(dim(&format!(" · {details}")));
        Row { id: time.id.clone(), layer: Layer::Time, runs, paragraphs: self.paragraphs([time.span]) }
    }
}

impl Rows<'_> {
    /// A post of a live blog: when, its heading, and the paragraph where it begins.
    fn post(&self, number: usize, post: &LiveEntry) -> Row {
        let paragraphs = self.paragraphs([post.span]);
        let link = paragraphs.first().map(|paragraph| format!("p{paragraph}")).unwrap_or_default();
        let mut runs = Vec::new();
        if let Some(time) = &post.posted_at {
            runs.push(dim(&format!("{} ", day_or_moment(&time.value, time.precision()))));
        }
        let heading = if post.headline.is_empty() { dim("without a heading") } else { strong(&post.headline) };
        runs.push(Run { link, ..heading });
        Row { id: number.to_string(), layer: Layer::Post, runs, paragraphs }
    }
}

fn role(role: &Role) -> String {
    let of = if role.organization.is_empty() { &role.country } else { &role.organization };
    if of.is_empty() { role.title.clone() } else { format!("{} ({of})", role.title) }
}

fn name_run(name: Result<&str, &str>, entity: &str) -> Run {
    match name {
        Ok(name) => Run { link: entity.to_owned(), ..strong(name) },
        Err(reason) => unresolved(reason),
    }
}

fn plain(text: &str) -> Run {
    Run { text: text.to_owned(), tone: Tone::Plain, link: String::new() }
}

fn strong(text: &str) -> Run {
    Run { tone: Tone::Strong, ..plain(text) }
}

fn dim(text: &str) -> Run {
    Run { tone: Tone::Dim, ..plain(text) }
}

fn unresolved(reason: &str) -> Run {
    Run { tone: Tone::Unresolved, ..plain(&format!("[unresolved: {reason}]")) }
}

#[cfg(test)]
mod tests {
    use dateline_record::v1::{Article, DocumentTime, Paragraph, document_time::Precision};

    use super::*;
    use crate::view::{TextStyle, html, text};

    fn live_blog() -> ArticleRecord {
        let body = "Gates open\n\nThe gates opened.\n\nThe rain stopped.";
        let posted_at = Some(DocumentTime {
            value: "2024-04-02T10:42:00Z".into(),
            precision: Precision::Minute.into(),
            ..DocumentTime::default()
        });
        let span = |start, end| Some(Span { start, end });
        let live_entries = vec![
            LiveEntry { span: span(0, 29), headline: "Gates open".into(), posted_at },
            LiveEntry { span: span(31, 48), ..LiveEntry::default() },
        ];
        let paragraphs = [(0, 10), (12, 29), (31, 48)];
        let paragraphs = paragraphs.map(|(start, end)| Paragraph { span: span(start, end), ..Paragraph::default() });
        let article = Article {
            id: "abcdefghijk".into(),
            text: body.into(),
            paragraphs: paragraphs.into(),
            live_entries,
            ..Article::default()
        };
        ArticleRecord { article: Some(article), ..ArticleRecord::default() }
    }

    #[test]
    fn the_posts_of_a_live_blog_are_listed_with_heading_and_time() {
        let shown = text::render(&live_blog(), TextStyle { colour: false, width: 80 });
        let posts = shown.split("Posts (2)").nth(1).unwrap();
        let lines: Vec<_> = posts.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        assert_eq!(lines, ["1  2024-04-02 10:42 Gates open ¶1", "2  without a heading ¶3"]);
    }

    #[test]
    fn a_post_leads_to_its_first_paragraph() {
        let page = html::article(&live_blog());
        assert!(page.contains("<b><a href=\"#abcdefgh-p1\">Gates open</a></b>"), "{page}");
        assert!(page.contains("<small><a href=\"#abcdefgh-p3\">without a heading</a></small>"));
        assert_eq!(page.matches("id=\"abcdefgh-p3\"").count(), 1);
    }
}
