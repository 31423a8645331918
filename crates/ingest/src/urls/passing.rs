//! What of a query does not tell articles apart: where a reader came from, who that is, how the page is to look.

use url::form_urlencoded;

use super::one_spelling;

/// Query parameters that tell where a reader came from, who that is, or how the page is to look, never which article it is.
const TRACKING: [&str; 102] = [
    "fbclid",
    "gclid",
    "gclsrc",
    "dclid",
    "msclkid",
    "yclid",
    "twclid",
    "ttclid",
    "gbraid",
    "wbraid",
    "gad_source",
    "srsltid",
    "li_fat_id",
    "igshid",
    "igsh",
    "mibextid",
    "mc_cid",
    "mc_eid",
    "mkt_tok",
    "ref_src",
    "ref_url",
    "reflink",
    "traffic_source",
    "link_source",
    "smid",
    "smtyp",
    "cmpid",
    "cmp",
    "ocid",
    "cvid",
    "icid",
    "ncid",
    "s_cid",
    "s_kwcid",
    "sc_cid",
    "sc_campaign",
    "intcmp",
    "int_cmp",
    "int_source",
    "int_medium",
    "int_campaign",
    "itid",
    "ito",
    "xtor",
    "wt_mc",
    "wt_zmc",
    "ftag",
    "linkid",
    "taid",
    "dicbo",
    "oborigurl",
    "tblci",
    "sref",
    "unlocked_article_code",
    "accesstoken",
    "showwelcomeonshare",
    "isappinstalled",
    "spm",
    "guccounter",
    "guce_referrer",
    "guce_referrer_sig",
    "_ga",
    "_gl",
    "_hsenc",
    "_hsmi",
    "_openstat",
    "fb_action_ids",
    "fb_action_types",
    "fb_ref",
    "fb_source",
    "action_object_map",
    "action_type_map",
    "action_ref_map",
    "ml_subscriber",
    "ml_subscriber_hash",
    "__tn__",
    "__s",
    "ef_id",
    "epik",
    "amp",
    "_amp",
    "isamp",
    "noamp",
    "nonamp",
    "amp_js_v",
    "amp_gsa",
    "amp_markup",
    "amp_ct",
    "amp_tf",
    "usqp",
    "__twitter_impression",
    "ftcamp",
    "srnd",
    "replytocom",
    "phpsessid",
    "jsessionid",
    "sessionid",
    "session_id",
    "cfid",
    "cftoken",
    "zanpid",
    "mbid",
];

/// What the names of such parameters begin with.
const TRACKING_BEGINS: [&str; 16] = [
    "utm_",
    "pk_",
    "mtm_",
    "piwik_",
    "matomo_",
    "itm_",
    "hsa_",
    "oly_",
    "vero_",
    "gaa_",
    "at_",
    "ns_",
    "elqtrack",
    "elqcampaign",
    "wt.",
    "aspsessionid",
];

/// Parameters that tell where a reader came from, or which article it is: by what they say.
const WHENCE: [&str; 13] = [
    "ref", "referrer", "referer", "source", "src", "via", "from", "origin", "cid", "share", "feature", "partner", "emc",
];

/// Where readers come from.
const ORIGINS: [&str; 53] = [
    "rss",
    "feed",
    "feeds",
    "atom",
    "email",
    "mail",
    "newsletter",
    "newsletters",
    "nl",
    "twitter",
    "tw",
    "facebook",
    "fb",
    "instagram",
    "ig",
    "linkedin",
    "whatsapp",
    "wa",
    "telegram",
    "reddit",
    "pinterest",
    "tumblr",
    "weibo",
    "wechat",
    "qq",
    "qzone",
    "timeline",
    "singlemessage",
    "groupmessage",
    "social",
    "share",
    "sharing",
    "hp",
    "home",
    "homepage",
    "frontpage",
    "serp",
    "search",
    "app",
    "google",
    "googlenews",
    "gnews",
    "bing",
    "yahoo",
    "flipboard",
    "push",
    "widget",
    "sidebar",
    "related",
    "mostread",
    "trending",
    "ticker",
    "footer",
];

/// Letters of a word that only adds to where readers come from, at most: `social_tw`, `hp_lead`; `home-affairs` is a subject.
const MOST_ADDED: usize = 4;

/// What of a query tells articles apart, each pair once and in the order of the names, where all have one: the order of
/// parameters tells servers nothing.
pub(super) fn telling(query: &str, path: &str) -> String {
    // A reference that was escaped twice leaves its name: `?id=12&amp;page=2`.
    let pairs = query.split('&').map(|pair| pair.strip_prefix("amp;").unwrap_or(pair));
    let kept = pairs.filter(|pair| !pair.is_empty() && !is_passing(pair, path));
    let mut kept: Vec<String> = kept.map(one_spelling).collect();
    if kept.iter().all(|pair| pair.contains('=')) {
        let name = |pair: &String| pair.split_once('=').map_or_else(String::new, |(name, _)| name.to_owned());
        kept.sort_by_cached_key(name);
        kept.dedup();
    }
    kept.join("&")
}

/// Whether a parameter, `name=value` or a name alone, does not tell articles apart.
fn is_passing(pair: &str, path: &str) -> bool {
    let decoded = |text: &str| form_urlencoded::parse(text.as_bytes()).next().map(|(key, _)| key.to_ascii_lowercase());
    let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
    let (key, value) = (decoded(key).unwrap_or_default(), value.to_ascii_lowercase());
    let tracking = TRACKING.contains(&key.as_str()) || TRACKING_BEGINS.iter().any(|begin| key.starts_with(begin));
    tracking || is_look(&key, &value, path) || (WHENCE.contains(&key.as_str()) && is_origin(&value))
}

fn is_look(key: &str, value: &str, path: &str) -> bool {
    match key {
        "outputtype" | "output" | "view" | "format" | "mode" | "layout" | "template" | "version" => {
            matches!(value, "amp" | "print" | "printable" | "printer" | "mobile")
        }
        "pagewanted" => matches!(value, "print" | "all"),
        "tmpl" => value == "component",
        "print" | "printable" | "mobile" => matches!(value, "" | "1" | "true" | "yes"),
        // So blogs show themselves to telephones; of a script it may be a month or a module.
        "m" => matches!(value, "0" | "1") && path.ends_with(".html"),
        _ => false,
    }
}

/// Whether a value is where a reader came from: `rss`, `social_tw`; not `12`, and not what an article is about.
fn is_origin(value: &str) -> bool {
    let mut words = value.split(['-', '_', '.']);
    words.next().is_some_and(|first| ORIGINS.contains(&first))
        && words.all(|word| word.len() <= MOST_ADDED || ORIGINS.contains(&word))
}
