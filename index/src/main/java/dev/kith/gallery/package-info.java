/// The vocabulary of an open-set identification gallery (terms of ISO/IEC 2382-37 and NIST FRTE),
/// free of storage and transport. [dev.kith.gallery.Registry] is the truth, a
/// [dev.kith.gallery.Generation] a view that follows it.
@NullMarked
package dev.kith.gallery;

import org.jspecify.annotations.NullMarked;
