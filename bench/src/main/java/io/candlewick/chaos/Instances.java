package io.candlewick.chaos;

import io.candlewick.local.Trees;
import io.candlewick.serde.RegistryConfig;
import io.candlewick.streams.app.StreamsMain;
import io.candlewick.streams.config.Lane;
import io.candlewick.streams.config.StreamsAppConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The instances of the streams application, those that run and those that may yet be started, each with its state in a directory that outlives it. */
final class Instances implements AutoCloseable {

    /** The application's id, without the lane. */
    static final String APPLICATION = "chaos";

    private static final String MEMORY = "64MiB";

    private final ChaosOptions options;
    private final Path directory;
    private final List<SmallDisk> disks = new ArrayList<>();
    private final List<Member> members = new ArrayList<>();

    /** None runs yet; where disks are to be filled, those that run from the beginning get small ones. */
    Instances(ChaosOptions options, Path directory, String brokers, String registryUrl) throws IOException {
        this.options = options;
        this.directory = directory;
        for (int index = 0; index < SiteSize.MOST_INSTANCES; index++) {
            members.add(member(index, brokers, registryUrl));
        }
        if (options.faults().contains(FaultKind.FULL_STATE)) {
            for (int index = 0; index < options.site().instances(); index++) {
                SmallDisk.mounted(diskOf(index), SmallDisk.STATE_MEBIBYTES).ifPresent(disks::add);
            }
        }
    }

    private Member member(int index, String brokers, String registryUrl) {
        String name = nameOf(index);
        SiteSize site = options.site();
        Map<String, String> settings = new HashMap<>();
        settings.put(StreamsAppConfig.BOOTSTRAP_SERVERS, brokers);
        settings.put(RegistryConfig.URL, registryUrl);
        settings.put(StreamsAppConfig.APPLICATION_ID, APPLICATION);
        settings.put(
                StreamsAppConfig.LANES, site.lanes().stream().map(Lane::code).collect(Collectors.joining(",")));
        settings.put(StreamsAppConfig.INSTANCE_ID, name);
        settings.put(StreamsAppConfig.STANDBY_REPLICAS, Integer.toString(site.standbys()));
        settings.put(StreamsAppConfig.SESSION_TIMEOUT, site.sessionTimeout().toMillis() + "ms");
        // Nothing here looks at open bars, and saying them would be most of the work.
        settings.put(StreamsAppConfig.FORMING_PER_SECOND, "0");
        settings.put(StreamsAppConfig.ROCKSDB_MEMORY, MEMORY);
        settings.put(StreamsAppConfig.STATE_DIR, stateOf(index).toString());
        String heap = options.symbols() > 1_000 ? "-Xmx1g" : "-Xmx384m";
        return new Member(
                name, List.of(heap), List.of(StreamsMain.class.getName()), settings, directory.resolve(name + ".log"));
    }

    private static String nameOf(int index) {
        return "streams-" + (index + 1);
    }

    private Path diskOf(int index) {
        return directory.resolve(nameOf(index));
    }

    private Path stateOf(int index) {
        return diskOf(index).resolve("state");
    }

    /** Consumer group of a lane. */
    static String group(Lane lane) {
        return APPLICATION + "-" + lane.code();
    }

    Member member(int index) {
        return members.get(index);
    }

    /** All there may be. */
    List<Member> members() {
        return members;
    }

    /** Whether they have disks that can be filled: not where this process may not mount any. */
    boolean haveDisks() {
        return disks.size() == options.site().instances();
    }

    /** The disk that the state of one is on. */
    SmallDisk disk(int index) {
        return disks.get(index);
    }

    /** Makes sure of as many: starts those that lack, ends those that are too many. */
    void scaleTo(int count) throws IOException, InterruptedException {
        for (Member superfluous : members.subList(count, members.size())) {
            superfluous.end();
        }
        for (Member wanted : members.subList(0, count)) {
            wanted.start();
        }
    }

    /** Forgets the state of one, as if its disk were lost. */
    void loseState(int index) throws IOException {
        Trees.delete(stateOf(index));
    }

    /** Ends those that run, all at once, and unmounts their disks. */
    @Override
    public void close() {
        AllAtOnce.close(members.stream().filter(Member::isAlive).toList());
        disks.forEach(SmallDisk::close);
    }
}
