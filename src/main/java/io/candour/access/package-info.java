/**
 * Rights that events create: care relationships as systems' items state them, and what surrounds the grants of
 * emergencies, claimed relationships and proxies (the grants themselves are kept with the snapshot, in {@code choice}).
 *
 * <p>A relationship is what one item says and ends with it, or a time after ({@link io.candour.access.CareReach}); an item
 * that was stored before this was kept counts without an end until it is written again. A clinician's own writes create
 * none: they could open any record with an Encounter. Staff who lack one claim it, or break the glass, with a reason; both
 * are for one person and a time, and wait in a queue until a guardian has looked at them, who is somebody else. Or they ask
 * the patient ({@link io.candour.access.AccessRequests}): a yes is a grant within what was asked and the Consent of the same
 * id, and its end asks for a word on what became of what was seen. That end is read off the clock; no job has to notice it.
 *
 * <p>A proxy acts for a patient by a Consent in the patient's record (NHS shape: category INFA, a RelatedPerson, a legal
 * basis) and the grant that it is while it is active; how old one must be for that is {@link
 * io.candour.access.ProxyAges}. What safeguarding is to hide from a proxy and not from everybody else is denied to the
 * RelatedPerson by name; such a Consent is labelled NOPAT, so that neither reads it.
 *
 * <p>What people say about their records waits in a queue too ({@link io.candour.access.RaisedQueue}). Unlike a review it
 * is a Task of the record, since it is the person's and belongs beside what it is about; the queue holds who is to be
 * answered, and whether they were.
 *
 * <p>Whoever may find a person by number learns that the person is known here, so tries are counted in the database,
 * before the look-up and whatever it finds ({@link io.candour.access.PersonLookups}). Counting in memory would give every
 * replica, and every restart, another allowance.
 *
 * <p>That there is a notice for somebody is written to them where they gave an address ({@link
 * io.candour.access.OutgoingMail}): queued with the notice, sent apart from it, since a mail server that is away must not
 * keep a doctor from a record.
 */
@NullMarked
package io.candour.access;

import org.jspecify.annotations.NullMarked;
