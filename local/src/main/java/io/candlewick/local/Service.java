package io.candlewick.local;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/** One process of the local stack. The order is the order of start; stopping goes the other way. */
public enum Service {
    /** The KRaft broker and controller. */
    BROKER("broker"),
    /** Apicurio's schema registry with its Confluent API. */
    REGISTRY("registry"),
    /** The PostgreSQL that stands in for TimescaleDB, or the TimescaleDB the user named. */
    TIMESCALE("timescale"),
    /** The ClickHouse engine behind HTTP. */
    CLICKHOUSE("clickhouse"),
    /** The Kafka Connect worker with our sinks. */
    CONNECT("connect"),
    /** The stream application, both lanes. */
    STREAMS("streams-app");

    private final String title;

    Service(String title) {
        this.title = title;
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
