/**
 * Between FHIR R4 and the decision: a Consent becomes a Directive or a refusal that names the element; a resource
 * becomes the facts a decision may look at; a Directive becomes words for people. HAPI's model classes only: no
 * database, no request, no clock.
 *
 * <p>Invariants: what can't be honoured is never passed over in silence, it is refused with the element's FHIRPath; an
 * item that names a patient this server doesn't hold belongs to that unknown patient, for whom there is no snapshot,
 * and so is closed to everyone.
 *
 * <p>References, settled: {@code Type/id}, with or without version, and the server's own absolute form are the same
 * thing. {@code #contained} is looked up inside. Anything else ({@code urn:uuid:} left over from a bundle, another
 * server's URL, an identifier alone) names nobody here: as an item's patient it closes the item, in a Consent it is
 * refused, except that actors and authors may be named by identifier.
 *
 * <p>Labels: the sender's, those the lists give to codes, and one hop from what an item rests on. Together they are the
 * item's; only the first two pass on.
 *
 * <p>What somebody says of an item (a Task with a code of {@link io.candour.consent.fhir.Vocabulary#RAISED}) has the item's
 * category, not a Task's: whoever may say that an entry is wrong may see what they said.
 *
 * <p>What codes are called is data ({@code words.properties}); a purpose without words there is refused, since nobody
 * could be told of it.
 *
 * <p>Why not HAPI's compartments for 'whose item is it': they miss Task.for, GuidanceResponse.subject, Bundle and Binary,
 * and take performers and authors for patients.
 */
@NullMarked
package io.candour.consent.fhir;

import org.jspecify.annotations.NullMarked;
