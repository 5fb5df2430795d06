package io.candlewick.ingest.format;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The formats of tick files that can be replayed. */
public enum FileFormat {
    /** {@code epoch_ms|epoch_us,bid,ask[,bid_size,ask_size]}, with or without header. */
    QUOTES_CSV("quotes-csv"),
    /** {@code epoch_ms|epoch_us,price,size,...}, by header. */
    TRADES_CSV("trades-csv"),
    /** HistData ASCII ticks: {@code yyyyMMdd HHmmssSSS,bid,ask,0} at -05:00. */
    HISTDATA("histdata"),
    /** TrueFX: {@code EUR/USD,yyyyMMdd HH:mm:ss.SSS,bid,ask} at UTC. */
    TRUEFX("truefx"),
    /** Dukascopy {@code bi5} hour files. */
    DUKASCOPY("dukascopy"),
    /** Binance public trades and aggTrades. */
    BINANCE("binance");

    private final String text;

    FileFormat(String text) {
        this.text = text;
    }

    /**
     * The name on the command line.
     *
     * @return e.g. {@code quotes-csv}
     */
    public String text() {
        return text;
    }

    /**
     * The format of a name.
     *
     * @param text e.g. {@code quotes-csv}
     * @return the format
     * @throws IllegalArgumentException if there is none; the message lists them
     */
    public static FileFormat parse(String text) {
        for (FileFormat format : values()) {
            if (format.text.equals(text)) {
                return format;
            }
        }
        throw new IllegalArgumentException("format='" + text + "' is none of "
                + Arrays.stream(values()).map(FileFormat::text).collect(Collectors.joining(", ")));
    }

    /**
     * Opens a file of this format.
     *
     * @param file the file
     * @param rejects is told of bad lines
     * @return its ticks
     * @throws SourceFaultException if it cannot be opened
     */
    public static TickSource open(TickFile file, RejectListener rejects) throws SourceFaultException {
        TickRow row = new TickRow();
        return switch (file.format()) {
            case QUOTES_CSV -> new LineSource(file, new QuoteCsvParser(file.requiredSymbol(), row), row, rejects);
            case TRADES_CSV -> new LineSource(file, new TradeCsvParser(file.requiredSymbol(), row), row, rejects);
            case BINANCE -> new LineSource(file, new BinanceParser(file.requiredSymbol(), row), row, rejects);
            case TRUEFX -> new LineSource(file, new TrueFxParser(file.symbol(), row), row, rejects);
            case HISTDATA ->
                new LineSource(
                        file,
                        new HistDataParser(file.requiredSymbol(), file.zone().orElse(HistDataParser.ZONE), row),
                        row,
                        rejects);
            case DUKASCOPY -> new DukascopySource(file, rejects);
        };
    }
}
