package io.candlewick.ingest.fuzz;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What vendors should never send, made from what they do send and a seed. */
public final class Junk {

    /** JSON values that are hardly ever right where they stand. */
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "\"\"",
            "\"text\"",
            "\"NaN\"",
            "\"Infinity\"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"" + "x".repeat(5_000) + "\"",
            "-1",
            "0",
            "-0.0",
            "0.1",
            "1e308",
            "1e400",
            "-1e400",
            "1e-400",
            "4.9e-324",
            "99999999999999999999",
            "-9223372036854775808",
            "9223372036854775807",
            "2147483648",
            "1" + "0".repeat(400),
            "[]",
            "{}",
            "[1,[2,{\"a\":3}]]",
            "[" + "[".repeat(200) + "]".repeat(200) + "]",
            "{\"a\":{\"b\":[null]}}",
            "\"1.5\"",
            "\"2024-01-01\"",
            "\"+1000000000-12-31T23:59:59.999999999Z\"",
            "\"-1000000000-01-01T00:00:00Z\"",
            "\"0000-01-01T00:00:00Z\"");

    /** Bytes that readers of text stumble over. */
    private static final List<byte[]> PIECES = List.of(
            new byte[] {0},
            new byte[] {(byte) 0xFF, (byte) 0xFE},
            new byte[] {(byte) 0xC0, (byte) 0x80},
            new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
            "\n".getBytes(StandardCharsets.US_ASCII),
            "\r".getBytes(StandardCharsets.US_ASCII),
            "\"".getBytes(StandardCharsets.US_ASCII),
            ",".getBytes(StandardCharsets.US_ASCII),
            ";;;;".getBytes(StandardCharsets.US_ASCII),
            "{".getBytes(StandardCharsets.US_ASCII),
            "]".getBytes(StandardCharsets.US_ASCII),
            "\\u".getBytes(StandardCharsets.US_ASCII),
            "-".getBytes(StandardCharsets.US_ASCII),
            "1e999999999".getBytes(StandardCharsets.US_ASCII),
            "99999999999999999999999999".getBytes(StandardCharsets.US_ASCII),
            "٣".getBytes(StandardCharsets.UTF_8),
            "x".repeat(70_000).getBytes(StandardCharsets.US_ASCII));

    private static final ObjectMapper JSON = new ObjectMapper();

    private Junk() {}

    /** A JSON value. */
    public static String value(Random random) {
        return VALUES.get(random.nextInt(VALUES.size()));
    }

    /** A JSON object with one to three fields gone, doubled or replaced. */
    public static String object(String valid, Random random) {
        try {
            ObjectNode node = (ObjectNode) JSON.readTree(valid);
            List<String> names = new ArrayList<>();
            node.fieldNames().forEachRemaining(names::add);
            StringBuilder text = new StringBuilder("{");
            int damaged = random.nextInt(names.size());
            for (int index = 0; index < names.size(); index++) {
                String name = names.get(index);
                boolean hit = index == damaged || random.nextInt(6) == 0;
                if (hit && random.nextInt(4) == 0) {
                    continue;
                }
                text.append(text.length() > 1 ? "," : "")
                        .append('"')
                        .append(name)
                        .append("\":");
                text.append(hit ? value(random) : node.get(name).toString());
                if (hit && random.nextInt(8) == 0) {
                    text.append(",\"").append(name).append("\":").append(value(random));
                }
            }
            return text.append('}').toString();
        } catch (JsonProcessingException notValid) {
            throw new IllegalArgumentException(valid, notValid);
        }
    }

    /** Bytes flipped, cut, doubled, or with pieces put in. */
    public static byte[] bytes(byte[] valid, Random random) {
        byte[] bytes = valid;
        for (int times = random.nextInt(4); times >= 0; times--) {
            int at = bytes.length == 0 ? 0 : random.nextInt(bytes.length);
            bytes = switch (random.nextInt(5)) {
                case 0 -> flipped(bytes, at, random);
                case 1 -> joined(bytes, 0, at, new byte[0], bytes.length);
                case 2 -> joined(bytes, 0, at, PIECES.get(random.nextInt(PIECES.size())), at);
                case 3 -> joined(bytes, 0, at, new byte[0], Math.min(bytes.length, at + 1 + random.nextInt(20)));
                default -> joined(bytes, 0, at, new byte[0], bytes.length == 0 ? 0 : random.nextInt(at + 1));
            };
        }
        return bytes;
    }

    private static byte[] flipped(byte[] bytes, int at, Random random) {
        byte[] copy = bytes.clone();
        if (copy.length > 0) {
            copy[at] = (byte) random.nextInt();
        }
        return copy;
    }

    /** The beginning as far as one place, a piece, and the rest from another place. */
    private static byte[] joined(byte[] bytes, int from, int to, byte[] piece, int rest) {
        byte[] joined = new byte[to - from + piece.length + bytes.length - rest];
        System.arraycopy(bytes, from, joined, 0, to - from);
        System.arraycopy(piece, 0, joined, to - from, piece.length);
        System.arraycopy(bytes, rest, joined, to - from + piece.length, bytes.length - rest);
        return joined;
    }
}
