//! Lookups on the dependency trees of a document: children, extents, phrases, subjects.

use std::ops::Range;

use dateline_language::{Document, Token};

/// The trees of a document, with children and extents at hand.
#[derive(Debug)]
pub(crate) struct Syntax<'d> {
    document: &'d Document<'d>,
    /// Children of all tokens, one after the other.
    children: Vec<usize>,
    /// Where the children of each token start in `children`; one more than there are tokens.
    starts: Vec<usize>,
    /// First and last token, as a half-open range, of the subtree of each token.
    extents: Vec<Range<usize>>,
}

/// Steps up a tree after which it is taken for broken: keeps lookups bounded on any input.
const DEPTH: usize = 60;

/// Tokens from a verb to the infinitive that shares its subject at most.
const CONTROL: usize = 6;

/// Relations that hang beside a nominal rather than belong to its name.
const BESIDE: [&str; 7] = ["acl", "appos", "parataxis", "advcl", "discourse", "dislocated", "list"];

impl<'d> Syntax<'d> {
    /// Reads the trees of a document.
    pub(crate) fn new(document: &'d Document<'d>) -> Self {
        let count = document.tokens.len();
        let mut starts = vec![0; count + 1];
        for (index, token) in document.tokens.iter().enumerate() {
            if token.head != index
                && let Some(start) = starts.get_mut(token.head + 1)
            {
                *start += 1;
            }
        }
        let mut total = 0;
        for start in &mut starts {
            total += *start;
            *start = total;
        }
        let mut syntax = Self { document, children: vec![0; total], starts, extents: Vec::new() };
        syntax.fill_children();
        syntax.fill_extents();
        syntax
    }

    fn fill_children(&mut self) {
        let mut next = self.starts.clone();
        for (index, token) in self.document.tokens.iter().enumerate() {
            if token.head == index {
                continue;
            }
            if let Some(place) = next.get_mut(token.head) {
                if let Some(child) = self.children.get_mut(*place) {
                    *child = index;
                }
                *place += 1;
            }
        }
    }

    fn fill_extents(&mut self) {
        self.extents = (0..self.document.tokens.len()).map(|index| index..index + 1).collect();
        for index in 0..self.document.tokens.len() {
            let mut at = index;
            for _ in 0..DEPTH {
                let Some(up) = self.head(at) else { break };
                if let Some(extent) = self.extents.get_mut(up) {
                    *extent = extent.start.min(index)..extent.end.max(index + 1);
                }
                at = up;
            }
        }
    }

    /// The document.
    pub(crate) fn document(&self) -> &'d Document<'d> {
        self.document
    }

    /// A token.
    pub(crate) fn token(&self, index: usize) -> Option<&'d Token> {
        self.document.tokens.get(index)
    }

    /// The lemma of a token in lower case; empty when there is no such token.
    pub(crate) fn lemma(&self, index: usize) -> String {
        self.token(index).map(|token| token.lemma.to_lowercase()).unwrap_or_default()
    }

    /// The characters of a token in lower case.
    pub(crate) fn lower(&self, index: usize) -> String {
        self.document.word(index).to_lowercase()
    }

    /// Universal part of speech; empty when there is no such token.
    pub(crate) fn upos(&self, index: usize) -> &'d str {
        self.token(index).map_or("", |token| token.upos)
    }

    /// Penn Treebank tag; empty when there is no such token.
    pub(crate) fn xpos(&self, index: usize) -> &'d str {
        self.token(index).map_or("", |token| token.xpos)
    }

    /// Relation of a token to its head, in full: `nsubj:pass`.
    pub(crate) fn relation(&self, index: usize) -> &'d str {
        self.token(index).map_or("", |token| token.deprel)
    }

    /// The head of a token; `None` for a root.
    pub(crate) fn head(&self, index: usize) -> Option<usize> {
        self.token(index).map(|token| token.head).filter(|head| *head != index && *head < self.document.tokens.len())
    }

    /// The children of a token, in order.
    pub(crate) fn children(&self, index: usize) -> impl Iterator<Item = usize> + '_ {
        let range = self.starts.get(index).copied().unwrap_or_default()
            ..self.starts.get(index + 1).copied().unwrap_or_default();
        self.children.get(range).unwrap_or_default().iter().copied()
    }

    /// The first child with one of these relations; `nsubj` also stands for `nsubj:pass`.
    pub(crate) fn child(&self, index: usize, relations: &[&str]) -> Option<usize> {
        self.children(index).find(|child| is_relation(self.relation(*child), relations))
    }

    /// Tokens from the first to the last of a subtree.
    pub(crate) fn extent(&self, index: usize) -> Range<usize> {
        self.extents.get(index).cloned().unwrap_or(index..index)
    }

    /// The nominal phrase of a head without what hangs beside it: clauses, appositions, its preposition, punctuation
    /// at its edges. With `joined`, coordinated nominals belong to it.
    pub(crate) fn phrase(&self, head: usize, joined: bool) -> Range<usize> {
        let extent = self.extent(head);
        let mut start = extent.start;
        let mut end = extent.end;
        for child in self.children(head) {
            let relation = self.relation(child);
            let coordinated = is_relation(relation, &["conj", "cc"]);
            let outside = is_relation(relation, &BESIDE) || is_relation(relation, &["case", "punct", "mark", "cop"]);
            if !(outside || coordinated && !joined) {
                continue;
            }
            let extent = self.extent(child);
            if child < head {
                start = start.max(extent.end.min(head));
            } else {
                end = end.min(extent.start.max(head + 1));
            }
        }
        while start < head
            && (matches!(self.relation(start), "case" | "fixed") || matches!(self.upos(start), "CCONJ" | "SCONJ"))
        {
            start += 1;
        }
        self.trimmed(start..end)
    }

    /// A range of tokens without the punctuation at its edges; brackets and quotation marks stay where they pair up.
    pub(crate) fn trimmed(&self, range: Range<usize>) -> Range<usize> {
        let mut range = range;
        while range.start < range.end && self.upos(range.start) == "PUNCT" {
            range.start += 1;
        }
        while range.start < range.end && self.upos(range.end - 1) == "PUNCT" {
            range.end -= 1;
        }
        range
    }

    /// Bytes of a range of tokens.
    pub(crate) fn bytes(&self, tokens: Range<usize>) -> Option<Range<usize>> {
        self.document.span_of(tokens)
    }

    /// Tokens of the sentence that a token stands in.
    pub(crate) fn sentence(&self, index: usize) -> Range<usize> {
        let sentence = self.document.sentence_of(index).and_then(|at| self.document.sentences.get(at));
        sentence.map_or(index..index, |sentence| sentence.tokens.clone())
    }

    /// The subject of a verb: its own, or the one it shares with the verb it is joined to or depends on.
    pub(crate) fn subject(&self, verb: usize) -> Option<usize> {
        let mut at = verb;
        for _ in 0..4 {
            if let Some(subject) = self.own_subject(at) {
                return Some(self.antecedent(at, subject));
            }
            let up = self.head(at)?;
            if let Some(controller) = self.controller(at, up) {
                return Some(controller);
            }
            let shares = match self.relation(at) {
                // Farther off, the infinitive more often belongs to a noun in between.
                "xcomp" if at.abs_diff(up) > CONTROL => false,
                "conj" | "xcomp" => matches!(self.upos(up), "VERB" | "AUX" | "ADJ" | "NOUN"),
                "advcl" => matches!(self.xpos(at), "VBG" | "VBN"),
                "acl" if self.xpos(at) == "VBG" => return Some(up),
                _ => false,
            };
            if !shares {
                return None;
            }
            at = up;
        }
        None
    }

    /// `urged Israel to stop`, `called on Israel to stop`: who is to do it.
    fn controller(&self, verb: usize, up: usize) -> Option<usize> {
        let infinitive = matches!(self.relation(verb), "xcomp" | "advcl" | "ccomp")
            && self.xpos(verb) == "VB"
            && self.modal(verb).is_none();
        if !infinitive || self.lemma(up) == "promise" {
            return None;
        }
        let called_on =
            || self.children(up).find(|child| self.lemma(up) == "call" && self.case(*child).as_deref() == Some("on"));
        let object = self
            .children(up)
            .find(|child| matches!(self.relation(*child), "obj" | "iobj" | "nsubj:pass") && *child < verb);
        object.filter(|_| self.relation(verb) != "advcl").or_else(called_on)
    }

    /// The subject that hangs on the verb itself.
    pub(crate) fn own_subject(&self, verb: usize) -> Option<usize> {
        self.child(verb, &["nsubj", "csubj"])
    }

    /// For `who` and `which`, the noun that the relative clause describes.
    fn antecedent(&self, verb: usize, subject: usize) -> usize {
        let relative =
            matches!(self.lower(subject).as_str(), "who" | "which" | "that") && self.relation(verb) == "acl:relcl";
        self.head(verb).filter(|_| relative).unwrap_or(subject)
    }

    /// Whether a verb is in the passive.
    pub(crate) fn is_passive(&self, verb: usize) -> bool {
        self.children(verb).any(|child| matches!(self.relation(child), "nsubj:pass" | "aux:pass" | "csubj:pass"))
    }

    /// Whether a word carries `not`, `never` or `no longer`.
    pub(crate) fn is_negated(&self, word: usize) -> bool {
        self.children(word).any(|child| {
            child < word + 2
                && matches!(self.lower(child).as_str(), "not" | "n't" | "n’t" | "never" | "neither" | "hardly")
        })
    }

    /// The modal auxiliary of a verb, as its lemma.
    pub(crate) fn modal(&self, verb: usize) -> Option<String> {
        let modal =
            self.children(verb).find(|child| self.relation(*child).starts_with("aux") && self.xpos(*child) == "MD")?;
        Some(match self.lower(modal).as_str() {
            "'ll" | "’ll" | "wo" => "will".into(),
            "'d" | "’d" => "would".into(),
            "ca" => "can".into(),
            word => word.into(),
        })
    }

    /// The preposition or prepositions of an oblique nominal: `with`, `according to`.
    pub(crate) fn case(&self, nominal: usize) -> Option<String> {
        let case = self.child(nominal, &["case"])?;
        let mut words = self.lower(case);
        for fixed in self.children(case).filter(|child| self.relation(*child) == "fixed") {
            words.push(' ');
            words.push_str(&self.lower(fixed));
        }
        Some(words)
    }
}

/// Whether a relation is one of `relations`, or a subtype of one.
pub(crate) fn is_relation(relation: &str, relations: &[&str]) -> bool {
    relations.iter().any(|wanted| relation == *wanted || relation.split(':').next() == Some(*wanted))
}
