Profile: Notice
Parent: Communication
Id: notice
Title: "Notice"
Description: "What a person is told of in their own record: an emergency, a request, an answer. That it was read is said by the operation read-notice."
* status = #completed
* category 1..1
* category = $communication-category#notification
* priority 1..1
* subject 1..1
* subject only Reference(Patient)
* about 0..1
* about only Reference(Task)
* about ^short = "What it tells of; who may not see that sees neither"
* recipient 1..1
* recipient only Reference(Patient)
* sent 1..1
* received ^short = "When it was read"
* payload 1..1
* payload.content[x] only string

Profile: RaisedTask
Parent: Task
Id: raised-task
Title: "Something that was said about a record"
Description: "What the person, or who may dispute for them, says: an entry is wrong, who looked is not known to them, or the record is to say something. The entry stays as it is. It goes forward only, by the operation answer-raised, and is written in no other way."
* status from RaisedStates (required)
* intent = #proposal
* code 1..1
* code from RaisedKinds (required)
* description 1..1
* description ^short = "What was said"
* focus ^short = "What it is said of: an entry, or by identifier a row of the access log"
* for 1..1
* for only Reference(Patient)
* authoredOn 1..1
* lastModified 1..1
* requester 1..1
* requester only Reference(Patient or RelatedPerson)
* note ^short = "Who took it further, and in which words"
* output ^short = "When each state came that followed the first"
* output.type.coding.system = "http://hl7.org/fhir/task-status"
* output.value[x] only dateTime

Profile: ReviewTask
Parent: Task
Id: review-task
Title: "A review of an emergency or a claim"
Description: "That a guardian is to look at a record that was opened by an event, or has looked; from the operations review-queue and review. Never stored as a Task."
* status 1..1
* intent = #order
* code 1..1
* code from ReviewKinds (required)
* businessStatus from ReviewOutcomes (required)
* description 1..1
* for 1..1
* for only Reference(Patient)
* authoredOn 1..1
* requester 1..1
* requester.identifier 1..1
* reasonCode 1..1
* reasonCode.text 1..1
* executionPeriod 1..1
* owner ^short = "Who looked"

Profile: AccessRequestTask
Parent: Task
Id: access-request-task
Title: "A request for access"
Description: "Staff who do not care for a person ask them to see something for some days; from the operations access-requests, answer-request and attest-deletion. Never stored as a Task. Whoever asked sees nothing of a no: it looks like nobody's silence."
* intent = #proposal
* businessStatus 1..1
* businessStatus from AccessRequestStates (required)
* code 1..1
* code = $access-request#access-request
* description 1..1
* focus only Reference(Consent)
* focus ^short = "The Consent that says yes"
* for 1..1
* for only Reference(Patient)
* authoredOn 1..1
* requester 1..1
* requester.identifier 1..1
* reasonCode 1..1
* reasonCode from CarePurposes (required)
* reasonCode.text 1..1
* input ^short = "category, sensitive and days, as they were asked for"
* output ^short = "deleted and statement, when it has ended"
