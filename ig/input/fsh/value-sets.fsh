RuleSet: OurValues
* ^status = #active
* ^experimental = false

ValueSet: AnsweredChoices
Id: choice
Title: "Choices that a Consent answers"
Description: "All choices but emergency-override, which is answered on each denial."
* insert OurValues
* include codes from system $choice
* exclude $choice#emergency-override

ValueSet: Categories
Id: category
Title: "Categories"
Description: "What a person would call an entry of their record."
* insert OurValues
* include codes from system $category

ValueSet: LegalBases
Id: legal-basis
Title: "What lets somebody act"
Description: "What lets somebody act for a patient or see what they asked for."
* insert OurValues
* include codes from system $legal-basis

ValueSet: ProxyActs
Id: proxy-act
Title: "What somebody does for a patient"
Description: "What the right to act for a patient allows."
* insert OurValues
* include codes from system ProxyActCodes

ValueSet: EndReasons
Id: end-reason
Title: "Why a right ended"
Description: "Why somebody's right ended before its time."
* insert OurValues
* include codes from system EndReasonCodes

ValueSet: RaisedKinds
Id: raised
Title: "What is said about a record"
Description: "What somebody says about a record."
* insert OurValues
* include codes from system $raised

ValueSet: ReviewKinds
Id: review-kind
Title: "What a guardian reviews"
Description: "What a guardian has to look at."
* insert OurValues
* $review#emergency
* $review#claim

ValueSet: ReviewOutcomes
Id: review-outcome
Title: "What a review found"
Description: "What a guardian found."
* insert OurValues
* include codes from system $review-outcome

ValueSet: AccessRequestStates
Id: access-request-state
Title: "How far a request for access has come"
Description: "Each leads only to the next, but for a request, which three things can become of."
* insert OurValues
* $access-request#asked
* $access-request#lapsed
* $access-request#refused
* $access-request#open
* $access-request#attestation-due
* $access-request#attested

ValueSet: EnforcedScopes
Id: enforced-scope
Title: "Scopes that are enforced"
Description: "Scopes of a Consent that answers a choice. Other scopes are about something else than privacy and change nothing here."
* insert OurValues
* $scope#patient-privacy
* $scope#research

ValueSet: EnforcedMeanings
Id: enforced-data-meaning
Title: "Ways to name data that are enforced"
Description: "An entry by itself, what is part of an Encounter, CarePlan or EpisodeOfCare, and what somebody wrote."
* insert OurValues
* $data-meaning#instance
* $data-meaning#related
* $data-meaning#authoredby

ValueSet: CarePurposes
Id: care-purpose
Title: "Purposes of care that are given as a reason"
Description: "Reasons for which staff claim a care relationship or ask for access."
* insert OurValues
* $act-reason#TREAT
* $act-reason#CAREMGT
* $act-reason#COC

ValueSet: EmergencyPurposes
Id: emergency-purpose
Title: "Reasons for opening a record in an emergency"
Description: "Reasons that break-glass takes."
* insert OurValues
* $act-reason#BTG
* $act-reason#ETREAT

ValueSet: ProxyConsentStates
Id: proxy-consent-state
Title: "States of the Consent that lets somebody act"
Description: "Proposed until it is answered, active while the right counts, inactive when it has ended."
* insert OurValues
* $consent-state#proposed
* $consent-state#active
* $consent-state#rejected
* $consent-state#inactive
* $consent-state#entered-in-error

ValueSet: RaisedStates
Id: raised-state
Title: "States of what was said about a record"
Description: "Forward only: the last two are settled."
* insert OurValues
* $task-status#requested
* $task-status#received
* $task-status#in-progress
* $task-status#completed
* $task-status#rejected

ValueSet: RecordedInteractions
Id: recorded-interaction
Title: "Interactions in the access log"
Description: "What AuditEvent.subtype says; the interaction as the server names it is a detail of the entity of the request."
* insert OurValues
* $interaction#read
* $interaction#vread
* $interaction#update
* $interaction#patch
* $interaction#delete
* $interaction#history
* $interaction#history-instance
* $interaction#history-type
* $interaction#history-system
* $interaction#create
* $interaction#search
* $interaction#capabilities
* $interaction#batch
* $interaction#transaction
* $interaction#operation
