package io.candlewick.cli;

import io.candlewick.config.Settings;
import io.candlewick.config.SettingsException;
import io.candlewick.ingest.download.AdminLag;
import io.candlewick.ingest.download.DownloadConfig;
import io.candlewick.ingest.download.DownloadProgress;
import io.candlewick.ingest.download.DownloadService;
import io.candlewick.ingest.download.Vendors;
import io.candlewick.ingest.store.ClickHouseConfig;
import io.candlewick.ingest.store.ClickHouseTable;
import io.candlewick.ingest.topic.KafkaAccess;
import io.candlewick.ingest.venue.BarVendor;
import io.candlewick.local.StackException;
import io.candlewick.places.Backlog;
import io.candlewick.places.PlaceException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A downloader for as long as a command runs, where no other is at work: one that was killed counts as there for some seconds. */
final class OwnDownloader implements AutoCloseable {

    private static final long LOOK_EVERY_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final StackOptions stack;
    private final KafkaAccess kafka;
    private final InstantSource clock;
    private final Backlog groups;
    private @Nullable DownloadService service;
    private long lookedNanos;

    OwnDownloader(StackOptions stack, KafkaAccess kafka, InstantSource clock) throws StackException {
        this.stack = stack;
        this.kafka = kafka;
        this.clock = clock;
        this.groups = new Backlog(stack.kafka());
    }

    boolean isSomeoneElseThere() throws PlaceException {
        return service == null && groups.isActive(DownloadService.GROUP);
    }

    void startIfNobodyElseDoes() throws StackException, PlaceException {
        long now = System.nanoTime();
        if (service != null || (lookedNanos != 0 && now - lookedNanos < LOOK_EVERY_NANOS)) {
            return;
        }
        lookedNanos = now;
        if (!isSomeoneElseThere()) {
            DownloadService made = make();
            service = made;
            made.start();
        }
    }

    Optional<DownloadProgress> progress() {
        return Optional.ofNullable(service).map(DownloadService::progress);
    }

    private DownloadService make() throws StackException {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put(ClickHouseConfig.URL, stack.clickhouseUrl());
        Settings settings = Settings.of(environment);
        DownloadConfig config = DownloadConfig.from(settings);
        ClickHouseConfig clickhouse = ClickHouseConfig.from(settings);
        List<BarVendor> vendors = Vendors.from(settings, clock);
        try {
            settings.check();
        } catch (SettingsException faults) {
            throw new StackException(String.valueOf(faults.getMessage()), faults);
        }
        if (vendors.isEmpty()) {
            throw new StackException(
                    "nobody downloads, and no vendor is configured here: start ./candlewick ingest, or set "
                            + Vendors.POLYGON_KEY + ", " + Vendors.ALPACA_KEY + " or " + Vendors.SOURCES + "=yahoo");
        }
        return new DownloadService(
                kafka,
                config,
                vendors,
                new ClickHouseTable(clickhouse),
                new AdminLag(kafka, config.applicationId()),
                clock);
    }

    @Override
    public void close() {
        DownloadService running = service;
        if (running != null) {
            running.close();
        }
        groups.close();
    }
}
