//! `dateline extract`: formats, order, exit codes.

use std::{
    io::Read,
    process::{Command, Stdio},
};

use dateline_record::v1::ArticleRecord;

use crate::{dateline, extract_piped, stderr, stdout};

const SAMPLE: &str = "VALLETTA — “We are ready,” said Minister Ada Vella on Monday.\n\nShe met 12 envoys from Tunisia.";

#[test]
fn json_is_read_back_by_the_contract_and_text_stays_as_given() {
    let output = extract_piped(SAMPLE.as_bytes(), &["-", "--offsets", "utf16"]);
    let record: ArticleRecord = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(record.article.as_ref().unwrap().text, SAMPLE);
    assert_eq!(record.offset_encoding(), dateline_record::v1::OffsetEncoding::Utf16);
    let last = record.article.unwrap().paragraphs.last().unwrap().span.unwrap();
    assert_eq!(last.end as usize, SAMPLE.encode_utf16().count());
}

#[test]
fn lines_keep_their_order_on_any_number_of_threads() {
    let mut input = String::new();
    for number in 0..200 {
        let broken = if number % 7 == 3 { "" } else { "\"" };
        input.push_str(&format!("{{\"id\": \"{number}\", \"text\": \"Report {number} from the harbour.{broken}}}\n"));
    }
    let one = extract_piped(input.as_bytes(), &["-", "--threads", "1"]);
    let two = extract_piped(input.as_bytes(), &["-", "--threads", "2"]);
    assert_eq!(one.stdout, two.stdout);
    assert_eq!(one.status.code(), Some(1));
    for (number, line) in stdout(&one).lines().enumerate() {
        let value: serde_json::Value = serde_json::from_str(line).unwrap();
        match number % 7 {
            3 => assert_eq!(value["error"]["reason"], "json"),
            _ => assert_eq!(value["article"]["externalId"], number.to_string()),
        }
    }
}

#[test]
fn one_bad_file_never_stops_the_others() {
    let home = tempfile::tempdir().unwrap();
    std::fs::write(home.path().join("a.txt"), SAMPLE).unwrap();
    std::fs::create_dir(home.path().join("folder")).unwrap();
    let output = dateline(home.path()).args(["extract", "missing.txt", "a.txt", "folder"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let (out, messages) = (stdout(&output), stderr(&output));
    assert_eq!(out.lines().count(), 3);
    assert!(messages.contains("(not_found)") && messages.contains("(directory)"), "{messages}");
    assert!(messages.contains("1 records, 2 failed (directory 1, not_found 1)"), "{messages}");
}

#[test]
fn wrong_usage_is_told_before_anything_is_done() {
    let output = extract_piped(SAMPLE.as_bytes(), &["-", "--kinds", "events,rumours"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("\"rumours\"") && stderr(&output).contains("quotes"), "{}", stderr(&output));
    assert!(output.stdout.is_empty());
}

#[test]
fn unknown_fields_are_warned_of_once_a_run() {
    let line = r#"{"text": "The council met.", "score": 3}"#;
    let output = extract_piped(format!("{line}\n{line}\n").as_bytes(), &["-"]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(stderr(&output).matches("score").count(), 1, "{}", stderr(&output));
}

#[test]
fn the_text_view_has_no_colour_unless_someone_looks_and_no_controls_ever() {
    let output = extract_piped(
        b"The mayor \x1b[31mspoke\x1b[0m on Monday.",
        &["-", "--format", "text", "--input-format", "text"],
    );
    assert!(!output.stdout.contains(&0x1b), "{}", stdout(&output));
}

#[test]
fn a_page_holds_nothing_that_the_article_could_run() {
    let hostile = "A \"<script>alert(1)</script>\" & <img src=x onerror=alert(1)> of Ada Vella, said 'they'.";
    let page = stdout(&extract_piped(
        hostile.as_bytes(),
        &["-", "--format", "html", "--input-format", "text", "--title", "</title><script>"],
    ));
    assert!(!page.contains("<script") && !page.contains("<img"), "{page}");
    assert!(page.starts_with("<!DOCTYPE html>") && page.trim_end().ends_with("</html>"));
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let home = tempfile::tempdir().unwrap();
    let lines = r#"{"text": "The council met on Monday and again on Tuesday."}"#.to_owned() + "\n";
    std::fs::write(home.path().join("many.jsonl"), lines.repeat(2_000)).unwrap();
    let mut command = dateline(home.path());
    let mut child =
        command.args(["extract", "many.jsonl"]).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut first = [0; 100];
    child.stdout.take().unwrap().read_exact(&mut first).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn a_column_holds_what_is_said_of_it() {
    let table = "Corps;Titre;text\nThe council of Torvald met.;Council meets;none\n";
    let output = extract_piped(
        table.as_bytes(),
        &["-", "--input-format", "csv", "--column", "corps=text", "--column", "Titre=title"],
    );
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let record: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(record["article"]["title"], "Council meets");
    assert_eq!(record["article"]["text"], "The council of Torvald met.");
    for (column, told) in [("corps=story", "\"story\""), ("corps", "NAME=FIELD"), ("=text", "NAME=FIELD")] {
        let output = extract_piped(table.as_bytes(), &["-", "--column", column]);
        assert_eq!(output.status.code(), Some(2));
        assert!(stderr(&output).contains(told), "{}", stderr(&output));
    }
    let line = br#"{"corps": "The council of Torvald met.", "nom": "Council meets", "title": "no"}"#;
    let output = extract_piped(line, &["-", "--column", "corps=text", "--column", "nom=title"]);
    let record: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(record["article"]["title"], "Council meets");
    let twice = extract_piped(table.as_bytes(), &["-", "--column", "Corps=text", "--column", "Corps=title"]);
    assert!(twice.status.code() == Some(2) && stderr(&twice).contains("twice"), "{}", stderr(&twice));
    let output = extract_piped(table.as_bytes(), &["-", "--input-format", "csv", "--column", "body=text"]);
    assert_eq!(output.status.code(), Some(3));
    assert!(stderr(&output).contains("\"body\"") && stderr(&output).contains("Corps, Titre"), "{}", stderr(&output));
}

#[test]
fn every_form_is_told_by_one_place_and_can_be_named() {
    let ninjs = r#"{"uri": "urn:a", "headline": "Council meets", "body_text": "The council of Torvald met."}"#;
    let record: serde_json::Value = serde_json::from_slice(&extract_piped(ninjs.as_bytes(), &["-"]).stdout).unwrap();
    assert_eq!(
        (&record["article"]["title"], &record["article"]["externalId"]),
        (&"Council meets".into(), &"urn:a".into())
    );
    let array = r#"[{"text": "The council met."}, {"text": "It rained."}]"#;
    assert_eq!(stdout(&extract_piped(array.as_bytes(), &["-"])).lines().count(), 2);
    let svg = extract_piped(b"<?xml version='1.0'?><svg><text>A picture</text></svg>", &["-"]);
    assert!(svg.status.code() == Some(3) && stderr(&svg).contains("(form)"), "{}", stderr(&svg));
    let help = stdout(&dateline(std::path::Path::new("/")).args(["extract", "--help"]).output().unwrap());
    let forms = "text, html, jsonl, csv, feed, sitemap, newsml, nitf, ninjs, warc, mail";
    let help = help.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(help.contains(forms), "{help}");
    assert_eq!(extract_piped(b"a", &["-", "--input-format", "pdf"]).status.code(), Some(2));
}

#[test]
fn a_folder_of_many_files_gives_a_record_a_line() {
    let home = tempfile::tempdir().unwrap();
    std::fs::create_dir(home.path().join("news")).unwrap();
    for name in ["a.txt", "b.txt"] {
        std::fs::write(home.path().join("news").join(name), SAMPLE).unwrap();
    }
    let output = dateline(home.path()).args(["extract", "news"]).output().unwrap();
    assert_eq!(stdout(&output).lines().count(), 2, "{}", stdout(&output));
}

#[cfg(unix)]
#[test]
fn a_pipe_with_a_name_is_read_whole_and_one_in_a_folder_not_waited_for() {
    let home = tempfile::tempdir().unwrap();
    std::fs::create_dir(home.path().join("news")).unwrap();
    std::fs::write(home.path().join("news/b.txt"), SAMPLE).unwrap();
    let made = Command::new("mkfifo").arg("news/a").current_dir(home.path()).status().unwrap();
    assert!(made.success());
    let output = dateline(home.path()).args(["extract", "news"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("(special_file)"), "{}", stderr(&output));
    assert_eq!(stdout(&output).lines().count(), 2, "{}", stdout(&output));
    let lines: String = (0..200).map(|n| format!("{{\"text\": \"Report {n} from the harbour.\"}}\n")).collect();
    let path = home.path().join("news/a");
    let writer = std::thread::spawn(move || std::fs::write(path, lines).unwrap());
    let output = dateline(home.path()).args(["extract", "news/a"]).output().unwrap();
    writer.join().unwrap();
    assert_eq!((output.status.code(), stdout(&output).lines().count()), (Some(0), 200), "{}", stderr(&output));
}

#[test]
fn what_is_no_input_is_refused_before_anything_is_done() {
    let home = tempfile::tempdir().unwrap();
    std::fs::write(home.path().join("a.txt"), SAMPLE).unwrap();
    for wrong in ["ftp://news.example/a", "s3://", "gs://news//a", "az://news/a"] {
        for command in ["extract", "ingest"] {
            let output = dateline(home.path()).args([command, "a.txt", wrong]).output().unwrap();
            assert_eq!(output.status.code(), Some(2), "{command} {wrong}: {}", stderr(&output));
            assert!(stderr(&output).contains(wrong) && output.stdout.is_empty(), "{}", stderr(&output));
        }
    }
}
