//! Fields and buttons of boxes in which readers are asked for a mail address or for money.

use crate::html::{
    phrases,
    tags::Tag,
    tree::{Id, Tree, resolved},
};

/// What a box with a request is told by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Control {
    /// A field for a mail address.
    Field,
    /// A button that names what it is for.
    Button,
}

/// Nodes and bytes of a button at most.
const MOST_NODES: usize = 6;
const MOST_BYTES: usize = 48;

/// What an element of a box with a request is.
pub(super) fn control(tree: &Tree<'_>, id: Id) -> Option<Control> {
    match tree.tag(id) {
        Tag::Input => {
            let is_mail = tree.attribute(id, "type").is_some_and(|kind| kind.eq_ignore_ascii_case("email"));
            is_mail.then_some(Control::Field)
        }
        Tag::Button => {
            let label = label(tree, id)?;
            let names = is_for_money(&label) || phrases::names_letter(&label);
            names.then_some(Control::Button)
        }
        // Menus are lists.
        Tag::A if tree.tag(tree.get(id).parent) == Tag::Li => None,
        Tag::A => (is_for_money(&label(tree, id)?) && stays(tree, id)).then_some(Control::Button),
        _ => None,
    }
}

/// The one short text of an element, in lower case.
fn label(tree: &Tree<'_>, id: Id) -> Option<String> {
    if tree.inside(id).len() >= MOST_NODES {
        return None;
    }
    let mut texts = tree.inside(id).map(|id| tree.raw_text(id).trim()).filter(|text| !text.is_empty());
    let text = texts.next().filter(|text| text.len() <= MOST_BYTES)?;
    let text = texts.next().is_none().then(|| resolved(text).to_lowercase())?;
    Some(text.trim_matches(|c: char| !c.is_alphanumeric() && !is_mark(c)).to_owned())
}

/// Signs of vowels, which end words of Indian scripts.
fn is_mark(c: char) -> bool {
    ('\u{900}'..'\u{e80}').contains(&c)
}

fn is_for_money(label: &str) -> bool {
    MONEY.binary_search(&label).is_ok()
}

/// Whether a link leads to the same site: those to others are to whom an article says that readers may give.
fn stays(tree: &Tree<'_>, id: Id) -> bool {
    tree.attribute(id, "href").is_some_and(|href| !href.contains("//"))
}

/// Whether an element has words beside those of a button in it.
pub(super) fn says_more(tree: &Tree<'_>, around: Id, button: Id) -> bool {
    let own = button..tree.get(button).end;
    tree.inside(around).any(|id| !own.contains(&id) && tree.raw_text(id).contains(char::is_alphanumeric))
}

/// Whether an element holds a button after what it is for, beside it or below a heading, and not in a sentence.
pub(super) fn is_box(tree: &Tree<'_>, around: Id, button: Id) -> bool {
    let is_own = |id: Id| tree.get(id).parent == around && tree.raw_text(id).contains(char::is_alphanumeric);
    let tag = tree.tag(around);
    let is_near = tree.get(button).parent == around || tree.inside(around).any(|id| tree.tag(id).is_heading());
    let is_sentence = tag.is_inline() || tag.is_heading() || matches!(tag, Tag::P | Tag::Li | Tag::Body);
    let mut after = tree.get(button).end..tree.get(around).end;
    is_near
        && !is_sentence
        && !tree.inside(around).any(is_own)
        && after.all(|id| tree.raw_text(id).trim().len() < PROSE)
}

/// Bytes of a text that is prose, at least.
const PROSE: usize = 60;

/// Buttons by which readers give money, sorted.
const MONEY: &[&str] = &[
    "apoiar",
    "apoie",
    "apoie agora",
    "apóyanos",
    "bağış yap",
    "become a member",
    "become a supporter",
    "bli medlem",
    "bliv medlem",
    "col·labora",
    "contribute",
    "contribute now",
    "destek ol",
    "doar",
    "doe agora",
    "dona ahora",
    "dona ora",
    "donar",
    "donasi",
    "donate",
    "donate now",
    "donate today",
    "donează",
    "doneer",
    "doneer nu",
    "doniraj",
    "dukung kami",
    "fai una donazione",
    "faire un don",
    "faça uma doação",
    "fes una donació",
    "fes-te soci",
    "haz tu donación",
    "haz una donación",
    "hazte socia",
    "hazte socio",
    "je donne",
    "je fais un don",
    "je soutiens",
    "jetzt spenden",
    "jetzt unterstützen",
    "lahjoita",
    "lahjoita nyt",
    "make a contribution",
    "make a donation",
    "mitglied werden",
    "nous soutenir",
    "podporte nás",
    "podpořte nás",
    "podržite nas",
    "przekaż darowiznę",
    "quero apoiar",
    "quero colaborar",
    "quiero colaborar",
    "sostieni",
    "sostienici",
    "soutenez-nous",
    "spenden",
    "steun ons",
    "stöd oss",
    "støt os",
    "støtt oss",
    "support our journalism",
    "support our work",
    "support us",
    "susține-ne",
    "támogatom",
    "wesprzyj nas",
    "word lid",
    "υποστηρίξτε μας",
    "поддержать",
    "поддержать нас",
    "поддержать проект",
    "подкрепете ни",
    "подржите нас",
    "пожертвовать",
    "підтримати",
    "підтримати нас",
    "תמכו בנו",
    "תרמו",
    "ادعمنا",
    "تبرع",
    "تبرع الآن",
    "दान करें",
    "सहयोग करें",
    "寄付する",
    "捐款",
    "支持我们",
    "支持我們",
    "立即捐款",
    "후원하기",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buttons_are_sorted() {
        assert!(MONEY.is_sorted());
    }
}
