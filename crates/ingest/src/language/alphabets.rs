//! Languages that no detector here was taught and that their letters tell.

use std::ops::RangeInclusive;

/// A language by letters that it has, and letters of the languages most like it that it has not.
struct Alphabet {
    tag: &'static str,
    own: &'static str,
    others: &'static str,
}

const fn alphabet(tag: &'static str, own: &'static str, others: &'static str) -> Alphabet {
    Alphabet { tag, own, others }
}

/// Cyrillic and Arabic alphabets with more letters than Russian's, Arabic's or Persian's.
const ALPHABETS: [Alphabet; 12] = [
    alphabet("mn", "өү", "әғқңұһіҗҙҡҫҥҕўӣӯҳ"),
    alphabet("ky", "ңөү", "әғқұһіҗҙҡҫҥҕӣӯҳ"),
    alphabet("kk", "әғқңөұүі", "җҙҡҫҥҕӣӯҳ"),
    alphabet("tt", "әҗңөүһ", "ғқұҙҡҫҥҕіӣӯ"),
    alphabet("ba", "әғҙҡҫңөүһ", "құҗҥҕіӣӯ"),
    alphabet("sah", "ҕҥөүһ", "әқңұҙҡҫіӣӯ"),
    alphabet("tg", "ғӣқӯҳҷ", "әңөұүіҗҙўҡҫ"),
    alphabet("uz", "ғқўҳ", "әңөұүіҗҙӣӯҷ"),
    alphabet("ckb", "ێۆڵڕە", "ےٹڈټښۇۈ"),
    alphabet("ps", "ټډړږښګڼېۍ", "ےٹێۆۇۈ"),
    alphabet("ug", "ەېىۇۆۈڭ", "ےٹێټښ"),
    alphabet("sd", "ٻڀڄڃڊڌڳڱڻ", "ێۆټښۇ"),
];

/// Scripts of one language that news is published in.
const SCRIPTS: [(&str, RangeInclusive<char>); 3] =
    [("lo", '\u{e80}'..='\u{eff}'), ("bo", '\u{f00}'..='\u{fff}'), ("dv", '\u{780}'..='\u{7bf}')];

/// Letters in a hundred that must be a language's own. The rarest of these alphabets, Uzbek's, has some three.
const LEAST: usize = 2;

/// Letters that a text must have to be told by a few of them.
const ENOUGH: usize = 80;

/// The language whose letters a text has; none where it has those of several, or too few.
pub(super) fn told(text: &str) -> Option<&'static str> {
    if text.is_ascii() {
        return None;
    }
    let letters: Vec<char> = text.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
    let count = |wanted: &dyn Fn(char) -> bool| letters.iter().filter(|c| wanted(**c)).count();
    let by_script = SCRIPTS.iter().find(|(_, range)| count(&|c| range.contains(&c)) * 2 > letters.len());
    if let Some((tag, _)) = by_script {
        return Some(tag);
    }
    let is_of = |alphabet: &&Alphabet| {
        let own = count(&|c| alphabet.own.contains(c));
        let several =
            alphabet.own.chars().filter(|own| letters.contains(own)).count() * 2 >= alphabet.own.chars().count();
        several && own * 100 >= letters.len() * LEAST && count(&|c| alphabet.others.contains(c)) * 100 < own
    };
    ALPHABETS.iter().find(is_of).filter(|_| letters.len() >= ENOUGH).map(|alphabet| alphabet.tag)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(
        "mn",
        "Голын ус хоёр метрээр нэмэгдэж, дөрвөн гудамж усанд автсан гэж хотын захирагч мягмар гарагт мэдэгдлээ. Сургуулиуд долоо хоногийн эцэс хүртэл хаалттай үлдэнэ."
    )]
    #[case(
        "kk",
        "Өзендегі су екі метрге көтеріліп, төрт көшені су басты, деп хабарлады қала әкімі сейсенбіде. Мектептер аптаның соңына дейін жабық болады."
    )]
    #[case(
        "ky",
        "Дарыядагы суу эки метрге көтөрүлүп, төрт көчөнү суу каптады, деп билдирди шаардын мэри шейшемби күнү. Мектептер жуманын аягына чейин жабык болот, жаңы көпүрө жабылды."
    )]
    #[case(
        "tg",
        "Оби дарё ду метр боло рафта, чор кӯчаро об зер кард, гуфт раиси шаҳр рӯзи сешанбе. Мактабҳо то охири ҳафта баста мемонанд ва қисми аҳолӣ хонаҳои худро тарк кард."
    )]
    #[case(
        "ckb",
        "ئاستی ئاوی ڕووبارەکە دوو مەتر بەرز بووەوە و چوار شەقامی داپۆشی، سەرۆکی شارەوانی ڕۆژی سێشەممە وتی. قوتابخانەکان هەتا کۆتایی هەفتە دادەخرێن و خەڵکی گوندەکە ماڵەکانیان چۆڵ کرد."
    )]
    #[case("lo", "ນ້ຳໃນແມ່ນ້ຳໄດ້ຂຶ້ນສອງແມັດ ແລະ ຖ້ວມສີ່ຖະໜົນ, ເຈົ້າເມືອງໄດ້ກ່າວໃນວັນອັງຄານ. ໂຮງຮຽນຈະປິດຈົນເຖິງທ້າຍອາທິດ.")]
    fn letters_tell_a_language(#[case] tag: &str, #[case] text: &str) {
        assert_eq!(told(text), Some(tag));
    }

    #[rstest]
    #[case(
        "Вода в реке поднялась на два метра и затопила четыре улицы, сообщил во вторник мэр города. Школы останутся закрыты до конца недели."
    )]
    #[case(
        "Вода в річці піднялася на два метри й затопила чотири вулиці, повідомив у вівторок міський голова. Школи будуть зачинені до кінця тижня."
    )]
    #[case(
        "آب رودخانه دو متر بالا آمد و چهار خیابان را فرا گرفت، شهردار روز سه‌شنبه گفت. مدرسه‌ها تا پایان هفته بسته می‌ماند."
    )]
    #[case(
        "دریا کا پانی دو میٹر بلند ہوا اور چار سڑکیں ڈوب گئیں، میئر نے منگل کو بتایا۔ سکول ہفتے کے آخر تک بند رہیں گے۔"
    )]
    #[case(
        "Президент Қасым-Жомарт Токаев приехал во вторник в город и осмотрел четыре улицы, которые затопила река, сообщили в акимате области."
    )]
    fn languages_that_detectors_know_are_left_to_them(#[case] text: &str) {
        assert_eq!(told(text), None);
    }
}
