//! What fields are called, in tables and in JSON, by those who make them.
//!
//! Only names that say what they are of by themselves: `created_at` may be when a row was made, `summary` is no article, and
//! `description` is what anybody wrote of it.

use super::Field;

/// Authors that are read of one article at most: a field that has more is not naming them.
pub(crate) const MOST_AUTHORS: usize = 500;

/// A name without what producers write differently: case and punctuation.
pub(crate) fn fold(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// What a field of this name holds.
pub(super) fn known(name: &str) -> Option<Field> {
    let name = fold(name);
    TABLE.iter().find(|(_, names)| names.contains(&name.as_str())).map(|(field, _)| *field)
}

/// How much the name of a field says of publication: what was published may also have been made, or changed, on another day.
pub(crate) fn tells_publication(name: &str) -> bool {
    fold(name).contains("publi") || fold(name).contains("pubdate") || fold(name).ends_with("pub")
}

/// Whether the time in a field of this name is that of Greenwich, whatever it says itself.
pub(crate) fn is_utc(name: &str) -> bool {
    known(name).is_some() && (fold(name).ends_with("gmt") || fold(name).ends_with("utc"))
}

/// Whether a field of this name says when something was updated: an article, or the row of a database that holds it.
pub(crate) fn tells_update(name: &str) -> bool {
    fold(name).contains("update")
}

/// Whether a field of this name says when the row of a database was made, which then also says when it was updated.
pub(crate) fn is_of_row(name: &str) -> bool {
    ["created", "createdat", "createdon", "createddate", "insertedat", "addedat"].contains(&fold(name).as_str())
}

/// Whether a value can be the name of a section: a number files it in a database.
pub(crate) fn is_section(value: &str) -> bool {
    value.contains(char::is_alphabetic)
}

/// Whether a value can be the address of a picture: the name of a file says not where that is.
pub(crate) fn is_picture(value: &str) -> bool {
    value.starts_with("http") || value.starts_with('/')
}

/// Whether a value says that there is none, as data frames, databases and spreadsheets write it.
pub(crate) fn is_missing(value: &str) -> bool {
    const MISSING: [&str; 15] =
        ["", "nan", "NaN", "NAN", "NaT", "None", "none", "null", "NULL", "<NA>", "NA", "N/A", "n/a", "#N/A", "\\N"];
    MISSING.contains(&value.trim())
}

/// How far a name is from saying without doubt what its field holds: that of the contract first, a date of publication before
/// others.
pub(crate) fn rank(name: &str) -> u8 {
    if Field::NAMES.iter().any(|own| fold(own) == fold(name)) { 0 } else { 2 - u8::from(tells_publication(name)) }
}

/// Names, folded.
const TABLE: [(Field, &[&str]); 15] = [
    (Field::Id, &["id", "articleid", "externalid", "guid", "uid", "urn", "storyid", "storiesid", "newsid"]),
    (
        Field::Text,
        &[
            "text",
            "body",
            "content",
            "article",
            "fulltext",
            "articletext",
            "maintext",
            "bodytext",
            "articlebody",
            "document",
            "plaintext",
            "storytext",
            "storybody",
            "articlecontent",
            "newstext",
            "newscontent",
            "newsbody",
            "contenttext",
            "textcontent",
            "cleantext",
            "cleanedtext",
            "posttext",
            "postcontent",
            "fullcontent",
            "fullarticle",
            "texte",
            "texto",
            "testo",
            "tekst",
            "volltext",
            "artikeltext",
            "inhalt",
            "contenu",
            "contenido",
            "contenuto",
            "conteudo",
            "conteúdo",
            "cuerpo",
            "corpo",
        ],
    ),
    (Field::Html, &["html", "bodyhtml", "contenthtml", "articlehtml", "htmlcontent", "htmlbody"]),
    (
        Field::Url,
        &[
            "url",
            "link",
            "uri",
            "articleurl",
            "weburl",
            "permalink",
            "articlelink",
            "newsurl",
            "storyurl",
            "pageurl",
            "enlace",
            "lien",
        ],
    ),
    (
        Field::Title,
        &[
            "title",
            "headline",
            "headlines",
            "articletitle",
            "webtitle",
            "newstitle",
            "storytitle",
            "posttitle",
            "articleheadline",
            "newsheadline",
            "heading",
            "titel",
            "titre",
            "titulo",
            "título",
            "titolo",
            "titular",
            "überschrift",
            "ueberschrift",
            "schlagzeile",
            "tytuł",
            "rubrik",
        ],
    ),
    (
        Field::Source,
        &[
            "source",
            "publication",
            "publisher",
            "outlet",
            "domain",
            "sourcedomain",
            "sourcename",
            "sitename",
            "newspaper",
            "medianame",
            "mediaoutlet",
            "newssource",
            "newsoutlet",
            "outletname",
            "publicationname",
            "publishername",
            "hostname",
            "sourcehostname",
            "quelle",
            "fuente",
            "fonte",
            "zeitung",
        ],
    ),
    (Field::Language, &["language", "lang", "metalang", "languagecode", "sprache", "langue", "idioma", "lingua"]),
    (
        Field::PublishedAt,
        &[
            "publishedat",
            "date",
            "published",
            "publicationdate",
            "publishdate",
            "datepublished",
            "datepublish",
            "publisheddate",
            "pubdate",
            "publishtime",
            "webpublicationdate",
            "firstcreated",
            "versioncreated",
            "datetimepub",
            "datetime",
            "dategmt",
            "publishedatutc",
            "publicationtime",
            "publishedtime",
            "publishedon",
            "dateofpublication",
            "publishat",
            "publishts",
            "publishedts",
            "pubdatetime",
            "publicationdatetime",
            "publishdatetime",
            "publisheddatetime",
            "firstpublished",
            "firstpublishedat",
            "firstpublicationdate",
            "articledate",
            "newsdate",
            "storydate",
            "postdate",
            "postdategmt",
            "datum",
            "fecha",
            "fechapublicacion",
            "fechapublicación",
            "fechadepublicacion",
            "fechadepublicación",
            "datapubblicazione",
            "datapublicacao",
            "datapublicação",
            "datepublication",
            "datedepublication",
            "veröffentlichungsdatum",
            "erscheinungsdatum",
        ],
    ),
    (
        Field::RetrievedAt,
        &[
            "retrievedat",
            "retrieved",
            "crawledat",
            "datedownload",
            "scrapedat",
            "fetchedat",
            "crawled",
            "crawldate",
            "crawltime",
            "datecrawled",
            "scrapedate",
            "scrapeddate",
            "downloaddate",
            "downloadedat",
            "retrievaldate",
            "accessdate",
            "warcdate",
        ],
    ),
    (
        Field::Bylines,
        &[
            "bylines",
            "byline",
            "author",
            "authors",
            "creator",
            "writer",
            "authorname",
            "authornames",
            "articleauthor",
            "writers",
            "journalist",
            "reporter",
            "autor",
            "autores",
            "autoren",
            "auteur",
            "auteurs",
            "autore",
            "autori",
            "verfasser",
        ],
    ),
    (Field::Keywords, &["keywords", "tags", "keyword", "newskeywords", "metakeywords", "schlagwörter", "schlagworte"]),
    (
        Field::ModifiedAt,
        &[
            "modifiedat",
            "modified",
            "modifiedgmt",
            "modifieddate",
            "modifiedtime",
            "modifiedon",
            "datemodified",
            "datemodify",
            "datetimemodified",
            "articlemodifiedtime",
            "postmodified",
            "postmodifiedgmt",
            "lastmodified",
            "lastmodifieddate",
            "lastmod",
            "contentmodified",
            "revisiondate",
            "updated",
            "updatedat",
            "updatedon",
            "updateddate",
            "updatedate",
            "dateupdated",
            "lastupdated",
            "lastupdate",
            "geändert",
            "geändertam",
            "aktualisiert",
            "aktualisiertam",
            "fechaactualizacion",
            "fechaactualización",
            "fechamodificacion",
            "fechamodificación",
            "datemodification",
            "datedemodification",
            "datamodifica",
            "dataatualizacao",
            "dataatualização",
        ],
    ),
    (
        Field::Section,
        &[
            "section",
            "sectionname",
            "articlesection",
            "newssection",
            "category",
            "articlecategory",
            "newscategory",
            "ressort",
            "rubrique",
            "sección",
            "seccion",
            "sezione",
            "seção",
            "secao",
            "rubriek",
        ],
    ),
    (
        Field::Subtitle,
        &[
            "subtitle",
            "articlesubtitle",
            "standfirst",
            "subheadline",
            "subhead",
            "deck",
            "dek",
            "alternativeheadline",
            "untertitel",
            "unterzeile",
            "soustitre",
            "chapo",
            "subtítulo",
            "subtitulo",
            "bajada",
            "sottotitolo",
            "ondertitel",
        ],
    ),
    (
        Field::LeadImage,
        &[
            "leadimage",
            "image",
            "imageurl",
            "imagelink",
            "mainimage",
            "mainimageurl",
            "topimage",
            "topimageurl",
            "urltoimage",
            "featuredimage",
            "featuredimageurl",
            "heroimage",
            "coverimage",
            "articleimage",
            "jetpackfeaturedmediaurl",
            "ogimage",
            "thumbnail",
            "thumbnailurl",
            "bild",
            "bildurl",
            "imagen",
            "imagem",
            "immagine",
        ],
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_stands_for_two_fields() {
        let mut names: Vec<&str> = TABLE.iter().flat_map(|(_, names)| *names).copied().collect();
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all);
        assert!(names.iter().all(|name| fold(name) == **name));
    }

    #[rstest::rstest]
    #[case("Story Text", Some(Field::Text))]
    #[case("media_name", Some(Field::Source))]
    #[case("Título", Some(Field::Title))]
    #[case("dateTimePub", Some(Field::PublishedAt))]
    #[case("created_at", None)]
    #[case("summary", None)]
    #[case("description", None)]
    #[case("date_modify", Some(Field::ModifiedAt))]
    #[case("urlToImage", Some(Field::LeadImage))]
    fn names_are_known_whatever_their_case_and_punctuation(#[case] name: &str, #[case] field: Option<Field>) {
        assert_eq!(known(name), field);
    }
}
