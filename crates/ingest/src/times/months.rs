//! The names of months in the languages of the sites that write them so, and how a country orders days and months.

use std::{collections::HashMap, sync::LazyLock};

/// Which of the day and the month comes first where both are numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// Not known: what can be read in two ways is no date.
    #[default]
    Unknown,
    /// `22/04/2024`.
    DayFirst,
    /// `04/22/2024`.
    MonthFirst,
}

impl Order {
    /// How readers of a language (BCP 47) and country (ISO 3166-1 alpha-2, of the site) write days and months.
    #[must_use]
    pub fn of(language: &str, country: Option<&str>) -> Self {
        let mut parts = language.split(['-', '_']);
        let primary = parts.next().unwrap_or_default().to_ascii_lowercase();
        let region = parts.find(|part| part.len() == 2).map(str::to_ascii_uppercase);
        let country = country.map(str::to_owned);
        match primary.as_str() {
            // Pages of all the world are called `en-US` by their software: another country's ending says more.
            "en" => of_country(country.or(region).as_deref()),
            "" | "und" => of_country(country.as_deref()),
            // Years come first here: the rest has no order.
            "zh" | "ja" | "ko" | "hu" | "lt" | "mn" | "fil" | "tl" => Self::Unknown,
            _ => Self::DayFirst,
        }
    }
}

fn of_country(country: Option<&str>) -> Order {
    match country {
        Some("US") => Order::MonthFirst,
        // Both are in use.
        None | Some("CA" | "PH" | "ZA" | "KE" | "CN" | "JP" | "KR" | "TW" | "HK" | "HU" | "LT") => Order::Unknown,
        Some(_) => Order::DayFirst,
    }
}

/// January to December, without marks on Latin letters: whole words, then usual short forms.
const NAMES: [&str; 12] = [
    "january jan januar janv janvier januari janeiro enero ene gennaio gen stycznia styczen stycz sty ocak \
     ianuarie ian ledna leden januara sijecnja tammikuuta jaanuar januaris gener urtarrila январь января янв \
     січня січень януари јануар јануара ιανουαριου ιαν يناير جانفي ינואר בינואר जनवरी জানুয়ারি มกราคม janner \
     janvaris janvari janaayo sausio yanvar xaneiro janar جنوری ژانویه ஜனவரி జనవరి ಜನವರಿ ജനുവരി जानेवारी જાન્યુઆરી \
     ਜਨਵਰੀ студзеня қаңтар იანვარი հունվարի",
    "february feb februar februari fevrier fevr fev febrero febbraio fevereiro lutego luty lut subat februarie \
     unora unor februara veljace helmikuuta veebruar pebruari febrer февраль февраля фев февр лютого лютий \
     февруари фебруар фебруара φεβρουαριου φεβ فبراير شباط فيفري פברואר בפברואר फरवरी ফেব্রুয়ারি กุมภาพันธ์ \
     februaris febraayo vasario fevral febreiro shkurt فروری فوریه பிப்ரவரி ఫిబ్రవరి ಫೆಬ್ರವರಿ ഫെബ്രുവരി फेब्रुवारी \
     ફેબ્રુઆરી ਫਰਵਰੀ ਫ਼ਰਵਰੀ лютага ақпан თებერვალი փետրվարի",
    "march mar mars marzo marco marz mrz mrt maart maret marts marca marzec martie brezna brezen ozujka \
     maaliskuuta mart marta marc mac март марта мар березня березень μαρτιου μαρ مارس آذار מרץ במרץ मार्च মার্চ \
     มีนาคม marcius \
     kovo maarso machi مارچ மார்ச் మార్చి ಮಾರ್ಚ್ മാർച്ച് માર્ચ ਮਾਰਚ сакавіка наурыз მარტი մարտի",
    "april apr avril avr abril abr aprile kwietnia kwiecien kwie kwi nisan aprilie dubna duben aprila travnja \
     huhtikuuta aprill апрель апреля апр квітня квітень април априла απριλιου απρ أبريل ابريل نيسان أفريل אפריל \
     באפריל अप्रैल এপ্রিল เมษายน aprilis \
     aprili abriil balandzio aprel prill اپریل آوریل ஏப்ரல் ఏప్రిల్ ಏಪ್ರಿಲ್ ഏപ്രിൽ एप्रिल એપ્રિલ ਅਪ੍ਰੈਲ красавіка \
     сәуір აპრილი ապրիլի",
    "may mai mayo maggio mag maio mei maj maja mayis kvetna kveten svibnja toukokuuta май мая травня травень мај \
     маја μαιου μαι مايو أيار ماي מאי במאי मई মে พฤษภาคม majus \
     maijs maajo maija geguzes maig مئی மே మే ಮೇ മേയ് मे મે ਮਈ мамыр მაისი մայիսի",
    "june jun juin junio giugno giu junho juni czerwca czerwiec cze haziran iunie iun cervna cerven lipnja \
     kesakuuta juuni juna июнь июня июн червня червень юни јун јуна ιουνιου ιουν يونيو حزيران جوان יוני ביוני \
     जून জুন มิถุนายน junius \
     junijs juun junija birzelio iyun juny xuno qershor ژوئن ஜூன் జూన్ ಜೂನ್ ജൂൺ જૂન ਜੂਨ чэрвеня маусым ივნისი \
     հունիսի",
    "july jul juillet juil julio luglio lug julho juli lipca lipiec lip temmuz iulie iul cervence cervenec \
     srpnja heinakuuta juuli jula июль июля июл липня липень юли јул јула ιουλιου ιουλ يوليو تموز جويلية יולי \
     ביולי जुलाई জুলাই กรกฎาคม julius \
     julijs luulyo julija liepos iyul juliol xullo korrik julai يوليوز جولائی ژوئیه ஜூலை జూలై ಜುಲೈ ജൂലൈ जुलै જુલાઈ \
     ਜੁਲਾਈ ліпеня шілде ივლისი հուլիսի",
    "august aug aout agosto ago augustus agustus agu augusti sierpnia sierpien sie agustos srpna srpen kolovoza \
     elokuuta avgust avgusta ogos август августа авг серпня серпень αυγουστου αυγ أغسطس اغسطس آب أوت אוגוסט \
     באוגוסט अगस्त আগস্ট สิงหาคม augusztus \
     augusts agoosto rugpjucio avqust agost gusht agosti غشت اگست اوت ஆகஸ்ட் ఆగస్టు ಆಗಸ್ಟ್ ഓഗസ്റ്റ് ऑगस्ट ઓગસ્ટ ਅਗਸਤ \
     жніўня тамыз აგვისტო օգոստոսի",
    "september sept sep septembre septiembre setiembre settembre set setembro wrzesnia wrzesien wrz eylul \
     septembrie zari septembra rujna syyskuuta сентябрь сентября сен сент вересня вересень септември септембар \
     септембра σεπτεμβριου σεπ σεπτ سبتمبر أيلول ספטמבר בספטמבר सितंबर सितम्बर সেপ্টেম্বর กันยายน szeptember \
     septembris sebtembar septembri rugsejo sentyabr sentabr setembre shtator septemba شتنبر ستمبر سپتامبر செப்டம்பர் \
     సెప్టెంబర్ ಸೆಪ್ಟೆಂಬರ್ സെപ്റ്റംബർ सप्टेंबर સપ્ટેમ્બર ਸਤੰਬਰ верасня қыркүйек სექტემბერი սեպտեմբերի",
    "october oct octobre octubre ottobre ott outubro out oktober okt pazdziernika pazdziernik paz ekim octombrie \
     rijna rijen oktobra lokakuuta oktoober oktobar октябрь октября окт жовтня жовтень октомври \
     октобар октобра οκτωβριου οκτ أكتوبر اكتوبر אוקטובר באוקטובר अक्टूबर अक्तूबर অক্টোবর ตุลาคม \
     oktobris oktoobar oktobri spalio oktyabr oktabr tetor oktoba اکتوبر اکتبر அக்டோபர் అక్టోబర్ ಅಕ್ಟೋಬರ್ ഒക്ടോബർ \
     ऑक्टोबर ઑક્ટોબર ਅਕਤੂਬਰ кастрычніка қазан ოქტომბერი հոկտեմբերի",
    "november nov novembre noviembre novembro lis kasim noiembrie listopadu novembra studenoga studenog \
     marraskuuta noyabr ноябрь ноября ноя нояб листопада листопад ноември новембар новембра νοεμβριου νοε نوفمبر \
     נובמבר בנובמבר नवंबर नवम्बर নভেম্বর พฤศจิกายน \
     novembris nofembar novembri lapkricio nentor novemba نونبر نومبر نوامبر நவம்பர் నవంబర్ ನವೆಂಬರ್ നവംബർ नोव्हेंबर \
     નવેમ્બર ਨਵੰਬਰ лістапада қараша ნოემბერი նոյեմբերի",
    "december dec decembre diciembre dic dicembre dezembro dez dezember desember des grudnia grudzien gru aralik \
     decembrie dek prosince prosinec decembra prosinca joulukuuta detsember декабрь декабря дек грудня грудень \
     декември децембар децембра δεκεμβριου δεκ ديسمبر דצמבר בדצמבר दिसंबर दिसम्बर ডিসেম্বর ธันวาคม \
     decembris diseembar decembri gruodzio dekabr desembre decembro dhjetor desemba دجنبر دسمبر دسامبر டிசம்பர் \
     డిసెంబర్ ಡಿಸೆಂಬರ್ ഡിസംബർ डिसेंबर ડિસેમ્બર ਦਸੰਬਰ снежня желтоқсан დეკემბერი դեկտեմբերի",
];

/// The month that a word names, in full or in its usual short form. `language` is a primary subtag, or empty.
pub(super) fn month(word: &str, language: &str) -> Option<i8> {
    if word.len() < 2 || word.len() > 40 {
        return None;
    }
    let plain: String = word.to_lowercase().chars().filter_map(unmarked).collect();
    // October in Croatian is November in Polish and Czech.
    if ["listopad", "listopada"].contains(&plain.as_str()) {
        return [("pl", 11), ("cs", 11), ("hr", 10)].iter().find(|(own, _)| *own == language).map(|(_, month)| *month);
    }
    BY_NAME.get(plain.as_str()).copied()
}

/// The months by their names. Most words that are asked about are none.
static BY_NAME: LazyLock<HashMap<&str, i8>> = LazyLock::new(|| {
    let mut months = HashMap::new();
    for (names, month) in NAMES.iter().zip(1..) {
        for name in names.split_ascii_whitespace() {
            months.entry(name).or_insert(month);
        }
    }
    months
});

/// The month that two words name, as Arabic papers of the east have them.
pub(super) fn month_of_two(one: &str, other: &str) -> Option<i8> {
    const SECOND: [(&str, &str, i8); 4] =
        [("كانون", "الثاني", 1), ("تشرين", "الأول", 10), ("تشرين", "الثاني", 11), ("كانون", "الأول", 12)];
    SECOND.iter().find(|(first, second, _)| *first == one && *second == other).map(|(.., month)| *month)
}

/// A letter without its marks, of those that months are written with; nothing for a mark that stands alone.
fn unmarked(c: char) -> Option<char> {
    Some(match c {
        'á' | 'à' | 'â' | 'ä' | 'ã' | 'ą' | 'ā' => 'a',
        'é' | 'è' | 'ê' | 'ě' | 'ę' | 'ë' | 'ė' | 'ē' => 'e',
        'í' | 'ı' | 'ì' | 'ī' => 'i',
        'ó' | 'ô' | 'ö' | 'ő' => 'o',
        'ú' | 'û' | 'ü' | 'ů' | 'ű' | 'ū' => 'u',
        'ç' | 'č' | 'ć' => 'c',
        'ş' | 'ś' | 'š' | 'ș' => 's',
        'ž' | 'ź' | 'ż' => 'z',
        'ř' => 'r',
        'ň' | 'ń' | 'ñ' => 'n',
        'ğ' => 'g',
        'ά' => 'α',
        'έ' => 'ε',
        'ή' => 'η',
        'ί' | 'ϊ' | 'ΐ' => 'ι',
        'ό' => 'ο',
        'ύ' => 'υ',
        'ώ' => 'ω',
        '\u{300}'..='\u{36f}' => return None,
        other => other,
    })
}
