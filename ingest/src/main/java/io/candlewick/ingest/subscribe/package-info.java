/**
 * Who wants which symbol live. Start reading at {@link io.candlewick.ingest.subscribe.Subscriptions}.
 */
@NullMarked
package io.candlewick.ingest.subscribe;

import org.jspecify.annotations.NullMarked;
