package io.candlewick.connect.clickhouse;

import java.util.ArrayList;
import java.util.List;

/** A script of statements: each ends with a line that ends with a semicolon; lines that begin with {@code --} are comments. */
final class ClickHouseScript {

    private ClickHouseScript() {}

    static List<String> statements(String script) {
        List<String> statements = new ArrayList<>();
        StringBuilder statement = new StringBuilder();
        for (String line : script.lines().toList()) {
            if (line.isBlank() || line.stripLeading().startsWith("--")) {
                continue;
            }
            statement.append(line.stripTrailing()).append('\n');
            if (line.stripTrailing().endsWith(";")) {
                statement.setLength(statement.lastIndexOf(";"));
                statements.add(statement.toString().strip());
                statement.setLength(0);
            }
        }
        if (!statement.isEmpty()) {
            throw new IllegalArgumentException("the last statement has no semicolon: "
                    + statement.toString().strip());
        }
        return statements;
    }
}
