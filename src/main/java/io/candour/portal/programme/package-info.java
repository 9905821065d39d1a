/**
 * The register of who may use records, as everybody reads it: without signing in, and asked for without a token, so that no
 * visitor sees another register than the next.
 */
@NullMarked
package io.candour.portal.programme;

import org.jspecify.annotations.NullMarked;
