package io.candlewick.market;

import java.time.LocalTime;

/**
 * When a session of a trading day opens and closes, as the clocks of its zone show it.
 *
 * @param session the part of the day
 * @param opens first moment of it, inclusive
 * @param closes end of it, exclusive; the time at which the trading day starts means its end
 */
public record SessionHours(Session session, LocalTime opens, LocalTime closes) {}
