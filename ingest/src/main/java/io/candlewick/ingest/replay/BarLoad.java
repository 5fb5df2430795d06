package io.candlewick.ingest.replay;

import io.candlewick.ingest.format.BarFile;
import io.candlewick.ingest.format.BarReader;
import io.candlewick.ingest.format.SourceFaultException;
import io.candlewick.ingest.publish.BarPublisher;
import io.candlewick.market.Bar;
import io.candlewick.market.Times;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Loads files of a vendor's bars into a topic, one file after the other.
 *
 * <p><b>Edges</b>: a file that cannot be read to its end is a fault of the result; what stood before the damage is published.
 * <b>Thread</b>: one.
 */
public final class BarLoad {

    private final List<BarFile> files;
    private final BarPublisher publisher;
    private final Duration longestQuiet;
    private final Path rejectFile;

    private final List<String> faults = new ArrayList<>();
    private final List<String> holes = new ArrayList<>();
    private long holeCount;
    private long bars;
    private long duplicates;
    private long ambiguous;
    private @Nullable Instant first;
    private @Nullable Instant last;

    /**
     * What to load.
     *
     * @param files the files
     * @param publisher takes the bars
     * @param longestQuiet how long an open market may be without a bar before the file counts as having a hole
     * @param rejectFile where bad lines are written
     */
    public BarLoad(List<BarFile> files, BarPublisher publisher, Duration longestQuiet, Path rejectFile) {
        this.files = List.copyOf(files);
        this.publisher = publisher;
        this.longestQuiet = longestQuiet;
        this.rejectFile = rejectFile;
    }

    /**
     * Loads the files; to be called once.
     *
     * @return what was loaded
     */
    public BarLoadResult run() {
        try (RejectFile rejects = new RejectFile(rejectFile)) {
            for (BarFile file : files) {
                load(file, rejects);
            }
            publisher.flush();
            return new BarLoadResult(
                    bars,
                    duplicates,
                    ambiguous,
                    holeCount,
                    holes,
                    rejects.counts(),
                    rejects.examples(),
                    rejects.path(),
                    Optional.ofNullable(first),
                    Optional.ofNullable(last),
                    faults);
        }
    }

    private void load(BarFile file, RejectFile rejects) {
        CoveredRuns runs = new CoveredRuns(publisher, file.instrument().calendar(), longestQuiet);
        try (BarReader reader = BarReader.open(file, rejects)) {
            try {
                for (Bar bar = reader.next(); bar != null; bar = reader.next()) {
                    runs.add(bar);
                    note(bar);
                }
            } finally {
                duplicates += reader.duplicates();
                ambiguous += reader.ambiguous();
            }
        } catch (SourceFaultException fault) {
            faults.add(String.valueOf(fault.getMessage()));
        }
        runs.end();
        holeCount += runs.holes();
        holes.addAll(runs.examples());
    }

    private void note(Bar bar) {
        bars++;
        Instant start = Times.instant(bar.key().startTimeUs());
        Instant end = Times.instant(bar.endTimeUs());
        first = first == null || start.isBefore(first) ? start : first;
        last = last == null || end.isAfter(last) ? end : last;
    }
}
