/**
 * Secondary uses: the register of programmes, the airlock that their questions pass, and the ledger of whose records were
 * counted. Records stay here; numbers come out. Rows do only to programmes that the deployment names.
 *
 * <p>A programme is public from the moment a guardian enters it ({@link io.candour.release.Studies}); another guardian lets
 * it in, and it begins when its notice has run, by the clock. A researcher of it asks a {@link io.candour.release.Question},
 * compiled so that it names no engine; a guardian reads it; {@link io.candour.release.Airlock} puts it to the records of
 * those who say yes, as the decision itself says with the programme as the caller ({@link io.candour.release.Willingness});
 * a guardian reads the answer; it leaves, and everybody in it can see that.
 *
 * <p>INVARIANTS: nobody is in a number who has not said yes when the answer leaves: what it rested on is held against the
 * snapshots under a lock that keeps them still until the release has committed. Of those who moved since it is decided anew
 * ({@link io.candour.release.SecondLook}); where that does not come to the same there is a new answer to read. Nobody is in a
 * number, or an item in an extract, on the yes of somebody else. True numbers are kept nowhere. What a report says of a
 * group depends on that group alone ({@link io.candour.release.SmallNumbers}), and its whole is the sum of what it tells, so
 * no margin tells more. The groups that a recipient was ever told of split people into parts, and an answer that would make a part small is held: every union,
 * intersection and difference of them is made up of parts ({@link io.candour.release.Ledger#smallestPart}). So is one whose
 * people are the very same as before, by another question: that would tell something of each ({@link
 * io.candour.release.Ledger#tellsOfAll}). Nobody approves their own: the database holds that too. Rows are only ever added.
 *
 * <p>An extract goes the same way ({@link io.candour.release.Passing}, {@link io.candour.release.Review}), through an
 * airlock of its own ({@link io.candour.release.ExtractAirlock}): made anew, element by element, of what one
 * list names ({@link io.candour.release.ExtractManifest}, {@link io.candour.release.Deidentifier}), without values that few
 * have ({@link io.candour.release.RareValues}), under names that no two recipients share ({@link
 * io.candour.release.Pseudonyms}), sealed for its recipient. What stands where it is fetched was let out in the database
 * before. A withdrawal and what it asks of those who have a copy are one transaction ({@link
 * io.candour.release.Withdrawals}); {@link io.candour.release.Reconciliation} finds what ended by itself, and what should
 * never have been in a release, as far as it can still be told what people had said: it says of how many it can't.
 * {@link io.candour.release.ExtractSweep} deletes files that nobody is to have any more.
 *
 * <p>The national opt-out is asked beside all that ({@link io.candour.release.OptOuts}), and what it says is kept in files
 * for a time and in no table.
 *
 * <p>The register is not HAPI's: a programme's status follows the clock, and its recipient is to stay as it was let in. The
 * ledger is not the access log: its record of one question would name more people than one transaction can hold locks for.
 * Noise in the numbers would make repeats harmless on average; parts make them harmless always, and leave numbers that add
 * up. How far a question is stands in its connection's name ({@link io.candour.release.Running}) and in no table: a row would
 * be seen only once it has committed, or need a second connection while the first is held.
 */
@NullMarked
package io.candour.release;

import org.jspecify.annotations.NullMarked;
