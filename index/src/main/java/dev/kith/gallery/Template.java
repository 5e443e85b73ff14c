package dev.kith.gallery;

/// One enrolled sample as the registry holds it now. Numbers are the registry's own, unique over
/// all galleries and never used twice; ids are the client's.
public record Template(
    long number, long subjectNumber, SubjectId subject, TemplateId id, Embedding embedding) {}
