package io.candlewick.places;

/**
 * A bar's row in a database.
 *
 * @param version what decided that it is the one that is kept
 * @param storedUs when the database wrote it, by its own clock
 */
public record StoredBar(long version, long storedUs) {}
