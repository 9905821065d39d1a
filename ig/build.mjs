/*
 * Builds the guide: node build.mjs <working folder> <where classes go> <java> <classpath>
 *
 * Of the FSH in input/, the server's allow-list, its operations and its label lists SUSHI makes the guide's resources,
 * under resources/ in the working folder; those that writes are checked against go to the classes. Nothing is asked of
 * any server but npm's registry, and of that only what package-lock.json names. Where nothing changed nothing is done.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync
} from 'node:fs'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const own = dirname(fileURLToPath(import.meta.url))
const [working, classes, java, classpath] = process.argv.slice(2)
if (!classpath) {
  fail('usage: node build.mjs <working folder> <where classes go> <java> <classpath>')
}
const server = join(own, '../src/main/resources/io/candour')
const operations = join(server, 'enforcement/operation')
const labels = join(server, 'labels')
const allowList = join(server, 'enforcement/allow-list.yaml')
const shapes = join(classes, 'io/candour/enforcement/guide.json')
const npm = join(working, 'npm')
const home = join(working, 'home')
const project = join(working, 'project')
const resources = join(working, 'resources')
const core = join(home, '.fhir/packages/hl7.fhir.r4.core#4.0.1')
const definitions = classpath
  .split(process.platform === 'win32' ? ';' : ':')
  .filter((each) => basename(each).startsWith('hapi-fhir-validation-resources-r4-'))
if (definitions.length !== 1) {
  fail("R4's definitions are not on the classpath once")
}

const stamp = join(working, 'built.txt')
const wanted = fingerprint()
if (!existsSync(shapes) || !existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) {
  rmSync(stamp, { force: true })
  install()
  makeCorePackage()
  await assemble()
  runSushi()
  collect()
  writeFileSync(stamp, wanted)
}

/* Of everything that the result depends on. */
function fingerprint() {
  const hash = createHash('sha256').update(basename(definitions[0]))
  for (const folder of [own, operations, labels]) {
    filesIn(folder).forEach((file) => hash.update(relative(own, file)).update(readFileSync(file)))
  }
  return hash.update(readFileSync(allowList)).digest('hex')
}

function filesIn(folder) {
  return readdirSync(folder)
    .filter((name) => name !== 'node_modules')
    .sort()
    .map((name) => join(folder, name))
    .flatMap((path) => (statSync(path).isDirectory() ? filesIn(path) : [path]))
}

function install() {
  const names = ['package.json', 'package-lock.json', '.npmrc']
  const packages = names.map((name) => readFileSync(join(own, name), 'utf8')).join('\n')
  const installed = join(npm, 'installed.txt')
  if (existsSync(installed) && readFileSync(installed, 'utf8') === packages) {
    return
  }
  mkdirSync(npm, { recursive: true })
  names.forEach((name) => copyFileSync(join(own, name), join(npm, name)))
  run('npm', ['ci', '--prefer-offline', '--ignore-scripts'], {
    cwd: npm,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32'
  })
  writeFileSync(installed, packages)
}

/* Under another name until it is whole. */
function makeCorePackage() {
  const made = join(core, 'made-of.txt')
  if (existsSync(made) && readFileSync(made, 'utf8') === basename(definitions[0])) {
    return
  }
  rmSync(core, { recursive: true, force: true })
  const begun = `${core}.begun`
  rmSync(begun, { recursive: true, force: true })
  run(java, ['-cp', classpath, join(own, 'CorePackage.java'), begun], {
    stdio: ['ignore', 'ignore', 'inherit']
  })
  writeFileSync(join(begun, 'made-of.txt'), basename(definitions[0]))
  renameSync(begun, core)
}

/* What SUSHI reads: the sources, and beside them what the server has as FHIR already. */
async function assemble() {
  const { capabilityStatements } = await import('./capabilities.mjs')
  rmSync(project, { recursive: true, force: true })
  mkdirSync(project, { recursive: true })
  for (const name of ['sushi-config.yaml', 'sushi-ignoreWarnings.txt', 'input']) {
    cpSync(join(own, name), join(project, name), { recursive: true })
  }
  const given = join(project, 'input/resources')
  mkdirSync(given, { recursive: true })
  for (const folder of [operations, labels]) {
    filesIn(folder).forEach((file) => {
      const { resourceType, id } = JSON.parse(readFileSync(file, 'utf8'))
      copyFileSync(file, join(given, `${resourceType}-${id}.json`))
    })
  }
  capabilityStatements(allowList, operations, core, npm).forEach((statement) =>
    writeFileSync(join(given, `CapabilityStatement-${statement.id}.json`), JSON.stringify(statement, null, 2))
  )
}

/* With a home of its own, where its packages are, and no way to any server. */
function runSushi() {
  const nowhere = 'http://127.0.0.1:9'
  const sushi = spawnSync(process.execPath, [join(npm, 'node_modules/fsh-sushi/dist/app.js'), 'build', '-s', project], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
    env: {
      ...process.env,
      HOME: resolve(home),
      USERPROFILE: resolve(home),
      FPL_REGISTRY: nowhere,
      HTTPS_PROXY: nowhere,
      npm_config_offline: 'true'
    }
  })
  const said = `${sushi.stdout ?? ''}${sushi.stderr ?? ''}`
  const faults = said.split('\n').filter((line) => /^(error|warn)\b/.test(line))
  if (sushi.error || sushi.status !== 0 || faults.length > 0) {
    console.error(said)
    fail(sushi.error ? `SUSHI cannot be run: ${sushi.error.message}` : 'SUSHI says why above')
  }
}

/* All resources in one folder; those that describe what is written in one file among the classes. */
function collect() {
  rmSync(resources, { recursive: true, force: true })
  mkdirSync(resources, { recursive: true })
  for (const folder of ['input/resources', 'fsh-generated/resources']) {
    filesIn(join(project, folder)).forEach((file) => copyFileSync(file, join(resources, basename(file))))
  }
  const described = filesIn(resources)
    .filter((file) => /^(StructureDefinition|CodeSystem|ValueSet)-/.test(basename(file)))
    .map((file) => ({ resource: JSON.parse(readFileSync(file, 'utf8')) }))
  mkdirSync(dirname(shapes), { recursive: true })
  writeFileSync(shapes, JSON.stringify({ resourceType: 'Bundle', type: 'collection', entry: described }))
}

function run(command, args, options) {
  const done = spawnSync(command, args, options)
  if (done.error) {
    fail(`${command} cannot be run: ${done.error.message}`)
  }
  if (done.status !== 0) {
    fail(`${basename(command)} failed: the reason is above`)
  }
}

function fail(why) {
  console.error(`The guide was not built: ${why}`)
  process.exit(1)
}
