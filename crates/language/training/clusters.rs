//! Word vectors to a tree of clusters: k-means inside k-means.

use std::fs;
use std::io;
use std::path::Path;

use crate::hashing::hash_str;

/// Branches at each level: sixteen of sixteen of eight.
const BRANCHES: [usize; 3] = [16, 16, 8];
/// Words taken, the commonest first.
const WORDS: usize = 100_000;

/// The cluster file of vectors in GloVe's text format; see `words.rs` for its shape.
pub(super) fn write(path: &Path) -> io::Result<Vec<u8>> {
    let text = fs::read_to_string(path)?;
    let mut words = Vec::new();
    let mut vectors = Vec::new();
    for line in text.lines().take(WORDS) {
        let mut fields = line.split(' ');
        words.push(fields.next().unwrap_or_default().to_owned());
        let vector: Vec<f32> = fields.filter_map(|field| field.parse().ok()).collect();
        let norm = vector.iter().map(|x| x * x).sum::<f32>().sqrt().max(1e-6);
        vectors.push(vector.iter().map(|x| x / norm).collect::<Vec<f32>>());
    }
    let mut clusters = vec![0_u16; words.len()];
    let all: Vec<usize> = (0..words.len()).collect();
    divide(&vectors, &all, &BRANCHES, &mut clusters);
    let mut entries: Vec<(u64, u16)> =
        words.iter().zip(&clusters).map(|(word, cluster)| (hash_str(word), cluster + 1)).collect();
    entries.sort_unstable();
    Ok(layout(&entries))
}

fn layout(entries: &[(u64, u16)]) -> Vec<u8> {
    let start = |bucket: u64| 4 * entries.partition_point(|(hash, _)| hash >> 48 < bucket) as u32;
    let mut out: Vec<u8> = (0..=1 << 16).flat_map(|bucket| start(bucket).to_le_bytes()).collect();
    for (hash, cluster) in entries {
        out.extend(((hash & 0xFFFF) as u16).to_le_bytes());
        out.extend(cluster.to_le_bytes());
    }
    out
}

fn divide(vectors: &[Vec<f32>], members: &[usize], branches: &[usize], clusters: &mut [u16]) {
    let Some((branch, deeper)) = branches.split_first() else { return };
    let assigned = k_means(vectors, members, *branch);
    for cluster in 0..*branch {
        let inside: Vec<usize> =
            members.iter().zip(&assigned).filter(|(_, a)| **a == cluster).map(|(m, _)| *m).collect();
        inside.iter().for_each(|member| clusters[*member] = clusters[*member] * *branch as u16 + cluster as u16);
        divide(vectors, &inside, deeper, clusters);
    }
}

/// The cluster of each member, by cosine; the first centres are spread evenly over the members.
fn k_means(vectors: &[Vec<f32>], members: &[usize], count: usize) -> Vec<usize> {
    let step = (members.len() / count).max(1);
    let mut centres: Vec<Vec<f32>> =
        (0..count).filter_map(|c| members.get(c * step)).map(|m| vectors[*m].clone()).collect();
    let mut assigned = vec![0; members.len()];
    for _ in 0..12 {
        for (slot, member) in assigned.iter_mut().zip(members) {
            let dot = |centre: &Vec<f32>| centre.iter().zip(&vectors[*member]).map(|(a, b)| a * b).sum::<f32>();
            *slot = (0..centres.len()).max_by(|a, b| dot(&centres[*a]).total_cmp(&dot(&centres[*b]))).unwrap_or(0);
        }
        for (c, centre) in centres.iter_mut().enumerate() {
            centre.fill(0.0);
            for (_, member) in assigned.iter().zip(members).filter(|(a, _)| **a == c) {
                centre.iter_mut().zip(&vectors[*member]).for_each(|(sum, x)| *sum += x);
            }
            let norm = centre.iter().map(|x| x * x).sum::<f32>().sqrt().max(1e-6);
            centre.iter_mut().for_each(|x| *x /= norm);
        }
    }
    assigned
}
