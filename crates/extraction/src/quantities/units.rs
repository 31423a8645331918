//! Units of measure: English names, signs, and UCUM codes.

use std::{collections::HashMap, sync::LazyLock};

use super::words::Words;

/// A unit of measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unit {
    /// Singular English name in lower case.
    pub(super) name: &'static str,
    /// UCUM code; empty where there is none.
    pub(super) ucum: &'static str,
}

/// Names in words, singular and lower case, with their other forms. Plurals in `s` are understood.
const NAMES: &[(&str, &str, &str)] = &[
    ("mile per hour|miles per hour|mph|miles an hour|mile an hour", "mile per hour", "[mi_i]/h"),
    (
        "kilometer per hour|kilometers per hour|kilometres per hour|kilometre per hour|kilometers an hour|kilometres an hour|km / h|kph|kmh",
        "kilometer per hour",
        "km/h",
    ),
    ("meter per second|meters per second|metres per second|m / s", "meter per second", "m/s"),
    ("square mile", "square mile", "[smi_us]"),
    ("square kilometer|square kilometre|sq km|km²", "square kilometer", "km2"),
    ("square meter|square metre|sq m|m²", "square meter", "m2"),
    ("square foot|square feet|sq ft", "square foot", "[sft_i]"),
    ("square inch|square inches", "square inch", "[sin_i]"),
    ("cubic meter|cubic metre|m³", "cubic meter", "m3"),
    ("cubic foot|cubic feet", "cubic foot", "[cft_i]"),
    ("metric ton|metric tonne|tonne", "metric ton", "t"),
    ("short ton", "short ton", "[ston_av]"),
    ("nautical mile", "nautical mile", "[nmi_i]"),
    ("light year|light - year", "light year", "[ly]"),
    ("kilowatt hour|kilowatt - hour|kwh", "kilowatt hour", "kW.h"),
    ("megawatt hour|megawatt - hour|mwh", "megawatt hour", "MW.h"),
    ("degrees celsius|degree celsius|° c|degrees c|degrees centigrade|deg celsius|celsius|℃", "degree Celsius", "Cel"),
    ("degrees fahrenheit|degree fahrenheit|° f|degrees f|fahrenheit|℉", "degree Fahrenheit", "[degF]"),
    ("kelvin", "kelvin", "K"),
    ("kilometer|kilometre|km|kms", "kilometer", "km"),
    ("centimeter|centimetre|cm", "centimeter", "cm"),
    ("millimeter|millimetre|mm", "millimeter", "mm"),
    ("meter|metre", "meter", "m"),
    ("mile", "mile", "[mi_i]"),
    ("yard", "yard", "[yd_i]"),
    ("foot|feet|ft", "foot", "[ft_i]"),
    ("inch|inches", "inch", "[in_i]"),
    ("acre", "acre", "[acr_us]"),
    ("hectare|ha", "hectare", "har"),
    ("kilogram|kilogramme|kilo|kg|kgs", "kilogram", "kg"),
    ("milligram|mg", "milligram", "mg"),
    ("microgram|mcg|µg", "microgram", "ug"),
    ("gram|gramme", "gram", "g"),
    ("pound|lb|lbs", "pound", "[lb_av]"),
    ("ounce|oz", "ounce", "[oz_av]"),
    ("ton", "ton", ""),
    ("kiloton", "kiloton", "kt"),
    ("megaton", "megaton", "Mt"),
    ("milliliter|millilitre|ml", "milliliter", "mL"),
    ("liter|litre", "liter", "L"),
    ("gallon", "gallon", ""),
    ("barrel", "barrel", "[bbl_us]"),
    ("bushel", "bushel", "[bu_us]"),
    ("kilowatt|kw", "kilowatt", "kW"),
    ("megawatt|mw", "megawatt", "MW"),
    ("gigawatt|gw", "gigawatt", "GW"),
    ("watt", "watt", "W"),
    ("horsepower|hp", "horsepower", "[HP]"),
    ("volt", "volt", "V"),
    ("megabyte|mb", "megabyte", "MBy"),
    ("gigabyte|gb", "gigabyte", "GBy"),
    ("terabyte|tb", "terabyte", "TBy"),
    ("kilobyte|kb", "kilobyte", "kBy"),
    ("hertz|hz", "hertz", "Hz"),
    ("megahertz|mhz", "megahertz", "MHz"),
    ("gigahertz|ghz", "gigahertz", "GHz"),
    ("decibel|db", "decibel", "dB"),
    ("calorie", "calorie", "cal"),
    ("joule", "joule", "J"),
    ("knot", "knot", "[kn_i]"),
    ("carat", "carat", ""),
    ("pascal", "pascal", "Pa"),
    ("hectopascal|hpa", "hectopascal", "hPa"),
    ("millibar", "millibar", "mbar"),
    ("psi", "pound per square inch", "[psi]"),
    ("degree|°", "degree", "deg"),
    ("basis point", "basis point", ""),
];

/// Forms by the first two bytes of their first word.
type Forms = HashMap<Option<&'static [u8]>, Vec<(&'static str, Unit)>>;

static FORMS: LazyLock<Forms> = LazyLock::new(|| {
    let mut forms = Forms::new();
    for (names, name, ucum) in NAMES {
        for form in names.split('|') {
            let word = form.split(' ').next().unwrap_or_default();
            forms.entry(beginning(word)).or_default().push((form, Unit { name, ucum }));
        }
    }
    forms
});

/// The first two bytes of a word; a plural begins like its singular, unless that is a single letter.
fn beginning(word: &str) -> Option<&[u8]> {
    word.as_bytes().get(..2).or(word.as_bytes().get(..1))
}

/// The longest unit named at a word: the word after it.
pub(super) fn unit(words: &Words<'_>, at: usize) -> Option<(usize, Unit)> {
    let forms = FORMS.get(&beginning(words.at(at)))?;
    forms.iter().filter_map(|(form, unit)| Some((ends(words, at, form)?, *unit))).max_by_key(|found| found.0)
}

/// Where a form ends, in the singular or with the plural's `s`.
fn ends(words: &Words<'_>, at: usize, form: &str) -> Option<usize> {
    if let Some(end) = words.phrase(at, form) {
        return Some(end);
    }
    let (head, last) = form.rsplit_once(' ').map_or((None, form), |(head, last)| (Some(head), last));
    let end = head.map_or(Some(at), |head| words.phrase(at, head))?;
    (words.at(end).strip_suffix('s') == Some(last)).then_some(end + 1)
}
