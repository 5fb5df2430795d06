package io.candlewick.bench.measured;

/** One way to read the ticks. */
public enum Variant {
    /** A consumer that reads and decodes every tick, and no Kafka Streams: the broker's and the codec's share. */
    RAW("(a) consume and decode"),
    /** Kafka Streams with one processor that counts: the floor of any topology that takes a tick a record. */
    NULL("(b) null topology"),
    /** Eight times {@code groupByKey().windowedBy().aggregate()}, as a user of the DSL would write it. */
    WINDOWS("(c) stock DSL windows"),
    /** The topology of the product with every rule on, and without indicators. */
    CANDLEWICK("(d) candlewick"),
    /** The same with the standard indicators. */
    INDICATORS("(e) with indicators");

    private final String title;

    Variant(String title) {
        this.title = title;
    }

    /**
     * What the report calls it.
     *
     * @return letter and words
     */
    public String title() {
        return title;
    }
}
