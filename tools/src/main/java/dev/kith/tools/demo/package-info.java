/// The main job in one command.
@NullMarked
package dev.kith.tools.demo;

import org.jspecify.annotations.NullMarked;
