/** Where somebody's data went: every question that counted them, every copy that they are in, and the choice it rested on. */
@NullMarked
package io.candour.portal.went;

import org.jspecify.annotations.NullMarked;
