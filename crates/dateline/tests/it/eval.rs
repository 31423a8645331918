//! `dateline eval`: figures, their JSON, baselines, and files that are broken.

use std::{fs, io::Write as _, path::Path, process::Output};

use crate::{dateline, stderr, stdout};

const TREEBANK: &str = "# newdoc id = a\n# newpar\n\
    1\tShe\tshe\tPRON\tPRP\t_\t2\tnsubj\t_\t_\n\
    2\tsleeps\tsleep\tVERB\tVBZ\t_\t0\troot\t_\tSpaceAfter=No\n\
    3\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_\n\n\
    1\tHe\the\tPRON\tPRP\t_\t2\tnsubj\t_\t_\n\
    2\twaits\twait\tVERB\tVBZ\t_\t0\troot\t_\tSpaceAfter=No\n\
    3\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_\n";

fn eval(home: &Path, arguments: &[&str]) -> Output {
    dateline(home).arg("eval").args(arguments).output().unwrap()
}

#[test]
fn figures_are_printed_written_and_compared() {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("a.conllu"), TREEBANK).unwrap();
    let output = eval(home.path(), &["--task", "tokens", "a.conllu", "--output", "now.json"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let table = stdout(&output);
    assert!(table.starts_with("tokens (conllu), 1 documents\n"), "{table}");
    assert!(table.contains("100.00"), "{table}");
    let json = fs::read_to_string(home.path().join("now.json")).unwrap();
    let report: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(report["figures"][0]["name"], "Words");
    assert_eq!(report["figures"][0]["gold"], 6);

    let compared = |baseline: &str, tolerance: &str| {
        fs::write(home.path().join("before.json"), baseline).unwrap();
        let arguments = ["--task", "tokens", "a.conllu", "--baseline", "before.json", "--tolerance", tolerance];
        eval(home.path(), &arguments)
    };
    assert_eq!(compared(&json, "0").status.code(), Some(0));
    let higher = json.replace("\"value\": 100.0", "\"value\": 100.5");
    assert_eq!(compared(&higher, "1").status.code(), Some(0));
    let dropped = compared(&higher, "0.1");
    assert_eq!(dropped.status.code(), Some(1));
    assert!(stderr(&dropped).contains("Words fell from 100.50 to 100.00"), "{}", stderr(&dropped));
    assert_eq!(compared(&json.replace("tokens", "syntax"), "0").status.code(), Some(2));
}

#[test]
fn every_thread_count_gives_the_same_figures() {
    let home = tempfile::tempdir().unwrap();
    let documents: String = (0..20).map(|_| TREEBANK).collect();
    fs::write(home.path().join("a.conllu"), documents).unwrap();
    let run = |threads| stdout(&eval(home.path(), &["--task", "syntax", "a.conllu", "--errors", "--threads", threads]));
    assert_eq!(run("1"), run("4"));
    assert!(run("1").contains("20 documents"));
}

#[test]
fn a_broken_file_is_named_with_its_line() {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("a.iob2"), "Oslo O\nOslo\n").unwrap();
    let output = eval(home.path(), &["--task", "names", "a.iob2"]);
    assert_eq!(output.status.code(), Some(3));
    assert!(stderr(&output).contains("a.iob2: line 2: there is no tag"), "{}", stderr(&output));
    let missing = eval(home.path(), &["--task", "names", "b.iob2"]);
    assert_eq!(missing.status.code(), Some(3));
    assert!(stderr(&missing).contains("b.iob2"), "{}", stderr(&missing));
}

#[test]
fn what_cannot_be_scored_is_refused() {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("a.conllu"), TREEBANK).unwrap();
    let refused = |arguments: &[&str], message: &str| {
        let output = eval(home.path(), arguments);
        assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
        assert!(stderr(&output).contains(message), "{}", stderr(&output));
    };
    refused(
        &["--task", "times", "a.conllu", "--format", "conllu"],
        "times cannot be scored on conllu; it takes timeml",
    );
    refused(&["--task", "sentences", "a.conllu", "--gold-sentences"], "--gold-sentences is for tokens and syntax");
    refused(&["--task", "times", "."], "has no file that ends in .tml");
    refused(&["--task", "names", "a.conllu", "--classes", "DOG"], "DOG");
    refused(&["--task", "names", "a.conllu", "--baseline", "none.json"], "none.json");
}

/// Tasks, the model, and the development data on which their accuracy is not to fall.
const BASELINES: [(&str, &str, &str); 8] = [
    ("syntax", "accurate", "treebank/en_ewt-ud-dev.conllu"),
    ("names", "accurate", "names/uner-ewt-dev.iob2"),
    ("times", "accurate", "times/aquaint"),
    ("attribution", "accurate", "attribution/polnear/dev/attributions"),
    ("events", "accurate", "events/plover"),
    ("places", "accurate", "places/lgl.xml"),
    ("syntax", "fast", "treebank/en_ewt-ud-dev.conllu"),
    ("names", "fast", "names/uner-ewt-dev.iob2"),
];

#[test]
fn accuracy_does_not_fall() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let data = std::env::var_os("DATELINE_TEST_DATA").map_or_else(|| root.join("../shared/data"), Into::into);
    let home = tempfile::tempdir().unwrap();
    for (task, tier, path) in BASELINES {
        let gold = data.join(path);
        if !gold.exists() {
            // Not by a macro, whose words are shown for failed tests alone.
            let note =
                format!("SKIPPED: accuracy of {task}: no {} (DATELINE_TEST_DATA names the folder)\n", gold.display());
            std::io::stderr().write_all(note.as_bytes()).unwrap();
            continue;
        }
        let ending = if tier == "fast" { "-fast" } else { "" };
        let baseline = root.join(format!("crates/evaluation/baselines/{task}{ending}.json"));
        let paths = [gold.to_str().unwrap(), baseline.to_str().unwrap()];
        let compared = ["--task", task, "--tier", tier, paths[0], "--baseline", paths[1], "--tolerance", "0.1"];
        let output = eval(home.path(), &compared);
        assert_eq!(output.status.code(), Some(0), "{task} {tier}: {}{}", stdout(&output), stderr(&output));
    }
}
