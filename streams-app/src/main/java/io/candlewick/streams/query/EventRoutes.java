package io.candlewick.streams.query;

import io.candlewick.config.KafkaConnection;
import io.candlewick.market.Symbol;
import io.candlewick.market.Timeframe;
import io.candlewick.serde.RecordSerdes;
import io.javalin.http.Context;
import io.javalin.http.sse.SseClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Callers that follow bars: a reader of the topics each, at most {@value #MOST_STREAMS} of them. <b>Thread</b>: any. */
final class EventRoutes implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EventRoutes.class);
    private static final int MOST_STREAMS = 64;

    private final KafkaConnection kafka;
    private final RecordSerdes serdes;
    private final Set<SseClient> streams = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    EventRoutes(KafkaConnection kafka, RecordSerdes serdes) {
        this.kafka = kafka;
        this.serdes = serdes;
    }

    /** Refuses what cannot be followed, while a status can still be said. */
    void check(Context request) throws ProblemException {
        String accept = request.header("Accept");
        if (accept == null || !accept.contains("text/event-stream")) {
            throw new ProblemException(Problem.notAcceptable("Send 'Accept: text/event-stream'"));
        }
        BarEvents.Wish unused = wish(request);
        if (closed) {
            throw new ProblemException(Problem.unavailable("This instance is stopping; ask another"));
        }
        if (streams.size() >= MOST_STREAMS) {
            throw new ProblemException(
                    Problem.unavailable("All " + MOST_STREAMS + " event streams are taken; try again later"));
        }
    }

    /** {@code /v1/stream}. */
    void follow(SseClient client) {
        try {
            BarEvents events = new BarEvents(kafka, serdes, wish(client.ctx()));
            String lastEventId = client.ctx().header("Last-Event-ID");
            if (lastEventId != null) {
                events.resumeAfter(lastEventId);
            }
            client.keepAlive();
            streams.add(client);
            client.onClose(() -> streams.remove(client));
            Thread thread = new Thread(() -> send(events, client), "events");
            thread.setDaemon(true);
            thread.start();
        } catch (ProblemException refused) {
            QueryServer.answer(client.ctx(), refused.problem());
        }
    }

    private static BarEvents.Wish wish(Context request) throws ProblemException {
        Parameters parameters = new Parameters(request);
        String tenant = parameters.tenant();
        List<Symbol> symbols = parameters.list("symbol", Symbol::of);
        List<Timeframe> timeframes = parameters.list("timeframe", Timeframe::parse);
        boolean forming = parameters.flag("forming", true);
        parameters.requireSome("symbol", symbols);
        parameters.requireSome("timeframe", timeframes);
        parameters.check();
        return new BarEvents.Wish(tenant, symbols, timeframes, forming);
    }

    private void send(BarEvents events, SseClient client) {
        try {
            events.sendTo(client, streams);
        } catch (IOException | UncheckedIOException gone) {
            LOG.debug("A caller that followed bars is gone: {}", gone.getMessage());
        } catch (KafkaException failed) {
            LOG.warn("Bars can no longer be followed: {}", failed.getMessage(), failed);
        } finally {
            streams.remove(client);
            client.close();
        }
    }

    /** Lets every caller go, and takes no other. */
    @Override
    public void close() {
        closed = true;
        streams.clear();
    }
}
