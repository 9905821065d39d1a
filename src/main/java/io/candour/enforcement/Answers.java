package io.candour.enforcement;

import io.candour.identity.VerifiedToken;

/** Makes the answer of one request that passed the gate; sends nothing. */
@FunctionalInterface
interface Answers {
    Answer answer(FhirRequest request, VerifiedToken token);
}
