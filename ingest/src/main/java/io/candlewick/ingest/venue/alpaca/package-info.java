/** The vendor alpaca: its wire read by pure mappers, its bars of the past by its downloader. */
@NullMarked
package io.candlewick.ingest.venue.alpaca;

import org.jspecify.annotations.NullMarked;
