//! What the text around a date says that it is the date of.

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
    "publicerad",
    "publiceerd",
    "publisert",
    "publiceret",
    "publikov",
    "publikowan",
    "publikasi",
    "pubblicat",
    "posted",
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
    "atualizad",
    "aggiornat",
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
    "ažurirano",
    "ενημερώθηκε",
    "تحديث",
    "עודכן",
    "अपडेट",
    "更新",
    "업데이트",
    "수정",
    "cập nhật",
    "diperbarui",
    "frissítve",
    "dikemas kini",
    "zadnja izmjena",
    "posodobljeno",
    "atnaujinta",
    "papildināts",
    "uuendatud",
    "uppfært",
    "به‌روزرسانی",
    "اپ ڈیٹ",
    "อัปเดต",
    "আপডেট",
];

/// A text in the stretches that its labels begin, in lower case, each with its label. Never empty.
pub(super) fn labelled(text: &str) -> Vec<(Label, String)> {
    let text = text.to_lowercase();
    let found = |words: &'static [&'static str], label: Label| {
        words.iter().flat_map(|word| text.match_indices(*word)).map(move |(at, _)| (at, label)).collect::<Vec<_>>()
    };
    let mut starts = vec![(0, Label::None)];
    starts.extend(found(PUBLISHED, Label::Published));
    starts.extend(found(CHANGED, Label::Changed));
    starts.sort_by_key(|(at, _)| *at);
    let ends = starts.iter().skip(1).map(|(at, _)| *at).chain([text.len()]);
    let stretches = starts.iter().zip(ends);
    stretches.map(|((at, label), end)| (*label, text.get(*at..end).unwrap_or_default().to_owned())).collect()
}

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
