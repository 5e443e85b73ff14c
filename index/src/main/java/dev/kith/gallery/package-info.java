@NullMarked
package dev.kith.gallery;

import org.jspecify.annotations.NullMarked;
