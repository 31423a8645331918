//! Compiles `proto/dateline/v1` to Rust types with their proto3 JSON form. No protoc is needed.

use std::{env, error::Error, fs, path::PathBuf};

const FILES: [&str; 8] = [
    "admin_service",
    "article_service",
    "entity_service",
    "extraction_service",
    "fact_service",
    "messages",
    "record",
    "watch_service",
];

fn main() -> Result<(), Box<dyn Error>> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("../../proto");
    println!("cargo:rerun-if-changed={}", root.display());
    let files = FILES.map(|name| root.join(format!("dateline/v1/{name}.proto")));
    let descriptors = protox::compile(files, [root])?;

    let out = PathBuf::from(env::var("OUT_DIR")?);
    let encoded = prost::Message::encode_to_vec(&descriptors);
    fs::write(out.join("dateline.v1.bin"), &encoded)?;

    prost_build::Config::new()
        .compile_well_known_types()
        .enable_type_names()
        .bytes([".dateline.v1.RawArticle.body", ".dateline.v1.QuarantinedMessage.body"])
        .extern_path(".google.protobuf", "::pbjson_types")
        .compile_fds(descriptors)?;
    pbjson_build::Builder::new().register_descriptors(&encoded)?.ignore_unknown_fields().build(&[".dateline.v1"])?;
    Ok(())
}
