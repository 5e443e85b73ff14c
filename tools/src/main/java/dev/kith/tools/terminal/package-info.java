/// What a person sees while a command works.
@NullMarked
package dev.kith.tools.terminal;

import org.jspecify.annotations.NullMarked;
