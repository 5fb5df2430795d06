package io.candlewick.streams.query;

import io.candlewick.market.Bar;
import io.candlewick.market.IndicatorValues;
import java.util.List;

/**
 * What an instance holds of a series in one lane.
 *
 * @param bars earliest first; an open one is the last
 * @param indicators values of these bars; empty if none were asked for
 * @param standby whether it is a copy kept warm, which may be behind
 * @param lag how many records it had still to read
 */
record LaneAnswer(List<Bar> bars, List<IndicatorValues> indicators, boolean standby, long lag) {}
