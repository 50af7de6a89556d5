// Packs every published package, installs it with plain npm outside the workspace, and uses it there.
//   node scripts/check-installed.mjs [--all] [--keep] [packages | name of an app …]
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { installAlone, installAndCheck } from './installed/apps.mjs'
import { writeBillOfMaterials } from './installed/bill-of-materials.mjs'
import {
  carriesOnlyWhatItNeeds,
  carriesTheLicense,
  declaresWhatItImports,
  hasNoInstallScript,
} from './installed/inspect.mjs'
import {
  areAllPermissive,
  bundledCodeKeepsItsLicense,
  installedTree,
  runNothingAtInstall,
} from './installed/licenses.mjs'
import { catalog, packAll, publishedPackages } from './installed/pack.mjs'
import { createReport } from './installed/report.mjs'

const given = process.argv.slice(2)
const named = given.filter((argument) => !argument.startsWith('--'))
/** One app of each kind, which every run includes. */
const FIRST = ['hono-server', 'commonjs', 'vite-react', 'next', 'sveltekit']
/** The other apps, which take as long as the first ones: `npm test -- apps`. */
const OTHERS = [
  'react-router',
  'tanstack-start',
  'astro',
  'sveltekit-static',
  'sveltekit-playwright',
  'next-authkit',
  'next-moved',
]
/** Run only by name: the older versions of ranges (`npm test -- ranges`), and workerd, which takes 150 MB. */
const BY_NAME = ['next-15', 'sveltekit-2', 'sveltekit-worker']
const apps = [...FIRST, ...OTHERS, ...BY_NAME]
const ofThisRun = new Set(
  named.length > 0 ? named : ['packages', ...FIRST, ...(given.includes('--all') ? OTHERS : [])],
)
const unknown = named.filter((name) => name !== 'packages' && !apps.includes(name))
if (unknown.length > 0)
  throw new Error(`There is no app ${unknown.join(', ')}. The apps are ${apps.join(', ')}.`)
const wants = (part) => ofThisRun.has(part)
const BILL_OF_MATERIALS = '.toolchain/reports/bill-of-materials.cdx.json'

const folder = mkdtempSync(join(tmpdir(), 'latchkey-installed-'))
const report = createReport()
try {
  const packages = publishedPackages()
  const tarballs = packAll(packages, folder)

  if (wants('packages')) {
    const alone = join(folder, 'alone')
    await report.check('all packages install together', () => installAlone(alone, tarballs))
    for (const { name, manifest } of packages) {
      const directory = join(alone, 'node_modules', name)
      await report.check(`${name} has no install script`, () => hasNoInstallScript(directory))
      await report.check(`${name} contains only its build and documents`, () =>
        carriesOnlyWhatItNeeds(directory),
      )
      await report.check(`${name} contains the license`, () => carriesTheLicense(directory))
      await report.check(`${name} declares the packages that it imports`, () =>
        declaresWhatItImports(directory),
      )
      const { bundled } = manifest.latchkey ?? {}
      if (bundled === undefined) continue
      await report.check(`${name} contains the licenses of bundled code`, () =>
        bundledCodeKeepsItsLicense(directory, bundled),
      )
    }
    await report.check('dependencies have no install scripts', () =>
      runNothingAtInstall(installedTree(alone)),
    )
    await report.check('dependencies have permissive licenses', () => areAllPermissive(installedTree(alone)))
    await report.check('the bill of materials is written', () =>
      writeBillOfMaterials(
        alone,
        packages.flatMap(({ manifest }) => manifest.latchkey?.bundled ?? []),
        catalog(),
        BILL_OF_MATERIALS,
      ),
    )
  }

  const queue = apps.filter(wants)
  // Two at a time: while one app is installed, the other waits for its session to expire.
  const work = async () => {
    for (let app = queue.shift(); app !== undefined; app = queue.shift()) {
      const [from, to] = [join('tests/installed', app), join(folder, app)]
      await report.check(`an installed app: ${app}`, () => installAndCheck(from, to, tarballs, catalog()))
    }
  }
  await Promise.all([work(), work()])
} finally {
  if (given.includes('--keep')) process.stdout.write(`kept in ${folder}\n`)
  else rmSync(folder, { recursive: true, force: true })
}
report.close()
