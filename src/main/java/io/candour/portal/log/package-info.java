/**
 * Who has looked: the access log as people read it, by day and organisation; a filter, a table for a spreadsheet, and a
 * question to the guardian about a row that somebody does not recognise.
 */
@NullMarked
package io.candour.portal.log;

import org.jspecify.annotations.NullMarked;
