package io.candour.consent;

/** The same laws where people have to opt out of secondary uses. */
class OptOutLaws extends ConsentLaws {
    @Override
    Policy deployment() {
        return Deployments.OPT_OUT;
    }
}
