//! Which names are together.

/// No group.
pub(super) const NONE: u32 = u32::MAX;

/// Names in groups, which may be joined.
pub(super) struct Groups {
    /// The group of each name.
    of_name: Vec<u32>,
    /// What each group was joined to; itself if to none.
    joined: Vec<u32>,
}

impl Groups {
    pub fn new(names: usize) -> Self {
        Self { of_name: vec![NONE; names], joined: Vec::new() }
    }

    /// A group without names.
    pub fn add(&mut self) -> u32 {
        let group = self.joined.len() as u32;
        self.joined.push(group);
        group
    }

    pub fn len(&self) -> usize {
        self.joined.len()
    }

    pub fn put(&mut self, name: usize, group: u32) {
        self.of_name[name] = group;
    }

    /// The group of a name; `NONE` if it has none yet.
    pub fn of(&self, name: usize) -> u32 {
        match self.of_name[name] {
            NONE => NONE,
            group => self.root(group),
        }
    }

    pub fn root(&self, mut group: u32) -> u32 {
        while self.joined[group as usize] != group {
            group = self.joined[group as usize];
        }
        group
    }

    /// Makes one group of two: the earlier one.
    pub fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.root(a), self.root(b));
        self.joined[a.max(b) as usize] = a.min(b);
        // Short ways, however many are joined.
        for group in [a, b] {
            self.joined[group as usize] = a.min(b);
        }
    }
}
