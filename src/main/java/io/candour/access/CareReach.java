package io.candour.access;

import java.time.Duration;

/**
 * For how long after it ended a piece of care still makes a relationship.
 *
 * @param encounter after an Encounter
 * @param episode after an EpisodeOfCare
 * @param team after a CareTeam's period
 * @param referral after a ServiceRequest or Task was to be done, or else was written
 */
public record CareReach(Duration encounter, Duration episode, Duration team, Duration referral) {}
