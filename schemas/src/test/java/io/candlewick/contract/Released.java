package io.candlewick.contract;

import io.candlewick.avro.BackfillRange;
import io.candlewick.avro.BackfillRequest;
import io.candlewick.avro.Bar;
import io.candlewick.avro.EconomicEvent;
import io.candlewick.avro.FeedState;
import io.candlewick.avro.Gap;
import io.candlewick.avro.IndicatorSet;
import io.candlewick.avro.Instrument;
import io.candlewick.avro.Subscription;
import io.candlewick.avro.Tick;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/** What releases wrote, and the records that the contract has today. */
public final class Released {

    /** A folder a release. */
    public static final Path FOLDER = Path.of("src", "test", "resources", "released");

    /** Every record of the contract. */
    public static final List<Class<? extends SpecificRecord>> RECORDS = List.of(
            Tick.class,
            Bar.class,
            IndicatorSet.class,
            FeedState.class,
            Gap.class,
            BackfillRequest.class,
            BackfillRange.class,
            EconomicEvent.class,
            Instrument.class,
            Subscription.class);

    private Released() {}

    /** A schema as a release registered it. */
    public record Version(String release, Schema schema) {}

    /** Every schema of every release. */
    public static List<Version> schemas() {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".avsc"))
                    .sorted()
                    .map(file -> new Version(FOLDER.relativize(file).getName(0).toString(), parse(file)))
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The schema of a record as a release registered it. */
    public static Schema schema(String release, String record) {
        return parse(FOLDER.resolve(release).resolve(record + ".avsc"));
    }

    private static Schema parse(Path file) {
        try {
            return new Schema.Parser().parse(Files.readString(file));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
