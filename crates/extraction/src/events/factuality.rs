//! Whether an event happened: from tense, modality, negation and the words that govern it.

use dateline_record::v1::event::Factuality;

use crate::syntax::{Syntax, is_relation};

/// Steps up to governing words.
const STEPS: usize = 3;

/// What a governing word makes of the event in its complement; `None` when it leaves it as it is.
fn governed(lemma: &str) -> Option<Factuality> {
    Some(match lemma {
        "order" | "instruct" | "command" | "direct" => Factuality::Ordered,
        "urge" | "call" | "demand" | "ask" | "request" | "appeal" | "press" | "beg" | "implore" | "push" | "seek"
        | "want" | "lobby" => Factuality::Requested,
        "plan" | "agree" | "promise" | "pledge" | "vow" | "prepare" | "intend" | "decide" | "expect" | "schedule"
        | "set" | "commit" | "aim" | "due" | "ready" | "willing" | "poised" | "arrange" | "approve" | "authorize"
        | "authorise" => Factuality::Planned,
        "propose" | "suggest" | "offer" | "recommend" | "advocate" => Factuality::Proposed,
        "fail" | "refuse" | "decline" | "avoid" | "deny" | "prevent" | "cancel" | "scrap" | "postpone" | "avert"
        | "abandon" | "rule" | "reject" | "block" | "delay" | "stop" | "oppose" => Factuality::Negated,
        "threaten" | "try" | "attempt" | "consider" | "hope" | "fear" | "accuse" | "suspect" | "charge" | "convict"
        | "blame" | "warn" | "able" | "wish" | "discuss" | "mull" | "risk" | "likely" | "allow" | "let"
        | "encourage" | "enable" => Factuality::Hypothetical,
        "begin" | "start" | "continue" | "keep" | "resume" => Factuality::Ongoing,
        "manage" | "help" | "go" | "proceed" | "force" => Factuality::Occurred,
        _ => return None,
    })
}

/// Whether what a verb tells happened.
pub(crate) fn of_verb(syntax: &Syntax<'_>, verb: usize) -> Factuality {
    if syntax.is_negated(verb) {
        return Factuality::Negated;
    }
    if let Some(modal) = syntax.modal(verb) {
        return of_modal(syntax, verb, &modal);
    }
    if is_supposed(syntax, verb) {
        return Factuality::Hypothetical;
    }
    let relation = syntax.relation(verb);
    let up = syntax.head(verb);
    let infinitive =
        syntax.children(verb).any(|child| child < verb && syntax.lower(child) == "to" && syntax.upos(child) == "PART")
            || syntax.xpos(verb) == "TO";
    if infinitive || relation == "xcomp" {
        return up.map_or(Factuality::Hypothetical, |up| of_infinitive(syntax, up));
    }
    if (is_relation(relation, &["ccomp"]) || is_that_clause(syntax, verb))
        && let Some(up) = up
    {
        return of_clause(syntax, verb, up);
    }
    if is_relation(relation, &["advcl", "obl"])
        && syntax.xpos(verb) == "VBG"
        && let Some(found) = up.and_then(|up| of_gerund(&syntax.lemma(up)))
    {
        return found;
    }
    if relation == "conj"
        && let Some(up) = up
        && shares_mood(syntax, verb, up)
    {
        return of_verb(syntax, up);
    }
    of_tense(syntax, verb)
}

/// A joined verb without a subject or auxiliary of its own has the mood of the first.
fn shares_mood(syntax: &Syntax<'_>, verb: usize, up: usize) -> bool {
    up < verb
        && syntax.upos(up) == "VERB"
        && syntax.own_subject(verb).is_none()
        && syntax.xpos(verb) == syntax.xpos(up)
        && syntax.xpos(up) == "VB"
}

fn of_modal(syntax: &Syntax<'_>, verb: usize, modal: &str) -> Factuality {
    match modal {
        "will" | "shall" if !is_supposed(syntax, verb) => Factuality::Planned,
        "should" | "must" => Factuality::Proposed,
        "would" => {
            let reported = is_relation(syntax.relation(verb), &["ccomp"])
                && syntax.head(verb).is_some_and(|up| {
                    matches!(syntax.lemma(up).as_str(), "say" | "announce" | "tell" | "promise" | "pledge" | "vow")
                });
            if reported { Factuality::Planned } else { Factuality::Hypothetical }
        }
        _ => Factuality::Hypothetical,
    }
}

fn is_supposed(syntax: &Syntax<'_>, verb: usize) -> bool {
    syntax.children(verb).any(|child| {
        is_relation(syntax.relation(child), &["mark"])
            && matches!(syntax.lower(child).as_str(), "if" | "unless" | "whether" | "lest")
    })
}

fn of_infinitive(syntax: &Syntax<'_>, up: usize) -> Factuality {
    let lemma = syntax.lemma(up);
    if lemma == "go" && syntax.xpos(up) == "VBG" {
        return Factuality::Planned;
    }
    let found = governed(&lemma).unwrap_or(Factuality::Hypothetical);
    let real = matches!(found, Factuality::Occurred | Factuality::Ongoing);
    if syntax.is_negated(up) && !matches!(found, Factuality::Negated) {
        return Factuality::Negated;
    }
    let open = real && syntax.upos(up) == "VERB" && (syntax.modal(up).is_some() || syntax.xpos(up) == "VB");
    if open { of_verb_once(syntax, up) } else { found }
}

/// The mood of a governing verb by its modal alone.
fn of_verb_once(syntax: &Syntax<'_>, verb: usize) -> Factuality {
    syntax.modal(verb).map_or(Factuality::Hypothetical, |modal| of_modal(syntax, verb, &modal))
}

/// Parsers take some clauses with `that` for adverbial ones; in English they are not.
fn is_that_clause(syntax: &Syntax<'_>, verb: usize) -> bool {
    is_relation(syntax.relation(verb), &["advcl"])
        && syntax.children(verb).any(|child| {
            child < verb && is_relation(syntax.relation(child), &["mark"]) && syntax.lower(child) == "that"
        })
}

fn of_clause(syntax: &Syntax<'_>, verb: usize, up: usize) -> Factuality {
    let bare = syntax.xpos(verb) == "VB";
    // Taggers take the bare form of `demanded that she release` for another tense; its spelling tells.
    let mandated = bare || syntax.lower(verb) == syntax.lemma(verb);
    match governed(&syntax.lemma(up)) {
        Some(Factuality::Negated) => Factuality::Negated,
        Some(found @ (Factuality::Requested | Factuality::Ordered)) if mandated => found,
        Some(found) if bare => found,
        _ => of_tense(syntax, verb),
    }
}

fn of_gerund(lemma: &str) -> Option<Factuality> {
    governed(lemma).filter(|found| matches!(found, Factuality::Negated | Factuality::Hypothetical))
}

fn of_tense(syntax: &Syntax<'_>, verb: usize) -> Factuality {
    let present = syntax.children(verb).any(|child| {
        is_relation(syntax.relation(child), &["aux"])
            && matches!(syntax.lower(child).as_str(), "is" | "are" | "am" | "'s" | "'re" | "’s" | "’re")
    });
    match syntax.xpos(verb) {
        "VBG" if present => Factuality::Ongoing,
        "VBZ" | "VBP"
            if matches!(syntax.lemma(verb).as_str(), "hold" | "occupy" | "besiege" | "detain" | "blockade") =>
        {
            Factuality::Ongoing
        }
        _ => Factuality::Occurred,
    }
}

/// Whether what a noun tells happened.
pub(crate) fn of_noun(syntax: &Syntax<'_>, noun: usize) -> Factuality {
    for child in syntax.children(noun).filter(|child| *child < noun) {
        match syntax.lower(child).as_str() {
            "no" | "without" => return Factuality::Negated,
            "planned" | "upcoming" | "scheduled" | "forthcoming" => return Factuality::Planned,
            "proposed" => return Factuality::Proposed,
            "possible" | "potential" | "alleged" | "feared" | "suspected" | "threatened" | "any" | "future"
            | "attempted" => return Factuality::Hypothetical,
            "ongoing" | "continuing" => return Factuality::Ongoing,
            _ => {}
        }
    }
    let mut at = noun;
    for _ in 0..STEPS {
        let Some(up) = syntax.head(at) else { break };
        let lemma = syntax.lemma(up);
        if is_relation(syntax.relation(at), &["nsubj"]) && !syntax.is_passive(up) && syntax.upos(up) != "VERB" {
            break;
        }
        if syntax.upos(up) == "VERB" {
            return governed_noun(syntax, at, up, &lemma);
        }
        if let Some(found) = governed(&lemma).filter(|_| is_relation(syntax.relation(at), &["nmod", "acl", "compound"]))
        {
            return found;
        }
        at = up;
    }
    Factuality::Occurred
}

/// A noun in the arguments of a verb.
fn governed_noun(syntax: &Syntax<'_>, noun: usize, verb: usize, lemma: &str) -> Factuality {
    let object = is_relation(syntax.relation(noun), &["obj", "obl"]) || syntax.relation(noun) == "nsubj:pass";
    let own = of_verb(syntax, verb);
    if !object || matches!(own, Factuality::Negated) {
        let light = matches!(lemma, "take" | "happen" | "occur" | "begin" | "start" | "continue" | "resume");
        return if light || object { own } else { Factuality::Occurred };
    }
    let direct = is_relation(syntax.relation(noun), &["obj"]) || syntax.relation(noun) == "nsubj:pass";
    let called_for = matches!(syntax.case(noun).as_deref(), Some("for" | "to" | "on"));
    match governed(lemma) {
        Some(found) if direct || called_for => found,
        _ if direct => own,
        _ => Factuality::Occurred,
    }
}
