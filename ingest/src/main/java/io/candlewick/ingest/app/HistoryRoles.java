package io.candlewick.ingest.app;

import io.candlewick.config.Settings;
import io.candlewick.ingest.download.DeepBackfill;
import io.candlewick.ingest.download.DeepBackfillConfig;
import io.candlewick.ingest.download.DownloadConfig;
import io.candlewick.ingest.download.Vendors;
import io.candlewick.ingest.economic.EconomicCollector;
import io.candlewick.ingest.economic.EconomicConfig;
import io.candlewick.ingest.gap.GapAuditor;
import io.candlewick.ingest.gap.GapConfig;
import io.candlewick.ingest.poll.BarPoller;
import io.candlewick.ingest.poll.PollConfig;
import io.candlewick.ingest.store.ClickHouseConfig;
import io.candlewick.ingest.store.ClickHouseTable;
import io.candlewick.ingest.venue.BarVendor;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** The roles that look after history beside the downloader: each is one thread; their settings were checked before. */
final class HistoryRoles {

    private HistoryRoles() {}

    static void gapSettings(Settings settings) {
        GapConfig.from(settings);
        ClickHouseConfig.from(settings);
        Vendors.from(settings, InstantSource.system());
    }

    static Role gaps(IngestServices services) {
        Settings settings = settings(services);
        GapAuditor auditor = new GapAuditor(
                services.kafka(),
                GapConfig.from(settings),
                Vendors.from(settings, services.clock()),
                new ClickHouseTable(ClickHouseConfig.from(settings)),
                services.clock());
        MeterRegistry meters = services.meters();
        Gauge.builder(
                        "candlewick.gap.audit.series",
                        auditor,
                        audited -> audited.last().series())
                .description("series the last audit looked at")
                .register(meters);
        Gauge.builder(
                        "candlewick.gap.audit.holes",
                        auditor,
                        audited -> audited.last().holes())
                .description("holes the last audit found that nothing explains")
                .register(meters);
        Gauge.builder(
                        "candlewick.gap.audit.asked",
                        auditor,
                        audited -> audited.last().asked())
                .description("of them, how many were asked for")
                .register(meters);
        return new Running(auditor::start, List::of, auditor::close);
    }

    static void nightlySettings(Settings settings) {
        DownloadConfig.from(settings);
        if (DeepBackfillConfig.from(settings).at().isEmpty()) {
            settings.fault("role nightly does not know when: set " + DeepBackfillConfig.AT + ", e.g. 02:30");
        }
    }

    static Role nightly(IngestServices services) {
        Settings settings = settings(services);
        DeepBackfill nightly = new DeepBackfill(
                services.kafka(), DeepBackfillConfig.from(settings), DownloadConfig.from(settings), services.clock());
        return new Running(nightly::start, nightly::troubles, nightly::close);
    }

    static void pollSettings(Settings settings) {
        PollConfig config = PollConfig.from(settings);
        List<BarVendor> vendors = Vendors.from(settings, InstantSource.system());
        for (String source : config.sources()) {
            if (vendors.stream().noneMatch(vendor -> vendor.name().equals(source))) {
                settings.fault(PollConfig.SOURCES + " names " + source + ", which " + Vendors.SOURCES
                        + " does not, or whose key is not set");
            }
        }
        if (config.sources().isEmpty()) {
            settings.fault("role poll has no source: set " + PollConfig.SOURCES + ", e.g. yahoo");
        }
    }

    static Role poll(IngestServices services) {
        Settings settings = settings(services);
        BarPoller poller = new BarPoller(
                services.kafka(),
                PollConfig.from(settings),
                Vendors.from(settings, services.clock()),
                services.clock());
        count(services, "candlewick.poll.bars", "bars of vendors without a stream, published", poller, BarPoller::bars);
        count(services, "candlewick.poll.rejected", "polled rows that were no bars", poller, BarPoller::rejected);
        count(services, "candlewick.poll.failed", "questions a vendor did not answer", poller, BarPoller::failed);
        return new Running(poller::start, poller::troubles, poller::close);
    }

    static void economicSettings(Settings settings) {
        if (!EconomicConfig.from(settings).isOn()) {
            settings.fault("role economic has no source: set " + EconomicConfig.SOURCES + ", e.g. forexfactory");
        }
    }

    static Role economic(IngestServices services) {
        EconomicCollector collector =
                new EconomicCollector(services.kafka(), EconomicConfig.from(settings(services)), services.clock());
        return new Running(collector::start, collector::troubles, collector::close);
    }

    private static Settings settings(IngestServices services) {
        return Settings.of(services.config().settings());
    }

    private static void count(
            IngestServices services, String name, String what, BarPoller poller, ToDoubleFunction<BarPoller> value) {
        FunctionCounter.builder(name, poller, value).description(what).register(services.meters());
    }

    private record Running(Runnable begins, Supplier<List<String>> wrong, Runnable ends) implements Role {

        @Override
        public void start() {
            begins.run();
        }

        @Override
        public List<String> troubles() {
            return wrong.get();
        }

        @Override
        public void close() {
            ends.run();
        }
    }
}
