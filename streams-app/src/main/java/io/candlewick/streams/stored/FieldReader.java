package io.candlewick.streams.stored;

/**
 * The fields of one row, taken in their order.
 *
 * @param <E> what goes wrong while a row is read
 */
interface FieldReader<E extends Exception> {

    /** A text, empty if it is null. */
    String text() throws E;

    /** A whole number; times are microseconds since the epoch. */
    long whole() throws E;

    /** A number, NaN if it is null. */
    double number() throws E;

    /** Microseconds since the epoch, {@link io.candlewick.market.Bar#NO_TIME} if it is null. */
    long time() throws E;

    /** Yes or no. */
    boolean flag() throws E;
}
