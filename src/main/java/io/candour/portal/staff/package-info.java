/**
 * What clinicians see: a person found by NHS number and birth date, their record at a glance, and the ways to a record
 * that is closed: care, an emergency, a question to the person; and, with the role for it, what they answered on paper. The
 * path names the patient; nothing of it is kept in a session, so that a form cannot act on another record than the one it
 * showed.
 */
@NullMarked
package io.candour.portal.staff;

import org.jspecify.annotations.NullMarked;
