/*
 * What a server of this guide can do, for each kind of caller and for all together, read off the server's allow-list. The
 * server makes its own statement of the same list; a test holds the two equal.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'

const BASE = 'https://candour.io/fhir'
const CODES = {
  READ: 'read',
  VREAD: 'vread',
  SEARCH_TYPE: 'search-type',
  CREATE: 'create',
  UPDATE: 'update',
  DELETE: 'delete',
  HISTORY: 'history-instance'
}
const CALLERS = {
  PATIENT: 'Reads their own record and who looked at it, makes choices, and settles who acts for them.',
  PROXY: 'Acts for somebody else, as far as a proxy grant reaches.',
  PRACTITIONER: 'Gives care: reads records of those they care for, as far as their choices allow.',
  RESEARCHER: 'Reads no record: under a programme of the register asks how many people are so and for copies, and answers for copies that are to be erased.',
  GUARDIAN: 'Answers for privacy: reads the access log and reviews, never a record.',
  AUDITOR: 'Reads the access log, never a record.',
  SYSTEM: 'A program: writes what organisations send, and reads no record.'
}
/* Profiles that a write is checked against, or that all of a type have. */
export const PROFILES = {
  AuditEvent: ['access-event'],
  Consent: ['data-sharing-choice', 'proxy-authorisation', 'access-permission'],
  Patient: ['patient'],
  ResearchStudy: ['programme']
}

/** The statements: one named server, and one for each kind of caller. */
export function capabilityStatements(allowListFile, operationsFolder, core, npm) {
  const { parse } = createRequire(resolve(npm, 'package.json'))('yaml')
  const list = parse(readFileSync(allowListFile, 'utf8'))
  const types = new Map()
  for (const group of Object.values(list.groups)) {
    group.types.forEach((type) => types.set(type, group))
  }
  const defined = searchParameters(core)
  const operations = readdirSync(operationsFolder)
    .map((name) => JSON.parse(readFileSync(join(operationsFolder, name), 'utf8')))
    .sort((one, other) => (one.code < other.code ? -1 : 1))
  const statement = (kind) => {
    const id = kind ? kind.toLowerCase() : 'server'
    const kinds = kind ? [kind] : Object.keys(CALLERS)
    return {
      resourceType: 'CapabilityStatement',
      id,
      url: `${BASE}/CapabilityStatement/${id}`,
      version: '0.1.0',
      name: `${id[0].toUpperCase()}${id.slice(1)}Capabilities`,
      title: kind ? `What a ${id} can do` : 'What the server can do',
      status: 'active',
      date: '2026-11-29',
      publisher: 'Candour',
      description: kind ? CALLERS[kind] : 'All that callers of any kind can do: what a server says at /metadata.',
      kind: 'requirements',
      fhirVersion: '4.0.1',
      format: ['application/fhir+json', 'json'],
      rest: [rest(kinds, list, types, defined, operations, Boolean(kind))]
    }
  }
  return [statement(), ...Object.keys(CALLERS).map(statement)]
}

function rest(kinds, list, types, defined, operations, ofOneKind) {
  const described = [...types.keys()]
    .sort()
    .map((type) => resource(type, kinds, list, types.get(type), defined.get(type), operations, ofOneKind))
    .filter((each) => each.interaction || each.operation)
  const interaction = [
    ...(kinds.some((kind) => list.bundles.includes(kind)) ? [{ code: 'batch' }] : []),
    ...(kinds.includes('SYSTEM') ? [{ code: 'transaction', documentation: 'Of writes, from system clients' }] : [])
  ]
  const security = {
    service: [
      {
        coding: [
          { system: 'http://terminology.hl7.org/CodeSystem/restful-security-service', code: 'SMART-on-FHIR' }
        ]
      }
    ]
  }
  return { mode: 'server', security, resource: described, ...(interaction.length > 0 && { interaction }) }
}

function resource(type, kinds, list, group, defined, operations, ofOneKind) {
  const allowed = new Set([...(group.open ?? []), ...kinds.flatMap((kind) => group.callers[kind] ?? [])])
  const interaction = Object.keys(CODES)
    .filter((name) => allowed.has(name))
    .map((name) => ({ code: CODES[name] }))
  const operation = operations
    .filter(({ code }) => list.operations[code].types.includes(type))
    .filter(({ code }) => kinds.some((kind) => list.operations[code].callers[kind]))
    .map(({ code, url }) => ({
      name: code,
      definition: url,
      ...(ofOneKind && { documentation: asked(list.operations[code], kinds[0]) })
    }))
  const searched = !ofOneKind || allowed.has('SEARCH_TYPE')
  const parameters = searched ? group.parameters.filter((name) => name[0] === '_' || defined.has(name) || group.own?.includes(name)).sort() : []
  const includes = (searched ? (group.includes ?? []) : []).filter((name) => defined.get(name) === 'reference').sort()
  const sorts = searched ? [...(group.sorts ?? [])].sort() : []
  return {
    type,
    ...(PROFILES[type] && { supportedProfile: PROFILES[type].map((id) => `${BASE}/StructureDefinition/${id}`) }),
    ...(sorts.length > 0 && { documentation: `_sort: ${sorts.join(', ')}` }),
    ...(interaction.length > 0 && { interaction }),
    versioning: 'versioned',
    conditionalCreate: false,
    conditionalUpdate: false,
    conditionalDelete: 'not-supported',
    ...(includes.length > 0 && { searchInclude: includes.map((name) => `${type}:${name}`) }),
    ...(parameters.length > 0 && { searchParam: parameters.map((name) => parameter(name, type, group, defined)) }),
    ...(operation.length > 0 && { operation })
  }
}

function asked(operation, kind) {
  const parameters = operation.callers[kind]
  return (
    (parameters.length > 0 ? `With ${[...parameters].sort().join(', ')}` : 'Without parameters') +
    (operation.stepUp ? '; with a log-in as strong as the server asks for' : '')
  )
}

function parameter(name, type, group, defined) {
  const modifiers = [...(group.modifiers?.[name] ?? [])].sort().map((each) => `:${each}`)
  const chains = (group.chains ?? [])
    .filter((each) => each.startsWith(`${name}.`))
    .sort()
    .map((each) => each.slice(name.length))
  const documentation = [
    ...(modifiers.length > 0 ? [`Modifiers: ${modifiers.join(', ')}`] : []),
    ...(chains.length > 0 ? [`Chains: ${chains.join(', ')}`] : [])
  ].join('; ')
  return {
    name,
    ...(group.own?.includes(name) && { definition: `${BASE}/SearchParameter/${type}-${name}` }),
    type: defined.get(name) ?? (name === '_lastUpdated' ? 'date' : 'token'),
    ...(documentation && { documentation })
  }
}

/* R4's own, by type and name. */
function searchParameters(core) {
  const defined = new Map()
  const bundle = JSON.parse(readFileSync(join(core, 'search-parameters.json'), 'utf8'))
  for (const { resource: { base, code, type } } of bundle.entry) {
    base.forEach((each) => defined.set(each, (defined.get(each) ?? new Map()).set(code, type)))
  }
  return defined
}
