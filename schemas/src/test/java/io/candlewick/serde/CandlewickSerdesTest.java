package io.candlewick.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candlewick.config.Settings;
import io.candlewick.config.SettingsException;
import io.candlewick.market.Bar;
import io.candlewick.market.IndicatorValues;
import io.candlewick.market.Tick;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CandlewickSerdesTest {

    @Test
    void shouldBeTheDefault() {
        assertThat(CandlewickSerdes.from(Settings.of(Map.of()))).isInstanceOf(CandlewickSerdes.class);
    }

    @Test
    void shouldMakeTheSerdesTheSettingsName() {
        Settings settings = Settings.of(Map.of(
                CandlewickSerdes.SERDES_CLASS, HouseSerdes.class.getName(), RegistryConfig.URL, "http://house:8081"));

        RecordSerdes serdes = CandlewickSerdes.from(settings);

        assertThatCode(settings::check).doesNotThrowAnyException();
        assertThat(serdes)
                .isInstanceOfSatisfying(
                        HouseSerdes.class,
                        house -> assertThat(house.config)
                                .hasToString(
                                        RegistryConfig.of("http://house:8081").toString()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"no.such.Serdes", "java.lang.String"})
    void shouldNameAClassThatWillNotDo(String name) {
        Settings settings = Settings.of(Map.of(CandlewickSerdes.SERDES_CLASS, name));

        CandlewickSerdes.from(settings);

        assertThatThrownBy(settings::check)
                .isInstanceOf(SettingsException.class)
                .hasMessage("CANDLEWICK_SERDES_CLASS=" + name
                        + ": must be a RecordSerdes with a public constructor that takes a RegistryConfig");
    }

    /** The serdes of a house that has its own. */
    public static final class HouseSerdes implements RecordSerdes {

        private final RegistryConfig config;

        /**
         * As every implementation must.
         *
         * @param config how to reach the registry
         */
        public HouseSerdes(RegistryConfig config) {
            this.config = config;
        }

        @Override
        public Serde<Tick> tick() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Serde<Bar> bar() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Serde<IndicatorValues> indicators() {
            throw new UnsupportedOperationException();
        }

        @Override
        public <T extends SpecificRecord> Serde<T> record(Class<T> type) {
            throw new UnsupportedOperationException();
        }
    }
}
