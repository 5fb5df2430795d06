package io.candlewick.ingest.app;

import io.candlewick.ingest.config.IngestConfig;
import io.candlewick.ingest.feed.ServiceIdentity;
import io.candlewick.ingest.topic.KafkaAccess;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;

/**
 * What the roles of a process share.
 *
 * @param config the configuration
 * @param kafka how the brokers are reached
 * @param clock what time it is, a rehearsal's perhaps
 * @param identity who speaks in states
 * @param meters what is counted
 * @param partitions of the market-data topics
 */
public record IngestServices(
        IngestConfig config,
        KafkaAccess kafka,
        InstantSource clock,
        ServiceIdentity identity,
        MeterRegistry meters,
        int partitions) {}
