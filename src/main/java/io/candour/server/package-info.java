/**
 * Wiring: settings, security, and what the server is put together from. Decides nothing.
 */
@NullMarked
package io.candour.server;

import org.jspecify.annotations.NullMarked;
