/**
 * Measurements of the whole server beside stock HAPI of the same version: ratios of paired runs, because absolute
 * figures of a shared machine mean little.
 *
 * <p>Every arm runs as a process of its own with the same JVM, heap, class path, database server and logging. An arm
 * that answers wrongly or not in time ends the measurement: it scores nothing. JMH is not used here, since it measures
 * inside one JVM.
 */
@NullMarked
package io.candour.bench;

import org.jspecify.annotations.NullMarked;
