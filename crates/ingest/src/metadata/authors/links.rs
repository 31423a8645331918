//! Addresses of the pages of authors.

/// Parts of a path after which an author is named.
pub(super) const AUTHOR_PARTS: [&str; 73] = [
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
    "autors",
    "autorzy",
    "avtor",
    "avtorji",
    "avtory",
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
    "egilea",
    "egileak",
    "ekspert",
    "firma",
    "firmas",
    "forfatter",
    "gazeteci",
    "giornalisti",
    "hofundur",
    "jornalista",
    "journalist",
    "journaliste",
    "journalisten",
    "journalister",
    "journalists",
    "kirjoittaja",
    "kirjoittajat",
    "kolumnist",
    "kolumniste",
    "muallif",
    "novinar",
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
    "tac-gia",
    "toimittaja",
    "toimittajat",
    "writer",
    "writers",
    "yazar",
    "yazarlar",
    "zhurnalist",
];

/// Parts of a path that name accounts and sections too.
const OF_ACCOUNTS: [&str; 5] = ["by", "people", "profile", "profiles", "staff"];

/// Parts of a path that name whom a site tells of, too.
const OF_SUBJECTS: [&str; 3] = ["people", "profile", "profiles"];

/// Whether an address may be that of what a site has on somebody: `/people/ana-ruiz`.
pub(super) fn is_of_subject(href: &str) -> bool {
    let mut parts = href.split(['/', '?']).skip(1).filter(|part| AUTHOR_PARTS.binary_search(part).is_ok()).peekable();
    parts.peek().is_some() && parts.all(|part| OF_SUBJECTS.contains(&part))
}

/// `/author/ana-ruiz`, `/author.asp?id=12`, as sites link to what else an author wrote.
pub(in crate::metadata) fn links_to_author(href: &str) -> bool {
    let (path, query) = href.split_once('?').unwrap_or((href, ""));
    let path = path.trim_end_matches('/');
    let parts = || path.split('/').skip(1);
    // `/people/1824110/the-singer-is-back` is of a section.
    let ends = |part: &str, next: &str| {
        !OF_ACCOUNTS.contains(&part) || (path.ends_with(next) && !next.starts_with(|c: char| c.is_ascii_digit()))
    };
    let named = |(part, next): (&str, &str)| {
        AUTHOR_PARTS.binary_search(&part).is_ok() && next.contains(char::is_alphanumeric) && ends(part, next)
    };
    parts().zip(parts().skip(1)).any(named)
        || parts().any(|part| part.starts_with("auteurs-"))
        || (!query.is_empty() && is_script_of_author(path))
}

/// Whether a path ends in a script that lists what an author wrote: `/search/author.asp`.
fn is_script_of_author(path: &str) -> bool {
    const ENDINGS: [&str; 6] = ["asp", "aspx", "cfm", "cgi", "jsp", "php"];
    let file = path.rsplit('/').next().unwrap_or_default();
    file.split_once('.').is_some_and(|(name, ending)| {
        let name = name.to_ascii_lowercase();
        let names_author = AUTHOR_PARTS.binary_search(&name.as_str()).is_ok();
        ENDINGS.contains(&ending) && names_author && !OF_ACCOUNTS.contains(&name.as_str())
    })
}
