package io.candlewick.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortsTest {
    @TempDir
    private Path folder;

    @Test
    void shouldGiveEachListenerAPortOfItsOwn() throws StackException {
        Ports ports = Ports.allot(StackConfig.in(folder), folder.resolve("ports"));

        assertThat(Arrays.stream(Service.values()).map(ports::of))
                .doesNotHaveDuplicates()
                .allMatch(FreePorts::isFree);
    }

    @Test
    void shouldGiveTheSamePortsAgain() throws StackException {
        StackConfig config = StackConfig.in(folder);
        Ports first = Ports.allot(config, folder.resolve("ports"));

        Ports second = Ports.allot(config, folder.resolve("ports"));

        for (Service service : Service.values()) {
            assertThat(second.of(service)).isEqualTo(first.of(service));
        }
        assertThat(second.of(Ports.CONTROLLER)).isEqualTo(first.of(Ports.CONTROLLER));
    }

    @Test
    void shouldReplaceARememberedPortThatWasTaken() throws StackException, IOException {
        StackConfig config = StackConfig.in(folder);
        int before = Ports.allot(config, folder.resolve("ports")).of(Service.BROKER);

        try (ServerSocket other = new ServerSocket(before, 1, InetAddress.getLoopbackAddress())) {
            assertThat(Ports.allot(config, folder.resolve("ports")).of(Service.BROKER))
                    .isNotEqualTo(other.getLocalPort());
        }
    }

    @Test
    void shouldRefuseAGivenPortThatIsTaken() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            StackConfig config = StackConfig.in(folder).withPort(Service.REGISTRY, other.getLocalPort());

            assertThatThrownBy(() -> Ports.allot(config, folder.resolve("ports")))
                    .isInstanceOf(StackException.class)
                    .hasMessage("port " + other.getLocalPort() + " for the registry is in use: stop what listens there,"
                            + " or give another with --registry-port");
        }
    }
}
