/**
 * The demo stack: a real PostgreSQL, a real Keycloak, the server and synthetic people, started by one command.
 *
 * <p>{@code mvn spring-boot:test-run} and the integration tests start the same parts by the same code, so what a
 * newcomer sees is what is tested. Everything lives under one directory (system property
 * {@code candour.demo.directory}): deleting it is the way back to nothing. No process outlives the JVM that started
 * it; what a killed JVM had to leave behind is found by its pid file and stopped at the next start.
 *
 * <p>Not containers: they need an engine that many machines, and most locked-down ones, do not have.
 */
@NullMarked
package io.candour.demo;

import org.jspecify.annotations.NullMarked;
