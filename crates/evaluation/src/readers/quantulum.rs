//! Quantities in sentences: quantulum's cases, a JSON array of `req` and `res` with the `surface` of each quantity.

use serde::Deserialize;
use serde_json::Number;

use super::{
    Error, json,
    recognizers::{Document, Quantity},
};

#[derive(Deserialize)]
struct Case {
    req: String,
    res: Vec<Found>,
}

#[derive(Deserialize)]
struct Found {
    value: Option<Number>,
    surface: Option<String>,
}

/// Reads the cases of a file. A surface is looked for after the one before it, and passed over when it does not stand in
/// its sentence.
///
/// # Errors
/// When the file is not such JSON.
pub fn read(text: &str) -> Result<Vec<Document>, Error> {
    Ok(json::<Vec<Case>>(text)?.into_iter().map(document).collect())
}

fn document(case: Case) -> Document {
    let mut at = 0;
    let mut quantities = Vec::new();
    for found in case.res {
        let Some(surface) = found.surface.filter(|surface| !surface.is_empty()) else { continue };
        let place = case.req.get(at..).and_then(|rest| rest.find(&surface));
        if let Some(start) = place.map(|place| at + place) {
            at = start + surface.len();
            quantities.push(Quantity { span: start..at, value: found.value.map(|value| value.to_string()) });
        }
    }
    Document { text: case.req, quantities, ..Document::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_surface_twice_is_two_quantities() {
        let json = r#"[{"req": "2 m by 2 m", "res": [{"value": 2, "surface": "2 m"}, {"value": 2, "surface": "2 m"}, {"value": 9, "surface": "9"}]}]"#;
        let documents = read(json).expect("cases");
        let spans: Vec<_> = documents[0].quantities.iter().map(|quantity| quantity.span.clone()).collect();
        assert_eq!(spans, [0..3, 7..10]);
        assert_eq!(read("[\n{]").expect_err("broken").line, 2);
    }
}
