//! What a producer gives beside the text that costs an article nothing where it is wrong: when it was changed, its section,
//! standfirst and picture. What cannot be so is left out and told; what the page says of it stays.

use dateline_record::v1::{Article, Diagnostic, RawArticle};
use url::Url;

use crate::{folded, metadata, times, urls};

/// What each that is left out is told under.
const CODE: &str = "field_ignored";

/// Characters of a section's name and of a standfirst, and bytes of an address, at most.
const SECTION: usize = 200;
const SUBTITLE: usize = 2_000;
const ADDRESS: usize = 8 << 10;

/// Puts what is given before what the page says; gives back what is told of the rest. The text, the headline and the date
/// of publication are known by now.
pub(crate) fn apply(article: &mut Article, raw: &RawArticle) -> Vec<Diagnostic> {
    [
        set(&mut article.section, section(&raw.section)),
        subtitle(&raw.subtitle, &article.title).and_then(|given| set(&mut article.subtitle, Ok(given))),
        picture(&raw.lead_image, &article.url).and_then(|given| set(&mut article.lead_image, Ok(given))),
        modified(article, &raw.modified_at),
    ]
    .into_iter()
    .filter_map(Result::err)
    .map(|message| Diagnostic { code: CODE.into(), message, span: None })
    .collect()
}

fn set(field: &mut String, given: Result<String, String>) -> Result<(), String> {
    let given = given?;
    if !given.is_empty() {
        *field = given;
    }
    Ok(())
}

/// A text that has one line, without what nobody sees.
pub(crate) fn one_line(text: &str) -> String {
    let shown: String = text.chars().filter(|c| c.is_whitespace() || !c.is_control()).collect();
    folded(&shown)
}

fn bounded(name: &str, text: &str, most: usize) -> Result<String, String> {
    let text = one_line(text);
    match text.chars().nth(most) {
        None => Ok(text),
        Some(_) => Err(format!("{name} has over {most} characters and was left out: give what readers see of it")),
    }
}

/// What software writes where nobody has filed an article is no section.
fn section(given: &str) -> Result<String, String> {
    bounded("section", given, SECTION).map(|name| if metadata::is_unfiled(&name) { String::new() } else { name })
}

/// The headline once more is no standfirst.
fn subtitle(given: &str, title: &str) -> Result<String, String> {
    let text = bounded("subtitle", given, SUBTITLE)?;
    let is_title = metadata::letters(&text) == metadata::letters(title);
    Ok(if is_title { String::new() } else { text })
}

/// An address that may be relative to that of the article.
fn picture(given: &str, base: &str) -> Result<String, String> {
    let given = given.trim();
    if given.is_empty() {
        return Ok(String::new());
    }
    let absolute = match Url::parse(base) {
        Ok(base) if given.len() <= ADDRESS => base.join(given).map(String::from).unwrap_or_default(),
        _ => given.to_owned(),
    };
    let is_address = absolute.len() <= ADDRESS && urls::parse(&absolute).is_ok();
    let detail =
        "leadImage is no http or https URL and was left out: give the whole address, or the article's `url` too";
    if is_address { Ok(absolute) } else { Err(detail.to_owned()) }
}

/// A last change is a date, not in the future, and not before the article was published; zones make a day.
fn modified(article: &mut Article, given: &str) -> Result<(), String> {
    let left_out = |why: String| Err(format!("{why}: it was left out"));
    let time = match times::given("modifiedAt", given) {
        Ok(None) => return Ok(()),
        Ok(Some(time)) => time,
        Err(rejection) => return left_out(rejection.detail),
    };
    let is_ahead = match &article.retrieved_at {
        Some(retrieved) => times::is_after(&time, retrieved),
        None => times::is_far_ahead(&time),
    };
    if is_ahead {
        return left_out(format!("modifiedAt `{}` lies in the future", time.value));
    }
    if let Some(published) = article.published_at.as_ref().filter(|published| times::is_after(published, &time)) {
        return left_out(format!("modifiedAt `{}` lies before publication at `{}`", time.value, published.value));
    }
    article.modified_at = Some(time);
    Ok(())
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::{Limits, parse_noting};

    const PAGE: &str = "<html><head><title>Talks resume</title><meta name=description content='Of the page.'>\
        <meta property=og:image content=https://paper.example/page.jpg><meta property=article:section content=News>\
        <meta property=article:published_time content=2024-04-02T08:00:00Z>\
        <meta property=article:modified_time content=2024-04-02T09:00:00Z></head><body><h1>Talks resume</h1><h2>Of the page.</h2>\
        <p>The talks on the harbour resumed on Tuesday, the mayor said.</p></body></html>";

    fn told(raw: RawArticle) -> ([String; 4], Vec<String>) {
        let raw = RawArticle { html: PAGE.into(), url: "https://paper.example/a/1".into(), ..raw };
        let (article, noted) = parse_noting(&raw, &Limits::default()).unwrap();
        let modified = article.modified_at.map(|time| time.value).unwrap_or_default();
        assert!(noted.iter().all(|diagnostic| diagnostic.code == "field_ignored"));
        let messages = noted.into_iter().map(|diagnostic| diagnostic.message).collect();
        ([modified, article.section, article.subtitle, article.lead_image], messages)
    }

    #[test]
    fn what_is_given_goes_before_what_the_page_says() {
        let of_page = ["2024-04-02T09:00:00Z", "News", "Of the page.", "https://paper.example/page.jpg"];
        assert_eq!(told(RawArticle::default()), (of_page.map(str::to_owned), Vec::new()));
        let raw = RawArticle {
            modified_at: "2024-04-03T10:00:00+02:00".into(),
            section: " World \n affairs ".into(),
            subtitle: "Nobody\u{7} spoke".into(),
            lead_image: "/img/b.jpg".into(),
            ..RawArticle::default()
        };
        let given = ["2024-04-03T10:00:00+02:00", "World affairs", "Nobody spoke", "https://paper.example/img/b.jpg"];
        assert_eq!(told(raw), (given.map(str::to_owned), Vec::new()));
    }

    #[test]
    fn what_says_that_there_is_none_says_nothing() {
        let raw =
            RawArticle { section: "Uncategorized".into(), subtitle: "TALKS RESUME".into(), ..RawArticle::default() };
        let (fields, noted) = told(raw);
        assert_eq!((fields[1].as_str(), fields[2].as_str(), noted.len()), ("News", "Of the page.", 0));
    }

    #[rstest]
    #[case("soon", "is no date")]
    #[case("1970-01-01T00:00:00Z", "no news")]
    #[case("2187-01-01", "in the future")]
    #[case("2024-03-01", "before publication")]
    fn a_last_change_that_cannot_be_is_left_out_and_told(#[case] given: &str, #[case] why: &str) {
        let (fields, noted) = told(RawArticle { modified_at: given.into(), ..RawArticle::default() });
        assert_eq!(fields[0], "2024-04-02T09:00:00Z");
        assert!(matches!(&noted[..], [message] if message.contains(why)), "{noted:?}");
        let retrieved =
            RawArticle { modified_at: "2024-04-09".into(), retrieved_at: "2024-04-05".into(), ..RawArticle::default() };
        assert_eq!(told(retrieved).1.len(), 1);
    }

    #[test]
    fn values_without_end_are_left_out_and_told() {
        let long = "word ".repeat(2 << 20);
        let raw = RawArticle { section: long.clone(), ..RawArticle::default() };
        assert_eq!((told(raw.clone()).0[1].as_str(), told(raw).1.len()), ("News", 1));
        let raw = RawArticle { subtitle: long.clone(), ..RawArticle::default() };
        assert_eq!(told(raw).1.len(), 1);
        for address in [format!("/{long}"), "javascript:alert(1)".into(), "data:image/png;base64,AAAA".into()] {
            let (fields, noted) = told(RawArticle { lead_image: address, ..RawArticle::default() });
            assert_eq!((fields[3].as_str(), noted.len()), ("https://paper.example/page.jpg", 1));
        }
    }

    #[test]
    fn a_change_alone_makes_no_revision() {
        let article = |modified_at: &str, subtitle: &str| {
            let raw = RawArticle {
                text: "The council met.".into(),
                modified_at: modified_at.into(),
                subtitle: subtitle.into(),
                ..RawArticle::default()
            };
            crate::parse(&raw, &Limits::default()).unwrap()
        };
        let [first, later, other] = [article("", ""), article("2024-04-03", ""), article("", "Nobody spoke")];
        assert_eq!((&first.id, &first.revision), (&later.id, &later.revision));
        assert_ne!(first.revision, other.revision);
        assert_eq!(first.id, other.id);
    }
}
