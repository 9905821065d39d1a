/**
 * What a platform team deploys: image, compose file, chart, dashboard. Each is held against the server as it is: a name of
 * a property, a metric or a command that the server does not have is an error of the file. And the database as such a team
 * runs it: Debian's PostgreSQL, alone or of three nodes, for the stories of backup and failover.
 */
@NullMarked
package io.candour.deployment;

import org.jspecify.annotations.NullMarked;
