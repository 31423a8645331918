//! Ledger entries before they are written.

use std::collections::BTreeMap;

use dateline_record::v1::{LedgerEntry, ledger_entry::State};

use crate::rows::plain;

/// One entry a submission, in the order of their ids, with the state that its entries end in.
pub(crate) fn folded(entries: Vec<LedgerEntry>) -> Vec<LedgerEntry> {
    let mut folded: BTreeMap<String, LedgerEntry> = BTreeMap::new();
    for entry in entries.into_iter().map(cleaned) {
        match folded.get_mut(&entry.submission_id) {
            Some(before) => advance(before, entry),
            None => drop(folded.insert(entry.submission_id.clone(), entry)),
        }
    }
    folded.into_values().collect()
}

/// RECEIVED gives way to everything, QUARANTINED to every terminal state; what an entry leaves out is kept.
fn advance(before: &mut LedgerEntry, mut entry: LedgerEntry) {
    let open = matches!(before.state(), State::Received | State::Quarantined);
    if entry.state() == State::Received || !open {
        return;
    }
    for (new, old) in [
        (&mut entry.article_id, &before.article_id),
        (&mut entry.revision, &before.revision),
        (&mut entry.external_id, &before.external_id),
        (&mut entry.url, &before.url),
    ] {
        if new.is_empty() {
            new.clone_from(old);
        }
    }
    *before = entry;
}

fn cleaned(mut entry: LedgerEntry) -> LedgerEntry {
    for field in [
        &mut entry.submission_id,
        &mut entry.reason,
        &mut entry.detail,
        &mut entry.article_id,
        &mut entry.revision,
        &mut entry.external_id,
        &mut entry.url,
        &mut entry.at,
    ] {
        if field.contains('\0') {
            *field = plain(field);
        }
    }
    entry
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_entries_of_a_submission_end_in_one_state() {
        let entry = |state: State, url: &str| LedgerEntry {
            submission_id: "s".into(),
            state: state.into(),
            url: url.into(),
            ..LedgerEntry::default()
        };
        let ended =
            folded(vec![entry(State::Received, "u"), entry(State::Rejected, ""), entry(State::Quarantined, "")]);
        assert_eq!(ended, [entry(State::Rejected, "u")]);
        let replayed =
            folded(vec![entry(State::Quarantined, ""), entry(State::Stored, ""), entry(State::Received, "")]);
        assert_eq!(replayed, [entry(State::Stored, "")]);
    }
}
