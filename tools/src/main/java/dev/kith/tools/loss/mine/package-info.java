/// Which pairs and triplets of a batch a loss looks at.
///
/// Miners compare distances on the host and choose; nothing is differentiated through the choice.
@NullMarked
package dev.kith.tools.loss.mine;

import org.jspecify.annotations.NullMarked;
