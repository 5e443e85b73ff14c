package dev.kith.gallery.cohort;

import dev.kith.gallery.Change;
import dev.kith.gallery.GalleryException;
import dev.kith.gallery.Template;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a page of the change log does to the references. Applying it twice changes nothing.
///
/// @param gone numbers of references that no longer are what they were, and of templates
/// @param come references as they are now
/// @param newest number of the newest template that was ever read of
record Moves(Set<Long> gone, List<Reference> come, long newest) {

  /// @param newest number of the newest template that was read of before
  static Moves of(List<Change> page, long newest, GalleryScan scan, Origin origin) {
    Reading reading = new Reading(newest);
    page.forEach(reading::read);
    return switch (scan.gallery().settings().fusion()) {
      case BEST -> reading.templates(origin);
      case CENTROID -> reading.centroids(scan, origin);
    };
  }

  private static final class Reading {
    private final Set<Long> gone = new HashSet<>();
    private final Map<Long, Optional<Template>> now = new LinkedHashMap<>();
    private final Set<Long> subjects = new LinkedHashSet<>();
    private long newest;

    Reading(long newest) {
      this.newest = newest;
    }

    void read(Change change) {
      switch (change) {
        case Change.Enrol(_, Template template) -> {
          if (template.number() <= newest) {
            gone.add(template.number());
          }
          newest = Math.max(newest, template.number());
          now.put(template.number(), Optional.of(template));
          subjects.add(template.subjectNumber());
        }
        case Change.Withdraw(_, long template, long subject) -> {
          gone.add(template);
          now.put(template, Optional.empty());
          subjects.add(subject);
        }
        case Change.Describe _, Change.Forget _ -> {
          // templates are withdrawn by entries of their own
        }
      }
    }

    Moves templates(Origin origin) {
      return new Moves(
          gone,
          now.values().stream()
              .flatMap(Optional::stream)
              .filter(origin::has)
              .map(Reference::of)
              .toList(),
          newest);
    }

    Moves centroids(GalleryScan scan, Origin origin) {
      List<Reference> come = new ArrayList<>();
      for (long subject : subjects) {
        if (subject == 0) {
          throw new GalleryException.Conflict(
              "older-log",
              "got an entry that doesn't say whose template it was, expected newer ones");
        }
        gone.add(Reference.centroid(subject));
        scan.centroid(subject, origin::has).ifPresent(come::add);
      }
      return new Moves(gone, come, newest);
    }
  }
}
