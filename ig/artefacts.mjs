/* One artefact as HTML: what it says about itself, a table of what is in it, and its JSON. */

/** Text, safe between tags and in attributes. */
export function escaped(text) {
  return String(text).replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign])
}

/** All of a page but its frame. */
export function artefact(resource, title, description, file) {
  const tables = TABLES[resource.resourceType]?.(resource) ?? ''
  const profiles = (resource.meta?.profile ?? []).map((url) => `<p>Profile: ${code(url)}</p>`).join('')
  const shown = { ...resource }
  delete shown.snapshot
  return `<h1>${escaped(title)}</h1>
<p>${escaped(description)}</p>
${resource.url ? `<p>${code(resource.url)}</p>` : ''}${profiles}
${tables}
<h2>JSON</h2>
<p><a href="${escaped(file)}">${escaped(file)}</a>${resource.snapshot ? ', here without its snapshot' : ''}</p>
<pre tabindex="0" aria-label="JSON"><code>${escaped(JSON.stringify(shown, null, 2))}</code></pre>`
}

const TABLES = {
  StructureDefinition: (profile) => {
    const whole = new Map(profile.snapshot.element.map((each) => [each.id, each]))
    return table(
      'What it says beyond its base',
      ['Element', 'How many', 'Type', 'Meaning'],
      profile.differential.element
        .filter((each) => each.path.includes('.'))
        .map((each) => [
          code(each.id),
          escaped(`${whole.get(each.id).min}..${whole.get(each.id).max}`),
          escaped(types(each)),
          escaped(meaning(each))
        ])
    ) + table(
      'Rules',
      ['Rule', 'Meaning', 'FHIRPath'],
      profile.differential.element
        .flatMap((each) => each.constraint ?? [])
        .map((each) => [code(each.key), escaped(each.human), code(each.expression)])
    )
  },
  CodeSystem: (system) =>
    table(
      'Codes',
      ['Code', 'Name', 'Meaning'],
      system.concept.map((each) => [code(each.code), escaped(each.display ?? ''), escaped(each.definition ?? '')])
    ),
  ValueSet: (set) =>
    table(
      'Codes',
      ['From', 'Codes'],
      [
        ...(set.compose?.include ?? []).map((each) => [code(each.system), codes(each)]),
        ...(set.compose?.exclude ?? []).map((each) => [code(each.system), `all but ${codes(each)}`])
      ]
    ),
  OperationDefinition: (operation) =>
    table(
      'Parameters',
      ['Name', 'Use', 'How many', 'Type', 'Meaning'],
      parameters(operation.parameter ?? [], '')
    ),
  CapabilityStatement: (statement) =>
    statement.rest.map((rest) =>
      table(
        'By type',
        ['Type', 'Interactions', 'Searched by', 'Operations'],
        rest.resource.map((each) => [
          escaped(each.type),
          escaped((each.interaction ?? []).map((one) => one.code).join(', ')),
          escaped((each.searchParam ?? []).map((one) => one.name).join(', ')),
          (each.operation ?? []).map((one) => `<a href="OperationDefinition-${escaped(one.name)}.html">$${escaped(one.name)}</a>`).join(', ')
        ])
      )
    ).join('')
}

function parameters(given, before) {
  return given.flatMap((each) => [
    [code(before + each.name), escaped(each.use), escaped(`${each.min}..${each.max}`), escaped(each.type ?? ''), escaped(each.documentation ?? '')],
    ...parameters(each.part ?? [], `${before}${each.name}.`)
  ])
}

function table(caption, heads, rows) {
  if (rows.length === 0) {
    return ''
  }
  const head = heads.map((each) => `<th scope="col">${escaped(each)}</th>`).join('')
  const body = rows.map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('\n')
  return `<div class="wide" role="region" aria-label="${escaped(caption)}" tabindex="0"><table>
<caption>${escaped(caption)}</caption>
<thead><tr>${head}</tr></thead>
<tbody>
${body}
</tbody>
</table></div>
`
}

function code(text) {
  return `<code>${escaped(text)}</code>`
}

function codes(part) {
  return part.concept ? part.concept.map((each) => code(each.code) + (each.display ? ` ${escaped(each.display)}` : '')).join('<br>') : 'all'
}

function types(element) {
  return (element.type ?? [])
    .map((each) => {
      const profiles = [...(each.targetProfile ?? []), ...(each.profile ?? [])].map(last)
      return profiles.length > 0 ? `${each.code} (${profiles.join(', ')})` : each.code
    })
    .join(', ')
}

function meaning(element) {
  const fixed = Object.entries(element).find(([name]) => /^(pattern|fixed)[A-Z]/.test(name))
  return [
    element.short,
    element.binding && `${element.binding.strength}: ${last(element.binding.valueSet)}`,
    fixed && `is ${required(fixed[1])}`,
    element.constraint && element.constraint.map((each) => each.key).join(', ')
  ]
    .filter(Boolean)
    .join('; ')
}

/* A pattern in words: its codes, or its values. */
function required(value) {
  if (typeof value !== 'object') {
    return value
  }
  if (value.coding) {
    return value.coding.map(required).join(' and ')
  }
  return [value.system, value.code].filter(Boolean).join('#')
}

function last(url) {
  return url.slice(url.lastIndexOf('/') + 1)
}
