//! Prints the speed of the integer products on the shapes of the encoder's layers: `cargo bench -p dateline-language`.

use std::time::Instant;

use dateline_language::encoder::kernels::{Activations, Path, Weights};

const ROWS: usize = 510;

fn main() {
    for path in Path::ALL.into_iter().filter(|path| path.is_supported()) {
        for (depth, outputs) in [(384, 384), (384, 1536), (1536, 384)] {
            let [eight, seven] = [127, 63].map(|most| measure(path, depth, outputs, most));
            println!("{path:?} {depth}x{outputs}: {eight:.0} G MAC/s, with seven bits {seven:.0}");
        }
    }
}

/// Best of some runs with weights of up to `most`, in 10⁹ multiplications a second on one thread.
fn measure(path: Path, depth: usize, outputs: usize, most: i32) -> f64 {
    let bytes: Vec<i8> = (0..depth * outputs).map(|at| ((at * 31) as i32 % (2 * most + 1) - most) as i8).collect();
    let Some(weights) = Weights::pack(&bytes, &vec![0.01; outputs], &vec![0.1; outputs]) else { return 0.0 };
    let values: Vec<f32> = (0..ROWS * depth).map(|at| (at * 17 % 201) as f32 - 100.0).collect();
    let activations = Activations::quantise(&values, depth, weights.precision(), path);
    let seconds = (0..30).map(|_| {
        let start = Instant::now();
        std::hint::black_box(weights.product(std::hint::black_box(&activations), path));
        start.elapsed().as_secs_f64()
    });
    (ROWS * depth * outputs) as f64 / seconds.fold(f64::INFINITY, f64::min) / 1e9
}
