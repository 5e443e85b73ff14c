@NullMarked
package dev.kith.tools;

import org.jspecify.annotations.NullMarked;
