//! News-like articles of about 400 words, made from templates. The same number gives the same article; different numbers
//! give different ids, addresses and texts.

use dateline_messaging::{Message, Route};
use dateline_record::v1::{Lane, RawArticle};
use dateline_storage::synthetic::Numbers;

const PLACES: [&str; 12] =
    ["Lisbon", "Nairobi", "Jakarta", "Warsaw", "Bogota", "Manila", "Ankara", "Accra", "Lima", "Oslo", "Hanoi", "Tunis"];
const COUNTRIES: [&str; 10] =
    ["Portugal", "Kenya", "Indonesia", "Poland", "Colombia", "Turkey", "Ghana", "Peru", "Norway", "Vietnam"];
const FIRST: [&str; 12] =
    ["Maria", "Joseph", "Ana", "Peter", "Lucia", "Daniel", "Amina", "Viktor", "Elena", "Samuel", "Rosa", "Tomas"];
const LAST: [&str; 14] = [
    "Almeida", "Okoro", "Santoso", "Nowak", "Rojas", "Aydin", "Mensah", "Quispe", "Hansen", "Tran", "Haddad", "Silva",
    "Kimani", "Berg",
];
const TITLES: [&str; 6] =
    ["President", "Prime Minister", "Foreign Minister", "Defence Minister", "Governor", "Finance Minister"];
const BODIES: [&str; 8] = [
    "the United Nations",
    "the World Bank",
    "the African Union",
    "the Red Cross",
    "the European Commission",
    "the national police",
    "the central bank",
    "the dockworkers' union",
];
const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const PROBLEMS: [&str; 6] =
    ["flooding", "a general strike", "an armed attack", "a power cut", "a border dispute", "a drought"];

/// Sentences with gaps: `{T}` title, `{P}` person, `{Q}` another person, `{C}` country, `{D}` another country, `{L}`
/// place, `{O}` body, `{W}` weekday, `{X}` problem, `{n}` small number, `{N}` large number.
const SENTENCES: [&str; 20] = [
    "{T} {P} met envoys from {D} in {L} on {W} to discuss {X} that has shut down markets across the region.",
    "At least {n} people were killed and {N} were forced to leave their homes, {O} said on {W}.",
    "\"We will not leave anyone without shelter before the winter comes,\" {P} told reporters outside the town hall.",
    "Police arrested {n} demonstrators after a march of about {N} people through the centre of {L} turned violent.",
    "{C} accused {D} of moving troops towards the frontier, a charge that officials in {L} rejected within hours.",
    "According to {O}, relief worth ${n} million has reached the province, less than half of what was promised.",
    "{Q}, who leads the opposition in {C}, called for the resignation of {T} {P} and threatened new protests.",
    "The two governments signed an agreement on {W} that reopens {n} crossings and lowers duties by {n} percent.",
    "Soldiers shelled a village near {L} overnight, and residents said that {n} houses had burned to the ground.",
    "\"Nobody asked the farmers,\" said {Q}, a teacher from {L}, adding that prices had doubled since {W}.",
    "{O} urged {C} and {D} to return to talks and offered to send {n} observers for a period of six months.",
    "Hospitals in {L} treated {N} patients over the weekend and asked {O} for medicine, blankets and clean water.",
    "{P} denied that the army had fired on civilians and said an inquiry would publish its findings by {W}.",
    "Parliament in {C} approved a budget of ${N} million that cuts fuel subsidies and raises the pay of nurses.",
    "A spokesman for {O} said that {n} lorries with food had been stopped on the road to {L} by armed men.",
    "{D} imposed sanctions on {n} companies from {C} that it suspects of selling weapons to rebel groups.",
    "{Q} was released on {W} after {n} days in custody, her lawyer said, without any charge being brought.",
    "Workers at the port of {L} ended their strike after the company agreed to raise wages by {n} percent.",
    "The ministry put the damage at {N} buildings and warned that {X} could return before the end of the month.",
    "Analysts expect {C} to ask {O} for a loan of ${n} billion, although {P} has ruled that out several times.",
];

/// Sentences in a paragraph.
const PARAGRAPH: usize = 3;
/// Sentences in an article.
const LENGTH: usize = 21;

/// Article number `number`.
pub(super) fn article(number: u64) -> RawArticle {
    let mut numbers = Numbers::new(number);
    let cast = Cast::new(&mut numbers);
    let (place, first) = (cast.place.to_uppercase(), numbers.below(SENTENCES.len() as u64) as usize);
    let mut text = format!("{place} — ");
    for index in 0..LENGTH {
        if index > 0 {
            text.push_str(if index.is_multiple_of(PARAGRAPH) { "\n\n" } else { " " });
        }
        let template = SENTENCES.iter().cycle().nth(first + index * 7).copied().unwrap_or_default();
        text.push_str(&cast.fill(template, &mut numbers));
    }
    text.push_str(&format!(" The report has the number {number}."));
    RawArticle {
        id: format!("bench-{number}"),
        url: format!("https://news.example/{number}"),
        title: format!("{} faces {} ({number})", cast.countries.0, numbers.pick(&PROBLEMS)),
        source: "news.example".into(),
        published_at: format!("2024-{:02}-{:02}T08:00:00Z", 1 + number % 12, 1 + number % 28),
        text,
        ..RawArticle::default()
    }
}

/// The same, as producers put it on the bus.
pub(super) fn message(number: u64) -> Message {
    Message::protobuf(Route::Submitted(Lane::Live), format!("bench-{number}"), &article(number))
}

/// Who and what one article is about.
struct Cast {
    title: &'static str,
    people: [String; 2],
    countries: (&'static str, &'static str),
    place: &'static str,
}

impl Cast {
    fn new(numbers: &mut Numbers) -> Self {
        let mut person = || format!("{} {}", numbers.pick(&FIRST), numbers.pick(&LAST));
        let people = [person(), person()];
        Self {
            people,
            title: numbers.pick(&TITLES),
            countries: (numbers.pick(&COUNTRIES), numbers.pick(&COUNTRIES)),
            place: numbers.pick(&PLACES),
        }
    }

    fn fill(&self, template: &str, numbers: &mut Numbers) -> String {
        let [person, other] = &self.people;
        let mut sentence = template
            .replace("{T}", self.title)
            .replace("{P}", person)
            .replace("{Q}", other)
            .replace("{C}", self.countries.0)
            .replace("{D}", self.countries.1)
            .replace("{L}", self.place)
            .replace("{O}", numbers.pick(&BODIES))
            .replace("{W}", numbers.pick(&DAYS))
            .replace("{X}", numbers.pick(&PROBLEMS))
            .replace("{n}", &(2 + numbers.below(60)).to_string())
            .replace("{N}", &(100 + numbers.below(9_000)).to_string());
        if let Some(first) = sentence.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        sentence
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn articles_are_filled_distinct_and_of_the_promised_length() {
        let texts: HashSet<String> = (0..500).map(|number| article(number).text).collect();
        assert_eq!(texts.len(), 500);
        for text in &texts {
            let words = text.split_whitespace().count();
            assert!((350..=480).contains(&words), "{words} words");
            assert!(!text.contains(['{', '}']), "{text}");
        }
        assert_eq!(message(7), message(7));
    }
}
