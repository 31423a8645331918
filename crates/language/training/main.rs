//! Helps to train and scores the models of the language crate; see `MODEL.md`.
//!
//! `train-language lemmas DATA MODEL-FOLDER` learns the endings of lemmas, `train-language score DATA [MODEL]` scores the built-in
//! model or that in a file;
//! `train-language tokens|sentences DATA train|dev` lists where the segmentation differs from the treebanks;
//! `train-language prepare DATA VOCABULARY OUT` writes what the encoder is trained on.

const USAGE: &str = "usage: train-language lemmas DATA MODEL-FOLDER | score DATA [MODEL] \
                     | tokens|sentences DATA train|dev | prepare DATA VOCABULARY OUT";

fn main() -> std::io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["score", data] => dateline_language::training::score(data.as_ref(), None),
        ["score", data, model] => dateline_language::training::score(data.as_ref(), Some(model.as_ref())),
        [unit @ ("tokens" | "sentences"), data, part] => {
            dateline_language::training::list_mismatches(data.as_ref(), part, *unit == "sentences")
        }
        ["prepare", data, vocabulary, out] => {
            dateline_language::training::prepare(data.as_ref(), vocabulary.as_ref(), out.as_ref())
        }
        ["lemmas", data, model] => dateline_language::training::lemmas(data.as_ref(), model.as_ref()),
        _ => Err(std::io::Error::other(USAGE)),
    }
}
