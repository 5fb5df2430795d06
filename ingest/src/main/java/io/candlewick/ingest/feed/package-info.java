/**
 * Live feeds: one connection to a vendor kept up for ever, what it says about itself, and what it leaves open. Start reading at {@link
 * io.candlewick.ingest.feed.FeedRunner}; a vendor is a {@link io.candlewick.ingest.feed.VendorFeed}.
 */
@NullMarked
package io.candlewick.ingest.feed;

import org.jspecify.annotations.NullMarked;
