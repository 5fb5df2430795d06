package io.candlewick.streams.store;

/**
 * A bar as its series keeps it.
 *
 * @param startUs its start
 * @param bytes all else
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared; the bytes are handed on, not copied.
record StoredBar(long startUs, byte[] bytes) {}
