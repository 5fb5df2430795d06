package io.candlewick.ingest.feed;

/**
 * Who speaks in feed states.
 *
 * @param tenant whose data
 * @param instance the process, e.g. {@code ingest-1}
 * @param version Candlewick's version
 * @param configHash hash of its effective configuration
 * @param startedUs when the process started
 */
public record ServiceIdentity(String tenant, String instance, String version, String configHash, long startedUs) {}
