package io.candlewick.cli;

import io.candlewick.local.Service;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a service's name as tables and logs show it. */
final class ServiceConverter implements ITypeConverter<Service> {
    @Override
    public Service convert(String value) {
        try {
            return Service.ofTitle(value);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException("there is no service " + value);
        }
    }
}
