/**
 * The ingest process: what it waits for, what it does, how it is watched. Start reading at {@link io.candlewick.ingest.app.IngestApp}; a job of the
 * process is a {@link io.candlewick.ingest.app.Role}.
 */
@NullMarked
package io.candlewick.ingest.app;

import org.jspecify.annotations.NullMarked;
