package io.candlewick.places;

import io.candlewick.contract.ContractSchemas;
import java.util.List;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/**
 * One field of a bar, as the schema names it: every place calls it so.
 *
 * @param name the field's name, column's name and CSV header
 * @param type what it holds
 */
public record BarField(String name, Type type) {

    /** What a field holds, and as which Java type a row carries it. */
    public enum Type {
        /** Text, also of enums: {@link String}. */
        TEXT,
        /** Microseconds since the epoch: {@link Long}. */
        TIME,
        /** A whole number: {@link Long}. */
        WHOLE,
        /** A number: {@link Double}. */
        NUMBER,
        /** Yes or no: {@link Boolean}. */
        FLAG
    }

    /** The fields of a bar in the schema's order. */
    public static final List<BarField> ALL = ContractSchemas.of(io.candlewick.avro.Bar.class).getFields().stream()
            .map(field -> new BarField(field.name(), typeOf(valueSchema(field.schema()))))
            .toList();

    private static Schema valueSchema(Schema schema) {
        return schema.getType() == Schema.Type.UNION ? schema.getTypes().get(1) : schema;
    }

    private static Type typeOf(Schema schema) {
        if (schema.getLogicalType() instanceof LogicalTypes.TimestampMicros) {
            return Type.TIME;
        }
        return switch (schema.getType()) {
            case LONG, INT -> Type.WHOLE;
            case DOUBLE -> Type.NUMBER;
            case BOOLEAN -> Type.FLAG;
            case STRING, ENUM -> Type.TEXT;
            default -> throw new IllegalStateException("field of type " + schema.getType() + " is new to rows");
        };
    }

    /**
     * Position of a field.
     *
     * @param name its name
     * @return index in {@link #ALL}
     */
    public static int indexOf(String name) {
        for (int index = 0; index < ALL.size(); index++) {
            if (ALL.get(index).name.equals(name)) {
                return index;
            }
        }
        throw new IllegalArgumentException("a bar has no field '" + name + "'");
    }
}
