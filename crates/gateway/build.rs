//! Generates the services of `proto/dateline/v1`; their messages are those of `dateline-record`. No protoc is needed.

use std::{env, error::Error, path::PathBuf};

const FILES: [&str; 6] =
    ["admin_service", "article_service", "entity_service", "extraction_service", "fact_service", "watch_service"];

fn main() -> Result<(), Box<dyn Error>> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("../../proto");
    println!("cargo:rerun-if-changed={}", root.display());
    let files = FILES.map(|name| root.join(format!("dateline/v1/{name}.proto")));
    let descriptors = protox::compile(files, [root])?;
    tonic_prost_build::configure()
        .compile_well_known_types(true)
        .extern_path(".google.protobuf", "::pbjson_types")
        .extern_path(".dateline.v1", "::dateline_record::v1")
        .compile_fds(descriptors)?;
    Ok(())
}
