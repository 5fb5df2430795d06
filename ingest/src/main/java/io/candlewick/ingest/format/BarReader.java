package io.candlewick.ingest.format;

import io.candlewick.avro.BarSource;
import io.candlewick.avro.BarStatus;
import io.candlewick.market.Bar;
import io.candlewick.market.BarKey;
import io.candlewick.market.Instrument;
import io.candlewick.market.Ohlc;
import io.candlewick.market.Times;
import io.candlewick.market.TradingCalendar;
import java.io.Closeable;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The bars of one file, each once, in the order of their starts.
 *
 * <p><b>Edges</b>: of a label that its clock showed twice, the first time round is meant until the labels begin again, then the second; a label
 * that its clock never showed is a bad line. A bar that stands there again with the same prices is counted and left out; with other
 * prices, or older than all that is remembered, it is a bad line. <b>Thread</b>: one. <b>Cost</b>: the last {@value #REMEMBERED} bars are
 * remembered, a week of minutes.
 */
public final class BarReader implements Closeable {

    private static final int REMEMBERED = 10_080;
    /* A file of which so many lines are bad before the first good one is of another format: saying so once helps more. */
    private static final int HOPELESS = 1_000;
    private static final int MAX_REJECTED_TEXT = 1_000;
    /* What exact sums have room for, as in the quality gate. */
    private static final double LIMIT = 1e15;

    private final BarFile barFile;
    private final InputFile file;
    private final LineReader lines;
    private final BarLineParser parser;
    private final RejectListener rejects;
    private final Fields fields = new Fields();
    private final Map<Long, BarRow> seen = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, BarRow> eldest) {
            return size() > REMEMBERED;
        }
    };

    private byte separator;
    private long lastStartUs = Long.MIN_VALUE;
    private long bars;
    private long rejected;
    private long duplicates;
    private long ambiguous;
    private @Nullable Bar bar;

    private BarReader(BarFile barFile, InputFile file, RejectListener rejects) {
        this.barFile = barFile;
        this.file = file;
        this.lines = new LineReader(file.stream());
        this.parser = BarLineParser.of(barFile);
        this.rejects = rejects;
    }

    /**
     * Opens a file.
     *
     * @param file the file
     * @param rejects is told of bad lines
     * @return its bars
     * @throws SourceFaultException if it cannot be opened
     */
    public static BarReader open(BarFile file, RejectListener rejects) throws SourceFaultException {
        return new BarReader(file, InputFile.open(file.path()), rejects);
    }

    /**
     * Moves to the next bar.
     *
     * @return the bar, or null at the end of the file
     * @throws SourceFaultException if the file cannot be read on
     */
    public @Nullable Bar next() throws SourceFaultException {
        try {
            while (lines.next()) {
                bar = lines.isBlank() ? null : read();
                if (bar != null) {
                    bars++;
                    return bar;
                }
            }
            return null;
        } catch (SourceFaultException fault) {
            throw fault;
        } catch (IOException cause) {
            throw file.fault(cause, "after line " + lines.number());
        }
    }

    private @Nullable Bar read() throws IOException {
        try {
            if (lines.isTooLong()) {
                throw new BadLineException(
                        RejectReason.LINE_TOO_LONG, "the line is longer than " + LineReader.MAX_LINE + " bytes");
            }
            if (separator == 0) {
                separator = separatorOf(lines.buffer(), lines.start(), lines.end());
            }
            fields.split(lines.buffer(), lines.start(), lines.end(), separator);
            BarRow row = parser.parse(fields);
            return row == null ? null : take(row);
        } catch (BadLineException bad) {
            reject(bad);
            return null;
        }
    }

    private static byte separatorOf(byte[] buffer, int from, int to) {
        for (int at = from; at < to; at++) {
            if (buffer[at] == ',' || buffer[at] == ';' || buffer[at] == '\t') {
                return buffer[at];
            }
        }
        return ',';
    }

    private @Nullable Bar take(BarRow row) throws BadLineException {
        checkPrices(row);
        long startUs = startUs(row);
        TradingCalendar calendar = barFile.instrument().calendar();
        if (calendar.startOf(barFile.timeframe(), startUs) != startUs) {
            throw new BadLineException(
                    RejectReason.BAD_TIME,
                    "label " + row.label() + " is " + Times.instant(startUs) + ", where no " + barFile.timeframe()
                            + " bar of calendar " + calendar + " begins");
        }
        BarRow before = seen.get(startUs);
        if (before != null) {
            return again(row, before);
        }
        if (startUs < lastStartUs) {
            throw new BadLineException(
                    RejectReason.OUT_OF_ORDER,
                    "label " + row.label() + " is " + Times.instant(startUs) + ", before the bar of "
                            + Times.instant(lastStartUs) + " above it");
        }
        seen.put(startUs, row);
        lastStartUs = startUs;
        return toBar(row, startUs);
    }

    private @Nullable Bar again(BarRow row, BarRow before) throws BadLineException {
        if (!row.price().equals(before.price()) || row.volume() != before.volume()) {
            throw new BadLineException(
                    RejectReason.CONFLICTING_BAR,
                    "label " + row.label() + " stands there twice, with other prices: " + before.price() + " and "
                            + row.price());
        }
        duplicates++;
        return null;
    }

    private long startUs(BarRow row) throws BadLineException {
        List<Instant> starts = row.starts();
        if (starts.isEmpty()) {
            throw new BadLineException(
                    RejectReason.BAD_TIME, "label " + row.label() + " was never shown by its clock; see --zone");
        }
        long startUs = Times.us(starts.get(0));
        if (starts.size() > 1) {
            ambiguous++;
            // Its first time round is over when a label comes that is not later than the one before.
            long secondUs = Times.us(starts.get(1));
            if (startUs <= lastStartUs && (secondUs > lastStartUs || seen.containsKey(secondUs))) {
                return secondUs;
            }
        }
        return startUs;
    }

    private static void checkPrices(BarRow row) throws BadLineException {
        check("", row.price(), row);
        check("bid ", row.bid(), row);
        check("ask ", row.ask(), row);
        if (!(row.volume() >= 0 && row.volume() < LIMIT)) {
            throw new BadLineException(RejectReason.BAD_BAR, "volume=" + row.volume() + " is no volume");
        }
    }

    private static void check(String side, @Nullable Ohlc price, BarRow row) throws BadLineException {
        if (price == null) {
            return;
        }
        if (!(price.low() > 0 && price.high() < LIMIT)
                || price.low() > Math.min(price.open(), price.close())
                || price.high() < Math.max(price.open(), price.close())) {
            throw new BadLineException(
                    RejectReason.BAD_BAR,
                    "label " + row.label() + ": " + side + price
                            + " is no bar: low must be positive and the least, high the" + " greatest");
        }
    }

    private Bar toBar(BarRow row, long startUs) {
        Instrument instrument = barFile.instrument();
        Ohlc price = row.price();
        return new Bar(
                new BarKey(instrument.tenant(), instrument.symbol(), barFile.timeframe(), startUs),
                instrument.calendar().endOf(barFile.timeframe(), startUs),
                price,
                row.bid(),
                row.ask(),
                row.volume(),
                0,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                pips(price.high(), price.low(), instrument.pipSize()),
                pips(price.close(), price.open(), instrument.pipSize()),
                Double.NaN,
                Double.NaN,
                Bar.NO_TIME,
                Bar.NO_TIME,
                BarStatus.FINAL,
                0,
                null,
                BarSource.VENDOR,
                true);
    }

    private static double pips(double larger, double smaller, double pipSize) {
        return Double.isNaN(pipSize)
                ? Double.NaN
                : BigDecimal.valueOf(larger)
                        .subtract(BigDecimal.valueOf(smaller))
                        .divide(BigDecimal.valueOf(pipSize), MathContext.DECIMAL128)
                        .doubleValue();
    }

    private void reject(BadLineException bad) throws SourceFaultException {
        rejected++;
        Path path = barFile.path();
        int end = Math.min(lines.end(), lines.start() + MAX_REJECTED_TEXT);
        String text = new String(lines.buffer(), lines.start(), end - lines.start(), StandardCharsets.UTF_8);
        String detail = String.valueOf(bad.getMessage());
        rejects.rejected(path, lines.number(), bad.reason(), detail, text);
        if (bars == 0 && rejected == HOPELESS) {
            throw new SourceFaultException(path + ": none of the first " + lines.number() + " lines is "
                    + barFile.format().text() + "; line " + lines.number() + ": " + detail);
        }
    }

    /**
     * Bars left out because they stood in the file before, with the same prices.
     *
     * @return their number so far
     */
    public long duplicates() {
        return duplicates;
    }

    /**
     * Labels that their clock showed twice, and that the file's order decided.
     *
     * @return their number so far
     */
    public long ambiguous() {
        return ambiguous;
    }

    @Override
    public void close() {
        try {
            lines.close();
        } catch (IOException ignored) {
            // The file was only read: nothing is lost with it.
        }
    }
}
