Instance: notice-emergency
InstanceOf: Notice
Usage: #example
Title: "A notice of an emergency"
Description: "What a person finds in their record after somebody opened it in an emergency, and has read."
* status = #completed
* category = $communication-category#notification
* priority = #urgent
* subject = Reference(example-patient)
* recipient = Reference(example-patient)
* sent = "2026-11-02T22:01:00Z"
* received = "2026-11-03T07:45:00.000Z"
* payload.contentString = "Somebody at Example Hospital opened your record in an emergency."

Instance: raised-dispute
InstanceOf: RaisedTask
Usage: #example
Title: "An entry is wrong"
Description: "A dispute that a guardian has read."
* status = #received
* intent = #proposal
* code = $raised#dispute
* description = "I never had this operation"
* focus = Reference(Procedure/example)
* for = Reference(example-patient)
* requester = Reference(example-proxy)
* authoredOn = "2026-11-02T09:30:00.000Z"
* lastModified = "2026-11-02T14:00:00.000Z"
* note.authorReference.identifier.value = "0b9c7d0e-guardian"
* note.authorReference.display = "Guardian Example"
* note.time = "2026-11-02T14:00:00.000Z"
* note.text = "A guardian of records has read this."
* output.type = $task-status#received
* output.valueDateTime = "2026-11-02T14:00:00.000Z"

Instance: raised-access-query
InstanceOf: RaisedTask
Usage: #example
Title: "Who was that?"
Description: "A question about a row of who looked."
* status = #requested
* intent = #proposal
* code = $raised#access-query
* description = "I have never been to this hospital"
* focus.identifier.system = $access-record
* focus.identifier.value = "log-search"
* for = Reference(example-patient)
* requester = Reference(example-patient)
* authoredOn = "2026-11-02T11:00:00.000Z"
* lastModified = "2026-11-02T11:00:00.000Z"

Instance: review-emergency
InstanceOf: ReviewTask
Usage: #example
Title: "An emergency that was right"
Description: "A guardian looked at it the next day."
* status = #completed
* intent = #order
* code = $review#emergency
* businessStatus = $review-outcome#justified
* description = "Found unconscious"
* for = Reference(example-patient)
* authoredOn = "2026-11-02T22:01:00Z"
* lastModified = "2026-11-03T09:00:00Z"
* requester.identifier.value = "f2a8f3c0-6f4e-4a52-8f4b-1f0a4f1f0c11"
* requester.display = "Dr Example"
* owner.identifier.value = "0b9c7d0e-guardian"
* owner.display = "Guardian Example"
* reasonCode = $act-reason#ETREAT
* reasonCode.text = "Found unconscious"
* executionPeriod.start = "2026-11-02T22:01:00Z"
* executionPeriod.end = "2026-11-03T02:01:00Z"
* restriction.recipient.identifier.system = $ods
* restriction.recipient.identifier.value = "Z90002"
* output.type = $review#outcome
* output.valueCode = #justified

Instance: request-second-opinion
InstanceOf: AccessRequestTask
Usage: #example
Title: "A request that was granted and has ended"
Description: "What became of it is said too."
* status = #completed
* intent = #proposal
* businessStatus = $access-request#attested
* code = $access-request#access-request
* description = "A second opinion on your scan"
* focus = Reference(access-for-a-second-opinion)
* for = Reference(example-patient)
* authoredOn = "2026-11-01T16:00:00Z"
* lastModified = "2026-11-17T08:00:00Z"
* requester.identifier.value = "f2a8f3c0-6f4e-4a52-8f4b-1f0a4f1f0c11"
* requester.display = "Dr Example"
* reasonCode = $act-reason#TREAT
* reasonCode.text = "A second opinion on your scan"
* restriction.recipient.identifier.system = $ods
* restriction.recipient.identifier.value = "Z90002"
* executionPeriod.start = "2026-11-02T09:30:00Z"
* executionPeriod.end = "2026-11-16T09:30:00Z"
* input[0].type = $access-request#category
* input[0].valueCode = #test-results
* input[1].type = $access-request#category
* input[1].valueCode = #documents
* input[2].type = $access-request#sensitive
* input[2].valueBoolean = true
* input[3].type = $access-request#days
* input[3].valueInteger = 14
* output[0].type = $access-request#deleted
* output[0].valueBoolean = true
* output[1].type = $access-request#statement
* output[1].valueString = "Nothing was copied"
