package io.candlewick.connect.sink;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The configurations of a connector's tasks: all alike but for their number, by which one of them keeps house. */
public final class TaskConfigs {

    private TaskConfigs() {}

    /**
     * Configurations of tasks.
     *
     * @param properties the connector's
     * @param tasks how many
     * @return one a task
     */
    public static List<Map<String, String>> of(Map<String, String> properties, int tasks) {
        List<Map<String, String>> configs = new ArrayList<>();
        for (int number = 0; number < tasks; number++) {
            Map<String, String> config = new HashMap<>(properties);
            config.put(CommonConfig.TASK_NUMBER, Integer.toString(number));
            configs.add(config);
        }
        return configs;
    }
}
