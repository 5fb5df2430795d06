package io.candlewick.ingest.venue;

import io.candlewick.market.Instrument;
import io.candlewick.market.Timeframe;
import java.time.Duration;
import java.util.Optional;

/**
 * A vendor that can be asked for bars of the past.
 *
 * <p><b>Thread</b>: any.
 */
public interface BarVendor {

    /**
     * The vendor's name, as in {@code Instrument.sources} and in the header {@code feed}.
     *
     * @return e.g. {@code polygon}
     */
    String name();

    /**
     * Why the vendor cannot answer for a series.
     *
     * @param instrument the instrument
     * @param timeframe length of its bars
     * @return one line that says what to ask instead, or nothing if it can answer
     */
    Optional<String> refusal(Instrument instrument, Timeframe timeframe);

    /**
     * How far back from now it answers.
     *
     * @param timeframe length of the bars
     * @return the distance
     */
    Duration reach(Timeframe timeframe);

    /**
     * Asks for bars and waits for all pages of the answer.
     *
     * @param range what is asked
     * @param listener takes bars, ascending, and the rows that were rejected
     * @throws VendorException if there is no answer, or none that can be used
     * @throws InterruptedException if the thread is to end
     */
    void download(SeriesRange range, BarListener listener) throws VendorException, InterruptedException;
}
