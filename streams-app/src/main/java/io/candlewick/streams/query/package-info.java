/**
 * The query API over HTTP, and the pages on it. Start at {@link io.candlewick.streams.query.QueryServer}, whose constructor is the table of
 * routes; {@code openapi.json} in the resources describes each of them.
 */
@NullMarked
package io.candlewick.streams.query;

import org.jspecify.annotations.NullMarked;
