package io.candlewick.ingest.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {

    @TempDir
    Path directory;

    private Spool open(long maxBytes) {
        return Spool.open(new SpoolConfig(directory, maxBytes, 2_048, Duration.ofSeconds(1)), System::nanoTime);
    }

    static OutgoingRecord record(int number) {
        return new OutgoingRecord(
                OutgoingRecord.Kind.TICK,
                "ticks.live",
                2,
                "EUR/USD".getBytes(StandardCharsets.UTF_8),
                ("value-" + number).getBytes(StandardCharsets.UTF_8),
                List.of(new RecordHeader("feed", "polygon.forex".getBytes(StandardCharsets.UTF_8))));
    }

    private static List<String> values(Spool spool, long from) throws IOException {
        List<String> values = new ArrayList<>();
        long position = from;
        while (true) {
            List<Spool.Spooled> records = spool.read(position, 7);
            if (records.isEmpty()) {
                return values;
            }
            for (Spool.Spooled spooled : records) {
                values.add(new String(spooled.record().value(), StandardCharsets.UTF_8));
                position = spooled.endPosition();
            }
        }
    }

    private long files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".spool")).count();
        }
    }

    @Test
    void shouldReadBackARecordAsItWas() {
        OutgoingRecord read = OutgoingRecord.of(ByteBuffer.wrap(record(7).toBytes()));

        assertThat(read).usingRecursiveComparison().isEqualTo(record(7));
    }

    @Test
    void shouldKeepTheOrderAcrossFilesAndRestarts() throws IOException {
        try (Spool spool = open(1_000_000)) {
            for (int number = 0; number < 100; number++) {
                assertThat(spool.append(record(number), false)).isTrue();
            }
        }
        assertThat(files()).isGreaterThan(3);

        try (Spool spool = open(1_000_000)) {
            spool.append(record(100), false);

            List<String> values = values(spool, spool.acked());
            assertThat(values).hasSize(101).startsWith("value-0", "value-1").endsWith("value-100");
        }
    }

    @Test
    void shouldDeleteFilesWhoseRecordsAreAllAcknowledgedAndGoOnFromThere() throws IOException {
        try (Spool spool = open(1_000_000)) {
            for (int number = 0; number < 100; number++) {
                spool.append(record(number), false);
            }
            spool.acknowledge(spool.read(0, 95).get(94).endPosition());

            assertThat(files()).isLessThan(3);
        }

        try (Spool spool = open(1_000_000)) {
            assertThat(values(spool, spool.acked()))
                    .containsExactly("value-95", "value-96", "value-97", "value-98", "value-99");
            spool.acknowledge(spool.end());
        }
        try (Spool spool = open(1_000_000)) {
            assertThat(spool.pendingBytes()).isZero();
        }
    }

    @Test
    void shouldCutARecordHalfWrittenByAKilledProcess() throws IOException {
        Path last;
        try (Spool spool = open(1_000_000)) {
            spool.append(record(0), false);
            spool.append(record(1), false);
        }
        try (Stream<Path> files = Files.list(directory)) {
            last = files.filter(file -> file.toString().endsWith(".spool"))
                    .findFirst()
                    .orElseThrow();
        }
        byte[] half = ByteBuffer.allocate(20).putInt(100).putInt(42).array();
        Files.write(last, half, StandardOpenOption.APPEND);

        try (Spool spool = open(1_000_000)) {
            spool.append(record(2), false);

            assertThat(values(spool, 0)).containsExactly("value-0", "value-1", "value-2");
        }
    }

    @Test
    void shouldRefuseTicksBeyondItsBoundAndKeepAReserveForMarks() throws IOException {
        try (Spool spool = open(4_096)) {
            int kept = 0;
            while (spool.append(record(kept), false)) {
                kept++;
            }

            assertThat(kept).isBetween(20, 60);
            assertThat(spool.append(record(-1), true)).isTrue();
            spool.acknowledge(spool.end());
            assertThat(spool.append(record(-2), false)).isTrue();
        }
    }

    @Test
    void shouldBelongToOneProcessAtATime() {
        try (Spool spool = open(4_096)) {
            assertThat(spool.pendingBytes()).isZero();
            assertThatThrownBy(() -> open(4_096))
                    .isInstanceOf(PublishException.class)
                    .hasMessageContaining("is used by another process");
        }
    }
}
