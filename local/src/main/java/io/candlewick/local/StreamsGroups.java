package io.candlewick.local;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The consumer groups of the stream application: one a lane, named as the application names them. */
final class StreamsGroups {
    private StreamsGroups() {}

    static List<String> ofEnvironment(Map<String, String> environment) {
        String id = environment.getOrDefault("CANDLEWICK_APPLICATION_ID", "candlewick");
        String lanes = environment.getOrDefault("CANDLEWICK_LANES", "live,history");
        return Arrays.stream(lanes.split(","))
                .map(lane -> id + "-" + lane.strip())
                .toList();
    }
}
