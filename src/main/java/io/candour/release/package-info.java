/**
 * Secondary uses: the register of programmes. Guardians keep it by four eyes, everybody reads it, and no programme begins
 * before its notice has run. Rows are only ever added. Nothing is released yet.
 */
@NullMarked
package io.candour.release;

import org.jspecify.annotations.NullMarked;
