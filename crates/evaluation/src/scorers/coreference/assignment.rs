//! The greatest sum of weights over one-to-one assignments of rows to columns: the Hungarian method with potentials, in
//! cubic time.

/// The sum. Rows must be equally long; weights must not be negative.
pub(super) fn greatest(weights: Vec<Vec<f64>>) -> f64 {
    let columns = weights.first().map_or(0, Vec::len);
    let weights = if weights.len() > columns { transpose(&weights, columns) } else { weights };
    let columns = weights.first().map_or(0, Vec::len);
    let mut solver = Solver {
        row_potential: vec![0.0; weights.len() + 1],
        column_potential: vec![0.0; columns + 1],
        row_of: vec![0; columns + 1],
        weights,
    };
    (1..=solver.weights.len()).for_each(|row| solver.add(row));
    let chosen = solver.row_of.iter().enumerate().skip(1).filter(|(_, row)| **row > 0);
    chosen.map(|(column, row)| -solver.cost(*row, column)).sum()
}

fn transpose(weights: &[Vec<f64>], columns: usize) -> Vec<Vec<f64>> {
    let column = |at: usize| weights.iter().map(|row| row.get(at).copied().unwrap_or_default()).collect();
    (0..columns).map(column).collect()
}

/// Rows and columns count from 1; 0 is the start of a search.
struct Solver {
    weights: Vec<Vec<f64>>,
    row_potential: Vec<f64>,
    column_potential: Vec<f64>,
    row_of: Vec<usize>,
}

/// A shortest path from a new row to a free column.
struct Search {
    least: Vec<f64>,
    before: Vec<usize>,
    seen: Vec<bool>,
}

#[expect(clippy::indexing_slicing, reason = "rows and columns are those of the vectors built in `greatest`")]
impl Solver {
    fn cost(&self, row: usize, column: usize) -> f64 {
        -self.weights[row - 1][column - 1]
    }

    /// Gives a row a column, moving others where that is cheaper.
    fn add(&mut self, row: usize) {
        let columns = self.row_of.len();
        let mut search =
            Search { least: vec![f64::INFINITY; columns], before: vec![0; columns], seen: vec![false; columns] };
        self.row_of[0] = row;
        let mut column = 0;
        while self.row_of[column] != 0 {
            search.seen[column] = true;
            column = self.step(&mut search, column);
        }
        while column != 0 {
            let before = search.before[column];
            self.row_of[column] = self.row_of[before];
            column = before;
        }
    }

    /// Lowers the reduced costs until one more column is reached.
    fn step(&mut self, search: &mut Search, from: usize) -> usize {
        let row = self.row_of[from];
        let mut nearest = 0;
        let mut delta = f64::INFINITY;
        for column in (1..search.seen.len()).filter(|column| !search.seen[*column]) {
            let reduced = self.cost(row, column) - self.row_potential[row] - self.column_potential[column];
            if reduced < search.least[column] {
                search.least[column] = reduced;
                search.before[column] = from;
            }
            if search.least[column] < delta {
                delta = search.least[column];
                nearest = column;
            }
        }
        for column in 0..search.seen.len() {
            if search.seen[column] {
                self.row_potential[self.row_of[column]] += delta;
                self.column_potential[column] -= delta;
            } else {
                search.least[column] -= delta;
            }
        }
        nearest
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// All assignments, one by one.
    fn by_force(weights: &[Vec<f64>], taken: &mut Vec<usize>) -> f64 {
        let Some((row, rest)) = weights.split_first() else { return 0.0 };
        let mut best = by_force(rest, taken);
        for (column, weight) in row.iter().enumerate() {
            if !taken.contains(&column) {
                taken.push(column);
                best = best.max(weight + by_force(rest, taken));
                taken.pop();
            }
        }
        best
    }

    proptest! {
        #[test]
        fn no_assignment_is_better(
            weights in (0usize..5, 0usize..5).prop_flat_map(|(rows, columns)| {
                proptest::collection::vec(proptest::collection::vec(0.0f64..1.0, columns), rows)
            })
        ) {
            prop_assert!((by_force(&weights, &mut Vec::new()) - greatest(weights)).abs() < 1e-9);
        }
    }

    #[test]
    fn the_greedy_choice_is_not_the_best() {
        let sum = greatest(vec![vec![0.9, 0.8], vec![0.8, 0.1]]);
        assert!((sum - 1.6).abs() < 1e-12, "{sum}");
    }
}
