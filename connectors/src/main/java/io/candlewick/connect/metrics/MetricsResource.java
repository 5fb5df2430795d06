package io.candlewick.connect.metrics;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;

/** Answers {@code /metrics}. */
@Path("/metrics")
public final class MetricsResource {

    private final BeanText beans;

    MetricsResource(BeanText beans) {
        this.beans = beans;
    }

    /**
     * What the worker measures.
     *
     * @return in Prometheus' text format
     */
    @GET
    @Produces("text/plain; version=0.0.4; charset=utf-8")
    public String metrics() {
        return beans.scrape();
    }
}
