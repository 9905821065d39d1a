/**
 * Where HAPI's hooks meet decisions, and nowhere else.
 *
 * <p>A request's way: {@link io.candour.enforcement.DisclosureFilter} gives it an {@link
 * io.candour.enforcement.Exchange}; {@link io.candour.enforcement.GateInterceptor} checks it against the allow-list before
 * HAPI has chosen who answers, so that also what HAPI cannot route is judged and recorded; reads and searches are
 * answered from the record index, recorded, and only then sent; writes go on to HAPI, are checked resource by resource,
 * and take index, snapshots and access record with them in {@link io.candour.enforcement.CommitWork}. What an item has
 * from others (labels, patients, source) is read anew there when those change. Writes wait for
 * their turn ({@link io.candour.enforcement.WriteQueue}) and are turned away where it does not come, so that readers go on;
 * of a record that is written all the time, writers wait for whom they overtook ({@link io.candour.enforcement.Undisturbed}).
 * Operations are answered as reads are, by ourselves: an {@link io.candour.enforcement.Operation} gets its arguments as its
 * OperationDefinition has them, asks the room that holds the answer, and says what that rests on.
 *
 * <p>Who asks too often is refused first of all ({@link io.candour.enforcement.RequestLimits}). What the allow-list marks with
 * {@code stepUp} asks a person for a strong log-in ({@link io.candour.enforcement.StepUp}): it is said there, beside who may
 * ask and with which scopes, and nowhere in the operation itself. Every answer and write rests on the session of its token
 * as on the choices of its patients: where that has ended, it is not recorded, and so not given.
 *
 * <p>The index can be held against HAPI's tables and brought back to them while writes go on ({@link
 * io.candour.enforcement.IndexCheck}, {@link io.candour.enforcement.Rebuilding}). An item and what it rests on are then read
 * from HAPI's tables, never from the index, or one wrong row would make others look wrong or right.
 *
 * <p>INVARIANTS: nothing leaves that was not decided (I1) and durably recorded (I2: the response itself holds back the
 * body); refusals of the gate depend on the request alone; absent, deleted and withheld have one face (I5); a failure
 * refuses (I8).
 *
 * <p>An item is shown to whoever may have it and all that it tells of ({@link io.candour.record.NamedItems}); the elements
 * that tell are one table, for labels and for this.
 *
 * <p>Consents and Patients that are written are held against the implementation guide ({@link io.candour.enforcement.Shapes}),
 * after all else that is checked: what can't be enforced is named as such first.
 *
 * <p>What an operation has stored that must stay as it was said ({@link io.candour.enforcement.Raise}) is written by nobody
 * else: {@link io.candour.enforcement.WriteChecks} refuses it, deletions too.
 *
 * <p>HAPI's own searches and reads are never shown to anybody. Filtering them with consent hooks leaves holes in pages,
 * totals and links that tell what was filtered. What a search asks is read by HAPI's parser and answered by the record
 * index where it can ({@link io.candour.enforcement.SearchTerms}); else HAPI's search is asked which ids match, and the
 * record path reads, decides and pages those.
 */
@NullMarked
package io.candour.enforcement;

import org.jspecify.annotations.NullMarked;
