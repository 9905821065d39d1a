/**
 * What people type into forms, and what is wrong with it. Nothing here asks the server: a form is checked before it is
 * sent, so that one answer tells everything that has to be put right, and what the API still refuses is told beside the
 * field it names.
 */
@NullMarked
package io.candour.portal.form;

import org.jspecify.annotations.NullMarked;
