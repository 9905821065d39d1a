// Of secondary uses. The codes are those of the server's own enumerations; a test holds them equal.

CodeSystem: RecipientTypeCodes
Id: recipient-type
Title: "Types of recipients"
Description: "What kind of organisation asks for data, in Organization.type of a programme's recipient."
* insert OurCodes
* #health-service "Health service"
* #public-body "Public body"
* #university "University"
* #charity "Charity"
* #company "Company"
* #insurer "Insurer" "No consent lets one in."
* #marketer "Marketer" "No consent lets one in."

ValueSet: RecipientTypes
Id: recipient-type
Title: "Types of recipients in the register"
Description: "Kinds of organisations that a consent can let in. A deployment may let in fewer."
* insert OurValues
* $recipient-type#health-service
* $recipient-type#public-body
* $recipient-type#university
* $recipient-type#charity
* $recipient-type#company

ValueSet: ProgrammePurposes
Id: programme-purpose
Title: "Purposes of programmes"
Description: "Purposes that people have a choice about: those of planning, then those of research."
* insert OurValues
* $act-reason#HOPERAT
* $act-reason#HDM
* $act-reason#HOUTCOMS
* $act-reason#HPRGRP
* $act-reason#HQUALIMP
* $act-reason#PATSFTY
* $act-reason#PERFMSR
* $act-reason#HRESCH
* $act-reason#BIORCH
* $act-reason#CLINTRCH
* $act-reason#CLINTRCHNPC
* $act-reason#CLINTRCHPC
* $act-reason#PRECLINTRCH
* $act-reason#DSRCH
* $act-reason#POARCH
* $act-reason#TRANSRCH

ValueSet: ProgrammeStates
Id: programme-state
Title: "States of a programme"
Description: "In review until a guardian decides; then approved until it begins, active until it ends, and completed, by the clock alone. Disapproved where it was refused, administratively-completed where it was stopped."
* insert OurValues
* $study-status#in-review
* $study-status#approved
* $study-status#active
* $study-status#completed
* $study-status#disapproved
* $study-status#administratively-completed

CodeSystem: ReleaseCodes
Id: release
Title: "What passes the airlock"
Description: "In Task.code: what is asked for under a programme, and what is asked of its recipient."
* insert OurCodes
* #question "Question" "How many people are so."
* #extract "Extract" "A copy of rows."
* #erase "Erase" "Erase what you have of somebody who took their yes back."

ValueSet: ReleaseStates
Id: release-state
Title: "States of what passes the airlock"
Description: "Requested until it is let out or refused. Guardians also see in-progress, which waits to be let out, and on-hold, which does not leave."
* insert OurValues
* $task-status#requested
* $task-status#in-progress
* $task-status#on-hold
* $task-status#completed
* $task-status#rejected

CodeSystem: HeldCodes
Id: held
Title: "Why something does not leave"
Description: "In Task.statusReason of what is on hold: why it does not leave, whoever says it may."
* insert OurCodes
* #differencing "Differencing" "With what the recipient was told before it would tell of a few."
* #few "Few" "There are few people in it."
* #incident "Incident" "Somebody was in it who had not said yes."

ValueSet: HeldQuestions
Id: held-question
Title: "Why an answer does not leave"
Description: "What holds the answer to a question. A group of few people is masked and holds nothing."
* insert OurValues
* $held#differencing
* $held#incident

ValueSet: HeldExtracts
Id: held-extract
Title: "Why an extract does not leave"
Description: "What holds a copy of rows."
* insert OurValues
* $held#few
* $held#incident

CodeSystem: BreakdownCodes
Id: breakdown
Title: "Groups that people are counted in"
Description: "In stratifiers of an answer: what people are told apart by."
* insert OurCodes
* ^valueSet = "https://candour.io/fhir/ValueSet/breakdown"
* #sex "Sex"
* #age-band "Age" "In tens of years."
* #area "Area" "The letters that a British postcode begins with, or else the state of the address."

ValueSet: Breakdowns
Id: breakdown
Title: "Groups that people are counted in"
Description: "What people are told apart by."
* insert OurValues
* include codes from system $breakdown

CodeSystem: ErasureReasonCodes
Id: erasure-reason
Title: "Why a copy is to be erased"
Description: "In Task.reasonCode of an erasure."
* insert OurCodes
* ^valueSet = "https://candour.io/fhir/ValueSet/erasure-reason"
* #withdrawn "Withdrawn" "They took their yes back."
* #ended "Ended" "It ended by itself, or no longer counts."
* #over "Over" "What it was given for is over, or was stopped."

ValueSet: ErasureReasons
Id: erasure-reason
Title: "Why a copy is to be erased"
Description: "Why a recipient is asked to erase what it has of somebody."
* insert OurValues
* include codes from system $erasure-reason

CodeSystem: ErasureInputCodes
Id: erasure-input
Title: "What an erasure says"
Description: "In Task.input of an erasure."
* insert OurCodes
* #pseudonym "Pseudonym" "What the person is called in the recipient's copy."

ValueSet: ErasureStates
Id: erasure-state
Title: "States of an erasure"
Description: "Requested until the recipient says, once, that the copy is erased (completed) or why it is not (rejected)."
* insert OurValues
* $task-status#requested
* $task-status#completed
* $task-status#rejected
