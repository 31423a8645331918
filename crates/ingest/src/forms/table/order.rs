//! Whether a column writes its days or its months first, where both are numbers: `03/04/2024` is read by its neighbours.

use csv::ByteRecord;

use crate::times::{self, Order, Style};
use dateline_record::v1::document_time::Origin;

/// Dates that tell the order at least: one may be a slip, or of another hand.
const ENOUGH: usize = 2;

/// The order that the dates in a column of some rows tell; none where they differ.
pub(super) fn of_column(rows: impl Iterator<Item = ByteRecord>, column: usize) -> Order {
    let (mut day_first, mut month_first) = (0, 0);
    for row in rows {
        let Some((first, second)) = row.get(column).and_then(|field| numbers(&String::from_utf8_lossy(field))) else {
            continue;
        };
        day_first += usize::from(first > 12 && second <= 12);
        month_first += usize::from(second > 12 && first <= 12);
    }
    match (day_first, month_first) {
        (ENOUGH.., 0) => Order::DayFirst,
        (0, ENOUGH..) => Order::MonthFirst,
        _ => Order::Unknown,
    }
}

/// A date in a table as dates are written: the day where the order of its column is known, the moment that is a number, which
/// spreadsheets and data frames may write with a point.
pub(super) fn dated(value: &str, order: Order) -> String {
    let whole = value.split_once('.').map_or(value, |(whole, _)| whole);
    if let Some(moment) = times::of_epoch(whole, Origin::Given).filter(|_| value.parse::<f64>().is_ok()) {
        return moment.value;
    }
    if numbers(value).is_none() || times::read(value, Origin::Given).is_some() {
        return value.to_owned();
    }
    let day = times::written(value, Style { order, ..Style::default() }, Origin::Given);
    day.and_then(|day| day.value.get(..10).map(str::to_owned)).unwrap_or_else(|| value.to_owned())
}

/// The two numbers before the year in what begins with a date in numbers.
fn numbers(value: &str) -> Option<(u8, u8)> {
    let date = value.split_whitespace().next()?;
    let mut parts = date.split(['/', '-']);
    let (first, second, year) = (parts.next()?, parts.next()?, parts.next()?);
    let is_year = year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
    let number = |part: &str| part.parse::<u8>().ok().filter(|number| (1..=31).contains(number));
    number(first).zip(number(second)).filter(|_| is_year && parts.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[rstest::rstest]
    #[case(&["25/04/2024", "03/04/2024", "13/5/2024 10:00"], Order::DayFirst, "2024-04-03")]
    #[case(&["04-25-2024", "nan", "5-31-2024"], Order::MonthFirst, "2024-03-04")]
    #[case(&["25/04/2024", "03/04/2024"], Order::Unknown, "03/04/2024")]
    #[case(&["25/04/2024", "26/04/2024", "04/25/2024", "04/26/2024"], Order::Unknown, "03/04/2024")]
    #[case(&["2024-04-25", "2024-04-26"], Order::Unknown, "03/04/2024")]
    fn a_column_tells_its_order(#[case] column: &[&str], #[case] order: Order, #[case] read: &str) {
        let rows = column.iter().map(|date| ByteRecord::from(vec!["a", date]));
        assert_eq!(of_column(rows, 1), order);
        assert_eq!(dated("03/04/2024", order), read);
    }

    #[rstest::rstest]
    #[case("1712070000")]
    #[case("1712070000.0")]
    #[case("1712070000000")]
    fn moments_may_be_numbers(#[case] number: &str) {
        assert_eq!(dated(number, Order::Unknown), "2024-04-02T15:00:00Z");
    }

    #[test]
    fn other_dates_stay_as_they_are() {
        for date in ["2024-04-02T10:00:00Z", "April 2, 2024", "soon", "25/04/2024", "99/99/2024"] {
            assert_eq!(dated(date, Order::DayFirst), date);
        }
    }
}
