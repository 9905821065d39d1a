/**
 * What guardians do and auditors look at: emergencies and claims to review, what people said about their records, who did
 * much more than they used to and whom it concerned, the register of what people let staff see, and the access log; and
 * secondary uses: the programmes, by four eyes, and who has read of them; what they ask for, questions and copies in one
 * shape, before it is put to the records and before anything leaves; and what is to be erased. An auditor sees the same without a form to act by; the API refuses them in any case.
 */
@NullMarked
package io.candour.portal.guardian;

import org.jspecify.annotations.NullMarked;
