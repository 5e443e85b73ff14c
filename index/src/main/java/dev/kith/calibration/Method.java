package dev.kith.calibration;

/// Where the knowledge behind a threshold comes from.
public enum Method {
  /// Strangers, compared with the live gallery.
  COHORT("cohort"),
  /// The gallery's own subjects, each as a stranger to all others.
  LEAVE_ONE_OUT("leave-one-out"),
  /// What the encoder's maker measured on classes it never trained on.
  PRIOR("prior"),
  /// Nothing is known.
  NONE("none");

  private final String word;

  Method(String word) {
    this.word = word;
  }

  /// As it stands in answers.
  public String word() {
    return word;
  }
}
