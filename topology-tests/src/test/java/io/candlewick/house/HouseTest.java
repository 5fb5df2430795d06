package io.candlewick.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Dependencies point one way, from the command line down to the vocabulary. */
@AnalyzeClasses(
        packages = "io.candlewick",
        importOptions = {ImportOption.DoNotIncludeTests.class, HouseTest.NoTestJars.class})
class HouseTest {

    /** Leaves out the tests that modules lend one another. */
    static final class NoTestJars implements ImportOption {

        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar");
        }
    }

    @ArchTest
    static final ArchRule shouldLetModulesDependOneWay = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("schemas")
            .definedBy(
                    "io.candlewick.market..",
                    "io.candlewick.contract..",
                    "io.candlewick.serde..",
                    "io.candlewick.config..",
                    "io.candlewick.avro..")
            .layer("ingest")
            .definedBy("io.candlewick.ingest..")
            .layer("streams-app")
            .definedBy("io.candlewick.streams..")
            .layer("connectors")
            .definedBy("io.candlewick.connect..")
            .layer("local")
            .definedBy(
                    "io.candlewick.local..", "io.candlewick.places..", "io.candlewick.checkup..", "io.candlewick.cli..")
            .whereLayer("local")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("ingest")
            .mayOnlyBeAccessedByLayers("local")
            .whereLayer("streams-app")
            .mayOnlyBeAccessedByLayers("local")
            .whereLayer("connectors")
            .mayOnlyBeAccessedByLayers("local")
            .whereLayer("schemas")
            .mayOnlyBeAccessedByLayers("ingest", "streams-app", "connectors", "local");

    @ArchTest
    static final ArchRule shouldKeepTheVocabularyFreeOfKafka = noClasses()
            .that()
            .resideInAPackage("io.candlewick.market..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "java.net..", "java.sql..");

    @ArchTest
    static final ArchRule shouldKeepTheStackFreeOfTheCommandLine = noClasses()
            .that()
            .resideInAnyPackage("io.candlewick.local..", "io.candlewick.places..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.candlewick.cli..");

    @ArchTest
    static final ArchRule shouldHaveNoCyclesOfPackages =
            slices().matching("io.candlewick.(*).(*)..").should().beFreeOfCycles();
}
