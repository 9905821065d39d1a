/**
 * HAPI's JPA server wired by hand, with the schema's migration. No starter: it would bring searches, jobs and providers
 * that answer past the gate, and twice the time to start.
 */
@NullMarked
package io.candour.server.fhir;

import org.jspecify.annotations.NullMarked;
