package io.candour.interference;

import java.time.Instant;
import java.util.List;

/**
 * What of the access log is asked for: it tells of the questions themselves, so its end is never the same twice.
 *
 * @param until before the first question
 * @param agents ids of callers that it tells of
 */
record Past(Instant until, List<String> agents) {}
