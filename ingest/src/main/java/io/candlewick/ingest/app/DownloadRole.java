package io.candlewick.ingest.app;

import io.candlewick.config.Settings;
import io.candlewick.ingest.download.AdminLag;
import io.candlewick.ingest.download.DownloadConfig;
import io.candlewick.ingest.download.DownloadProgress;
import io.candlewick.ingest.download.DownloadService;
import io.candlewick.ingest.download.Vendors;
import io.candlewick.ingest.store.ClickHouseConfig;
import io.candlewick.ingest.store.ClickHouseTable;
import io.candlewick.ingest.venue.BarVendor;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Answers requests for history; see {@link DownloadService}. */
final class DownloadRole implements Role {

    private final DownloadService service;

    DownloadRole(IngestServices services) {
        Settings settings = Settings.of(services.config().settings());
        DownloadConfig config = DownloadConfig.from(settings);
        ClickHouseConfig clickhouse = ClickHouseConfig.from(settings);
        List<BarVendor> vendors = vendors(settings, services.clock());
        settings.check();
        service = new DownloadService(
                services.kafka(),
                config,
                vendors,
                new ClickHouseTable(clickhouse),
                new AdminLag(services.kafka(), config.applicationId()),
                services.clock());
        measure(services.meters());
    }

    static void settings(Settings settings) {
        DownloadConfig.from(settings);
        ClickHouseConfig.from(settings);
        vendors(settings, InstantSource.system());
    }

    private static List<BarVendor> vendors(Settings settings, InstantSource clock) {
        List<BarVendor> vendors = Vendors.from(settings, clock);
        if (vendors.isEmpty()) {
            settings.fault("role download has no vendor: set " + Vendors.POLYGON_KEY + ", " + Vendors.ALPACA_KEY
                    + " or " + Vendors.SOURCES + "=yahoo");
        }
        return vendors;
    }

    private void measure(MeterRegistry meters) {
        gauge(meters, "candlewick.download.lag", "records the reader furthest behind has to go", DownloadProgress::lag);
        gauge(meters, "candlewick.download.paused", "1 while history waits for a reader", now -> now.paused() ? 1 : 0);
        gauge(meters, "candlewick.download.chunks.waiting", "chunks that wait", DownloadProgress::waiting);
        gauge(meters, "candlewick.download.chunks.working", "chunks that are worked on", DownloadProgress::working);
        gauge(meters, "candlewick.download.chunks.unverified", "chunks not yet found", DownloadProgress::unverified);
        counter(meters, "candlewick.download.pauses", "times history has waited", DownloadProgress::pauses);
        counter(meters, "candlewick.download.bars", "bars published", DownloadProgress::bars);
        counter(meters, "candlewick.download.rejected", "rows that were no bars", DownloadProgress::rejected);
        counter(meters, "candlewick.download.verified", "chunks verified", DownloadProgress::verified);
        counter(meters, "candlewick.download.failed", "chunks given up", DownloadProgress::failed);
        counter(meters, "candlewick.download.republished", "chunks published again", DownloadProgress::republished);
    }

    private void gauge(MeterRegistry meters, String name, String what, ToDoubleFunction<DownloadProgress> value) {
        Gauge.builder(name, service, counted -> value.applyAsDouble(counted.progress()))
                .description(what)
                .register(meters);
    }

    private void counter(MeterRegistry meters, String name, String what, ToDoubleFunction<DownloadProgress> value) {
        FunctionCounter.builder(name, service, counted -> value.applyAsDouble(counted.progress()))
                .description(what)
                .register(meters);
    }

    @Override
    public void start() {
        service.start();
    }

    @Override
    public List<String> troubles() {
        // To wait for a reader is what it is there for; the metrics say so.
        return List.of();
    }

    @Override
    public void close() {
        service.close();
    }
}
