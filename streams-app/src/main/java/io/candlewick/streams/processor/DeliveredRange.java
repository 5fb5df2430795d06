package io.candlewick.streams.processor;

import io.candlewick.contract.Headers;
import io.candlewick.streams.domain.series.SeriesMerging;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Reads from a record's headers which span its vendor has delivered completely with it. */
final class DeliveredRange {

    private DeliveredRange() {}

    /**
     * The range.
     *
     * @return null if there is none
     * @throws NumberFormatException if a header is no number, or one of the two is missing
     */
    static SeriesMerging.@Nullable Range of(org.apache.kafka.common.header.Headers headers) {
        Header from = headers.lastHeader(Headers.RANGE_FROM);
        Header to = headers.lastHeader(Headers.RANGE_TO);
        return from == null && to == null ? null : new SeriesMerging.Range(timeUs(from), timeUs(to));
    }

    private static long timeUs(@Nullable Header header) {
        if (header == null || header.value() == null) {
            throw new NumberFormatException(
                    "one of " + Headers.RANGE_FROM + " and " + Headers.RANGE_TO + " is missing");
        }
        return Long.parseLong(new String(header.value(), StandardCharsets.UTF_8));
    }
}
