/** What operations answer, read part by part. */
@NullMarked
package io.candour.portal.answer;

import org.jspecify.annotations.NullMarked;
