/** Pages rendered without a server. */
@NullMarked
package io.candour.portal;

import org.jspecify.annotations.NullMarked;
