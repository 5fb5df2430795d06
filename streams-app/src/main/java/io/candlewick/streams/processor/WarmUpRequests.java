package io.candlewick.streams.processor;

import io.candlewick.avro.BackfillCause;
import io.candlewick.avro.BackfillRequest;
import io.candlewick.avro.Lane;
import io.candlewick.contract.BackfillRequests;
import io.candlewick.market.BarKey;
import java.time.Instant;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Asks for the bars before the first one of a series, so that its indicators are warm when it closes. */
final class WarmUpRequests {

    /* An equity market is open for 6.5 hours of five days: a bar in five at the least. */
    private static final long SPAN_PER_BAR = 6;

    private WarmUpRequests() {}

    static void send(ProcessorContext<String, Object> context, IndicatorComputing config, BarKey first) {
        long fromUs = first.startTimeUs()
                - SPAN_PER_BAR * config.warmUpBars() * first.timeframe().lengthUs();
        BarKey range = new BarKey(first.tenant(), first.symbol(), first.timeframe(), fromUs);
        BackfillRequest request = BackfillRequests.of(
                        range,
                        first.startTimeUs(),
                        BackfillCause.WARM_UP,
                        Instant.ofEpochMilli(context.currentSystemTimeMs()))
                .setRequestId("warm-up|" + range.text())
                .setLane(Lane.LIVE)
                .build();
        context.forward(
                new Record<>(range.text(), request, context.currentSystemTimeMs()),
                config.children().requests());
    }
}
