//! Where settings come from, and what is never printed.

use crate::{dateline, stderr, stdout};

#[test]
fn a_flag_goes_before_the_environment_before_the_file() {
    let home = tempfile::tempdir().unwrap();
    std::fs::write(
        home.path().join("dateline.toml"),
        "[worker]\nbatch = 7\nprefetch = 8\n[telemetry]\nfilter = \"warn\"\n",
    )
    .unwrap();
    let mut command = dateline(home.path());
    command.env("DATELINE__WORKER__BATCH", "9").env("DATELINE__TELEMETRY__FILTER", "error");
    let shown = stdout(&command.args(["config", "--log", "debug"]).output().unwrap());
    let line = |key: &str| {
        shown.lines().find(|line| line.starts_with(key)).unwrap().split_whitespace().collect::<Vec<_>>().join(" ")
    };
    assert_eq!(line("worker.batch"), "worker.batch = 9 # environment");
    assert!(
        line("worker.prefetch").starts_with("worker.prefetch = 8 # ")
            && line("worker.prefetch").ends_with("dateline.toml")
    );
    assert_eq!(line("telemetry.filter"), "telemetry.filter = \"debug\" # a flag");
    assert!(line("worker.concurrency").ends_with("# default"), "{shown}");
}

#[test]
fn a_secret_is_never_printed() {
    let home = tempfile::tempdir().unwrap();
    std::fs::write(home.path().join("url"), "postgres://ann:planted-a@db.example/news\n").unwrap();
    let mut command = dateline(home.path());
    command.env("DATELINE__STORE__URL_FILE", "url").env("DATELINE__BUS__URL", "amqp://ann:planted-b@mq.example");
    let output = command.arg("config").output().unwrap();
    let shown = stdout(&output);
    assert!(
        shown.contains("postgres://ann:***@db.example/news") && shown.contains("amqp://ann:***@mq.example"),
        "{shown}"
    );
    assert!(!shown.contains("planted") && !stderr(&output).contains("planted"));
}

#[test]
fn an_unknown_key_and_a_bad_value_name_key_source_and_remedy() {
    let home = tempfile::tempdir().unwrap();
    let output = dateline(home.path()).env("DATELINE__WORKER__BATHC", "9").arg("config").output().unwrap();
    let message = stderr(&output);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        message.contains("worker.bathc") && message.contains("environment") && message.contains("batch"),
        "{message}"
    );
    let output = dateline(home.path()).env("DATELINE__WORKER__BATCH", "many").arg("config").output().unwrap();
    assert!(stderr(&output).to_lowercase().contains("worker.batch"), "{}", stderr(&output));
}

#[test]
fn a_record_tells_which_model_read_the_text() {
    let home = tempfile::tempdir().unwrap();
    std::fs::write(home.path().join("a.txt"), "The council of Lagos met on Monday.").unwrap();
    let version = |tier: &[&str], environment: &str| {
        let mut command = dateline(home.path());
        command.env("DATELINE__EXTRACTION__TIER", environment).args(["extract", "a.txt", "-q", "--format", "json"]);
        let record = stdout(&command.args(tier).output().unwrap());
        let record: serde_json::Value = serde_json::from_str(&record).unwrap();
        record["extractorVersion"].as_str().unwrap().to_owned()
    };
    let accurate = version(&[], "accurate");
    assert_eq!(version(&[], "fast"), format!("{accurate}-fast"));
    assert_eq!(version(&["--tier", "accurate"], "fast"), accurate);
    let output = dateline(home.path()).env("DATELINE__EXTRACTION__TIER", "slow").arg("config").output().unwrap();
    let message = stderr(&output);
    assert!(message.contains("extraction.tier") && message.contains("accurate"), "{message}");
}

#[test]
fn the_limits_of_the_configuration_hold_for_files_too() {
    let home = tempfile::tempdir().unwrap();
    std::fs::write(home.path().join("small.txt"), "The council met.").unwrap();
    std::fs::write(home.path().join("large.txt"), "The council met on Monday. ".repeat(4)).unwrap();
    std::fs::write(home.path().join("dateline.toml"), "[ingest]\ninput_bytes = 64\n").unwrap();
    let extract = || {
        let mut command = dateline(home.path());
        command.args(["extract", "small.txt", "large.txt"]);
        command
    };
    let output = extract().output().unwrap();
    let message = stderr(&output);
    assert_eq!(output.status.code(), Some(1), "{message}");
    assert!(
        message.contains("large.txt") && message.contains("64") && message.contains("ingest.input_bytes"),
        "{message}"
    );
    let output = extract().env("DATELINE__INGEST__INPUT_BYTES", "1000").output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    for (key, reason) in [("PARAGRAPHS", "too_many_paragraphs"), ("TEXT_BYTES", "too_large")] {
        let output = extract().env(format!("DATELINE__INGEST__{key}"), "0").output().unwrap();
        let message = stderr(&output);
        assert_eq!(output.status.code(), Some(3), "{message}");
        assert!(message.contains(reason) && message.contains(&format!("ingest.{}", key.to_lowercase())), "{message}");
    }
}
