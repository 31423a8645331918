//! Currencies: their signs, codes and names.

use super::words::Words;

/// A currency as a text names it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Currency {
    /// ISO 4217 code; empty when the text does not decide.
    pub(super) code: &'static str,
    /// Why there is no code.
    pub(super) unresolved: &'static str,
    /// Singular English name.
    pub(super) unit: &'static str,
    /// How many of the named unit make one of the currency: 100 for cents.
    pub(super) minor: bool,
    pub(super) confidence: f64,
    pub(super) rule: &'static str,
}

const fn sure(code: &'static str, unit: &'static str) -> Currency {
    Currency { code, unresolved: "", unit, minor: false, confidence: 0.96, rule: "currency" }
}

const fn open(unit: &'static str) -> Currency {
    Currency {
        code: "",
        unresolved: "several currencies have this name",
        unit,
        minor: false,
        confidence: 0.9,
        rule: "currency",
    }
}

/// What a bare dollar is: the United States' unless the source is from a country with a dollar of its own.
fn bare_dollar(country: &str) -> Currency {
    const OTHERS: [&str; 12] = ["AU", "CA", "NZ", "SG", "HK", "TW", "JM", "TT", "FJ", "BS", "BB", "GY"];
    const PESOS: [&str; 4] = ["MX", "CL", "CO", "AR"];
    if OTHERS.contains(&country) || PESOS.contains(&country) {
        return Currency {
            code: "",
            unresolved: "the source's country has a dollar or peso sign of its own",
            ..open("dollar")
        };
    }
    let confidence = if country == "US" { 0.95 } else { 0.85 };
    Currency { confidence, rule: "bare_dollar", ..sure("USD", "dollar") }
}

/// The currency sign or code before an amount at `at`: the word after it. `US$`, `£`, `EUR`, `Rs`.
pub(super) fn sign(words: &Words<'_>, at: usize, country: &str) -> Option<(usize, Currency)> {
    if words.at(at + 1) == "$" && words.glued(at + 1) {
        let code = match words.raw(at) {
            "US" | "USD" => "USD",
            "A" | "AU" | "AUD" => "AUD",
            "C" | "CA" | "CAD" => "CAD",
            "NZ" | "NZD" => "NZD",
            "HK" | "HKD" => "HKD",
            "S" | "SG" | "SGD" => "SGD",
            "NT" => "TWD",
            _ => return None,
        };
        return Some((at + 2, sure(code, "dollar")));
    }
    if words.raw(at) == "R" && words.at(at + 1) == "$" {
        return Some((at + 2, sure("BRL", "real")));
    }
    let currency = match words.raw(at) {
        "$" => bare_dollar(country),
        "£" => sure("GBP", "pound"),
        "€" => sure("EUR", "euro"),
        "¥" => Currency { unresolved: "the sign stands for yen and yuan", ..open("yen") },
        "₹" => sure("INR", "rupee"),
        "₽" => sure("RUB", "ruble"),
        "₩" => sure("KRW", "won"),
        "₪" => sure("ILS", "shekel"),
        "₺" => sure("TRY", "lira"),
        "₴" => sure("UAH", "hryvnia"),
        "₦" => sure("NGN", "naira"),
        "₱" => sure("PHP", "peso"),
        "Rs" => {
            let rupee = if country == "IN" { sure("INR", "rupee") } else { open("rupee") };
            let stop = words.at(at + 1) == "." && words.glued(at + 1);
            return Some((at + 1 + usize::from(stop), rupee));
        }
        code => return Some((at + 1, coded(code)?)),
    };
    Some((at + 1, currency))
}

fn coded(code: &str) -> Option<Currency> {
    Some(match code {
        "USD" => sure("USD", "dollar"),
        "EUR" => sure("EUR", "euro"),
        "GBP" => sure("GBP", "pound"),
        "JPY" => sure("JPY", "yen"),
        "CNY" | "RMB" => sure("CNY", "yuan"),
        "INR" => sure("INR", "rupee"),
        "CHF" => sure("CHF", "franc"),
        "CAD" => sure("CAD", "dollar"),
        "AUD" => sure("AUD", "dollar"),
        "NZD" => sure("NZD", "dollar"),
        "HKD" => sure("HKD", "dollar"),
        "SGD" => sure("SGD", "dollar"),
        "SEK" => sure("SEK", "krona"),
        "NOK" => sure("NOK", "krone"),
        "DKK" => sure("DKK", "krone"),
        "PLN" => sure("PLN", "zloty"),
        "ZAR" => sure("ZAR", "rand"),
        "KRW" => sure("KRW", "won"),
        "RUB" => sure("RUB", "ruble"),
        "BRL" => sure("BRL", "real"),
        "MXN" => sure("MXN", "peso"),
        _ => return None,
    })
}

const QUALIFIED: [(&str, Currency); 30] = [
    ("u . s . dollar", sure("USD", "dollar")),
    ("us dollar", sure("USD", "dollar")),
    ("american dollar", sure("USD", "dollar")),
    ("canadian dollar", sure("CAD", "dollar")),
    ("australian dollar", sure("AUD", "dollar")),
    ("new zealand dollar", sure("NZD", "dollar")),
    ("hong kong dollar", sure("HKD", "dollar")),
    ("singapore dollar", sure("SGD", "dollar")),
    ("taiwan dollar", sure("TWD", "dollar")),
    ("pounds sterling", sure("GBP", "pound")),
    ("british pound", sure("GBP", "pound")),
    ("egyptian pound", sure("EGP", "pound")),
    ("lebanese pound", sure("LBP", "pound")),
    ("syrian pound", sure("SYP", "pound")),
    ("swiss franc", sure("CHF", "franc")),
    ("cfa franc", open("franc")),
    ("mexican peso", sure("MXN", "peso")),
    ("argentine peso", sure("ARS", "peso")),
    ("philippine peso", sure("PHP", "peso")),
    ("indian rupee", sure("INR", "rupee")),
    ("pakistani rupee", sure("PKR", "rupee")),
    ("sri lankan rupee", sure("LKR", "rupee")),
    ("south korean won", sure("KRW", "won")),
    ("turkish lira", sure("TRY", "lira")),
    ("danish kroner", sure("DKK", "krone")),
    ("norwegian kroner", sure("NOK", "krone")),
    ("swedish krona", sure("SEK", "krona")),
    ("swedish kronor", sure("SEK", "krona")),
    ("russian ruble", sure("RUB", "ruble")),
    ("saudi riyal", sure("SAR", "riyal")),
];

/// The name of a currency behind an amount that ends at `at`: the word after it. `euros`, `Canadian dollars`, `cents`.
pub(super) fn name(words: &Words<'_>, at: usize, country: &str) -> Option<(usize, Currency)> {
    for (phrase, currency) in QUALIFIED {
        let (head, last) = phrase.rsplit_once(' ').unwrap_or(("", phrase));
        if let Some(end) = words.phrase(at, head)
            && (words.at(end) == last || words.at(end).strip_suffix('s') == Some(last))
        {
            return Some((end + 1, currency));
        }
    }
    let named = match words.at(at) {
        "dollar" | "dollars" | "$" => bare_dollar(country),
        "cent" | "cents" => Currency { minor: true, ..bare_dollar(country) },
        "pence" => Currency { minor: true, ..sure("GBP", "pound") },
        "euro" | "euros" | "€" => sure("EUR", "euro"),
        "yen" => sure("JPY", "yen"),
        "yuan" | "renminbi" => sure("CNY", "yuan"),
        "ruble" | "rubles" | "rouble" | "roubles" => sure("RUB", "ruble"),
        "shekel" | "shekels" => sure("ILS", "shekel"),
        "rupee" | "rupees" if country == "IN" => sure("INR", "rupee"),
        "rupee" | "rupees" => open("rupee"),
        "peso" | "pesos" => open("peso"),
        "franc" | "francs" => open("franc"),
        "dinar" | "dinars" => open("dinar"),
        "riyal" | "riyals" => open("riyal"),
        "dirham" | "dirhams" => open("dirham"),
        "krone" | "kroner" => open("krone"),
        "krona" | "kronor" => open("krona"),
        "shilling" | "shillings" => open("shilling"),
        "lira" | "liras" => sure("TRY", "lira"),
        "rand" => sure("ZAR", "rand"),
        "baht" => sure("THB", "baht"),
        "ringgit" => sure("MYR", "ringgit"),
        "rupiah" => sure("IDR", "rupiah"),
        "dong" => sure("VND", "dong"),
        "zloty" | "zlotys" => sure("PLN", "zloty"),
        "forint" | "forints" => sure("HUF", "forint"),
        "naira" => sure("NGN", "naira"),
        "hryvnia" | "hryvnias" => sure("UAH", "hryvnia"),
        "reais" => sure("BRL", "real"),
        "taka" => sure("BDT", "taka"),
        _ => return Some((at + 1, coded(words.raw(at))?)),
    };
    Some((at + 1, named))
}
