/// What a command works on: a server, or a data directory that it opens itself.
@NullMarked
package dev.kith.tools.target;

import org.jspecify.annotations.NullMarked;
