package io.candlewick.ingest.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candlewick.ingest.fuzz.Junk;
import io.candlewick.ingest.fuzz.Tally;
import io.candlewick.ingest.venue.CollectedBars;
import io.candlewick.market.Symbol;
import io.candlewick.market.Timeframe;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import org.junit.jupiter.api.Test;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.LZMAOutputStream;

/** Whatever a file holds, it is read to its end or to one fault that names it; every line is a tick or refused with its number, and costs no other. */
class FormatFuzzTest {

    private static final Tally FILES = new Tally("files of ticks and bars");
    private static final Path FILE = file();
    private static final Map<FileFormat, List<String>> LINES = lines();
    private static final List<String> BAR_LINES = List.of(
            "epoch_ms,open,high,low,close,volume",
            "1551657600000,1.1,1.2,1.0,1.1,5",
            "1551657660000,1.1,1.2,1.0,1.1,5",
            "1551657720000,1.1,1.2,1.0,1.1,5");

    private long rejects;

    @Property
    void shouldLoseNoTickBesideALineThatIsNone(@ForAll FileFormat format, @ForAll long seed) throws IOException {
        List<String> whole = LINES.get(format);
        if (whole == null) {
            return;
        }
        Random random = new Random(seed);
        List<String> content = new ArrayList<>(whole);
        for (int count = random.nextInt(4); count >= 0; count--) {
            String line = new String(
                    Junk.bytes(whole.get(whole.size() - 1).getBytes(StandardCharsets.ISO_8859_1), random),
                    StandardCharsets.ISO_8859_1);
            // The first lines tell what the columns are.
            content.add(
                    2 + random.nextInt(content.size() - 1),
                    line.replace("\n", "").replace("\r", ""));
        }
        Files.writeString(FILE, String.join("\n", content) + "\n", StandardCharsets.ISO_8859_1);

        long ticks = read(format);

        assertThat(ticks).isGreaterThanOrEqualTo(ticksIn(whole));
    }

    @Property
    void shouldReadOrRefuseDamagedFiles(@ForAll FileFormat format, @ForAll long seed) throws IOException {
        Random random = new Random(seed);
        byte[] content = random.nextInt(10) == 0 ? noise(random) : content(format);
        byte[] damaged = random.nextBoolean() ? Junk.bytes(content, random) : content;
        byte[] packed = packed(damaged, random);
        Files.write(FILE, random.nextBoolean() ? Junk.bytes(packed, random) : packed);

        readOrRefuse(format);
    }

    @Property
    void shouldReadOrRefuseDamagedFilesOfBars(@ForAll BarFormat format, @ForAll long seed) throws IOException {
        Random random = new Random(seed);
        String whole = format == BarFormat.BARS_CSV
                ? String.join("\n", BAR_LINES)
                : "20190304 000000;1.1;1.2;1.0;1.1;0\n20190304 000100;1.1;1.2;1.0;1.1;0\n";
        byte[] packed = packed(Junk.bytes(whole.getBytes(StandardCharsets.UTF_8), random), random);
        Files.write(FILE, random.nextBoolean() ? Junk.bytes(packed, random) : packed);

        FILES.input();
        rejects = 0;
        long bars = 0;
        try (BarReader reader = BarReader.open(
                new BarFile(
                        FILE, format, CollectedBars.instrument("EUR/USD", "x", "x"), Timeframe.M1, Optional.empty()),
                this::reject)) {
            while (reader.next() != null) {
                bars++;
            }
        } catch (SourceFaultException fault) {
            assertThat(fault).hasMessageContaining(FILE.toString());
            rejects++;
        }
        FILES.taken(bars);
        FILES.refused(rejects);
    }

    /* Found by the damage above: Java's reader answers a name that is no UTF-8 with an IllegalArgumentException. */
    @Test
    void shouldRefuseAZipWhoseFileHasNoName() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            out.putNextEntry(new ZipEntry("x"));
            out.write(BAR_LINES.get(0).getBytes(StandardCharsets.UTF_8));
        }
        byte[] zip = bytes.toByteArray();
        // The name stands behind the thirty bytes of its header.
        zip[30] = (byte) 0xFF;
        Files.write(FILE, zip);

        assertThatThrownBy(() -> read(FileFormat.QUOTES_CSV))
                .isInstanceOf(SourceFaultException.class)
                .hasMessageContaining("the zip's list of files is damaged");
    }

    private void readOrRefuse(FileFormat format) {
        try {
            long unused = read(format);
        } catch (SourceFaultException fault) {
            assertThat(fault).hasMessageContaining(FILE.toString());
            FILES.refused(1);
        }
    }

    private long read(FileFormat format) throws SourceFaultException {
        FILES.input();
        rejects = 0;
        long ticks = 0;
        TickFile file = new TickFile(
                FILE,
                format,
                Optional.of(Symbol.of("EUR/USD")),
                Optional.of(5),
                Optional.of(Instant.parse("2019-02-04T15:00:00Z")),
                Optional.empty());
        try (TickSource source = FileFormat.open(file, this::reject)) {
            while (source.next()) {
                ticks++;
                assertThat(source.row().eventTimeUs).isNotEqualTo(Long.MIN_VALUE);
            }
        } finally {
            FILES.taken(ticks);
            FILES.refused(rejects);
        }
        return ticks;
    }

    private void reject(Path file, long line, RejectReason reason, String detail, String text) {
        assertThat(line).isPositive();
        assertThat(detail).isNotBlank();
        assertThat(text.length()).isLessThanOrEqualTo(1_000);
        rejects++;
    }

    @AfterContainer
    static void tell() throws IOException {
        FILES.print();
        Files.deleteIfExists(FILE);
    }

    private static long ticksIn(List<String> lines) {
        return lines.stream().filter(line -> !line.startsWith("epoch")).count();
    }

    private static byte[] content(FileFormat format) throws IOException {
        List<String> lines = LINES.get(format);
        return lines == null ? dukascopy() : (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static Map<FileFormat, List<String>> lines() {
        Map<FileFormat, List<String>> lines = new EnumMap<>(FileFormat.class);
        lines.put(
                FileFormat.QUOTES_CSV,
                List.of("epoch_ms,bid,ask", "1398920401787,1.38727,1.38729", "1398920401788,1.38727,1.38729"));
        lines.put(
                FileFormat.TRADES_CSV,
                List.of("epoch_ms,price,size", "1398920401787,1.38727,5", "1398920401788,1.38728,0.5"));
        lines.put(
                FileFormat.HISTDATA,
                List.of("20190304 000000123,1.13645,1.13651,0", "20190304 000001123,1.13645,1.13651,0"));
        lines.put(
                FileFormat.TRUEFX,
                List.of("EUR/USD,20190304 00:00:00.123,1.13645,1.13651", "EUR/USD,20190304 00:00:01.123,1.1,1.2"));
        lines.put(
                FileFormat.BINANCE,
                List.of(
                        "1,42000.1,0.5,21000.05,1704067200000,True,True",
                        "2,42000.2,0.5,21000.1,1704067200001,False,True"));
        return lines;
    }

    private static byte[] dukascopy() throws IOException {
        ByteArrayOutputStream records = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(records);
        for (int record = 0; record < 20; record++) {
            out.writeInt(record * 100);
            out.writeInt(113_650 + record);
            out.writeInt(113_645 + record);
            out.writeFloat(1.5f);
            out.writeFloat(0.75f);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (LZMAOutputStream lzma = new LZMAOutputStream(bytes, new LZMA2Options(0), -1)) {
            lzma.write(records.toByteArray());
        }
        return bytes.toByteArray();
    }

    private static byte[] packed(byte[] content, Random random) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        switch (random.nextInt(4)) {
            case 0 -> {
                try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
                    out.write(content);
                }
            }
            case 1 -> {
                try (ZipOutputStream out = new ZipOutputStream(bytes)) {
                    out.putNextEntry(new ZipEntry("ticks.csv"));
                    out.write(content);
                }
            }
            default -> bytes.writeBytes(content);
        }
        return bytes.toByteArray();
    }

    private static byte[] noise(Random random) {
        byte[] noise = new byte[random.nextInt(2_000)];
        random.nextBytes(noise);
        return noise;
    }

    private static Path file() {
        try {
            return Files.createTempFile("format-fuzz", ".dat");
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }
}
