/**
 * The web pages: a SMART client of the server like any other, which speaks FHIR over HTTP and imports no other room, so
 * that no page can have a right the API does not give. No page is here yet.
 */
@NullMarked
package io.candour.portal;

import org.jspecify.annotations.NullMarked;
