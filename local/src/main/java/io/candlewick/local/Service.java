package io.candlewick.local;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/** One process of the local stack. The order is the order of start; stopping goes the other way. */
public enum Service {
    /** The KRaft broker and controller. */
    BROKER("broker", 0),
    /** Apicurio's schema registry with its Confluent API. */
    REGISTRY("registry", 0),
    /** The PostgreSQL that stands in for TimescaleDB, or the TimescaleDB the user named. */
    TIMESCALE("timescale", 10),
    /** The ClickHouse engine behind HTTP. */
    CLICKHOUSE("clickhouse", 10),
    /** The Kafka Connect worker with our sinks. */
    CONNECT("connect", 10),
    /** The stream application, both lanes. */
    STREAMS("streams-app", 5);

    private final String title;
    private final int niceness;

    Service(String title, int niceness) {
        this.title = title;
        this.niceness = niceness;
    }

    /**
     * How far the service steps back for the others when the machine is short of processors: what is not taken in is lost, what
     * is taken in can wait. So the broker and whoever publishes go first, then the bars, then the tables.
     */
    int niceness() {
        return niceness;
    }

    /**
     * The name in tables, logs and {@code stack.json}.
     *
     * @return lower case, as in {@code logs/broker.log}
     */
    @JsonValue
    public String title() {
        return title;
    }

    /**
     * The service with this name.
     *
     * @param title as {@link #title()}
     * @return the service
     * @throws IllegalArgumentException when there is none
     */
    @JsonCreator
    public static Service ofTitle(String title) {
        return Arrays.stream(values())
                .filter(service -> service.title.equals(title))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("service=" + title));
    }
}
