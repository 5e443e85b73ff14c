@NullMarked
package dev.kith.server.http;

import org.jspecify.annotations.NullMarked;
