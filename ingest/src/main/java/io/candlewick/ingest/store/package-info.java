/** The bars that ClickHouse holds, as far as downloading and auditing must know them: {@link io.candlewick.ingest.store.ClickHouseTable}. */
@NullMarked
package io.candlewick.ingest.store;

import org.jspecify.annotations.NullMarked;
