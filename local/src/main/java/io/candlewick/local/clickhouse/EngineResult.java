package io.candlewick.local.clickhouse;

import com.sun.jna.Pointer;
import java.io.IOException;
import java.io.OutputStream;

/**
 * One answer of the engine, still in native memory.
 *
 * <p><b>Thread</b>: one reader; {@link #close()} hands the memory back to the engine, which frees it on its own thread.
 */
final class EngineResult implements AutoCloseable {
    private static final int CHUNK_BYTES = 256 * 1024;

    private final ChdbEngine engine;
    private final Pointer result;
    private final Pointer buffer;
    private final long length;
    private final EngineSummary summary;

    EngineResult(ChdbEngine engine, Pointer result, Pointer buffer, long length, EngineSummary summary) {
        this.engine = engine;
        this.result = result;
        this.buffer = buffer;
        this.length = length;
        this.summary = summary;
    }

    long length() {
        return length;
    }

    EngineSummary summary() {
        return summary;
    }

    void writeTo(OutputStream out) throws IOException {
        for (long offset = 0; offset < length; offset += CHUNK_BYTES) {
            out.write(buffer.getByteArray(offset, (int) Math.min(CHUNK_BYTES, length - offset)));
        }
    }

    @Override
    public void close() {
        engine.release(result);
    }
}
