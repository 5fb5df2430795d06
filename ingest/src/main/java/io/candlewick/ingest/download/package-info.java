/**
 * History on request. Start reading at {@link io.candlewick.ingest.download.DownloadService}: requests become chunks
 * ({@link io.candlewick.ingest.download.ChunkPlan}), a chunk is downloaded and published ({@link io.candlewick.ingest.download.ChunkWorker}),
 * then compared with what ClickHouse holds ({@link io.candlewick.ingest.download.Verification}); every step is in the
 * {@link io.candlewick.ingest.download.Ledger}, so that a killed process goes on at the chunk it was at.
 */
@NullMarked
package io.candlewick.ingest.download;

import org.jspecify.annotations.NullMarked;
