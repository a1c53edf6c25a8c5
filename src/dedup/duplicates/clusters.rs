//! Texts joined into clusters.

/// Disjoint sets (Galler and Fischer's union-find, with path halving). A set's root is its smallest
/// member, whatever the order of joining.
pub(super) struct Forest(Vec<u32>);

impl Forest {
    pub(super) fn new(members: usize) -> Self {
        Self((0..members as u32).collect())
    }

    pub(super) fn root(&mut self, mut member: u32) -> u32 {
        let parents = &mut self.0;
        while parents[member as usize] != member {
            let grandparent = parents[parents[member as usize] as usize];
            parents[member as usize] = grandparent;
            member = grandparent;
        }
        member
    }

    pub(super) fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.root(a), self.root(b));
        self.0[a.max(b) as usize] = a.min(b);
    }
}
