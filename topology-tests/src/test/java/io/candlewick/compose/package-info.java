/**
 * The stack in containers: {@link io.candlewick.compose.ComposeFileTest} compares {@code docker-compose.yml} with what the programs read,
 * {@link io.candlewick.compose.ComposeCommandTest} lets Compose itself check it, {@link io.candlewick.compose.ContainerStackIT} runs it
 * where Docker answers.
 */
@NullMarked
package io.candlewick.compose;

import org.jspecify.annotations.NullMarked;
