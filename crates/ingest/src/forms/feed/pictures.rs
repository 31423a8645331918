//! The picture that leads the entry of a feed.

use crate::forms::xml::Element;

/// Elements of an entry that are looked at for pictures, at most.
const MOST: usize = 200;

/// Where the entry's picture is: the widest that it declares, then one that is attached, then a small one.
pub(super) fn of_entry(entry: &Element) -> String {
    let groups = || entry.all("media:group").flat_map(Element::elements);
    let media = || entry.elements().chain(groups()).take(MOST);
    let whole = media().filter(|e| e.name == "media:content" && is_picture(e));
    let widest = whole.reduce(|one, other| if width(other) > width(one) { other } else { one });
    let attached = || {
        let enclosures = entry.elements().take(MOST).filter(|e| match e.name.as_str() {
            "enclosure" => true,
            "link" | "atom:link" => e.attribute("rel") == "enclosure",
            _ => false,
        });
        enclosures.into_iter().find(|e| is_picture(e))
    };
    let small = || media().find(|e| e.name == "media:thumbnail");
    widest.or_else(attached).or_else(small).map(address).unwrap_or_default()
}

fn address(element: &Element) -> String {
    let url = element.attribute("url");
    if url.is_empty() { element.attribute("href").to_owned() } else { url.to_owned() }
}

fn width(element: &Element) -> u32 {
    element.attribute("width").parse().unwrap_or_default()
}

/// By its medium or its type, or by its name where it has neither.
fn is_picture(element: &Element) -> bool {
    const ENDINGS: [&str; 6] = [".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif"];
    let (medium, kind, url) = (element.attribute("medium"), element.attribute("type"), address(element));
    match (medium, kind) {
        ("image", _) => true,
        ("", "") => {
            let path = url.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
            ENDINGS.iter().any(|ending| path.ends_with(ending))
        }
        ("", kind) => kind.starts_with("image/"),
        _ => false,
    }
}
