package io.candlewick.local;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.Kafka;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;

/**
 * Runs a KRaft broker and controller; formats its storage the first time. Argument: the broker's properties file, in which {@value #CLUSTER}
 * may name the cluster: several brokers of one must agree on it.
 */
public final class BrokerMain {
    /** The property that names the cluster; without it the broker is a cluster of its own. */
    private static final String CLUSTER = "candlewick.cluster.id";

    private BrokerMain() {}

    /**
     * Runs the broker until the process is told to end.
     *
     * @param arguments the properties file
     * @throws IOException when the file cannot be read
     */
    public static void main(String[] arguments) throws IOException {
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(Path.of(arguments[0]))) {
            properties.load(in);
        }
        Path storage = Path.of(properties.getProperty("log.dirs"));
        if (!Files.exists(storage.resolve("meta.properties"))) {
            String cluster = properties.getProperty(CLUSTER, Uuid.randomUuid().toString());
            String[] format = {"format", "--cluster-id", cluster, "--config", arguments[0]};
            int status = StorageTool.execute(format, System.out);
            if (status != 0) {
                System.exit(status);
            }
        }
        Kafka.main(arguments);
    }
}
