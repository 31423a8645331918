//! An article on its way to the bus: checked cheaply, given an id, made a message.

use dateline_ingest::Limits;
use dateline_messaging::{Message, Route};
use dateline_record::v1::{Lane, RawArticle};
use prost::Message as _;
use uuid::Uuid;

use crate::failure::Failure;

/// Bytes of an id chosen by a client at most.
const MAX_ID: usize = 128;

/// What a client sends for one article.
pub(crate) struct Submission {
    pub(crate) article: Option<RawArticle>,
    pub(crate) request_id: String,
    pub(crate) lane: i32,
}

impl Submission {
    /// The message for the submit queue, or why the article can never become one. Looks at sizes, not at contents: those are
    /// the ingest role's work.
    pub(crate) fn into_message(self, limits: &Limits, trace: &str) -> Result<Message, Failure> {
        let article = self.article.ok_or_else(|| refused("article", "empty", "there is no article".into()))?;
        check_size(&article, limits)?;
        let route = Route::Submitted(lane(self.lane)?);
        Ok(Message { trace: trace.into(), ..Message::protobuf(route, id(self.request_id)?, &article) })
    }
}

/// Checks that there is content, and not too much of it.
pub(crate) fn check_size(article: &RawArticle, limits: &Limits) -> Result<(), Failure> {
    if article.text.is_empty() && article.html.is_empty() && article.body.is_empty() {
        return Err(refused("article", "empty", "one of text, html and body is required".into()));
    }
    let size = article.encoded_len();
    if size > limits.input_bytes {
        let detail = format!(
            "the article has {size} bytes, {} are allowed: split it, or raise ingest.input_bytes at the server",
            limits.input_bytes
        );
        return Err(refused("article", "too_large", detail));
    }
    Ok(())
}

fn id(request_id: String) -> Result<String, Failure> {
    if request_id.is_empty() {
        return Ok(Uuid::now_v7().to_string());
    }
    if request_id.len() > MAX_ID || request_id.chars().any(char::is_control) {
        let detail = format!("at most {MAX_ID} bytes without control characters");
        return Err(refused("request_id", "request_id", detail));
    }
    Ok(request_id)
}

fn lane(lane: i32) -> Result<Lane, Failure> {
    match Lane::try_from(lane) {
        Ok(Lane::Unspecified | Lane::Live) => Ok(Lane::Live),
        Ok(Lane::Backfill) => Ok(Lane::Backfill),
        Err(_) => Err(refused("lane", "lane", format!("{lane} is no lane: use LIVE or BACKFILL"))),
    }
}

fn refused(field: &'static str, reason: &'static str, detail: String) -> Failure {
    Failure::Refused { field, reason, detail }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn submission(text: &str, request_id: &str, lane: i32) -> Submission {
        let article = RawArticle { text: text.into(), ..RawArticle::default() };
        Submission { article: Some(article), request_id: request_id.into(), lane }
    }

    fn reason(submission: Submission) -> &'static str {
        let limits = Limits { input_bytes: 10, ..Limits::default() };
        match submission.into_message(&limits, "") {
            Err(Failure::Refused { reason, .. }) => reason,
            _ => "",
        }
    }

    #[test]
    fn what_can_never_become_an_article_is_refused_with_a_reason() {
        assert_eq!(reason(Submission { article: None, request_id: String::new(), lane: 0 }), "empty");
        assert_eq!(reason(submission("", "", 0)), "empty");
        assert_eq!(reason(submission("0123456789a", "", 0)), "too_large");
        assert_eq!(reason(submission("text", "a\nb", 0)), "request_id");
        assert_eq!(reason(submission("text", &"a".repeat(129), 0)), "request_id");
        assert_eq!(reason(submission("text", "", 7)), "lane");
    }

    #[test]
    fn the_client_chooses_the_id_or_gets_a_new_one() {
        let limits = Limits::default();
        assert_eq!(submission("text", "mine", 0).into_message(&limits, "").unwrap().id, "mine");
        let made = || submission("text", "", 0).into_message(&limits, "").unwrap().id;
        assert_ne!(made(), made());
    }

    #[test]
    fn backfill_travels_on_its_own_lane() {
        let message = submission("text", "", Lane::Backfill.into()).into_message(&Limits::default(), "").unwrap();
        assert_eq!(message.route, Route::Submitted(Lane::Backfill));
    }
}
