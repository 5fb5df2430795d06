package io.candlewick.ingest.format;

import io.candlewick.avro.TickKind;
import io.candlewick.market.Times;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.LZMAInputStream;

/**
 * Dukascopy's file of one hour: LZMA-alone, records of 20 big-endian bytes.
 *
 * <p><b>Shape</b>: {@code |0 ms since the hour:i32 |4 ask:i32 |8 bid:i32 |12 ask volume:f32 |16 bid volume:f32|}; ask comes first; prices count
 * 10^-scale, volumes millions of the base. <b>Edges</b>: an empty file is an hour without ticks. The hour comes from the path, {@code
 * 2019/01/04/15h_ticks.bi5}, whose month counts from 00, or is given. <b>Source</b>: providers' archive layout as dukascopy-node
 * reads it (src/url-generator).
 */
final class DukascopySource implements TickSource {

    private static final int RECORD = 20;
    private static final int MAX_MEMORY_KIB = 256 * 1024;
    private static final Pattern HOUR_PATH =
            Pattern.compile("([0-9]{4})[/\\\\_-]([0-9]{2})[/\\\\_-]([0-9]{2})[/\\\\_-]([0-9]{2})h_ticks\\.bi5$");

    private final Path path;
    private final double divisor;
    private final long hourUs;
    private final RejectListener rejects;
    private final TickRow row = new TickRow();
    private final byte[] record = new byte[RECORD];
    private final ByteBuffer values = ByteBuffer.wrap(record);
    private @Nullable InputFile file;
    private @Nullable InputStream records;
    private long number;
    private boolean ended;

    DukascopySource(TickFile tickFile, RejectListener rejects) throws SourceFaultException {
        this.path = tickFile.path();
        this.rejects = rejects;
        this.hourUs = Times.us(tickFile.hour()
                .or(() -> hourOf(path))
                .orElseThrow(() -> new SourceFaultException(path
                        + ": the hour does not show in the path (.../2019/01/04/15h_ticks.bi5, month from 00); give it"
                        + " with --hour 2019-02-04T15:00:00Z")));
        int scale = tickFile.priceScale()
                .orElseThrow(() -> new SourceFaultException(path + ": dukascopy files need the price scale of "
                        + tickFile.symbol().map(Object::toString).orElse("the symbol") + ", e.g. 5 for EUR/USD"));
        this.divisor = BigDecimal.ONE.movePointRight(scale).doubleValue();
        row.symbol = tickFile.requiredSymbol();
        row.kind = TickKind.QUOTE;
    }

    static Optional<Instant> hourOf(Path path) {
        Matcher matcher = HOUR_PATH.matcher(path.toString());
        if (!matcher.find()) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDateTime.of(
                            Integer.parseInt(matcher.group(1)),
                            Integer.parseInt(matcher.group(2)) + 1,
                            Integer.parseInt(matcher.group(3)),
                            Integer.parseInt(matcher.group(4)),
                            0)
                    .toInstant(ZoneOffset.UTC));
        } catch (DateTimeException noSuchHour) {
            return Optional.empty();
        }
    }

    @Override
    public boolean next() throws SourceFaultException {
        if (ended) {
            return false;
        }
        InputStream in = records == null ? open() : records;
        try {
            int got = in.readNBytes(record, 0, RECORD);
            if (got == RECORD) {
                number++;
                fill();
                return true;
            }
            ended = true;
            if (got > 0) {
                rejects.rejected(
                        path,
                        number + 1,
                        RejectReason.CUT_RECORD,
                        "the last record has " + got + " of " + RECORD + " bytes",
                        HexFormat.of().formatHex(record, 0, got));
            }
            return false;
        } catch (IOException cause) {
            ended = true;
            throw inputFile().fault(cause, "after record " + number);
        }
    }

    /* Opened on first use: a year of hours is thousands of files, and the merge needs a few of them at a time. */
    private InputStream open() throws SourceFaultException {
        InputFile opened = InputFile.open(path);
        file = opened;
        InputStream decoded;
        try {
            InputStream in = opened.stream();
            in.mark(1);
            boolean empty = in.read() < 0;
            in.reset();
            decoded = empty ? InputStream.nullInputStream() : new LZMAInputStream(in, MAX_MEMORY_KIB);
        } catch (EOFException cut) {
            throw opened.fault(cut, "within its header");
        } catch (IOException notLzma) {
            ended = true;
            throw new SourceFaultException(path + ": not an LZMA file: " + notLzma.getMessage(), notLzma);
        }
        records = decoded;
        return decoded;
    }

    private InputFile inputFile() {
        return java.util.Objects.requireNonNull(file, "file");
    }

    private void fill() {
        row.eventTimeUs = hourUs + values.getInt(0) * 1_000L;
        row.ask = values.getInt(4) / divisor;
        row.bid = values.getInt(8) / divisor;
        row.askSize = units(values.getFloat(12));
        row.bidSize = units(values.getFloat(16));
    }

    /* Millions to units by way of the shortest decimal: 1.12f is 1,120,000, not 1,120,000.0047. */
    private static double units(float millions) {
        if (Float.isNaN(millions) || Float.isInfinite(millions)) {
            return Double.NaN;
        }
        return new BigDecimal(Float.toString(millions)).movePointRight(6).doubleValue();
    }

    @Override
    public TickRow row() {
        return row;
    }

    @Override
    public long earliestUs() {
        return hourUs;
    }

    @Override
    public long bytesRead() {
        return file == null ? 0 : file.bytesRead();
    }

    @Override
    public long otherSymbols() {
        return 0;
    }

    @Override
    public void close() {
        try {
            if (file != null) {
                file.stream().close();
            }
        } catch (IOException ignored) {
            // The file was only read: nothing is lost with it.
        }
    }
}
