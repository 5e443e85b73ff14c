/// The whole product: real processes, started by the launcher.
@NullMarked
package dev.kith.tools.product;

import org.jspecify.annotations.NullMarked;
