/// What following a gallery with a cohort costs.
@NullMarked
package dev.kith.tools.bench.cohort;

import org.jspecify.annotations.NullMarked;
