//! Claims: what somebody vouches for, how sure they are made out to be, and through whom it came.
//!
//! A reported clause is a claim of its source; words such as `reportedly` or `an estimated` make a claim whose source the
//! text does not name.

mod hearsay;

use std::ops::Range;

use dateline_record::v1::{
    ArticleRecord, Claim, Cue, Reference,
    claim::{Certainty, Polarity},
};

use crate::{
    context::{Context, evidence, range, span},
    quotes::reports::{self, Report},
    reference::{nobody, refer},
    syntax::Syntax,
};

/// Why a claim has no source.
const UNNAMED: &str = "source not named";

/// Adds the claims of the article to the record.
pub(crate) fn extract(cx: &Context<'_>, record: &mut ArticleRecord) {
    let syntax = Syntax::new(&cx.document);
    let reports = reports::find(&syntax);
    let build = Build { cx, syntax: &syntax };
    let mut claims: Vec<Claim> = reports.iter().filter_map(|report| build.reported(report, &reports)).collect();
    claims.extend(hearsay::find(&build));
    claims.sort_by_key(|claim| (range(claim.span).start, std::cmp::Reverse(range(claim.span).end), cue_start(claim)));
    claims.dedup_by(|next, first| next.span == first.span && cue_start(next) == cue_start(first));
    for (index, claim) in claims.iter_mut().enumerate() {
        claim.id = format!("c{}", index + 1);
    }
    record.claims = claims;
}

fn cue_start(claim: &Claim) -> usize {
    claim.cue.as_ref().map_or(0, |cue| range(cue.span).start)
}

/// Makes claims.
pub(crate) struct Build<'b, 'd> {
    cx: &'b Context<'d>,
    syntax: &'b Syntax<'b>,
}

/// What a claim is made of before it is written down. Ranges are of tokens.
pub(crate) struct Draft {
    content: Range<usize>,
    cue: Range<usize>,
    lemma: String,
    certainty: Certainty,
    polarity: Polarity,
    rule: &'static str,
    confidence: f64,
}

impl Build<'_, '_> {
    fn claim(&self, draft: Draft, source: Reference, via: Option<Reference>) -> Option<Claim> {
        Some(Claim {
            span: span(self.syntax.bytes(closed(self.syntax, draft.content))?),
            source: Some(source),
            via,
            cue: Some(Cue { span: span(self.syntax.bytes(draft.cue)?), lemma: draft.lemma }),
            certainty: draft.certainty.into(),
            polarity: draft.polarity.into(),
            evidence: evidence("claims", draft.confidence, draft.rule),
            ..Claim::default()
        })
    }

    fn reported(&self, report: &Report, all: &[Report]) -> Option<Claim> {
        let citing = self.citing(report);
        let mut content = longer(report);
        if let Some(citing) = citing.filter(|citing| content.contains(citing)) {
            content = self.syntax.trimmed(content.start..citing);
        }
        let named = report.source.and_then(|head| refer(self.cx, self.syntax, head));
        let cited = citing.and_then(|citing| self.cited(citing));
        let (source, via) = match (cited, named) {
            (Some(cited), named) => (cited, named),
            (None, Some(named)) => (named, self.passed_on(report, all)),
            (None, None) => (nobody(UNNAMED), self.passed_on(report, all)),
        };
        let draft = Draft {
            content,
            cue: report.cue.clone(),
            lemma: report.lemma.clone(),
            certainty: report.certainty,
            polarity: report.polarity,
            rule: report.rule,
            confidence: report.confidence,
        };
        self.claim(draft, source, via)
    }

    /// Where the one who reports cites somebody: `the Post reported, citing two officials`.
    fn citing(&self, report: &Report) -> Option<usize> {
        let sentence = self.syntax.sentence(report.cue.start);
        (report.cue.end..sentence.end).find(|token| {
            let verb =
                matches!(self.syntax.lemma(*token).as_str(), "cite" | "quote") && self.syntax.xpos(*token) == "VBG";
            verb && self.syntax.document().word(token - 1) == ","
        })
    }

    fn cited(&self, citing: usize) -> Option<Reference> {
        refer(self.cx, self.syntax, self.syntax.child(citing, &["obj"])?)
    }

    /// Who passed the report on: the source of the closest report whose content holds this cue, or who quoted it.
    fn passed_on(&self, report: &Report, all: &[Report]) -> Option<Reference> {
        let holds = |outer: &&Report| {
            let covers = |range: &Range<usize>| range.contains(&report.cue.start);
            *outer != report && (covers(&outer.content) || outer.rest.as_ref().is_some_and(covers))
        };
        let outer = all.iter().filter(holds).min_by_key(|outer| outer.content.len())?;
        refer(self.cx, self.syntax, outer.source?)
    }
}

/// The longer piece of a content that a cue interrupts.
fn longer(report: &Report) -> Range<usize> {
    match &report.rest {
        Some(rest) if rest.len() > report.content.len() => rest.clone(),
        _ => report.content.clone(),
    }
}

/// A content with the mark that closes the quotation it ends in.
fn closed(syntax: &Syntax<'_>, content: Range<usize>) -> Range<usize> {
    let word = |token: usize| syntax.document().word(token);
    let marks = |mark: &str| content.clone().filter(|token| word(*token) == mark).count();
    let close = if marks("“") > marks("”") {
        "”"
    } else if marks("\"") % 2 == 1 {
        "\""
    } else {
        return content;
    };
    let after = content.end..(content.end + 2).min(syntax.sentence(content.start).end);
    let end = after.take_while(|token| syntax.upos(*token) == "PUNCT").find(|token| word(*token) == close);
    content.start..end.map_or(content.end, |end| end + 1)
}
