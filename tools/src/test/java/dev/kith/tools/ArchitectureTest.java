package dev.kith.tools;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/// The arrows of the house: who may know whom.
@AnalyzeClasses(packages = "dev.kith", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
  @ArchTest
  static final ArchRule modulesStandInAStraightLine =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("tools")
          .definedBy("dev.kith.tools..")
          .layer("server")
          .definedBy("dev.kith.server..")
          .layer("encoder")
          .definedBy("dev.kith.encoder..")
          .layer("index")
          .definedBy("dev.kith.gallery..", "dev.kith.calibration..")
          .whereLayer("tools")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("server")
          .mayOnlyBeAccessedByLayers("tools")
          .whereLayer("encoder")
          .mayOnlyBeAccessedByLayers("server", "tools");

  @ArchTest
  static final ArchRule theVocabularyIsFreeOfStorageAndTransport =
      classes()
          .that()
          .resideInAPackage("dev.kith.gallery")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "dev.kith.gallery",
              "java.lang..",
              "java.io",
              "java.nio..",
              "java.time",
              "java.util..",
              "org.jspecify..");

  @ArchTest
  static final ArchRule calibrationIsPlainMaths =
      classes()
          .that()
          .resideInAPackage("dev.kith.calibration..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "dev.kith.calibration..",
              "dev.kith.gallery",
              "java.lang..",
              "java.util..",
              "org.jspecify..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule luceneStaysInItsPackage =
      noClasses()
          .that()
          .resideOutsideOfPackages("dev.kith.gallery.lucene..", "dev.kith.tools.bench..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.lucene..");

  @ArchTest
  static final ArchRule sqlStaysInTheRegistry =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.kith.gallery.registry..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.sql..", "javax.sql..", "org.sqlite..");

  @ArchTest
  static final ArchRule vertxStaysInTheHttpPackage =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.kith.server.http..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.vertx..", "io.netty..");

  @ArchTest
  static final ArchRule workIsFreeOfHttp =
      noClasses()
          .that()
          .resideInAPackage("dev.kith.server.work..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.kith.server.http..", "java.net.http..");

  @ArchTest
  static final ArchRule onnxRuntimeStaysInItsPackage =
      noClasses()
          .that()
          .resideOutsideOfPackages("dev.kith.encoder.onnx..", "dev.kith.tools.export..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("ai.onnxruntime..");

  /// libtorch comes with DJL: whoever only serves must not meet it.
  @ArchTest
  static final ArchRule onlyTrainingKnowsTorch =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "dev.kith.tools.loss..", "dev.kith.tools.train..", "dev.kith.tools.export..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("ai.djl..");

  @ArchTest
  static final ArchRule theRootHoldsOnlyTheCommandLineTogether =
      noClasses()
          .that(resideInAPackage("dev.kith.tools.*.."))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.kith.tools");

  @ArchTest
  static final ArchRule noPackagesInCircles =
      slices().matching("dev.kith.(**)").should().beFreeOfCycles();
}
