//! The foot of a newsletter: how to be rid of it, who sends it from where, and what follows that.

use super::lines::Line;

/// Characters of a foot at most, and lines of it.
const LONGEST: usize = 2_500;
const LINES: usize = 60;

/// Characters of a line that may say it.
const LONGEST_LINE: usize = 400;

/// Characters beside a link's own.
const LITTLE: usize = 20;

/// Characters of what stands above at least: what is less is all there is.
const LEAST: usize = 120;

/// What readers are told of why they have a newsletter, in small letters.
const TOLD: [&str; 45] = [
    "you are receiving this",
    "you're receiving this",
    "you received this email",
    "you received this e-mail",
    "you received this message because",
    "you are subscribed to",
    "you have received this email",
    "this email was sent to you",
    "this e-mail was sent to you",
    "to unsubscribe from",
    "unsubscribe from this",
    "unsubscribe here",
    "unsubscribe at any time",
    "or unsubscribe",
    "to unsubscribe, ",
    "manage my email",
    "manage your email settings",
    "manage your email preferences",
    "manage your subscription",
    "update your preferences",
    "update your email preferences",
    "update subscription preferences",
    "change your alert settings",
    "opt out of these emails",
    "to stop receiving this",
    "did a friend send you this",
    "was this email forwarded to you",
    "sie erhalten diese",
    "sie diesen newsletter nicht mehr",
    "vous recevez cet e",
    "vous avez reçu cet e",
    "cet email a été envoyé",
    "pour vous désabonner",
    "pour vous désinscrire",
    "has recibido este correo",
    "recibes este correo",
    "hai ricevuto questa",
    "ricevi questa",
    "você está recebendo",
    "recebeu este e",
    "u ontvangt deze",
    "du får detta",
    "вы получили это",
    "本邮件由",
    "このメールは",
];

/// What leads them to where they are rid of it, in a line of little else or beside an address: an article may say it, too.
const LINKS: [&str; 41] = [
    "unsubscribe",
    "manage subscriptions",
    "manage preferences",
    "email preferences",
    "newsletter abbestellen",
    "newsletter abmelden",
    "abbestellen",
    "abmelden",
    "austragen",
    "se désinscrire",
    "désinscription",
    "se désabonner",
    "darse de baja",
    "cancelar la suscripción",
    "cancelar suscripción",
    "disiscriviti",
    "cancella l'iscrizione",
    "cancellati",
    "annulla l'iscrizione",
    "cancelar inscrição",
    "cancelar a inscrição",
    "cancelar subscrição",
    "cancelar a subscrição",
    "descadastrar",
    "uitschrijven",
    "afmelden",
    "avregistrera",
    "avprenumerera",
    "avmeld",
    "afmeld",
    "wypisz",
    "zrezygnuj z subskrypcji",
    "отписаться",
    "відписатися",
    "退订",
    "退訂",
    "取消订阅",
    "配信停止",
    "購読解除",
    "수신거부",
    "abonelikten çık",
];

/// What stands above it in the foot, where it stands alone.
const ABOVE: [&str; 12] = [
    "©",
    "copyright",
    "all rights reserved",
    "alle rechte vorbehalten",
    "tous droits réservés",
    "facebook",
    "twitter",
    "instagram",
    "linkedin",
    "youtube",
    "share",
    "forward to a friend",
];

/// Where in a message its foot begins, by its lines; none where it has none. It begins with the first of what says so near
/// the end: what has less above it than below stands over the text, as links to be rid of it may.
pub(super) fn begins(lines: &[Line]) -> Option<usize> {
    let length = |line: &Line| line.text.chars().count();
    let mut above: usize = lines.iter().map(length).sum();
    let (mut below, mut count, mut first) = (0, 0, None);
    for (at, line) in lines.iter().enumerate().rev() {
        above -= length(line);
        below += length(line);
        count += usize::from(!line.text.is_empty());
        if below > LONGEST.min(above) || count > LINES || above < LEAST {
            break;
        }
        if says(&line.text) {
            first = Some(at);
        }
    }
    let mut first = first?;
    while first.checked_sub(1).and_then(|above| lines.get(above)).is_some_and(|line| stands_above(&line.text)) {
        first -= 1;
    }
    lines.get(first).map(|line| line.start)
}

fn says(line: &str) -> bool {
    if line.is_empty() || line.chars().count() > LONGEST_LINE {
        return false;
    }
    let line = line.replace('’', "'").to_lowercase();
    let length = line.chars().count();
    let addressed = line.contains("http") || line.contains('|') || line.contains('@');
    let is_link = |link: &str| {
        let little = length <= link.chars().count() + LITTLE && !line.ends_with(['.', ',']);
        line.contains(link) && (addressed || little || (line.starts_with(link) && length <= LITTLE * 3))
    };
    TOLD.iter().any(|told| line.contains(told)) || LINKS.iter().any(|link| is_link(link))
}

/// Whether a line is nothing, or a short one of the foot.
fn stands_above(line: &str) -> bool {
    let line = line.to_lowercase();
    line.is_empty()
        || (line.chars().count() <= 80 && ABOVE.iter().any(|mark| line.starts_with(mark) || line.ends_with(mark)))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::forms::mail::lines;

    const TEXT: &str = "The council met on Monday and agreed to repair the wall of the harbour before the winter, said the \
                        mayor, who had asked for it for a long time.";

    fn kept(html: &str) -> String {
        let lines: Vec<Line> = lines::of_html(html).collect();
        html.get(..begins(&lines).unwrap_or(html.len())).unwrap().to_owned()
    }

    #[rstest]
    #[case(
        "<p>© 2024 The Example</p><p>You are receiving this email because you asked for it.</p><p>1 Water Street</p>"
    )]
    #[case("<td>This email was sent to a@b.example. <a>Unsubscribe</a></td>")]
    #[case("<p>Sie erhalten diesen Newsletter, weil Sie ihn bestellt haben.</p><p>Impressum</p>")]
    #[case("<div>配信停止はこちら</div>")]
    fn the_foot_is_told(#[case] foot: &str) {
        assert_eq!(kept(&format!("<table><tr><td><p>{TEXT}</p>{foot}</table>")).split("</p>").count(), 2, "{foot}");
    }

    #[test]
    fn a_text_that_goes_on_or_is_short_has_none() {
        let long = format!("<p>{TEXT}</p>").repeat(30);
        for html in [
            format!("<p>{TEXT}</p><p>You received this email, she said.</p>{long}"),
            format!("{long}<p>Companies must let people unsubscribe with one click.</p><p>{TEXT}</p>"),
            format!("<p>{TEXT}</p><p>{TEXT}</p>"),
            "<p>It rained.</p><p>Unsubscribe</p>".to_owned(),
            format!("<p>{TEXT}</p><p>Unsubscribe</p><p>{TEXT}</p><p>{TEXT}</p>"),
            String::new(),
        ] {
            assert_eq!(kept(&html), html);
        }
    }

    #[test]
    fn many_lines_cost_little() {
        let lines: Vec<Line> = lines::of_text(&"Unsubscribe\n".repeat(100_000)).collect();
        assert!(begins(&lines).is_some());
    }
}
