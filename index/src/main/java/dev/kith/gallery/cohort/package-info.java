/// How high strangers score against the live gallery: a follower that keeps, for each stranger of
/// the cohort and for a sample of the gallery's own templates, the nearest templates. It reads the
/// change log on a thread of its own; no enrolment waits for it. Scores are exact, never a graph's:
/// a missed neighbour would lower the measured FPIR.
@NullMarked
package dev.kith.gallery.cohort;

import org.jspecify.annotations.NullMarked;
