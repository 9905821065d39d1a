/**
 * A person's choices: one question a page, the consequences in words before anything is saved, a receipt after; whether each
 * choice works, what somebody would see, and how to take a choice back. Every answer becomes a Consent that the FHIR API
 * takes or refuses as it would from any app.
 */
@NullMarked
package io.candour.portal.choice;

import org.jspecify.annotations.NullMarked;
