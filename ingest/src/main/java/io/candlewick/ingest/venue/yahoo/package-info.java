/** The vendor yahoo: its wire read by pure mappers, its bars of the past by its downloader. */
@NullMarked
package io.candlewick.ingest.venue.yahoo;

import org.jspecify.annotations.NullMarked;
