use dateline_record::v1::{DocumentTime, document_time};
use rstest::rstest;

use super::*;
use crate::paragraphs;

fn dateline(text: &str, published: &str) -> Option<(String, String, String)> {
    let mut article = Article { text: text.into(), paragraphs: paragraphs::find(text, "x", &[]), ..Article::default() };
    if !published.is_empty() {
        let precision = document_time::Precision::Second.into();
        article.published_at = Some(DocumentTime { value: published.into(), precision, ..DocumentTime::default() });
    }
    find(&article).map(|dateline| (dateline.place, dateline.date, dateline.agency))
}

#[rstest]
#[case("WASHINGTON — The board met.", "Washington", "", "")]
#[case("PARIS, April 2 (Reuters) - The board met.", "Paris", "XXXX-04-02", "Reuters")]
#[case("LONDON (AP) — The board met.", "London", "", "AP")]
#[case("KYIV, Ukraine — The board met.", "Kyiv, Ukraine", "", "")]
#[case("KYIV, Ukraine (AP) — The board met.", "Kyiv, Ukraine", "", "AP")]
#[case("NEW DELHI/MUMBAI, Jan 5 (ANI): The board met.", "New Delhi/Mumbai", "XXXX-01-05", "ANI")]
#[case("(CNN) — The board met.", "", "", "CNN")]
#[case("(Reuters) - The board met.", "", "", "Reuters")]
#[case("PORT-AU-PRINCE, Haiti -- The board met.", "Port-au-Prince, Haiti", "", "")]
#[case("SÃO PAULO (AFP) – The board met.", "São Paulo", "", "AFP")]
#[case("N'DJAMENA, Chad — The board met.", "N'Djamena, Chad", "", "")]
#[case("Tokyo — The board met.", "Tokyo", "", "")]
#[case("New Delhi, Jan 5 (PTI) The board met.", "", "", "")]
#[case("BEIJING, Jan. 5, 2023 (Xinhua) -- “We met,” it said.", "Beijing", "2023-01-05", "Xinhua")]
#[case("WASHINGTON, D.C. — The board met.", "Washington, D.C.", "", "")]
#[case("ST. LOUIS — The board met.", "St. Louis", "", "")]
#[case("SPRINGFIELD, Ill. — The board met.", "Springfield, Ill.", "", "")]
#[case("UNITED NATIONS (AP) — The board met.", "United Nations", "", "AP")]
#[case("LAKELAND, Fla.--(BUSINESS WIRE)--The board met.", "Lakeland, Fla.", "", "BUSINESS WIRE")]
#[case("SPRINGFIELD--(BUSINESS WIRE)--The board met.", "Springfield", "", "BUSINESS WIRE")]
#[case("BERLIN, 5 January (dpa) - The board met.", "Berlin", "XXXX-01-05", "dpa")]
#[case("LONDON, MARCH 5 (REUTERS) - THE BOARD MET.", "London", "XXXX-03-05", "REUTERS")]
#[case("KARACHI: The board met.", "Karachi", "", "")]
#[case("LISBOA, 3 de março (Lusa) – A direção reuniu.", "Lisboa", "XXXX-03-03", "Lusa")]
#[case("(ANSA) - ROMA, 03 MAR - Il porto chiude.", "Roma", "XXXX-03-03", "ANSA")]
#[case("新华社北京3月4日电 港口宣布，两座码头将关闭。", "北京", "XXXX-03-04", "新华社")]
fn datelines_are_read(#[case] text: &str, #[case] place: &str, #[case] date: &str, #[case] agency: &str) {
    let expected = (!place.is_empty() || !agency.is_empty()).then(|| (place.into(), date.into(), agency.into()));
    assert_eq!(dateline(text, ""), expected);
}

#[rstest]
#[case("BREAKING — The board met.")]
#[case("ATTENTION - The board met.")]
#[case("FRANCE: The board met.")]
#[case("KARACHI: The board met.\n\nLAHORE: The other one did not.")]
#[case("UPDATE - The board met.")]
#[case("FACT CHECK — The board met.")]
#[case("WALLS AND VOTES — The board met.")]
#[case("Israel — which is a party to it — met the board.")]
#[case("The board — The only one — met.")]
#[case("NASA — The agency met the board.")]
#[case("BOARD MEETS — TALKS FAIL")]
#[case("Paris is large. The board - The one - met.")]
#[case("April 2 — The board met.")]
#[case("Oil — The price rose.")]
#[case("In Paris, April 2 was cold. The board met.")]
#[case("LONDON (a paper of some renown and of a very long name) — The board met.")]
#[case("Smith (Labour) — The winner — met the board.")]
fn sentences_are_not_datelines(#[case] text: &str) {
    assert_eq!(dateline(text, ""), None);
}

#[test]
fn the_year_is_that_of_the_latest_such_day_before_publication() {
    let date = |published| dateline("PARIS, Dec 30 (Reuters) - The board met.", published).map(|found| found.1);
    assert_eq!(date("2024-01-02T08:00:00Z").as_deref(), Some("2023-12-30"));
    assert_eq!(date("2023-12-30T08:00:00Z").as_deref(), Some("2023-12-30"));
    assert_eq!(
        dateline("PARIS, Feb 30 (Reuters) - It met.", "2024-03-02T08:00:00Z").map(|found| found.1).as_deref(),
        Some("")
    );
}
