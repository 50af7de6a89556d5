// Creates a CycloneDX bill of materials of everything that is installed with the packages.
import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { npm } from './apps.mjs'

/** Writes the bill of materials of an npm installation. `bundled` are the packages inside ours, which npm cannot list. */
export async function writeBillOfMaterials(directory, bundled, versions, file) {
  const bill = JSON.parse(await npm(directory, ['sbom', '--sbom-format=cyclonedx', '--legacy-peer-deps']))
  for (const name of bundled) {
    const version = versions.get(name)
    assert.ok(version, `${name} is in the catalog`)
    const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`
    bill.components.push({ type: 'library', name, version, purl, 'bom-ref': `${name}@${version}` })
  }
  assert.ok(bill.components.some(({ name }) => name === '@latchkey/core'))
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, JSON.stringify(bill, undefined, 2))
}
