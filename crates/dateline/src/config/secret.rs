//! What is never printed: passwords in URLs.

/// The text with the password of a URL in it, and any parameter named like one, as `***`.
pub(crate) fn redact(text: &str) -> String {
    let Some((scheme, rest)) = text.split_once("://") else { return text.to_owned() };
    let (before_query, query) = rest.split_once('?').map_or((rest, None), |(before, query)| (before, Some(query)));
    // The last `@` before the path ends the credentials; a password may itself hold `@` or `/`.
    let shown = match before_query.rsplit_once('@') {
        Some((credentials, host)) => match credentials.split_once(':') {
            Some((user, _)) => format!("{user}:***@{host}"),
            None => format!("{credentials}@{host}"),
        },
        None => before_query.to_owned(),
    };
    let query = query.map(|query| format!("?{}", query.split('&').map(redact_parameter).collect::<Vec<_>>().join("&")));
    format!("{scheme}://{shown}{}", query.unwrap_or_default())
}

fn redact_parameter(parameter: &str) -> String {
    match parameter.split_once('=') {
        Some((name, _)) if name.to_lowercase().contains("password") => format!("{name}=***"),
        _ => parameter.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_hidden_wherever_they_stand() {
        assert_eq!(redact("amqp://ann:p@ss/word@mq.example:5672/v"), "amqp://ann:***@mq.example:5672/v");
        assert_eq!(
            redact("postgres://db.example/n?user=a&password=hush"),
            "postgres://db.example/n?user=a&password=***"
        );
        assert_eq!(redact("postgres://ann@db.example/n"), "postgres://ann@db.example/n");
        assert_eq!(redact("embedded:/var/lib/a@b:c.db"), "embedded:/var/lib/a@b:c.db");
    }
}
