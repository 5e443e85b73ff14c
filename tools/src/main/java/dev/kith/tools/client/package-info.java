/// A client of Kith's HTTP interface.
@NullMarked
package dev.kith.tools.client;

import org.jspecify.annotations.NullMarked;
