package io.candlewick.ingest.publish;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * A record on its way to a topic, as bytes.
 *
 * <p><b>Shape</b> in the spool, big-endian: kind u8, partition i32 (-1: by key), topic length u16 and UTF-8, key length i32 and bytes,
 * value length i32 and bytes, number of headers u16, each: name length u16 and UTF-8, value length i32 and bytes.
 */
record OutgoingRecord(
        Kind kind,
        String topic,
        int partition,
        @SuppressWarnings("ArrayRecordComponent") byte[] key,
        @SuppressWarnings("ArrayRecordComponent") byte[] value,
        List<Header> headers) {

    /** The partition its key chooses. */
    static final int BY_KEY = -1;

    /** What kind of record it is, for the counts. The codes are a format of the spool. */
    enum Kind {
        TICK('t'),
        MARK('m'),
        LETTER('l'),
        STATE('s'),
        REQUEST('r');

        private final char code;

        Kind(char code) {
            this.code = code;
        }

        private static Kind of(int code) {
            for (Kind kind : values()) {
                if (kind.code == code) {
                    return kind;
                }
            }
            throw new IllegalArgumentException("spool record of unknown kind " + code);
        }
    }

    ProducerRecord<byte[], byte[]> toProducerRecord() {
        return new ProducerRecord<>(topic, partition == BY_KEY ? null : partition, key, value, headers);
    }

    byte[] toBytes() {
        byte[] topicBytes = topic.getBytes(StandardCharsets.UTF_8);
        List<byte[]> names = headers.stream()
                .map(header -> header.key().getBytes(StandardCharsets.UTF_8))
                .toList();
        int size = 1 + 4 + 2 + topicBytes.length + 4 + key.length + 4 + value.length + 2;
        for (int at = 0; at < headers.size(); at++) {
            size += 2 + names.get(at).length + 4 + headers.get(at).value().length;
        }
        ByteBuffer out = ByteBuffer.allocate(size);
        out.put((byte) kind.code)
                .putInt(partition)
                .putShort((short) topicBytes.length)
                .put(topicBytes);
        out.putInt(key.length).put(key).putInt(value.length).put(value).putShort((short) headers.size());
        for (int at = 0; at < headers.size(); at++) {
            byte[] text = headers.get(at).value();
            out.putShort((short) names.get(at).length).put(names.get(at));
            out.putInt(text.length).put(text);
        }
        return out.array();
    }

    /** Reads what {@link #toBytes} wrote; the caller has checked it by its checksum. */
    static OutgoingRecord of(ByteBuffer in) {
        Kind kind = Kind.of(in.get());
        int partition = in.getInt();
        String topic = new String(bytes(in, in.getShort() & 0xFFFF), StandardCharsets.UTF_8);
        byte[] key = bytes(in, in.getInt());
        byte[] value = bytes(in, in.getInt());
        int count = in.getShort() & 0xFFFF;
        List<Header> headers = new ArrayList<>(count);
        for (int at = 0; at < count; at++) {
            String name = new String(bytes(in, in.getShort() & 0xFFFF), StandardCharsets.UTF_8);
            headers.add(new RecordHeader(name, bytes(in, in.getInt())));
        }
        return new OutgoingRecord(kind, topic, partition, key, value, headers);
    }

    private static byte[] bytes(ByteBuffer in, int length) {
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }
}
