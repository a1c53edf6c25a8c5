//! Numbers dealt out to buckets, so that each is sorted in the cache and nothing larger is.

/// What one batch of work dealt out.
pub(super) struct Dealt {
    numbers: Vec<u64>,
    /// Where each bucket's begin, and the end of the last.
    starts: Vec<u32>,
}

impl Dealt {
    /// Deals out, by a counting sort.
    pub(super) fn new(buckets: usize, numbers: &[u64], bucket: impl Fn(u64) -> usize) -> Self {
        let mut starts = vec![0_u32; buckets + 1];
        for &number in numbers {
            starts[bucket(number) + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut next = starts.clone();
        let mut dealt = vec![0; numbers.len()];
        for &number in numbers {
            let place = &mut next[bucket(number)];
            dealt[*place as usize] = number;
            *place += 1;
        }
        Self { numbers: dealt, starts }
    }

    fn bucket(&self, number: usize) -> &[u64] {
        &self.numbers[self.starts[number] as usize..self.starts[number + 1] as usize]
    }

    /// What all batches dealt to one bucket, sorted, each once.
    pub(super) fn gather(all: &[Self], number: usize) -> Vec<u64> {
        let size = all.iter().map(|dealt| dealt.bucket(number).len()).sum();
        let mut numbers = Vec::with_capacity(size);
        for dealt in all {
            numbers.extend_from_slice(dealt.bucket(number));
        }
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buckets_hold_what_was_dealt_to_them() {
        let all = [
            Dealt::new(3, &[5, 3, 4, 3, 8], |number| number as usize % 3),
            Dealt::new(3, &[], |_| 0),
            Dealt::new(3, &[2, 6], |number| number as usize % 3),
        ];
        assert_eq!(Dealt::gather(&all, 0), [3, 6]);
        assert_eq!(Dealt::gather(&all, 1), [4]);
        assert_eq!(Dealt::gather(&all, 2), [2, 5, 8]);
    }
}
