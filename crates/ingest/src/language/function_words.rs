//! Languages that no detector here was taught, or that it takes for another, and that their small words tell.

/// Languages with words that are frequent in news, none of them a name.
const LANGUAGES: [(&str, &str); 11] = [
    ("cy", "yn y yr i o ar mae wedi gan am bod ei sydd fod oedd hefyd na wrth at eu ddydd"),
    ("eu", "eta da du dira ez dute zen izan duela ere dela baina egin dituzte urte bat dago"),
    ("fo", "og at í á er sum til við ein ikki hann eru hevur fyri av tað teir hava var"),
    ("ga", "an na ar agus go i le do is ní tá bhí sé leis seo gur a don chun féin"),
    ("ha", "da na ya a ta sun ba cewa domin wannan shi don cikin daga an ne ce kuma wajen"),
    ("is", "og að í á er sem til við um ekki hann var það en af frá eru hafa verið segir"),
    ("lb", "an de den d vun mat ass fir datt si op dat en eng huet net och goufen zu wéi"),
    ("mg", "ny sy dia fa tamin amin ho izany no ireo any tany raha ao mba efa nilaza"),
    ("so", "ayaa iyo ka uu ku oo in waxaa la ee soo ay u kale sheegay waa badan laga"),
    ("sq", "të në e dhe për që më një nga ka është me se i u tha do nuk si të"),
    ("sw", "na ya wa kwa ni katika la za cha kuwa hiyo huyo alisema kama pia hilo hicho kwamba wake watu"),
];

/// Words in a hundred that must be a language's own, and by how much more than the next language's.
const LEAST: usize = 22;

/// Words that a text must have to be told by them.
const ENOUGH: usize = 30;

/// Words of Nynorsk, and of Bokmål, that the other writes otherwise.
const NORWEGIAN: [&str; 2] = [
    "ikkje eg ein dei frå kva ho sjølv noko vart vere meir berre korleis nokon seier kjem",
    "ikke jeg en de fra hva hun selv noe ble være mer bare hvordan noen sier kommer",
];

/// Words of Malay, and of Indonesian, that the other writes otherwise.
const MALAY: [&str; 2] = [
    "bahawa kerana beliau ialah daripada polis manakala berkata wang semalam kereta mahkamah ringgit ketika bagi",
    "bahwa karena polisi sedangkan uang kemarin mobil pengadilan rupiah tersebut adalah dari ujar bisa saat",
];

/// The language whose small words a text has; none where another's are about as many.
pub(super) fn told(text: &str) -> Option<&'static str> {
    let words = words(text);
    let mut counts: Vec<(usize, &str)> = LANGUAGES.iter().map(|(tag, own)| (count(&words, own), *tag)).collect();
    counts.sort_unstable();
    let [.., (next, _), (most, tag)] = counts[..] else { return None };
    (words.len() >= ENOUGH && most * 100 >= words.len() * LEAST && most * 2 >= next * 3).then_some(tag)
}

/// Which of the two written languages of Norway a text is in; none where it has the words of neither, or of both.
pub(super) fn norwegian(text: &str) -> Option<&'static str> {
    either(text, ["nn", "nb"], NORWEGIAN)
}

/// Whether a text is in Malay or Indonesian; none where it has the words of neither, or of both.
pub(super) fn malay(text: &str) -> Option<&'static str> {
    either(text, ["ms", "id"], MALAY)
}

fn either(text: &str, tags: [&'static str; 2], own: [&str; 2]) -> Option<&'static str> {
    /// Words that are evidence.
    const LEAST: usize = 4;
    let words = words(text);
    let [one, other] = own.map(|own| count(&words, own));
    match () {
        () if one >= LEAST && one >= other * 3 => Some(tags[0]),
        () if other >= LEAST && other >= one * 3 => Some(tags[1]),
        () => None,
    }
}

/// The words of a text, in small letters.
pub(super) fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

fn count(words: &[String], own: &str) -> usize {
    words.iter().filter(|word| own.split(' ').any(|own| own == *word)).count()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(
        Some("sw"),
        "Maji ya mto yamepanda kwa mita mbili tangu Jumatatu, na mamia ya watu wameondoka katika nyumba zao, amesema mkuu wa wilaya. \
         Shule za kijiji hicho zitafungwa kwa muda wa wiki moja, na jeshi la nchi limetuma askari wa kusaidia wakazi wa bonde hilo."
    )]
    #[case(
        Some("is"),
        "Vatnið í ánni hefur hækkað um tvo metra og fjórar götur eru á kafi, segir bæjarstjórinn. Skólar verða lokaðir til loka vikunnar \
         og hann sagði að það væri ekki hægt að opna brúna fyrr en á föstudag."
    )]
    #[case(
        Some("sq"),
        "Uji i lumit u ngrit me dy metra dhe katër rrugë janë nën ujë, tha kryetari i qytetit të martën. Shkollat do të mbyllen për një \
         javë dhe ura e re nuk do të hapet më parë se të premten, kur të bjerë uji në luginë."
    )]
    #[case(
        Some("so"),
        "Biyaha webiga ayaa kor u kacay laba mitir, waxaana ay qarqiyeen afar waddo, sida uu sheegay duqa magaalada. Iskuullada waa la \
         xiray, dadka ku nool xaafadaha ayaa ka cararay guryahooda, waxaa kale oo la soo xiray buundada iyo waddada weyn."
    )]
    #[case(
        None,
        "The ministers met on Monday in the capital of the country and said that they would continue their talks in the next week, as the \
         river has risen by two metres since the morning and four of the streets are under water."
    )]
    #[case(
        None,
        "El agua del río subió dos metros y cubrió cuatro calles, dijo el alcalde de la ciudad el martes. Las escuelas quedarán cerradas \
         hasta el fin de la semana, y a los vecinos de la parte baja se les pidió que dejaran sus casas."
    )]
    fn small_words_tell_a_language(#[case] expected: Option<&str>, #[case] text: &str) {
        assert_eq!(told(text), expected);
    }

    #[test]
    fn two_languages_of_one_country_are_told_apart() {
        assert_eq!(norwegian("Eg veit ikkje kva dei vil, seier ho. Berre ein veit det."), Some("nn"));
        assert_eq!(norwegian("Jeg vet ikke hva de vil, sier hun. Bare en vet det."), Some("nb"));
        assert_eq!(norwegian("Elva steig to meter på to dagar."), None);
        assert_eq!(malay("Beliau berkata bahawa polis datang kerana hujan."), Some("ms"));
        assert_eq!(malay("Polisi bisa datang karena hujan, ujar pejabat tersebut."), Some("id"));
    }
}
