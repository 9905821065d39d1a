/*
 * Renders the guide for a browser: node pages.mjs <working folder of build.mjs> <where pages go>
 *
 * Static pages without scripts, and nothing in them from elsewhere: the guide's own in the order that sushi-config.yaml
 * says, and one for each artefact, with its JSON beside it.
 */
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { artefact, escaped } from './artefacts.mjs'

const own = dirname(fileURLToPath(import.meta.url))
const [working, site] = process.argv.slice(2)
if (!site) {
  console.error('usage: node pages.mjs <working folder of build.mjs> <where pages go>')
  process.exit(1)
}
const require = createRequire(resolve(working, 'npm/package.json'))
const markdown = require('markdown-it')({ html: false })
const guide = require('yaml').parse(readFileSync(join(own, 'sushi-config.yaml'), 'utf8'))

const KINDS = [
  ['Profiles', (each) => each.resourceType === 'StructureDefinition' && each.type !== 'Extension'],
  ['Extensions', (each) => each.resourceType === 'StructureDefinition' && each.type === 'Extension'],
  ['Capabilities', (each) => each.resourceType === 'CapabilityStatement'],
  ['Operations', (each) => each.resourceType === 'OperationDefinition'],
  ['Search parameters', (each) => each.resourceType === 'SearchParameter'],
  ['Measures', (each) => each.resourceType === 'Measure'],
  ['Code systems', (each) => each.resourceType === 'CodeSystem' || each.resourceType === 'NamingSystem'],
  ['Value sets', (each) => each.resourceType === 'ValueSet'],
  ['Examples', (each) => !each.url && each.resourceType !== 'NamingSystem']
]

rmSync(site, { recursive: true, force: true })
mkdirSync(site, { recursive: true })
copyFileSync(join(own, 'pages.css'), join(site, 'pages.css'))
const resources = readdirSync(join(working, 'resources'))
  .filter((file) => !file.startsWith('ImplementationGuide-'))
  .sort()
  .map((file) => ({ file, resource: JSON.parse(readFileSync(join(working, 'resources', file), 'utf8')) }))
const explained = examplesSaid()
for (const [file, { title }] of Object.entries(guide.pages)) {
  const text = readFileSync(join(own, 'input/pagecontent', file), 'utf8')
  // A table may be wider than a phone: then it is moved by itself, by keyboard too.
  const body = markdown
    .render(text)
    .replace(/<table>/g, `<div class="wide" role="region" aria-label="Table" tabindex="0"><table>`)
    .replace(/<\/table>/g, '</table></div>')
  write(file.replace(/\.md$/, '.html'), title, `<h1>${escaped(title)}</h1>\n${body}`)
}
write('artefacts.html', 'Artefacts', list())
for (const { file, resource } of resources) {
  copyFileSync(join(working, 'resources', file), join(site, file))
  const { title, description } = said(resource)
  write(file.replace(/\.json$/, '.html'), title, artefact(resource, title, description, file))
}

function said(resource) {
  const given = explained.get(`${resource.resourceType}/${resource.id}`) ?? {}
  return {
    title: resource.title ?? given.name ?? resource.name ?? resource.id,
    description: resource.description ?? given.description ?? ''
  }
}

/* SUSHI keeps what an example shows in the ImplementationGuide alone. */
function examplesSaid() {
  const index = JSON.parse(readFileSync(join(working, 'resources', `ImplementationGuide-${guide.id}.json`), 'utf8'))
  return new Map(index.definition.resource.map((each) => [each.reference.reference, each]))
}

function list() {
  const sections = KINDS.map(([name, belongs]) => {
    const items = resources
      .filter(({ resource }) => belongs(resource))
      .map(({ file, resource }) => {
        const { title, description } = said(resource)
        const page = file.replace(/\.json$/, '.html')
        return `<li><a href="${page}">${escaped(title)}</a> <code>${escaped(resource.id)}</code><br>${escaped(description)}</li>`
      })
    return `<h2>${name}</h2>\n<ul class="artefacts">\n${items.join('\n')}\n</ul>`
  })
  return `<h1>Artefacts</h1>\n${sections.join('\n')}`
}

function write(file, title, body) {
  const menu = [...Object.entries(guide.pages).map(([page, each]) => [page.replace(/\.md$/, '.html'), each.title]), ['artefacts.html', 'Artefacts']]
    .map(([page, name]) => `<li><a href="${page}"${page === file ? ' aria-current="page"' : ''}>${escaped(name)}</a></li>`)
    .join('\n')
  writeFileSync(
    join(site, file),
    `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)} - ${escaped(guide.title)}</title>
<link rel="stylesheet" href="pages.css">
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<header><p>${escaped(guide.title)}, version ${escaped(guide.version)}, FHIR ${escaped(guide.fhirVersion)}</p></header>
<nav aria-label="Guide"><ul>
${menu}
</ul></nav>
<main id="content">
${body}
</main>
<footer><p>Candour is not part of, endorsed by or certified by the NHS.</p></footer>
</body>
</html>
`
  )
}
