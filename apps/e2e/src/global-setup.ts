import { requireBuilt } from '../../../scripts/check-built.mjs'
import { startStack } from './stack.ts'

/** Starts the sites before the first test and stops them after the last. */
export default async function setUp() {
  requireBuilt()
  const child = await startStack()
  return () =>
    new Promise<void>((resolve) => {
      child.once('exit', () => resolve())
      child.kill('SIGTERM')
    })
}
