use rstest::rstest;

use super::*;

fn kinds(text: &str, title: &str) -> Vec<Kind> {
    find(text, title, &[]).iter().map(Paragraph::kind).collect()
}

fn texts(text: &str) -> Vec<&str> {
    find(text, "", &[]).iter().map(|paragraph| text.get(range(paragraph.span)).unwrap()).collect()
}

const LONG: &str =
    "The harbour board met on Tuesday evening and agreed after a long debate to dredge the northern channel again.";

#[test]
fn blank_lines_separate_paragraphs_in_any_newline_style() {
    assert_eq!(texts("One here.\n\n  Two here. \n \nThree."), ["One here.", "Two here.", "Three."]);
    assert_eq!(texts("One here.\r\n\r\nTwo here.\r\n"), ["One here.", "Two here."]);
    assert!(texts(" \n\t\n").is_empty());
}

#[test]
fn wrapped_lines_are_one_paragraph() {
    let text = "The harbour board met on Tuesday evening and\nagreed after a long debate to dredge the\nnorthern channel again before the spring.\n\n\
                A second reading of the plan follows when the\nengineers have returned with their figures.";
    assert_eq!(texts(text).len(), 2);
}

#[test]
fn double_spaced_lines_are_joined() {
    let text = "Board to dredge channel\n\nThe harbour board met on Tuesday evening and agreed\n\nafter a long debate to dredge the northern channel\n\n\
                again before the spring, when the ships come back\n\nfrom the south and the ice is gone, which it will not\n\n\
                before the last week of March, the pilots say, who\n\nhave seen it often.\n\nA second reading of the plan follows when the men\n\n\
                have returned.";
    assert_eq!(texts(text).len(), 3);
    let headlines = "Board to dredge the northern channel this year\n\n".repeat(3) + "Pilots say no.\n\n" + LONG;
    assert_eq!(texts(&headlines).len(), 5);
}

#[test]
fn lines_that_end_sentences_are_paragraphs() {
    let text = "The harbour board met on Tuesday evening in the hall.\nIt agreed to dredge the northern channel this year.\nWork is to start as soon as the ice has gone away.";
    assert_eq!(texts(text).len(), 3);
    let text = format!("{LONG}\n{LONG} {LONG}\n{LONG}");
    assert_eq!(texts(&text).len(), 3);
}

#[test]
fn a_headline_a_heading_and_a_lead_are_told_apart() {
    let text = format!("Board agrees to dredge channel\n\n{LONG}\n\nWhat comes next\n\n{LONG}");
    assert_eq!(kinds(&text, ""), [Kind::Headline, Kind::Lead, Kind::Heading, Kind::Body]);
    assert_eq!(kinds(&text, "Board agrees to dredge channel"), [Kind::Headline, Kind::Lead, Kind::Heading, Kind::Body]);
}

#[rstest]
#[case("2024 © Harbour Daily. All Rights Reserved.")]
#[case("© 2024 Harbour Daily")]
#[case("Sign up for our newsletter to get more.")]
#[case("Read more: Board sacked after storm")]
#[case("Follow us on Facebook and Instagram")]
#[case("Reporting by Jane Doe; Editing by John Roe")]
#[case("(Reporting by Jane Doe in Oslo; editing by John Roe)")]
#[case("Advertisement")]
#[case("Jane Doe contributed to this report.")]
#[case("This story has been updated.")]
#[case("By Jane Doe and John Roe")]
#[case("Published: 3 May 2024, 10:04")]
#[case("https://example.org/harbour")]
#[case("Related stories")]
#[case("* * *")]
fn boilerplate_is_known(#[case] text: &str) {
    assert_eq!(kinds(&format!("{LONG}\n\n{text}"), "")[1], Kind::Boilerplate);
}

#[rstest]
#[case("Follow-up talks are planned, the board said on Tuesday.")]
#[case("Sign language interpreters attended the meeting.")]
#[case("Read, who chairs the board, said the plan was sound.")]
#[case("By Tuesday evening the channel had been closed.")]
#[case("Copy of the plan reached the board only on Monday.")]
#[case("Correction: An earlier version of this article misstated the depth.")]
#[case("Share prices fell by a tenth after the vote.")]
#[case("Watch officers saw the ship turn at noon.")]
#[case("Related charges were dropped last year.")]
fn ordinary_text_is_not_boilerplate(#[case] text: &str) {
    assert_eq!(kinds(&format!("{LONG}\n\n{text}"), "")[1], Kind::Body);
}

#[rstest]
#[case("• dredging", Kind::ListItem)]
#[case("- dredging from May", Kind::ListItem)]
#[case("1. Dredging", Kind::ListItem)]
#[case("> We will dredge.", Kind::BlockQuote)]
#[case("## Next steps", Kind::Heading)]
#[case("(Photo by Jane Doe)", Kind::Caption)]
#[case("File photo of the harbour", Kind::Caption)]
#[case("FILE - The harbour in spring.", Kind::Caption)]
#[case("The harbour in spring. (AP Photo/Jane Doe)", Kind::Caption)]
#[case("- 5 degrees is cold, he said", Kind::ListItem)]
#[case("10.5 million people live there.", Kind::Body)]
#[case("—not the board", Kind::Body)]
fn a_paragraph_shows_its_kind(#[case] text: &str, #[case] kind: Kind) {
    assert_eq!(kinds(&format!("{LONG}\n\n{text}\n\n{LONG}"), "")[1], kind);
}

#[test]
fn huge_texts_take_linear_time() {
    let many = "One line here.\n\n".repeat(100_000);
    assert_eq!(find(&many, "", &[]).len(), 100_000);
    let one = "word ".repeat(2_000_000);
    assert_eq!(find(&one, "", &[]).len(), 1);
}
