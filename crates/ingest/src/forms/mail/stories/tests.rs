use std::fmt::Write as _;

use rstest::rstest;

use super::*;

const TEXT: &str = "The council met on Monday and agreed to mend the wall of the harbour before the winter, said the mayor, who \
                    had asked for it for years and now hopes that the fishermen will return. The work will take four months.";

const TITLES: [&str; 3] =
    ["Wall of the harbour to be mended", "Teachers call off their strike", "Ferry runs late again"];
const AUTHORS: [&str; 3] = ["Ana Ruiz", "Tom Lee", "Ida Holm"];

/// Each story in its turn, where `{t}` is a headline, `{a}` an author, `{n}` a number and `{p}` paragraphs.
fn letter(above: &str, story: &str, below: &str) -> Body {
    let mut html = above.to_owned();
    for (at, (title, author)) in TITLES.iter().zip(AUTHORS).enumerate() {
        let prose = format!("<p>{TEXT} So it is with {title}.</p><p>{TEXT}</p>");
        let number = (at + 1).to_string();
        let story = story.replace("{t}", title).replace("{a}", author).replace("{n}", &number).replace("{p}", &prose);
        write!(html, "{story}").unwrap();
    }
    Body::Html(html + below)
}

fn told(body: &Body) -> Vec<Story> {
    of(body, &["The Example", "<example.list.example>"])
}

#[rstest]
#[case("", "<table><tr><td><h2>{t}</h2><p>By {a}</p>{p}</td></tr></table>", "<p>Bye</p>")]
#[case("<p>Good morning</p>", "<hr><h2>{t}</h2><p><em>By {a}</em></p>{p}", "<hr>Bye")]
#[case("<h1>The Example</h1><p>Tuesday</p>", "<article><h2>{t}</h2><p>By {a}</p>{p}</article>", "")]
#[case("<h1>Your Morning Briefing</h1>", "<h2>{t}</h2><p>By {a}</p><h3>Why</h3>{p}", "<h2>Also</h2><p><a>Zoo</a></p>")]
#[case("", "<table><tr><td><h3>{t}</h3></td></tr><tr><td>By {a}</td></tr><tr><td>{p}</td></tr></table>&nbsp;", "Bye")]
fn stories_that_are_signed_are_told_apart(#[case] above: &str, #[case] story: &str, #[case] below: &str) {
    let stories = told(&letter(above, story, below));
    assert_eq!(stories.len(), 3);
    for (story, (title, author)) in stories.iter().zip(TITLES.iter().zip(AUTHORS)) {
        assert_eq!((story.headline.as_str(), story.authors.concat().as_str()), (*title, author));
        assert!(
            story.body.contains(TEXT) && story.body.contains(title) && !story.body.contains("Bye"),
            "{}",
            story.body
        );
        assert!(TITLES.iter().filter(|other| story.body.contains(**other)).count() == 1);
    }
}

#[test]
fn stories_with_pages_or_datelines_are_told_apart() {
    let linked = "<hr><h2><a href=\"https://c.example/2024/{n}/wall-of-harbour\">{t}</a></h2>{p}";
    let stories = told(&letter("", linked, ""));
    let pages: Vec<Option<&str>> = stories.iter().map(|story| story.page.as_deref()).collect();
    assert_eq!(pages, [Some("https://c.example/2024/1/wall-of-harbour"), None, None]);
    let dated = letter("", "<h2>{t}</h2><p>OSLO (Example) — It rained.</p>{p}", "");
    assert!(told(&dated).iter().all(|story| story.authors.is_empty() && story.body.contains("OSLO")));
    assert_eq!(told(&dated).len(), 3);
}

#[rstest]
// Subheads of one article.
#[case("<h1>The long winter</h1><p>By Ana Ruiz</p>", "<h2>{t}</h2>{p}", "")]
#[case("", "<hr><h3>{t}</h3>{p}", "")]
#[case("", "<table><tr><td><h2>{t}</h2>{p}</td></tr></table>", "")]
#[case("<h1>How the towns voted</h1>", "<h2>{t}</h2><p>By {a}</p>{p}", "")]
#[case("", "<hr><h2>{n}. {t}</h2><p>By {a}</p>{p}", "")]
#[case("", "<hr><h2>{t}?</h2><p>By {a}</p>{p}", "")]
#[case("", "<hr><h2>{a}</h2><p>By {a}</p>{p}", "")]
#[case("", "<hr><h2>Part {n}</h2><p>By {a}</p>{p}", "")]
#[case("", "<hr><h2>The same headline again</h2><p>By {a}</p>{p}", "")]
#[case("", "<hr><h2>{t}</h2>{p}<p>By {a}</p>", "")]
#[case("", "<h2><a href=\"https://c.example/{n}\">{t}</a></h2>{p}", "")]
#[case("", "<hr><h2><a href=\"https://c.example/#{n}\">{t}</a></h2>{p}", "")]
#[case("", "<hr><h2><a href=\"https://c{n}.example/a/b\">{t}</a></h2>{p}", "")]
// Posts of a live blog.
#[case("", "<hr><p>0{n}:15</p><h2>{t}</h2><p>By {a}</p>{p}", "")]
// Teasers.
#[case("", "<hr><h2>{t}</h2><p>By {a}</p><p>It rained.</p>", "")]
#[case("", "<hr><h2>{t}</h2><p>By {a}</p>{p}<a>Read more</a>", "")]
fn what_is_one_article_or_may_be_stays_one(#[case] above: &str, #[case] story: &str, #[case] below: &str) {
    assert_eq!(told(&letter(above, story, below)), []);
}

#[test]
fn what_has_much_beside_the_stories_stays_whole() {
    let story = "<hr><h2>{t}</h2><p>By {a}</p>{p}";
    let prose = format!("<p>{TEXT}</p>").repeat(3);
    assert_eq!(told(&letter(&prose, story, "")), []);
    assert_eq!(told(&letter("", story, &format!("<hr><h2>From the editor</h2>{prose}"))), []);
    assert_eq!(told(&letter("", story, &format!("<hr>{prose}"))), []);
}

#[test]
fn plain_text_is_parted_by_its_rules() {
    let mut text = "THE DAILY BRIEF\n\n".to_owned();
    for (title, author) in TITLES.iter().zip(AUTHORS) {
        let title = title.to_uppercase();
        write!(text, "-----------\n\n{title}\nBy {author}\n\n{TEXT}\n\n{TEXT}\n\n").unwrap();
    }
    let stories = told(&Body::Text(text + "-----------\nBye\n"));
    let headlines: Vec<&str> = stories.iter().map(|story| story.headline.as_str()).collect();
    assert_eq!(headlines, TITLES.map(str::to_uppercase));
    assert!(stories.iter().all(|story| story.body.trim() == format!("{TEXT}\n\n{TEXT}")), "{stories:?}");
}

#[test]
fn many_stories_cost_little() {
    let story = format!("<hr><h2>Wall to be mended</h2><p>By Ana Ruiz</p><p>{TEXT}</p>");
    for html in [story.repeat(5_000), "<h2>a b c</h2>By Ana Ruiz<br>".repeat(100_000), "<hr>".repeat(1_000_000)] {
        assert_eq!(told(&Body::Html(html)), []);
    }
}
