//! The codes of CAMEO and PLOVER that the cue tables use.

use std::{collections::HashMap, sync::LazyLock};

use dateline_record::v1::event::{Cameo, Plover};

/// A CAMEO code with its PLOVER counterpart.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Code {
    cameo: Cameo,
    plover: Plover,
}

static CODES: LazyLock<HashMap<String, Code>> =
    LazyLock::new(|| include_str!("codes.txt").lines().filter_map(read).collect());

/// The code with this number; `None` when the tables do not hold it.
pub(crate) fn code(number: &str) -> Option<&'static Code> {
    CODES.get(number)
}

impl Code {
    /// The CAMEO coding.
    pub(crate) fn cameo(&self) -> Cameo {
        self.cameo.clone()
    }

    /// The PLOVER coding.
    pub(crate) fn plover(&self) -> Plover {
        self.plover.clone()
    }
}

fn read(line: &str) -> Option<(String, Code)> {
    let mut fields = line.split('#').next()?.split_whitespace();
    let number = fields.next()?;
    let goldstein = fields.next()?.parse().ok()?;
    let kind = fields.next()?;
    let mode = fields.next().filter(|mode| *mode != "-").unwrap_or_default();
    let contexts = fields.map(Into::into).collect();
    let cameo = Cameo { code: number.into(), quad_class: quad_class(number)?, goldstein };
    Some((number.into(), Code { cameo, plover: Plover { r#type: kind.into(), mode: mode.into(), contexts } }))
}

/// 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict: by the first two digits.
fn quad_class(number: &str) -> Option<u32> {
    match number.get(..2)?.parse::<u32>().ok()? {
        1..=5 => Some(1),
        6..=8 => Some(2),
        9..=13 => Some(3),
        14..=20 => Some(4),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_read() {
        let lines = include_str!("codes.txt").lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
        assert_eq!(CODES.len(), lines.count());
    }

    #[test]
    fn a_code_carries_quad_class_value_and_counterpart() {
        let code = code("173").expect("arrest");
        assert_eq!((code.cameo.quad_class, code.cameo.goldstein), (4, -5.0));
        assert_eq!((code.plover.r#type.as_str(), code.plover.mode.as_str()), ("COERCE", "arrest"));
    }
}
