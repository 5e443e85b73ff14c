package dev.kith.gallery.registry;

import dev.kith.gallery.SubjectId;

/// A subject of some gallery, by the id that clients gave.
record Named(long gallery, SubjectId id) {}
