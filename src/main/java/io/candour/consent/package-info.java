/**
 * The decision: may this caller, for this purpose, have this item, given what its patients chose?
 *
 * <p>Start with {@link io.candour.consent.ConsentEngine#decide}; it reads as the rules do. {@link
 * io.candour.consent.ConsentEngine#residual} is the same decision with the item left open, for SQL to finish.
 *
 * <p>Invariants: everything is immutable; time comes in as an argument; a denial is a value, never an exception; both
 * ways of asking agree on every item of one patient; nothing but java.* and JSpecify is seen from here, so the room can
 * be read, tested and proved without a server.
 *
 * <p>Settled here, where the standards leave room:
 *
 * <ul>
 *   <li>A Consent only narrows. So a patient or proxy without a grant for somebody else's record is refused whatever
 *       that person's Consents permit, and an emergency grant lifts denials of care purposes only, and those
 *       only that its own purpose (BTG, ETREAT) lets it lift as well.
 *   <li>A claimed relationship is a grant for one person: it stands for the care relationship they lack and for nothing
 *       else, so every choice still counts.
 *   <li>What a patient let somebody have who asked for it counts as a relationship and as a Consent that permits, for care
 *       and within what was asked; outside of that it says nothing. The Consent that records it is therefore no rule: as
 *       one it would also deny the rest to somebody who comes to care for the patient meanwhile.
 *   <li>Lack of a care relationship is one denial among others, not the last word: a denial that its author made final
 *       stays final for those without a relationship too.
 *   <li>A nested provision is an exception inside its root: for each data element it doesn't state itself, it is about
 *       what the root is about ('all but Dr X may not see HIV' gives Dr X the HIV items and nothing else).
 *   <li>A permit that lists sensitivity codes covers an item with codes only if it lists them all, and an item without
 *       codes only up to the confidentiality it lists as well.
 *   <li>A system client is decided by its scope alone only for the purposes the deployment gave that client for keeping
 *       records ({@link io.candour.consent.Policy#systemClients}). For any other purpose it is one more caller whom the
 *       patient's choices bind.
 *   <li>Consents, their Provenance, and what somebody asks about who looked are category CHOICES: for the patient, a
 *       proxy whose reach names that category, and the author (of an organisation, who is part of it) while they care for the
 *       patient. No emergency opens them.
 *   <li>validUntil is the nearest change of anything in the patient's snapshot or the caller's grants, whether or not it
 *       could have mattered: never too late, and the same for every item of an answer.
 * </ul>
 *
 * <p>Where to look: {@code ConsentEngine} says the rules; {@code Standing} is what they need of caller, purpose, patient
 * and time, worked out once for all the items of an answer; {@code Rule} and {@code Voice} are how one Consent votes;
 * {@code DataCriteria} and {@link io.candour.consent.Condition} are which items it is about. Nothing is made for a permit
 * but the first time (JMH: {@code DecisionBench}).
 *
 * <p>Why not a policy engine with its own language: these rules are few, people's own, and have to be explained to them
 * one by one; a page of Java with laws held over it is easier to read and to prove than a general machine.
 */
@NullMarked
package io.candour.consent;

import org.jspecify.annotations.NullMarked;
