package io.candlewick.streams;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.candlewick.streams.app.StreamsMain;
import io.candlewick.streams.store.WriteBehindStore;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import org.apache.kafka.streams.state.QueryableStoreType;

/** Dependencies point one way, time is passed in, and Kafka Streams' internals stay in one class. */
@AnalyzeClasses(packages = "io.candlewick.streams", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule domainKnowsOnlyTheMarket = noClasses()
            .that()
            .resideInAPackage("..streams.domain..")
            .should()
            .dependOnClassesThat()
            .resideOutsideOfPackages(
                    "java..", "org.jspecify..", "io.candlewick.market", "io.candlewick.avro", "..streams.domain..");

    @ArchTest
    static final ArchRule domainUsesOnlyTheEnumsOfTheContract = noClasses()
            .that()
            .resideInAPackage("..streams.domain..")
            .should()
            .dependOnClassesThat(DescribedPredicate.describe(
                    "are generated records",
                    type -> type.getPackageName().equals("io.candlewick.avro") && !type.isEnum()));

    @ArchTest
    static final ArchRule layersPointOneWay = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("domain")
            .definedBy("..streams.domain..")
            .layer("store")
            .definedBy("..streams.store")
            .layer("processor")
            .definedBy("..streams.processor")
            .layer("topology")
            .definedBy("..streams.topology")
            .layer("config")
            .definedBy("..streams.config")
            .layer("app")
            .definedBy("..streams.app")
            .whereLayer("app")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("topology")
            .mayOnlyBeAccessedByLayers("app")
            .whereLayer("config")
            .mayOnlyBeAccessedByLayers("topology", "app")
            .whereLayer("processor")
            .mayOnlyBeAccessedByLayers("topology")
            .whereLayer("store")
            .mayOnlyBeAccessedByLayers("processor", "topology");

    @ArchTest
    static final ArchRule noCycles =
            slices().matching("io.candlewick.streams.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule onlyWriteBehindStoreStandsOnInternals = noClasses()
            .that()
            .areNotAssignableTo(WriteBehindStore.class)
            .and()
            // A public interface, one of whose parameters is of an internal type.
            .areNotAssignableTo(QueryableStoreType.class)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.apache.kafka.streams.state.internals..", "org.apache.kafka.streams.processor.internals..");

    @ArchTest
    static final ArchRule timeIsPassedIn = noClasses()
            .that()
            .areNotAssignableTo(StreamsMain.class)
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(LocalDate.class, "now")
            .orShould()
            .callMethod(LocalDateTime.class, "now")
            .orShould()
            .callMethod(ZonedDateTime.class, "now")
            .orShould()
            .callMethod(Clock.class, "systemUTC")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "exit", int.class);
}
