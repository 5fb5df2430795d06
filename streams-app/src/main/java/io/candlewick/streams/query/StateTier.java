package io.candlewick.streams.query;

import io.candlewick.avro.BarSource;
import io.candlewick.streams.config.ByteSize;
import io.candlewick.streams.config.Lane;
import io.candlewick.streams.config.StreamsAppConfig;
import io.candlewick.streams.domain.bar.StateCodec;
import io.candlewick.streams.stored.StoreUnavailableException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * The newest bars of every series, straight from the state of the lanes that this instance takes part in, wherever they are.
 *
 * <p>What both lanes have of a key is settled as the tables settle it: the greater version wins. <b>Thread</b>: any.
 */
final class StateTier implements Tier {

    /** What answers call state, and the state of a standby. */
    static final String NAME = "state";

    private static final String STANDBY = "state-standby";

    private final Map<Lane, OwnedLane> lanes;
    private final WrittenLanes written;
    private volatile boolean left;

    StateTier(Map<Lane, OwnedLane> lanes, WrittenLanes written) {
        this.lanes = Map.copyOf(lanes);
        this.written = written;
    }

    /** The lanes that run here. */
    static StateTier of(StreamsAppConfig config, ProcessHealth process, ReferenceTopics reference) {
        Peers peers = new Peers(
                config.httpTls().isPresent() ? "https" : "http",
                config.advertised(),
                config.apiToken(),
                System::nanoTime);
        StateCodec codec = new StateCodec(config.timeframes());
        Map<Lane, OwnedLane> lanes = new EnumMap<>(Lane.class);
        Map<Lane, LaneState> states = new EnumMap<>(Lane.class);
        process.lanes().forEach((lane, streams) -> {
            // Of history each replay has open bars of its own.
            BarSource openBars = lane == Lane.LIVE ? lane.source() : null;
            LaneState here = new LaneState(
                    new LocalStores(streams, reference),
                    reference,
                    new LaneState.Making(codec, config.indicators(), config.keptBars(), openBars));
            states.put(lane, here);
            lanes.put(lane, new OwnedLane(lane, streams, here, peers));
        });
        ByteSize memory = config.answerMemory().of(Runtime.getRuntime().maxMemory());
        return new StateTier(lanes, new WrittenLanes(states, new WrittenAnswers(memory, process.meters())));
    }

    @Override
    public String name() {
        return NAME;
    }

    /** From now on nothing is read from state: its lanes are about to close. */
    void leave() {
        left = true;
    }

    private void requireHere() throws StoreUnavailableException {
        if (left) {
            throw new StoreUnavailableException("this instance is stopping", null);
        }
    }

    /** What this instance itself has of a lane, for another one that asks; empty if it takes no part in it. */
    Optional<LaneAnswer> readHere(Lane lane, SeriesWish wish) throws StoreUnavailableException {
        requireHere();
        OwnedLane here = lanes.get(lane);
        return here == null ? Optional.empty() : Optional.of(here.readHere(wish));
    }

    @Override
    public TierAnswer read(SeriesWish wish) throws StoreUnavailableException, InterruptedException {
        requireHere();
        if (lanes.isEmpty()) {
            throw new StoreUnavailableException("no lane runs here", null);
        }
        LaneAnswer answer = null;
        for (OwnedLane lane : lanes.values()) {
            LaneAnswer next = lane.read(wish);
            answer = answer == null ? next : merged(answer, next, wish);
        }
        if (answer == null) {
            throw new IllegalStateException("lanes=" + lanes.keySet() + " answered nothing");
        }
        return new TierAnswer(answer.standby() ? STANDBY : NAME, answer.lag(), answer.bars(), answer.indicators());
    }

    @Override
    public Optional<WrittenSeries.Written> written(SeriesWish wish, boolean valuesOnly) {
        return left ? Optional.empty() : written.read(wish, valuesOnly);
    }

    /** What two lanes have of a series: of each bar the greater version. */
    static LaneAnswer merged(LaneAnswer one, LaneAnswer other, SeriesWish wish) {
        SeriesSlice both = new SeriesSlice(one.bars(), one.indicators())
                .with(
                        new SeriesSlice(other.bars(), other.indicators()),
                        wish.range().limit());
        return new LaneAnswer(
                both.bars(), both.indicators(), one.standby() || other.standby(), one.lag() + other.lag());
    }
}
