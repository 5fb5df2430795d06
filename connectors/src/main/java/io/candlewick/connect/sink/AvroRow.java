package io.candlewick.connect.sink;

import io.candlewick.serde.AvroReader;
import java.util.List;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * How the fields of a record become the columns of a row, from Avro's bytes to the database's without an object in between.
 *
 * <p><b>Errors</b>: {@link org.apache.kafka.common.errors.SerializationException} or {@link IllegalArgumentException} for a record that
 * makes no sense; what was written of it is then to be taken back.
 */
public interface AvroRow {

    /**
     * Names of the columns that are written, in order.
     *
     * @return column names
     */
    List<String> columns();

    /**
     * Whether the record is a row at all; the reader stays where it is.
     *
     * @param in at the record's first field
     * @return false for a heartbeat
     */
    boolean isRow(AvroReader in);

    /**
     * The time retention counts from; the reader stays where it is.
     *
     * @param in at the record's first field
     * @return microseconds since the epoch, the greatest time for what is kept for ever
     */
    long timeUs(AvroReader in);

    /**
     * Whether {@link #mapKey} writes columns that name a row.
     *
     * @return false where repeated keys are left to the table
     */
    boolean isKeyed();

    /**
     * Writes the leading columns, those that name a row of which a batch may hold one only; none where the table settles repeated keys.
     *
     * @param in at the record's first field
     * @param fields where the fields go
     */
    void mapKey(AvroReader in, FieldWriter fields);

    /**
     * Writes all other columns.
     *
     * @param in where {@link #mapKey} left it
     * @param record the record, for lineage
     * @param fields where the fields go
     * @return the row's version: of a batch's rows of one key the greatest stays, of equal ones the last
     */
    long mapRest(AvroReader in, SinkRecord record, FieldWriter fields);
}
