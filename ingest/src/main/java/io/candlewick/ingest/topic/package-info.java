/**
 * Topics of records that come a few a second, whole and small: {@link io.candlewick.ingest.topic.RecordWriter} appends to one,
 * {@link io.candlewick.ingest.topic.TableReader} reads what one holds.
 */
@NullMarked
package io.candlewick.ingest.topic;

import org.jspecify.annotations.NullMarked;
