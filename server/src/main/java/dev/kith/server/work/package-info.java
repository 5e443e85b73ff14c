@NullMarked
package dev.kith.server.work;

import org.jspecify.annotations.NullMarked;
