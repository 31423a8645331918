//! No reader panics, whatever the bytes are; what is read fits its text; an error names a line of the file.

use dateline_evaluation::readers::{
    Error, brat, conllu, iob2, lgl, plover, quantulum,
    recognizers::{self, Quantity},
    timeml, utf8,
};
use proptest::prelude::*;

/// A small file of each format, to be damaged.
const CONLLU: &str = "# newdoc id = a\n# global.Entity = GRP-etype\n# newpar\n1-2\tcan't\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No\n\
    1\tca\tcan\tAUX\tMD\t_\t0\troot\t_\tEntity=(1-person(2-place)\n2\tn't\tnot\tPART\tRB\t_\t1\tadvmod\t_\tEntity=1)\n\n\
    2.1\t_\t_\t_\t_\t_\t_\t_\t_\t_\n";
const IOB2: &str =
    "# newdoc id = a\n# text = Ana é\n1\tAna\tB-PER\t-\n2\té\tI-PER\t-\n\n-DOCSTART- O\n\nOslo NNP I-LOC\n. . O\n";
const TIMEML: &str = "<TimeML><DCT><TIMEX3 type=\"DATE\" value=\"2024-01-01\">x</TIMEX3></DCT>\n<TEXT>É &#233; &lt;\
    <TIMEX3 type='DATE' value=\"2024\">2024</TIMEX3></TEXT></TimeML>";
const BRAT: &str = "T1\tSource 0 3;5 9\tAna\nT2\tCue 4 8\tsaid\nE1\tCue:T2 Source:T1 Content2:T9\n#1\tnote\n";
const LGL: &str = "<articles><article docid=\"1\"><domain>a.org</domain><text><![CDATA[É Oslo]]></text><toponyms><toponym>\
    <start>2</start><end>6</end><phrase>Oslo</phrase><gaztag><lat>59.9</lat><lon>10.7</lon></gaztag></toponym></toponyms></article></articles>";
const PLOVER: &str =
    "[{\"event\": \"FIGHT\", \"mode\": \"host\", \"text\": \"A é\", \"source\": [{\"actorText\": \"A\"}]}]";
const RECOGNIZERS: &str = "[{\"Input\": \"é 5% 𝟓\", \"Results\": [{\"Start\": 2, \"End\": 3, \"TypeName\": \"percentage\", \
    \"Resolution\": {\"value\": \"5%\"}}]}]";
const QUANTULUM: &str = "[{\"req\": \"é 5 m\", \"res\": [{\"value\": 5e-1, \"surface\": \"5 m\"}]}]";

const FILES: [&str; 8] = [CONLLU, IOB2, TIMEML, BRAT, LGL, PLOVER, RECOGNIZERS, QUANTULUM];

/// Reads with every reader; every span must stand in its text.
fn read_all(bytes: &[u8]) -> Result<(), TestCaseError> {
    let lines = 1 + bytes.iter().filter(|byte| **byte == b'\n').count();
    let text = match utf8(bytes) {
        Ok(text) => text,
        Err(error) => return line_is_there(&error, lines),
    };
    let mut errors: Vec<Error> = Vec::new();
    errors.extend(brat::read(text).err());
    errors.extend(plover::read(text).err());
    errors.extend(check(conllu::read(text), |document| {
        let words = document.words.iter().flat_map(|word| [&word.span, &word.token]);
        let names = conllu::names(document);
        let sentences = document.sentences.iter().map(|sentence| &sentence.span);
        let spans: Vec<_> = words.chain(sentences).chain(&document.paragraphs).chain(&document.tokens).collect();
        let heads = document.words.iter().all(|word| word.head.is_none_or(|head| head < document.words.len()));
        heads
            && spans.into_iter().all(|span| document.text.get(span.clone()).is_some())
            && names.names.iter().all(|(span, _)| document.text.get(span.clone()).is_some())
    })?);
    errors.extend(check(iob2::read(text), |document| {
        let names = document.names.iter().map(|name| &name.span);
        names.chain(&document.sentences).all(|span| document.text.get(span.clone()).is_some())
    })?);
    errors.extend(check(timeml::read(text).map(|document| vec![document]), |document| {
        document.times.iter().all(|time| document.text.get(time.span.clone()).is_some())
    })?);
    errors.extend(check(lgl::read(text), |document| {
        document.toponyms.iter().all(|toponym| document.text.get(toponym.span.clone()).is_some())
    })?);
    let quantities =
        |text: &str, quantities: &[Quantity]| quantities.iter().all(|it| text.get(it.span.clone()).is_some());
    errors.extend(check(recognizers::read(text), |document| quantities(&document.text, &document.quantities))?);
    errors.extend(check(quantulum::read(text), |document| quantities(&document.text, &document.quantities))?);
    errors.iter().try_for_each(|error| line_is_there(error, lines))
}

fn check<D>(read: Result<Vec<D>, Error>, is_sound: impl Fn(&D) -> bool) -> Result<Option<Error>, TestCaseError> {
    match read {
        Ok(documents) => {
            prop_assert!(documents.iter().all(is_sound), "a span does not stand in its text");
            Ok(None)
        }
        Err(error) => Ok(Some(error)),
    }
}

fn line_is_there(error: &Error, lines: usize) -> Result<(), TestCaseError> {
    prop_assert!((1..=lines).contains(&error.line), "{error} in a file of {lines} lines");
    Ok(())
}

/// Cuts, doubles or replaces a piece of a file.
fn damaged() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        proptest::collection::vec(any::<u8>(), 0..6),
        "[\\t\\n()\\[\\]{}<>&;:#\"'é𝟓 0-9.-]{0,6}".prop_map(String::into_bytes),
        proptest::sample::select(vec![
            "<TIMEX3>",
            "</TIMEX3>",
            "<TEXT>",
            "<toponym>",
            "<start>99999999999</start>",
            "18446744073709551615",
            "-1",
            "1-2\t",
            "Entity=(1",
            "1)",
            "# newdoc",
            "# text = ",
            "-DOCSTART-",
            "\"Start\": 18446744073709551615",
            "\"Length\": 18446744073709551615",
        ])
        .prop_map(|text| text.as_bytes().to_vec()),
    ];
    let edits = proptest::collection::vec((any::<proptest::sample::Index>(), 0usize..20, piece), 1..4);
    (proptest::sample::select(FILES.to_vec()), edits).prop_map(|(file, edits)| {
        let mut bytes = file.as_bytes().to_vec();
        for (at, length, piece) in edits {
            let at = at.index(bytes.len() + 1);
            let end = (at + length).min(bytes.len());
            bytes.splice(at..end, piece);
        }
        bytes
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn damaged_files_are_read_or_refused(bytes in damaged()) {
        read_all(&bytes)?;
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        read_all(&bytes)?;
    }
}

#[test]
fn the_files_that_are_damaged_are_sound() {
    assert_eq!(conllu::read(CONLLU).map(|documents| documents.len()), Ok(1));
    assert_eq!(iob2::read(IOB2).map(|documents| documents.len()), Ok(2));
    assert_eq!(timeml::read(TIMEML).map(|document| document.times.len()), Ok(1));
    assert_eq!(brat::read(BRAT).map(|found| found.len()), Ok(1));
    assert_eq!(lgl::read(LGL).map(|documents| documents.len()), Ok(1));
    assert_eq!(plover::read(PLOVER).map(|documents| documents.len()), Ok(1));
    assert_eq!(recognizers::read(RECOGNIZERS).map(|documents| documents.len()), Ok(1));
    assert_eq!(quantulum::read(QUANTULUM).map(|documents| documents.len()), Ok(1));
}

/// In time that grew with the square of the file, this would take minutes.
#[test]
fn large_files_are_read_whole() {
    let sentence = "1\tAna\tAna\tPROPN\tNNP\t_\t0\troot\t_\tEntity=(1-person)\n\n".repeat(40_000);
    assert_eq!(conllu::read(&sentence).map(|documents| documents[0].words.len()), Ok(40_000));
    assert_eq!(iob2::read(&"-DOCSTART- O\n\nAna B-PER\n".repeat(40_000)).map(|found| found.len()), Ok(40_000));
    let times = format!("<TEXT>{}</TEXT>", "<TIMEX3 value=\"x\">a</TIMEX3>\n".repeat(40_000));
    assert_eq!(timeml::read(&times).map(|document| document.times.len()), Ok(40_000));
}
