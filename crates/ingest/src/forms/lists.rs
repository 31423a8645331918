//! Fields that hold several values in one text: separated, or as the lists of programs and databases.

/// The parts of a text that holds several, without those that are empty; those of a list as Python, JSON or a database writes
/// it, in quotation marks, and of objects in one their names.
pub(crate) fn list(text: &str, separators: &[char]) -> Vec<String> {
    let text = text.trim();
    let inside = |open, close| text.strip_prefix(open).and_then(|rest: &str| rest.strip_suffix(close)).map(str::trim);
    let brackets = inside('[', ']').or_else(|| inside('{', '}').filter(|inside| !inside.contains(':')));
    match brackets {
        Some("") => Vec::new(),
        Some(inside) if text.starts_with('{') => of_array(inside),
        Some(inside) if inside.starts_with('{') && !named(inside).is_empty() => named(inside),
        Some(inside) if inside.starts_with(['\'', '"']) => quoted(inside),
        _ => text.split(separators).map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect(),
    }
}

/// The elements of an array as PostgreSQL writes it, in quotation marks where they have spaces: `{"A. Writer",desk}`.
fn of_array(inside: &str) -> Vec<String> {
    let (mut parts, mut open, mut escaped) = (vec![String::new()], false, false);
    for c in inside.chars() {
        match c {
            '\\' if !escaped => {
                escaped = true;
                continue;
            }
            '"' if !escaped => open = !open,
            ',' if !open => parts.push(String::new()),
            c => parts.last_mut().into_iter().for_each(|part| part.push(c)),
        }
        escaped = false;
    }
    parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// The names of objects: `{'name': 'A. Writer', 'type': 'author'}`.
fn named(objects: &str) -> Vec<String> {
    let names = ["'name'", "\"name\""].into_iter().flat_map(|key| objects.split(key).skip(1));
    let value = |after: &str| after.trim_start().strip_prefix(':').map(str::trim_start).map(str::to_owned);
    let first = |value: String| quoted(&value).into_iter().next().filter(|_| value.starts_with(['\'', '"']));
    names.filter_map(value).filter_map(first).collect()
}

/// What stands between quotation marks, which may be escaped inside.
fn quoted(mut rest: &str) -> Vec<String> {
    let mut parts = Vec::new();
    while let Some((mark, inside)) =
        rest.find(['\'', '"']).and_then(|at| Some((rest.get(at..)?.chars().next()?, rest.get(at + 1..)?)))
    {
        let (mut part, mut escaped, mut end) = (String::new(), false, inside.len());
        for (at, c) in inside.char_indices() {
            match c {
                _ if escaped => {
                    part.push(c);
                    escaped = false;
                }
                '\\' => escaped = true,
                c if c == mark => {
                    end = at + 1;
                    break;
                }
                c => part.push(c),
            }
        }
        rest = inside.get(end..).unwrap_or_default();
        parts.extend(Some(part.trim().to_owned()).filter(|part| !part.is_empty()));
    }
    parts
}
