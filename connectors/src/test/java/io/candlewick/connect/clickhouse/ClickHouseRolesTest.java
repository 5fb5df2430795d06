package io.candlewick.connect.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The rights of {@code ops/security/clickhouse-roles.sql} are to the tables that the migrations make. Whether a server grants them is not
 * tried here: the local engine has nowhere to keep a role.
 */
class ClickHouseRolesTest {

    private static final Path ROLES = Path.of("../ops/security/clickhouse-roles.sql");
    private static final Path SCRIPTS = Path.of("src/main/resources/db/clickhouse");
    private static final Pattern MADE = Pattern.compile("CREATE (TABLE|VIEW) IF NOT EXISTS (\\w+)");
    private static final Pattern GRANTED = Pattern.compile("GRANT ([A-Z, ]+) ON (\\w+) TO (\\w+);");

    @Test
    void shouldLetTheReaderReadEveryTableAndEveryView() throws IOException {
        assertThat(granted("SELECT", "candlewick_reader"))
                .containsAll(made("TABLE"))
                .containsAll(made("VIEW"))
                .contains("bar_indicators", "indicator_values", "schema_version");
        assertThat(granted("INSERT", "candlewick_reader")).isEmpty();
    }

    @Test
    void shouldLetTheWriterWriteEveryTableAndNoView() throws IOException {
        assertThat(granted("INSERT", "candlewick_writer")).isEqualTo(made("TABLE"));
        assertThat(granted("SELECT", "candlewick_writer")).containsAll(made("TABLE"));
    }

    private static Set<String> made(String what) throws IOException {
        Set<String> names = new TreeSet<>();
        try (DirectoryStream<Path> scripts = Files.newDirectoryStream(SCRIPTS, "*.sql")) {
            for (Path script : scripts) {
                Matcher matcher = MADE.matcher(Files.readString(script));
                while (matcher.find()) {
                    if (matcher.group(1).equals(what)) {
                        names.add(matcher.group(2));
                    }
                }
            }
        }
        return names;
    }

    private static Set<String> granted(String right, String role) throws IOException {
        Set<String> names = new TreeSet<>();
        Matcher matcher = GRANTED.matcher(Files.readString(ROLES));
        while (matcher.find()) {
            if (matcher.group(1).contains(right) && matcher.group(3).equals(role)) {
                names.add(matcher.group(2));
            }
        }
        return names;
    }
}
