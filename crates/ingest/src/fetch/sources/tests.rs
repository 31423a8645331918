//! What is known of sources, as it grows.

use super::*;

const HOUR: Duration = Duration::from_secs(3600);

fn at(hours: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000 + hours * 3600).unwrap()
}

fn links(names: &[&str]) -> Vec<Link> {
    names.iter().map(|name| Link { url: format!("https://a.example/{name}"), ..Link::default() }).collect()
}

fn source() -> State {
    State::new(&SourceConfig::feed("https://a.example/feed"))
}

fn status(state: &State, hours: i64) -> Status {
    state.status(at(hours), HOUR, None, &Config::default())
}

#[test]
fn what_is_new_waits_newest_first_and_is_taken_up_once() {
    let mut state = source();
    assert_eq!(state.succeeded(at(0), HOUR, links(&["b", "a", "b?utm_source=x"])), TakenUp { new: 2, changed: 0 });
    assert_eq!(state.succeeded(at(1), HOUR, links(&["c", "b", "a"])), TakenUp { new: 1, changed: 0 });
    let waiting: Vec<_> = state.pending.iter().map(|link| link.url.as_str()).collect();
    assert_eq!(waiting, ["https://a.example/c", "https://a.example/b", "https://a.example/a"]);
    assert_eq!(state.items.new, 3);
}

#[test]
fn what_finds_no_room_is_taken_up_later() {
    let names: Vec<String> = (0..PENDING + 10).map(|number| number.to_string()).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut state = source();
    assert_eq!(state.succeeded(at(0), HOUR, links(&names)).new, PENDING);
    assert_eq!(state.left, 10);
    assert_eq!(state.next_link().unwrap().url, "https://a.example/0");
    // It is asked for all, though it may not have changed.
    state.validators.etag = "1".into();
    assert_eq!(state.asked_with(), Validators::default());
    while state.next_link().is_some() {
        assert!(!state.settled(at(0), None));
    }
    assert_eq!(state.succeeded(at(1), HOUR, links(&names)).new, 10);
    assert_eq!((state.left, state.asked_with().etag.as_str()), (0, "1"));
    let items = Items { new: PENDING as u64 + 10, fetched: PENDING as u64, ..Items::default() };
    assert_eq!(state.items, items);
}

/// Links with the hour at which each was changed.
fn dated(hours: &[(&str, i64)]) -> Vec<Link> {
    let link = |(name, hour): &(&str, i64)| Link {
        url: format!("https://a.example/{name}"),
        published_at: at(0).to_string(),
        modified_at: at(*hour).to_string(),
        ..Link::default()
    };
    hours.iter().map(link).collect()
}

#[test]
fn the_newest_go_first_however_a_list_is_sorted() {
    let mut state = source();
    let mut shown = dated(&[("old", 1), ("middle", 2), ("new", 3)]);
    shown.insert(1, Link { published_at: String::new(), modified_at: String::new(), ..links(&["undated"]).remove(0) });
    state.succeeded(at(4), HOUR, shown);
    let names = |state: &State| -> Vec<String> {
        state.pending.iter().filter_map(|link| Some(link.url.rsplit('/').next()?.to_owned())).collect()
    };
    assert_eq!(names(&state), ["new", "middle", "old", "undated"]);
    state.succeeded(at(5), HOUR, dated(&[("newer", 4), ("newest", 5)]));
    assert_eq!(names(&state), ["newest", "newer", "new", "middle", "old", "undated"]);
}

#[test]
fn ten_thousand_links_come_to_an_end_and_none_is_lost() {
    let count = 10 * PENDING;
    let names: Vec<String> = (0..count).map(|number| number.to_string()).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let (mut state, mut fetched) = (source(), Vec::new());
    for round in 0..12 {
        state.succeeded(at(round), HOUR, links(&names));
        assert_eq!(fetched.len() + state.pending.len() + state.left as usize, count);
        for _ in 0..PENDING - 1 {
            fetched.extend(state.next_link().cloned());
            state.settled(at(round), None);
        }
    }
    assert_eq!((fetched.len(), state.left), (count, 0));
    assert_eq!(fetched[0].url, "https://a.example/0");
}

fn fetch_all(state: &mut State) {
    while state.next_link().is_some() {
        state.settled(at(0), None);
    }
}

#[test]
fn a_later_date_has_a_link_fetched_again_once() {
    let mut state = source();
    let changed = |changed| TakenUp { new: 0, changed };
    state.succeeded(at(1), HOUR, dated(&[("a", 0), ("b", 1)]));
    // It waits: whatever it is by then is fetched.
    assert_eq!(state.succeeded(at(2), HOUR, dated(&[("a", 2), ("b", 1)])), changed(0));
    fetch_all(&mut state);
    assert_eq!(state.succeeded(at(3), HOUR, dated(&[("a", 3), ("b", 1)])), changed(1));
    assert_eq!(state.next_link().unwrap().url, "https://a.example/a");
    fetch_all(&mut state);
    assert_eq!(state.succeeded(at(4), HOUR, dated(&[("a", 3), ("b", 0)])), changed(0));
    // No date is of the day after tomorrow.
    assert_eq!(state.succeeded(at(5), HOUR, dated(&[("a", 60), ("b", 5)])), changed(1));
    fetch_all(&mut state);
    assert_eq!(state.succeeded(at(6), HOUR, dated(&[("a", 6)])), changed(1));
    assert_eq!((state.items.new, state.items.changed, state.items.fetched), (2, 3, 4));
}

#[test]
fn the_time_at_which_a_list_is_made_is_no_change_of_what_is_in_it() {
    let mut state = source();
    for hour in 1..5 {
        let taken = state.succeeded(at(hour), HOUR, dated(&[("a", hour), ("b", hour), ("c", hour), ("d", 0)]));
        assert_eq!(taken, TakenUp { new: if hour == 1 { 4 } else { 0 }, changed: 0 });
        fetch_all(&mut state);
    }
    // One that is changed among those that are made with the list.
    state.succeeded(at(5), HOUR, dated(&[("a", 5), ("b", 5), ("c", 5), ("d", 0)]));
    let taken = state.succeeded(at(6), HOUR, dated(&[("a", 6), ("b", 6), ("c", 6), ("d", 5)]));
    assert_eq!(taken, TakenUp { new: 0, changed: 1 });
}

#[test]
fn a_change_that_finds_no_room_is_taken_up_later() {
    let names: Vec<String> = (0..PENDING).map(|number| number.to_string()).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut state = source();
    state.succeeded(at(1), HOUR, dated(&[("a", 1)]));
    fetch_all(&mut state);
    state.succeeded(at(2), HOUR, links(&names));
    for _ in 0..2 {
        assert_eq!(state.succeeded(at(3), HOUR, dated(&[("a", 3)])).changed, 0);
    }
    fetch_all(&mut state);
    assert_eq!(state.succeeded(at(4), HOUR, dated(&[("a", 3)])).changed, 1);
}

#[test]
fn a_link_is_tried_again_where_that_may_help() {
    let mut state = source();
    state.succeeded(at(0), HOUR, links(&["a", "b"]));
    assert!(state.settled(at(0), Some(&Problem::refused("robots", String::new()))));
    for _ in 1..TRIES {
        assert!(!state.settled(at(0), Some(&Problem::failed("timeout", String::new()))));
    }
    assert!(state.settled(at(0), Some(&Problem::failed("timeout", String::new()))));
    assert_eq!((state.items.failed, state.pending.len()), (2, 0));
}

#[test]
fn silence_is_judged_by_the_sources_own_habit() {
    let mut state = source();
    assert_eq!(status(&state, 0), Status::Never);
    for (hours, name) in [(0, "a"), (2, "b"), (4, "c"), (7, "d")] {
        state.succeeded(at(hours), HOUR, links(&[name]));
        assert_eq!(status(&state, hours), Status::Ok);
    }
    assert_eq!(state.usual_interval(None), Some(2 * HOUR));
    state.succeeded(at(30), HOUR, Vec::new());
    assert_eq!(status(&state, 13), Status::Ok);
    assert_eq!(status(&state, 14), Status::Late);
    assert_eq!(status(&state, 32), Status::Dead);
    let expected = state.status(at(32), HOUR, Some(12 * HOUR), &Config::default());
    assert_eq!(expected, Status::Ok);
}

#[test]
fn failing_is_told_at_once_and_is_death_in_the_end() {
    let mut state = source();
    let problem = Problem::failed("dns", "no such name".into());
    let config = Config { max_back_off: 6 * HOUR, ..Config::default() };
    state.succeeded(at(0), HOUR, links(&["a"]));
    for (hours, next) in [(1, 2), (2, 4), (4, 8), (8, 14), (14, 20)] {
        state.failed(at(hours), HOUR, &problem, &config);
        assert_eq!(state.next_attempt, Some(at(next)));
        assert_eq!(status(&state, hours), Status::Failing);
    }
    assert_eq!(status(&state, 25), Status::Dead);
    assert_eq!(state.error_rate(), 5.0 / 6.0);
    state.succeeded(at(26), HOUR, links(&["b"]));
    assert_eq!((status(&state, 26), state.consecutive_failures), (Status::Ok, 0));
}

#[test]
fn a_host_that_is_left_alone_is_no_failure_of_its_sources() {
    let mut state = source();
    let left_alone = Problem::refused("back_off", "for another hour".into());
    state.succeeded(at(0), HOUR, links(&["a"]));
    state.postponed(at(1), HOUR, &left_alone);
    assert_eq!((state.last_attempt, state.next_attempt, status(&state, 1)), (Some(at(0)), Some(at(2)), Status::Ok));
    assert_eq!((state.trouble().unwrap().reason.as_str(), state.error_rate()), ("back_off", 0.0));
    state.failed(at(3), HOUR, &Problem::failed("busy", String::new()), &Config::default());
    state.postponed(at(4), HOUR, &left_alone);
    assert_eq!((state.trouble().unwrap().reason.as_str(), state.error_rate()), ("busy", 1.0 / 2.0));
}

#[test]
fn all_is_kept_as_json() {
    let mut state = source();
    state.succeeded(at(0), HOUR, links(&["a", "b"]));
    state.failed(at(1), HOUR, &Problem::failed("dns", "x".into()), &Config::default());
    let json = serde_json::to_string(&state).unwrap();
    assert_eq!(serde_json::from_str::<State>(&json).unwrap(), state);
}

#[test]
fn what_is_given_up_is_told_with_its_reason() {
    let mut state = source();
    let names: Vec<String> = (0..GIVEN_UP + 5).map(|number| number.to_string()).collect();
    state.succeeded(at(0), HOUR, links(&names.iter().map(String::as_str).collect::<Vec<_>>()));
    let not_yet = Problem::failed("not_found", "there is no such page".to_owned());
    let forbidden = Problem::failed("forbidden", "not for us".to_owned());
    // A page may come after its link, so that it is tried again; what is forbidden is not.
    assert!(!state.settled(at(1), Some(&not_yet)));
    while state.next_link().is_some_and(|link| link.tries == 0) {
        assert!(state.settled(at(2), Some(&forbidden)));
    }
    for tries in 1..TRIES {
        assert_eq!(state.settled(at(3), Some(&not_yet)), tries + 1 == TRIES);
    }
    let counts: Vec<_> = state.failures.iter().map(|(reason, count)| (reason.as_str(), *count)).collect();
    assert_eq!(counts, [("forbidden", GIVEN_UP as u64 + 4), ("not_found", 1)]);
    assert_eq!(state.items.failed, GIVEN_UP as u64 + 5);
    let last = state.given_up.back().unwrap();
    assert_eq!((last.failure.at, last.failure.reason.as_str(), state.given_up.len()), (at(3), "not_found", GIVEN_UP));
    let kept: State = serde_json::from_str(&serde_json::to_string(&state).unwrap()).unwrap();
    assert_eq!(kept, state);
}

#[test]
fn what_is_gone_for_good_is_dead_and_hardly_asked() {
    let mut state = source();
    state.succeeded(at(0), HOUR, links(&["a"]));
    state.failed(at(1), HOUR, &Problem::failed("gone", "no more".to_owned()), &Config::default());
    assert_eq!((status(&state, 1), state.next_attempt), (Status::Dead, Some(at(25))));
    state.succeeded(at(25), HOUR, links(&["b"]));
    assert_eq!(status(&state, 25), Status::Ok);
}

#[test]
fn a_link_that_waits_for_its_host_stops_no_other() {
    let mut state = source();
    state.pass_over();
    state.succeeded(at(0), HOUR, links(&["a", "b"]));
    state.pass_over();
    assert_eq!(state.next_link().map(|link| (link.url.as_str(), link.tries)), Some(("https://a.example/b", 0)));
}
