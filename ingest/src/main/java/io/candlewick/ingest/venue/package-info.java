/**
 * What every vendor's client shares. Start reading at {@link io.candlewick.ingest.venue.BarVendor}: a source of bars of the past, asked for
 * one series and span at a time over {@link io.candlewick.ingest.venue.VendorHttp}; {@link io.candlewick.ingest.venue.VendorBars} is the
 * gate its rows pass.
 */
@NullMarked
package io.candlewick.ingest.venue;

import org.jspecify.annotations.NullMarked;
