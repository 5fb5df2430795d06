package io.candlewick.streams.config;

import io.candlewick.config.Settings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.streams.state.HostInfo;

/**
 * Where other instances reach the query API of this one: what is set, else where it listens, else, where it listens everywhere, the name of
 * this machine, which is what containers call each other by.
 */
final class AdvertisedAddress {

    private static final Pattern ADDRESS = Pattern.compile("(\\[[0-9a-fA-F:.]+]|[A-Za-z0-9._-]+):([0-9]{1,5})");
    private static final Set<String> EVERYWHERE = Set.of("0.0.0.0", "::", "[::]");
    private static final String LOOPBACK = "127.0.0.1";
    private static final int MAX_PORT = 65_535;

    private AdvertisedAddress() {}

    static HostInfo from(Settings settings, String listening, int port) {
        HostInfo unless = new HostInfo(EVERYWHERE.contains(listening) ? machine() : listening, port);
        return settings.text(StreamsAppConfig.API_ADVERTISED).isEmpty()
                ? unless
                : settings.value(StreamsAppConfig.API_ADVERTISED, unless, AdvertisedAddress::parse);
    }

    private static HostInfo parse(String text) {
        Matcher address = ADDRESS.matcher(text);
        int port = address.matches() ? Integer.parseInt(address.group(2)) : 0;
        if (port < 1 || port > MAX_PORT) {
            throw new IllegalArgumentException("must be host:port, e.g. streams-1.example:8080");
        }
        return new HostInfo(address.group(1), port);
    }

    private static String machine() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return LOOPBACK;
        }
    }
}
