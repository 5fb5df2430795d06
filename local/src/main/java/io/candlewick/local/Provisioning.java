package io.candlewick.local;

import io.candlewick.config.KafkaConnection;
import io.candlewick.connect.rest.ConnectorDeployer;
import io.candlewick.connect.rest.ConnectorException;
import io.candlewick.connect.rest.ConnectorFile;
import io.candlewick.ingest.instrument.InstrumentCatalog;
import io.candlewick.ingest.instrument.InstrumentException;
import io.candlewick.ingest.instrument.InstrumentTopic;
import io.candlewick.ingest.instrument.Instruments;
import io.candlewick.market.BarKey;
import io.candlewick.market.Instrument;
import io.candlewick.serde.CandlewickSerdes;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives a fresh stack what it needs to work: the bundled instruments and the sink connectors. */
public final class Provisioning {

    private static final Duration TOPIC_LIMIT = Duration.ofSeconds(15);
    /* A topic made a moment ago on a machine that is busy starting everything may have no leader for longer than one reading waits. */
    private static final Duration INSTRUMENTS_LIMIT = Duration.ofSeconds(90);
    private static final Duration CONNECTOR_LIMIT = Duration.ofMinutes(3);

    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Logger LOG = LoggerFactory.getLogger(Provisioning.class);

    private final StackAddresses addresses;

    /**
     * Nothing is asked yet.
     *
     * @param addresses of the stack; what it lacks is left out
     */
    public Provisioning(StackAddresses addresses) {
        this.addresses = addresses;
    }

    /**
     * Publishes the bundled instruments that the topic does not have; those it has stay as they are. Where broker or registry are slow to answer,
     * it tries again for a minute and a half.
     *
     * @throws StackException if the broker or the registry refuses all that time
     */
    public void publishInstruments() throws StackException {
        if (addresses.kafka().isEmpty() || addresses.registry().isEmpty()) {
            return;
        }
        KafkaConnection kafka = addresses.kafka().get();
        try {
            InstrumentTopic topic = new InstrumentTopic(
                    kafka.bootstrapServers(),
                    new CandlewickSerdes(addresses.registry().get()),
                    kafka.security().clientSettings());
            InstrumentCatalog known = readPatiently(topic);
            Set<Object> present = new HashSet<>();
            known.all().forEach(instrument -> present.add(List.of(instrument.tenant(), instrument.symbol())));
            List<Instrument> missing = Instruments.bundled(BarKey.SYSTEM_TENANT).stream()
                    .filter(instrument -> !present.contains(List.of(instrument.tenant(), instrument.symbol())))
                    .toList();
            if (!missing.isEmpty()) {
                topic.publish(missing);
            }
        } catch (InstrumentException failed) {
            throw new StackException(Probes.oneLine(String.valueOf(failed.getMessage())), failed);
        }
    }

    private static InstrumentCatalog readPatiently(InstrumentTopic topic) {
        long startNanos = System.nanoTime();
        while (true) {
            try {
                return topic.read(TOPIC_LIMIT);
            } catch (InstrumentException slow) {
                if (System.nanoTime() - startNanos > INSTRUMENTS_LIMIT.toNanos()
                        || Thread.currentThread().isInterrupted()) {
                    throw slow;
                }
                LOG.warn("{}: trying again", slow.getMessage());
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    /**
     * Deploys the sink connectors whose databases are part of the stack, and waits until they run.
     *
     * @throws StackException if the Connect worker refuses one, or it does not run
     */
    public void deployConnectors() throws StackException {
        if (addresses.connectUrl().isEmpty() || addresses.schemaRegistryUrl().isEmpty()) {
            return;
        }
        ConnectorDeployer deployer =
                new ConnectorDeployer(URI.create(addresses.connectUrl().get()));
        try {
            if (addresses.timescale().isPresent()) {
                apply(deployer, "timescaledb");
            }
            if (addresses.clickhouseUrl().isPresent()) {
                apply(deployer, "clickhouse");
            }
        } catch (ConnectorException failed) {
            throw new StackException(Probes.oneLine(String.valueOf(failed.getMessage())), failed);
        }
    }

    /** One connector a lane, so that what is old never stands before what is new. */
    private static void apply(ConnectorDeployer deployer, String database) {
        for (ConnectorFile connector : ConnectorFile.bundledFor(database)) {
            deployer.apply(connector, CONNECTOR_LIMIT);
        }
    }
}
