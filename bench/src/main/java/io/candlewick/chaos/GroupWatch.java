package io.candlewick.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.common.GroupState;

/** Asks several times a second who is in a consumer group and what it is doing, and remembers when that changed. */
final class GroupWatch implements AutoCloseable {

    private final AdminWatch watch;
    private final List<Change> changes = new ArrayList<>();
    /* Whether the last answer told anything: the group may not be there yet, or its coordinator away. */
    private volatile boolean noted;

    private record Change(long nanos, boolean stable, String members) {}

    GroupWatch(String bootstrapServers, String group) {
        this.watch = new AdminWatch(
                "group-watch",
                bootstrapServers,
                admin -> admin.describeConsumerGroups(List.of(group))
                        .all()
                        .get()
                        .values()
                        .forEach(this::note),
                () -> noted = false);
    }

    void start() {
        watch.start();
    }

    /** Whether somebody told of the group when it was last asked for. */
    boolean isKnown() {
        return noted;
    }

    private synchronized void note(ConsumerGroupDescription description) {
        noted = true;
        String members = description.members().stream()
                .map(member -> member.groupInstanceId().orElse(member.consumerId()) + "="
                        + member.assignment().topicPartitions().stream()
                                .map(Object::toString)
                                .sorted()
                                .collect(Collectors.joining(",")))
                .sorted()
                .collect(Collectors.joining(" "));
        boolean stable = description.groupState() == GroupState.STABLE;
        Change last = changes.isEmpty() ? null : changes.get(changes.size() - 1);
        if (last == null || last.stable != stable || !last.members.equals(members)) {
            changes.add(new Change(System.nanoTime(), stable, members));
        }
    }

    /** How long after an instant the group changed first. */
    synchronized Optional<Duration> changedAfter(long sinceNanos) {
        return changes.stream()
                .filter(change -> change.nanos >= sinceNanos)
                .map(change -> Duration.ofNanos(change.nanos - sinceNanos))
                .findFirst();
    }

    /** How long after an instant the group was stable with all partitions given out, and stayed so until another. */
    synchronized Optional<Duration> settledAfter(long sinceNanos, long untilNanos) {
        return changes.stream()
                .filter(change -> change.nanos >= sinceNanos && change.nanos <= untilNanos)
                .reduce((earlier, later) -> later)
                .filter(Change::stable)
                .map(change -> Duration.ofNanos(change.nanos - sinceNanos));
    }

    @Override
    public void close() {
        watch.close();
    }
}
