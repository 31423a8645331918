//! What the text around a date says that it is the date of.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

/// What a date is said to be of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Label {
    /// Nothing is said.
    None,
    Published,
    Changed,
}

/// How words of publication begin, in lower case.
const PUBLISHED: &[&str] = &[
    "published",
    "publié",
    "publicad",
    "publicat",
    "publicăr",
    "publicerad",
    "publiceerd",
    "publisert",
    "publiceret",
    "publikov",
    "publikowan",
    "publikasi",
    "pubblicat",
    "posted",
    "date released",
    "created",
    "veröffentlicht",
    "erschienen",
    "erstellt",
    "udgivet",
    "julkaistu",
    "yayın",
    "опубликован",
    "опубліковано",
    "публикаци",
    "објављено",
    "objavljeno",
    "zveřejněno",
    "megjelent",
    "δημοσι",
    "δημοσί",
    "نشر",
    "פורסם",
    "प्रकाशित",
    "发布",
    "發布",
    "公開",
    "입력",
    "đăng lúc",
    "diterbitkan",
    "paskelbta",
    "publicēts",
    "avaldatud",
    "birtist",
    "نُشر",
    "انتشار:",
    "شائع",
    "เผยแพร่",
    "প্রকাশ:",
    "প্রকাশিত",
    "வெளியான",
];

/// How words of a change begin, in lower case.
const CHANGED: &[&str] = &[
    "updated",
    "update:",
    "last update",
    "modified",
    "revised",
    "last changed",
    "aktualisiert",
    "geändert",
    "mis à jour",
    "mise à jour",
    "modifié",
    "actualizad",
    "actualitzat",
    "actualizat",
    "actualizaci",
    "actualitzaci",
    "actualizar",
    "actualizăr",
    "atualizad",
    "atualizaç",
    "aggiornat",
    "aggiornament",
    "ultima modifica",
    "dernière modification",
    "última modificación",
    "última modificação",
    "gewijzigd",
    "bijgewerkt",
    "uppdaterad",
    "opdateret",
    "oppdatert",
    "aktualiz",
    "zaktualizowan",
    "päivitetty",
    "güncelle",
    "обновлен",
    "оновлен",
    "изменен",
    "ажуриран",
    "последња измена",
    "ažurira",
    "poslední úprava",
    "posledná úprava",
    "ενημερώθηκε",
    "τελευταία ενημέρωση",
    "τροποποι",
    "تحديث",
    "עודכן",
    "अपडेट",
    "更新",
    "업데이트",
    "수정",
    "cập nhật",
    "diperbarui",
    "frissít",
    "módosít",
    "dikemas kini",
    "zadnja izmjena",
    "posodob",
    "atnaujinta",
    "papildināts",
    "uuendatud",
    "viimati muudetud",
    "uppfært",
    "به‌روزرسانی",
    "اپ ڈیٹ",
    "อัปเดต",
    "আপডেট",
];

/// A text in the stretches that its labels begin, in lower case, each with its label. Never empty.
pub(super) fn labelled(text: &str) -> Vec<(Label, String)> {
    let text = text.to_lowercase();
    let mut starts = vec![(0, Label::None)];
    starts.extend(LABELS.find_overlapping_iter(&text).map(|found| {
        let is_published = found.pattern().as_usize() < PUBLISHED.len();
        (found.start(), if is_published { Label::Published } else { Label::Changed })
    }));
    starts.sort_by_key(|(at, _)| *at);
    let ends = starts.iter().skip(1).map(|(at, _)| *at).chain([text.len()]);
    let stretches = starts.iter().zip(ends);
    stretches.map(|((at, label), end)| (*label, text.get(*at..end).unwrap_or_default().to_owned())).collect()
}

/// Whether a word of a text begins as those do that say when something was published or changed.
pub(crate) fn says_when(text: &str) -> bool {
    let text = text.to_lowercase();
    let begins = |at: usize| text.get(..at).is_some_and(|before| !before.ends_with(char::is_alphanumeric));
    LABELS.find_overlapping_iter(&text).any(|found| begins(found.start()))
}

/// All labels, looked for at once.
static LABELS: LazyLock<AhoCorasick> =
    LazyLock::new(|| AhoCorasick::new(PUBLISHED.iter().chain(CHANGED)).expect("a few short words"));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_date_has_the_label_before_it() {
        let read = |text| labelled(text).into_iter().filter(|(_, part)| part.contains("march")).collect::<Vec<_>>();
        let found = read("Updated 4 March 2026 | Published 3 March 2026");
        assert_eq!(found.iter().map(|(label, _)| *label).collect::<Vec<_>>(), [Label::Changed, Label::Published]);
        assert_eq!(read("Valletta, 3 March 2026").first().map(|(label, _)| *label), Some(Label::None));
    }
}
