//! Where, when, with what and how many: what else the clause of an event says.

use dateline_record::v1::{Quantity, Reference, Time, entity::Kind, time};

use super::{patterns, roles::Reader};
use crate::{
    context::range,
    reference::{mention, refer},
    syntax::is_relation,
};

/// Steps from a word up to the trigger that it belongs to.
const STEPS: usize = 8;

impl Reader<'_, '_> {
    /// Whether a word hangs on the trigger with no other verb in between. `verb` is the verb that carries the trigger.
    fn belongs(&self, word: usize, trigger: usize, verb: usize) -> bool {
        let mut at = word;
        for _ in 0..STEPS {
            if at == trigger || at == verb {
                return true;
            }
            if at != word && self.syntax.upos(at) == "VERB" {
                return false;
            }
            match self.syntax.head(at) {
                Some(up) => at = up,
                None => return false,
            }
        }
        false
    }

    /// Id of the time that the clause gives.
    pub(crate) fn time(&self, trigger: usize, verb: usize, times: &[Time]) -> Option<String> {
        let sentence = self.syntax.bytes(self.syntax.sentence(trigger))?;
        let from = times.partition_point(|time| range(time.span).start < sentence.start);
        let near = times.iter().skip(from).take_while(|time| range(time.span).start < sentence.end);
        let dated = near.filter(|time| matches!(time.r#type(), time::Type::Date | time::Type::Time));
        let found = dated.filter(|time| {
            let tokens = self.cx.document.tokens_in(range(time.span));
            let mut heads =
                tokens.clone().filter(|token| self.syntax.head(*token).is_none_or(|up| !tokens.contains(&up)));
            heads.next().is_some_and(|head| self.belongs(head, trigger, verb))
        });
        found
            .min_by_key(|time| {
                range(time.span).start.abs_diff(self.syntax.token(trigger).map_or(0, |token| token.span.start))
            })
            .map(|time| time.id.clone())
    }

    /// Ids of the numbers among the arguments.
    pub(crate) fn quantities(&self, trigger: usize, verb: usize, quantities: &[Quantity]) -> Vec<String> {
        let Some(sentence) = self.syntax.bytes(self.syntax.sentence(trigger)) else { return Vec::new() };
        let from = quantities.partition_point(|quantity| range(quantity.span).start < sentence.start);
        let near = quantities.iter().skip(from).take_while(|quantity| range(quantity.span).start < sentence.end);
        let own = near.filter(|quantity| {
            let tokens = self.cx.document.tokens_in(range(quantity.span));
            let mut heads =
                tokens.clone().filter(|token| self.syntax.head(*token).is_none_or(|up| !tokens.contains(&up)));
            heads.next().is_some_and(|head| self.belongs(head, trigger, verb))
        });
        own.map(|quantity| quantity.id.clone()).collect()
    }

    /// Where it happened: a place that hangs on the trigger by a preposition of place.
    pub(crate) fn place(&self, trigger: usize, verb: usize) -> Option<Reference> {
        let hung = self.syntax.children(trigger).chain(self.syntax.children(verb));
        let place = hung.filter(|child| is_relation(self.syntax.relation(*child), &["obl", "nmod"])).find(|child| {
            let place = self.syntax.case(*child).is_some_and(|case| {
                matches!(
                    case.as_str(),
                    "in" | "at" | "near" | "outside" | "inside" | "across" | "throughout" | "around"
                )
            });
            place && self.is_place(*child)
        })?;
        refer(self.cx, self.syntax, place)
    }

    fn is_place(&self, head: usize) -> bool {
        let found = mention(self.cx, self.syntax, head).and_then(|found| self.entities.get(found.index));
        found.is_some_and(|entity| matches!(entity.kind(), Kind::Gpe | Kind::Location | Kind::Facility))
    }

    /// With what it was done: weapons that hang on the trigger by `with` or `using`.
    pub(crate) fn instruments(&self, trigger: usize, verb: usize) -> Vec<Reference> {
        let armed = |head: usize| patterns::in_class(&self.syntax.lemma(head), "weapons");
        let mut heads: Vec<usize> =
            ["with", "by"].iter().filter_map(|case| self.oblique(verb, case)).filter(|head| armed(*head)).collect();
        let using = self.syntax.children(verb).find(|child| self.syntax.lower(*child) == "using");
        heads.extend(using.and_then(|using| self.syntax.child(using, &["obj"])).filter(|head| armed(*head)));
        if trigger != verb {
            heads.extend(self.oblique(trigger, "with").filter(|head| armed(*head)));
        }
        heads.dedup();
        heads.into_iter().filter_map(|head| refer(self.cx, self.syntax, head)).collect()
    }
}
