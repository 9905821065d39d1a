Profile: AccessEvent
Parent: AuditEvent
Id: access-event
Title: "A row of the access log"
Description: "One request: who asked, for whom, why, what was returned or refused, and what that rests on. In the shape of IHE's Basic Audit Log Patterns (BALP): agents for client, server, user and organisation, entities for request, patients, data, query and the Consents that decided. It claims none of BALP's profiles, since one row may stand for more than one pattern allows. Written by nobody but the server, before the answer leaves. What is cut from a row depends on who reads it."
* obeys candour-event-1 and candour-event-2
* type = $audit-type#rest
* subtype 1..1
* subtype from RecordedInteractions (required)
* action 1..1
* action ^short = "R for reads, E for searches and operations, C, U, D for writes"
* outcome 1..1
* outcome ^short = "0 permitted; 4 refused or not understood; 8 the server failed"
* outcomeDesc 1..1
* purposeOfEvent 0..1
* agent 3..4
* agent ^slicing.discriminator.type = #pattern
* agent ^slicing.discriminator.path = "type"
* agent ^slicing.rules = #open
* agent contains user 1..1 and organisation 0..1
* agent[user] ^short = "Who gets the answer, by the name and roles of that moment"
* agent[user].type 1..1
* agent[user].type ^patternCodeableConcept.coding.system = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType"
* agent[user].type ^patternCodeableConcept.coding.code = #IRCP
* agent[user].who 1..1
* agent[user].name 1..1
* agent[user].role 1..*
* agent[user].role ^short = "First the kind of caller, then the roles of the token"
* agent[user].policy ^short = "Rules of the deployment that decided, as urn:candour:policy:[name] and urn:candour:Grant/[id]"
* agent[organisation] ^short = "For whom the user acts, by ODS code"
* agent[organisation].type 1..1
* agent[organisation].type ^patternCodeableConcept.coding.system = "http://terminology.hl7.org/CodeSystem/v3-RoleClass"
* agent[organisation].type ^patternCodeableConcept.coding.code = #PROV
* agent[organisation].who 1..1
* agent[organisation].who.identifier 1..1
* agent[organisation].who.identifier.system = "https://fhir.nhs.uk/Id/ods-organization-code"
* source.site 1..1
* source.observer.display 1..1
* entity 1..*
* entity ^slicing.discriminator.type = #pattern
* entity ^slicing.discriminator.path = "role"
* entity ^slicing.rules = #open
* entity contains patient 0..* and data 0..* and query 0..1
* entity[patient].role 1..1
* entity[patient].role ^patternCoding.system = "http://terminology.hl7.org/CodeSystem/object-role"
* entity[patient].role ^patternCoding.code = #1
* entity[patient].what 1..1
* entity[patient].what only Reference(Patient)
* entity[data] ^short = "An entry that was returned or written, with its version"
* entity[data].role 1..1
* entity[data].role ^patternCoding.system = "http://terminology.hl7.org/CodeSystem/object-role"
* entity[data].role ^patternCoding.code = #4
* entity[data].what 1..1
* entity[query] ^short = "Parameters by name; values of codes, dates and numbers alone, all others as *"
* entity[query].role 1..1
* entity[query].role ^patternCoding.system = "http://terminology.hl7.org/CodeSystem/object-role"
* entity[query].role ^patternCoding.code = #24
* entity[query].query 1..1

Invariant: candour-event-1
Description: "One agent is the one who asked."
Severity: #error
Expression: "agent.where(requestor = true).count() = 1"

Invariant: candour-event-2
Description: "The request is named, by the id that the client gave or was given."
Severity: #error
Expression: "entity.where(type.system = 'https://profiles.ihe.net/ITI/BALP/CodeSystem/BasicAuditEntityType' and type.code = 'XrequestId' and what.identifier.value.exists()).count() = 1"

Instance: AuditEvent-purpose
InstanceOf: SearchParameter
Usage: #definition
Title: "Why somebody asked"
* url = "https://candour.io/fhir/SearchParameter/AuditEvent-purpose"
* version = "0.1.0"
* name = "AuditEventPurpose"
* status = #active
* publisher = "Candour"
* description = "Rows of the access log by the purpose of the request, a code of v3-ActReason: 'BTG' and 'ETREAT' find emergencies. R4 has no such parameter."
* code = #purpose
* base = #AuditEvent
* type = #token
* expression = "AuditEvent.purposeOfEvent"
* xpathUsage = #normal
