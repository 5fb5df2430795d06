package io.candlewick;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;

@AnalyzeClasses(packages = "io.candlewick", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule VOCABULARY_KNOWS_NO_KAFKA_AND_NO_IO = noClasses()
            .that()
            .resideInAPackage("io.candlewick.market..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.apache.kafka..",
                    "java.net..",
                    "java.io..",
                    "java.nio.file..",
                    "java.nio.channels..",
                    "java.sql..")
            .because("the vocabulary is plain values that every module and every test can use");

    @ArchTest
    static final ArchRule DEPENDENCIES_POINT_ONE_WAY = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("avro")
            .definedBy("io.candlewick.avro..")
            .layer("market")
            .definedBy("io.candlewick.market..")
            .layer("calendar")
            .definedBy("io.candlewick.calendar..")
            .layer("config")
            .definedBy("io.candlewick.config..")
            .layer("contract")
            .definedBy("io.candlewick.contract..")
            .layer("serde")
            .definedBy("io.candlewick.serde..")
            .whereLayer("serde")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("calendar")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("contract")
            .mayOnlyBeAccessedByLayers("serde")
            .whereLayer("market")
            .mayOnlyBeAccessedByLayers("calendar", "contract", "serde")
            .whereLayer("config")
            .mayOnlyBeAccessedByLayers("contract", "serde")
            .whereLayer("avro")
            .mayOnlyBeAccessedByLayers("market", "contract", "serde");

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("io.candlewick.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule TIME_IS_PASSED_IN = noClasses()
            .that()
            // Avro's generated builders are not ours to write.
            .resideOutsideOfPackage("io.candlewick.avro..")
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Clock.class, "systemUTC")
            .orShould()
            .callMethod(System.class, "exit", int.class)
            .because("a replay of yesterday must see yesterday's clock, and only a program may end itself");
}
