/// What Kith does with samples, free of HTTP: identify, enrol, verify, and the long jobs. The
/// server's routes and the command line both stand on it.
@NullMarked
package dev.kith.server.work;

import org.jspecify.annotations.NullMarked;
