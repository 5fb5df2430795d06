/**
 * How the ingest process is configured: one file and the environment, every fault listed at once. Start reading at {@link
 * io.candlewick.ingest.config.IngestConfig}.
 */
@NullMarked
package io.candlewick.ingest.config;

import org.jspecify.annotations.NullMarked;
