/*
 * Makes the pages' assets: node build.mjs <where npm installs> <where classes go>
 *
 * Installs what package-lock.json names, unless that is there already (so a later build needs no network), and writes
 * of it what a browser needs. The package's styles fetch a typeface from a server elsewhere, which would tell that
 * server who reads a record here: that is taken out.
 */
import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const own = dirname(fileURLToPath(import.meta.url))
const [installed, classes] = process.argv.slice(2)
if (!installed || !classes) {
  fail('usage: node build.mjs <where npm installs> <where classes go>')
}
const assets = join(classes, 'io/candour/portal/assets')
const icons = join(classes, 'templates/portal/components')

install()
const dist = join(installed, 'node_modules/nhsuk-frontend/dist/nhsuk')
rmSync(assets, { recursive: true, force: true })
mkdirSync(join(assets, 'images'), { recursive: true })
writeFileSync(join(assets, 'pages.css'), styles())
writeFileSync(join(assets, 'components.js'), withoutMap(read('nhsuk-frontend.min.js')))
copyFileSync(join(own, 'pages.js'), join(assets, 'pages.js'))
copyFileSync(join(own, 'icon.svg'), join(assets, 'icon.svg'))
mkdirSync(icons, { recursive: true })
writeFileSync(join(icons, 'icon.html'), iconFragments())
const notices = join(classes, 'META-INF/licences')
const copyright = '2019 NHS.UK'
mkdirSync(notices, { recursive: true })
writeFileSync(join(notices, 'nhsuk-frontend.txt'), notice())

function install() {
  const names = ['package.json', 'package-lock.json', '.npmrc']
  const wanted = names.map((name) => readFileSync(join(own, name), 'utf8')).join('\n')
  const stamp = join(installed, 'installed.txt')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) {
    return
  }
  mkdirSync(installed, { recursive: true })
  names.forEach((name) => copyFileSync(join(own, name), join(installed, name)))
  const npm = spawnSync('npm', ['ci', '--prefer-offline', '--ignore-scripts', '--legacy-peer-deps', '--include=dev'], {
    cwd: installed,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32'
  })
  if (npm.error) {
    fail(`npm cannot be run: ${npm.error.message}`)
  }
  if (npm.status !== 0) {
    fail('npm could not install what package-lock.json names: the reason is above')
  }
  writeFileSync(stamp, wanted)
}

function read(name) {
  return readFileSync(join(dist, name), 'utf8')
}

function styles() {
  const given = withoutMap(read('nhsuk-frontend.min.css'))
    .replace(/@font-face\{[^}]*\}/g, '')
    .replace(/"?Frutiger W01"?,\s*/g, '')
    // Beside the style sheet, whatever the path that it is served under.
    .replace(/url\((['"]?)\/assets\/images\/([a-z0-9-]+\.svg)\1\)/g, (all, quote, image) => {
      copyFileSync(join(dist, 'assets/images', image), join(assets, 'images', image))
      return `url(images/${image})`
    })
  const elsewhere = given.match(/url\(['"]?(?:https?:)?\/\/[^)]*\)|@import[^;]*;|Frutiger/g)
  if (elsewhere) {
    fail(`the styles still fetch from elsewhere: ${elsewhere.join(' ')}`)
  }
  const ours = readdirSync(join(own, 'styles'))
    .filter((name) => name.endsWith('.css'))
    .sort()
    .map((name) => readFileSync(join(own, 'styles', name), 'utf8'))
  return [given, ...ours].join('\n')
}

/* Each of the package's icons as a fragment of its own name. */
function iconFragments() {
  const given = read('macros/icon.njk')
  const fragments = [...given.matchAll(/name == "([a-z-]+)" %\}([^{]*(?:\{#-[^]*?#\}[^{]*)?)/g)].map(([, name, paths]) => {
    const drawn = paths.replace(/\{#-[^]*?#\}/g, '').trim()
    return `<svg th:fragment="${name}" class="nhsuk-icon nhsuk-icon--${name}" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" width="16" height="16" focusable="false" aria-hidden="true">${drawn}</svg>`
  })
  if (!fragments.some((each) => each.includes('"arrow-left"') && each.includes('<path'))) {
    fail('the icons are not where they were')
  }
  return ['<!DOCTYPE html>', '<html xmlns:th="http://www.thymeleaf.org" lang="en"><body>', ...fragments, '</body></html>'].join('\n')
}

/* Which licence it is under the package says itself; the words of it, which have to go with the code, it does not bring. */
function notice() {
  const { name, version, license } = JSON.parse(readFileSync(join(installed, 'node_modules/nhsuk-frontend/package.json'), 'utf8'))
  const list = join(installed, 'node_modules/spdx-license-list/licenses', `${license}.json`)
  const words = JSON.parse(readFileSync(list, 'utf8')).licenseText.replace('<year> <copyright holders>', copyright)
  if (!words.includes(copyright)) {
    fail(`${name} ${version} is under a licence that names no holder: ${license}`)
  }
  return `${name} ${version}: styles, scripts and icons of the web pages\n\n${words}`
}

function withoutMap(text) {
  return text.replace(/\/[/*]# sourceMappingURL=[^\n]*\n?/g, '')
}

function fail(why) {
  console.error(`The pages' assets were not made: ${why}`)
  process.exit(1)
}
