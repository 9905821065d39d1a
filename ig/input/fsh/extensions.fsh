Extension: EmergencyOverride
Id: emergency-override
Title: "May an emergency lift this"
Description: "Whether an emergency that somebody declared (break-glass) opens what this Consent denies. Where it is not said, the deployment's default counts."
Context: Consent
* value[x] 1..1
* value[x] only boolean

Extension: ProxyReach
Id: proxy-reach
Title: "How far a proxy may go"
Description: "Of which categories somebody who acts for a patient sees entries, whether the sensitive ones too, and what else they do. The category choices opens the patient's choices and who looked."
Context: Consent
* extension contains
    category 1..* and
    act 1..* and
    sensitive 1..1
* extension[category].value[x] 1..1
* extension[category].value[x] only code
* extension[category].value[x] from Categories (required)
* extension[act].value[x] 1..1
* extension[act].value[x] only code
* extension[act].value[x] from ProxyActs (required)
* extension[sensitive].value[x] 1..1
* extension[sensitive].value[x] only boolean

Extension: AccessRequest
Id: access-request
Title: "The request that was answered"
Description: "On the Consent that says yes to somebody's request for access: the id of the request, as its Task has it."
Context: Consent
* value[x] 1..1
* value[x] only string

Extension: EndReason
Id: end-reason
Title: "Why it ended"
Description: "Why the right that this Consent gave ended before its time."
Context: Consent
* extension contains
    code 1..1 and
    text 1..1
* extension[code].value[x] 1..1
* extension[code].value[x] only code
* extension[code].value[x] from EndReasons (required)
* extension[text].value[x] 1..1
* extension[text].value[x] only string

Extension: Receipt
Id: receipt
Title: "Receipt"
Description: "In the answer to whoever saved a Consent, and never stored: what changed in plain words, from when it holds, what it took the place of, and what the person may not expect."
Context: Consent
* extension contains
    reference 1..1 and
    changed 1..* and
    from 0..1 and
    supersedes 0..* and
    warning 0..*
* extension[reference].value[x] 1..1
* extension[reference].value[x] only uri
* extension[reference] ^short = "The version that was saved"
* extension[changed].value[x] 1..1
* extension[changed].value[x] only string
* extension[from].value[x] 1..1
* extension[from].value[x] only instant
* extension[supersedes].value[x] 1..1
* extension[supersedes].value[x] only uri
* extension[warning].value[x] 1..1
* extension[warning].value[x] only string
