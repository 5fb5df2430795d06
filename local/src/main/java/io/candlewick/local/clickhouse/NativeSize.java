package io.candlewick.local.clickhouse;

import com.sun.jna.IntegerType;
import com.sun.jna.Native;

/** C's {@code size_t}. */
public final class NativeSize extends IntegerType {
    /** Zero; the native call interface needs a constructor without arguments. */
    public NativeSize() {
        this(0);
    }

    /**
     * A size.
     *
     * @param value bytes, not negative
     */
    public NativeSize(long value) {
        super(Native.SIZE_T_SIZE, value, true);
    }
}
