//! The store, over every database.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "what fails here fails the test"
)]

#[expect(unreachable_pub, reason = "cases are named by the modules that the suites make")]
mod conformance;
mod crash;
#[expect(unreachable_pub, reason = "shared by the modules of this binary")]
mod fixtures;
mod log_order;
#[expect(unreachable_pub, reason = "shared by the modules of this binary")]
mod stands;

/// Runs every case of the conformance suite on one database.
macro_rules! suite {
    ($name:ident, $stand:path, $($case:ident)+) => {
        mod $name {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $case() {
                crate::conformance::$case(&$stand().await).await;
            })+
        }
    };
}

macro_rules! suites {
    ($($case:ident)+) => {
        suite!(embedded, crate::stands::Stand::embedded, $($case)+);
        suite!(postgres, crate::stands::Stand::postgres, $($case)+);
    };
}

suites! {
    a_submission_put_twice_is_stored_once
    an_edited_article_is_a_new_current_revision
    an_article_that_goes_back_to_what_it_said_is_that_again
    revisions_are_in_the_order_in_which_they_were_made
    a_newer_extraction_replaces_its_revision
    a_deleted_article_leaves_nothing
    copies_are_linked_to_the_earliest_whatever_comes_first
    lists_and_searches_tell_copies_and_leave_them_out_when_asked
    a_batch_links_its_own_copies_and_a_revision_its_new_text
    more_copies_than_are_compared_are_linked_to_the_earliest
    writers_of_one_story_link_its_copies_to_the_earliest
    links_that_are_lost_come_back_by_reindexing
    lists_page_without_gaps_while_articles_arrive
    searches_page_without_gaps_while_articles_arrive
    a_rare_phrase_of_frequent_words_is_found_page_by_page
    the_search_language_means_what_it_says
    snippets_mark_the_words_found
    article_filters_hold_together
    fact_filters_hold_together
    facts_page_in_order
    entities_are_summed_over_articles
    the_log_never_skips_a_record
    what_is_in_flight_too_long_is_overdue
    the_ledger_moves_one_way
    quarantined_messages_are_kept_replayed_and_dropped
    reindexing_restores_the_rows
    changed_and_unknown_schemas_are_refused
    one_article_from_many_connections_is_stored_once
    any_text_is_kept_whole
    tokens_of_other_queries_are_refused
    records_that_cannot_be_stored_are_rejected
    synthetic_records_are_found
}
