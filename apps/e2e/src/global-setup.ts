import { startStack } from './stack.ts'

/** Starts the sites before the first test and stops them after the last. */
export default async function setUp() {
  const child = await startStack()
  return () =>
    new Promise<void>((resolve) => {
      child.once('exit', () => resolve())
      child.kill('SIGTERM')
    })
}
