//! Addresses of the pages of authors.

/// Parts of a path after which an author is named.
pub(super) const AUTHOR_PARTS: [&str; 52] = [
    "auteur",
    "auteurs",
    "author",
    "authors",
    "autor",
    "autore",
    "autoren",
    "autores",
    "autori",
    "autorius",
    "autorzy",
    "by",
    "byline",
    "columnist",
    "columnista",
    "columnistas",
    "columnists",
    "colunista",
    "colunistas",
    "contributor",
    "contributors",
    "correspondents",
    "firma",
    "firmas",
    "forfatter",
    "giornalisti",
    "jornalista",
    "journalist",
    "journaliste",
    "journalists",
    "novinari",
    "penulis",
    "people",
    "periodista",
    "periodistas",
    "profile",
    "profiles",
    "redakteur",
    "redakteure",
    "redaktor",
    "reporter",
    "reporters",
    "signataire",
    "signataires",
    "skribent",
    "staff",
    "szerzo",
    "szerzok",
    "writer",
    "writers",
    "yazar",
    "yazarlar",
];

/// `/author/ana-ruiz`, as sites link to what else an author wrote.
pub(in crate::metadata) fn links_to_author(href: &str) -> bool {
    let parts = || href.split('/').skip(1);
    let named =
        |(part, next): (&str, &str)| AUTHOR_PARTS.binary_search(&part).is_ok() && next.contains(char::is_alphanumeric);
    parts().zip(parts().skip(1)).any(named) || parts().any(|part| part.starts_with("auteurs-"))
}
